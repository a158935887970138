"""Pages for everybody who looks for help: a district, a need, and what is checked there.

No sign-in and no script; nothing of whoever asks is written down, and nothing stays in the browser.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import public
from sankofa.kernel import clock
from sankofa.places.rules.naming import country_name
from sankofa.provision import finding, sayings, telling
from sankofa.provision.finding import Found
from sankofa.provision.rules.feasibility import ASKED_IN_PUBLIC, Need
from sankofa.provision.rules.texting import parts
from sankofa.shell import words


@public("whoever looks for help has no account, and nobody may be asked for one")
@require_safe
def find_start(request: HttpRequest, *, lobby: bool = False) -> HttpResponse:
    """Let somebody choose their country; where there is one alone, its districts at once."""
    countries = finding.countries(on=clock.today("UTC"))
    if len(countries) == 1:
        return _places(request, countries[0], lobby=lobby)
    language = sayings.language()
    rows = sorted((country_name(code, language), _to("place", lobby, code)) for code in countries)
    return _page(request, "places", {"groups": [("", rows)], "is_first": True}, lobby=lobby)


@public("whoever looks for help has no account: they say where they live")
@require_safe
def find_place(request: HttpRequest, place: str, *, lobby: bool = False) -> HttpResponse:
    """Let somebody choose their district, then what they need."""
    if not finding.is_known(place):
        return _begin_anew(request, lobby=lobby)
    if finding.places_in(place):
        return _places(request, place, lobby=lobby)
    rows = [
        (str(sayings.NEEDS[need][0]), str(sayings.NEEDS[need][1]), _to("help", lobby, place, need.value))
        for need in finding.needs_near(place, on=clock.today("UTC"))
    ]
    return _page(request, "needs", {"rows": rows, "place": _name(place)}, lobby=lobby)


@public("whoever looks for help has no account: this is what is checked near them")
@require_safe
def find_help(request: HttpRequest, place: str, need: str, *, lobby: bool = False) -> HttpResponse:
    """Show what is checked near a place for a need."""
    if not _is_asked(place, need):
        return _begin_anew(request, lobby=lobby)
    context = {
        "rows": _rows(_found(place, need)),
        "need": str(sayings.NEEDS[Need(need)][0]),
        "place": _name(place),
        "back": _to("place", lobby, place),
        "text": "" if lobby else _to("text", lobby, place, need),
    }
    return _page(request, "help", context, lobby=lobby)


@public("whoever looks for help has no account: the same as short messages")
@require_safe
def find_text(request: HttpRequest, place: str, need: str, *, lobby: bool = False) -> HttpResponse:
    """Show what is checked near a place as short messages to send or to copy."""
    if lobby:
        # A phone of the lobby sends nothing for anybody: the number would stay in it.
        return redirect(_to("help", lobby, place, need))
    if not _is_asked(place, need):
        return _begin_anew(request, lobby=lobby)
    messages = [(text, quote(text)) for one in _found(place, need) for text in parts(_as_text(one))]
    context = {"messages": messages, "place": _name(place), "back": _to("help", lobby, place, need)}
    return _page(request, "text", context, lobby=lobby)


def _is_asked(place: str, need: str) -> bool:
    return finding.is_known(place) and need in {one.value for one in ASKED_IN_PUBLIC}


def _begin_anew(request: HttpRequest, *, lobby: bool) -> HttpResponse:
    """Say on a page of this kind that an address leads nowhere: the page of the staff would lead to a sign-in."""
    answer = _page(request, "unknown", {}, lobby=lobby)
    answer.status_code = HTTPStatus.NOT_FOUND
    return answer


def _found(place: str, need: str) -> list[Found]:
    return finding.help_near(place, Need(need), on=clock.today("UTC"))


def _places(request: HttpRequest, path: str, *, lobby: bool) -> HttpResponse:
    language = sayings.language()
    groups: dict[str, list[tuple[str, str]]] = {}
    names = {one.path: one.name_in(language) for one in finding.places_in(path)}
    for one in finding.places_in(path):
        above = "" if one.parent in {None, path} else _name(str(one.parent))
        groups.setdefault(above, []).append((names[one.path], _to("place", lobby, one.path)))
    shown = [(above, sorted(rows)) for above, rows in sorted(groups.items())]
    return _page(request, "places", {"groups": shown, "place": _name(path)}, lobby=lobby)


def _rows(found: list[Found]) -> list[dict[str, Any]]:
    asked = [telling.asked(one.entry, on=clock.today("UTC")) for one in found]
    names = sayings.names_in(finding for of_one in asked for finding in of_one)
    return [_row(one, sayings.sentences(of_one, names)) for one, of_one in zip(found, asked, strict=True)]


def _row(found: Found, conditions: list[str]) -> dict[str, Any]:
    check = found.check
    return {
        "name": found.entry.name,
        "offers": found.entry.offers,
        "speaks_of_loans": found.entry.speaks_of_loans,
        "phone": check.phone,
        "where": "" if found.is_kept_secret else check.place,
        "is_kept_secret": found.is_kept_secret,
        "lines": [
            (label, value)
            for label, value in (
                (gettext("Opening hours"), check.hours),
                (gettext("Languages"), check.languages),
                (gettext("How long one waits"), check.waiting),
                (gettext("Getting in"), "" if found.is_kept_secret else check.access),
                (gettext("Costs"), found.entry.cost),
            )
            if value
        ],
        "conditions": conditions,
        "checked": gettext("Checked on %(day)s.") % {"day": words.plain_day(check.checked_on)},
        "is_demonstration": check.is_demonstration,
    }


def _as_text(found: Found) -> str:
    check = found.check
    place = "" if found.is_kept_secret else check.place
    return ". ".join(part for part in (found.entry.name, check.phone, place, check.hours) if part)


def _name(path: str) -> str:
    if "." not in path:
        return country_name(path, sayings.language())
    held = finding.place(path)
    return path if held is None else held.name_in(sayings.language())


def _to(name: str, lobby: bool, *args: str) -> str:
    return reverse(f"provision:{'lobby' if lobby else 'find'}_{name}", args=args)


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, lobby: bool) -> HttpResponse:
    start = _to("start", lobby)
    shown = {**context, "lobby": lobby, "start": start, "here": request.path}
    answer = render(request, f"provision/find/{name}.html", shown)
    # Nothing stays in the browser: on a shared phone the next one would see it by going back.
    answer["Cache-Control"] = "no-store"
    return answer
