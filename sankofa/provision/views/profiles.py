"""A country's help on two pages: on the screen, as a paper, and how people of the country see it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.places import queries as places
from sankofa.places.rules.naming import country_name
from sankofa.provision import actions, gap_words, gaps, permissions, queries
from sankofa.provision.forms.countries import ViewForm
from sankofa.provision.rules.matrix import WHO, Matrix
from sankofa.provision.rules.profile import Line, Profile
from sankofa.provision.rules.swot import Point, Side, Why
from sankofa.provision.rules.terms import Dimension, Level
from sankofa.shell import paper, words
from sankofa.shell.views import refused

PAGES: Final = 2


@dataclass(frozen=True, slots=True)
class Most:
    """How much of each list a paper shows; None is all of it, as on the screen."""

    names: int | None = None
    points: int | None = None
    listed: int | None = None
    figures: int | None = None


ALL: Final = Most()
FITTING: Final = (Most(8, 6, 16, 10), Most(6, 5, 13, 8), Most(5, 4, 10, 7), Most(4, 3, 8, 5), Most(2, 1, 4, 3))
"""What two pages are tried with, one after the other: the first that fits is printed.

The last fits whatever people write: a point has 300 signs at most.
"""
_STYLE = Path(__file__).parents[1] / "static" / "provision" / "profile.css"
_OWN: Final = {
    Side.STRENGTH: "strengths",
    Side.WEAKNESS: "weaknesses",
    Side.CHANCE: "chances",
    Side.THREAT: "threats",
}


@page(permissions.VIEW)
@require_safe
def profile_page(request: ActorRequest, country: str) -> HttpResponse:
    """Show a country's help on one page: what there is, what is missing, figures, both sides, sources."""
    context = _profile(request, country, ALL)
    offices = gaps.offices_writing(request.actor, country, on=clock.today(request.actor.zone))
    versions = gaps.views_of(country)
    context |= {
        "write_url": reverse("provision:view", args=[country]) if offices else "",
        "gaps_url": f"{reverse('provision:gaps')}?country={country}",
        "pdf_url": reverse("provision:profile_pdf", args=[country]),
        "versions": [
            {
                "number": one.number,
                "at": words.moment(one.from_at),
                "by": one.noted_by.name if one.noted_by else "",
                "office": one.office.name,
                "sides": [
                    {"label": gap_words.SIDES[side], "points": getattr(one, name)} for side, name in _OWN.items()
                ],
            }
            for one in versions
        ],
    }
    return render(request, "provision/profile.html", context)


@page(permissions.VIEW)
@never_cache
@require_safe
def profile_pdf(request: ActorRequest, country: str) -> HttpResponse:
    """Hand out the profile as a paper of two pages; where none can be made, lead to the page that prints."""
    try:
        made = _printed(request, country)
    except paper.NoPrinter:
        messages.info(
            request,
            _("This server cannot make PDF files: libraries for letters are missing. Print this page instead."),
        )
        return redirect("provision:profile", country)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{country}.pdf"'
    return answer


@page(permissions.KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def view_page(request: ActorRequest, country: str) -> HttpResponse:
    """Write how people of a country see its help: strengths, weaknesses, chances, threats."""
    today = clock.today(request.actor.zone)
    _check_country(country)
    offices = gaps.offices_writing(request.actor, country, on=today)
    if not offices:
        return refused(request, _("Only an office of this country writes how its help is seen."))
    held = gaps.view_of(country)
    initial: dict[str, Any] = {"seen": held.number if held else 0, "office": request.actor.office}
    initial |= {name: "\n".join(getattr(held, name)) for name in _OWN.values()} if held else {}
    form = ViewForm(request.POST or None, offices=[(str(one.pk), one.name) for one in offices], initial=initial)
    if form.is_valid():
        office = next(one for one in offices if str(one.pk) == form.cleaned_data["office"])
        try:
            actions.write_country_view(
                office=office,
                sides=form.sides(),
                seen=form.cleaned_data["seen"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.SameView:
            messages.info(request, _("This is word for word what stands there already."))
        except actions.SeenMeanwhile:
            form.add_error(None, _("Somebody else wrote here while you did. Open the page again and add your words."))
            return _view_form(request, country, form)
        else:
            messages.success(request, _("Your words stand in the profile from now on."))
        return redirect("provision:profile", country)
    return _view_form(request, country, form)


def _view_form(request: ActorRequest, country: str, form: ViewForm) -> HttpResponse:
    found = gaps.country_profile(country, viewer=request.actor, on=clock.today(request.actor.zone))
    context = {
        "form": form,
        "country": country_name(country, get_language() or "en"),
        "back": reverse("provision:profile", args=[country]),
        "said": _sides(found, None, None),
    }
    return render(request, "provision/country_view.html", context, status=422 if form.errors else 200)


def _printed(request: ActorRequest, country: str) -> bytes:
    """The profile on two pages, with as much of every list as they hold."""
    style = _STYLE.read_text(encoding="utf-8")
    for most in FITTING:
        html = render_to_string("provision/profile_print.html", _profile(request, country, most))
        try:
            return paper.as_pdf(html, style=style, pages_most=None if most is FITTING[-1] else PAGES)
        except paper.TooLong:
            continue
    raise AssertionError("the last is printed however long it is")


def _profile(request: ActorRequest, country: str, most: Most) -> dict[str, Any]:
    """What the profile says, with so much of every list."""
    _check_country(country)
    today = clock.today(request.actor.zone)
    found = gaps.country_profile(country, viewer=request.actor, on=today)
    numbers, counted_at = gaps.numbers(country)
    everybody = numbers.get("")
    names = queries.names_of(found.runs_or_pays)
    runs_or_pays = sorted({names.get(one, one) for one in found.runs_or_pays}, key=str.casefold)
    return {
        "country": country_name(country, get_language() or "en"),
        "day": words.day(today),
        "checked": words.number(found.checked),
        "reported": words.number(found.reported),
        "planned": words.number(found.planned),
        "over": words.number(found.over),
        "legend": [
            {"state": state.value, "word": word, "rule": gap_words.RULES[state]}
            for state, word in gap_words.STATES.items()
        ],
        "people": words.number(everybody.people) if everybody and not everybody.is_few else "",
        "counted_at": words.moment(counted_at) if counted_at else "",
        "levels": list(gap_words.LEVELS.values()),
        "parts": list(gap_words.PARTS.values()),
        "grid": [
            {
                "part": gap_words.PARTS[part],
                "cells": [_cut(found.grid[part, level], most.names) for level in Level],
            }
            for part in Dimension
        ],
        "without_cell": _cut(found.without_cell, most.listed),
        "policies": _cut(found.policies, most.listed),
        "bodies": _cut(found.bodies, most.listed),
        "runs_or_pays": runs_or_pays[: most.listed],
        "runs_or_pays_more": _more(runs_or_pays, most.listed),
        "figures": [
            {
                "entry": name,
                "what": figure.what,
                "number": _number(figure.number),
                "unit": "" if figure.what.casefold().startswith(figure.unit.casefold()) else figure.unit,
                "year": str(figure.year or ""),
                "page": str(figure.page or ""),
            }
            for name, figure in found.figures[: most.figures]
        ],
        "figures_more": _more(found.figures, most.figures),
        "gaps": _gap_rows(found.matrix),
        "sides": _sides(found, gaps.view_of(country), most.points),
        "sources": [
            {
                "paper": gap_words.PAPERS.get(source.paper, source.paper),
                "year": str(source.as_of),
                "entries": words.number(source.entries),
            }
            for source in found.sources
        ],
    }


def _gap_rows(found: Matrix) -> list[dict[str, Any]]:
    """Each group as a row of nine cells, part by part."""
    return [
        {
            "group": gap_words.GROUPS[group],
            "cells": [
                {
                    "state": cell.state.value,
                    "word": gap_words.STATES[cell.state],
                    "checked": words.number(len(cell.checked)),
                    "reported": words.number(len(cell.reported)) if cell.reported else "",
                    "begins": level is Level.INDIVIDUAL,
                }
                for part in Dimension
                for level in Level
                for cell in [found.cells[part, level, group]]
            ],
        }
        for group in WHO
    ]


def _sides(found: Profile, own: object, most: int | None) -> list[dict[str, Any]]:
    """The four sides: people's own words first, then what the map itself says."""
    sides = []
    for side in Side:
        written: Sequence[str] = getattr(own, _OWN[side]) if own is not None else ()
        said = _everybody_first(found.swot[side])
        left = None if most is None else max(most - len(written), 0)
        sides.append(
            {
                "label": gap_words.SIDES[side],
                "own": list(written[:most]),
                "said": [_point(point) for point in said[:left]],
                "more": _more(written, most) + _more(said, left),
            }
        )
    return sides


def _everybody_first(points: Sequence[Point]) -> list[Point]:
    """The first point of every entry, then the second of each: where a list is cut, most of them are heard."""
    before: Counter[str] = Counter()
    turns = []
    for point in points:
        turns.append(before[point.code])
        before[point.code] += 1
    return [point for _turn, point in sorted(zip(turns, points, strict=True), key=lambda one: one[0])]


def _point(point: Point) -> dict[str, Any]:
    return {
        "code": point.code,
        "name": point.name,
        "sentence": point.sentence if point.why is Why.SAID else gap_words.WHYS[point.why],
        "pages": ", ".join(map(str, point.pages)),
    }


def _cut(lines: Sequence[Line], most: int | None) -> dict[str, Any]:
    """The first of some lines and how many more there are; what runs and is checked stands first."""
    in_order = sorted(lines, key=lambda line: (line.is_over, line.is_planned, not line.is_checked))
    return {"lines": in_order[:most], "more": _more(lines, most)}


def _number(known: Decimal) -> str:
    return words.figure(known) if known % 1 else words.number(int(known))


def _more(found: Sequence[object], most: int | None) -> int:
    return 0 if most is None else max(len(found) - most, 0)


def _check_country(country: str) -> None:
    """Answer with 404 for a country that we do not know."""
    if not any(one.pk == country for one in places.origins()):
        raise Http404(country)
