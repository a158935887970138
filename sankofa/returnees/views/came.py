"""Pages after the arrival: who waits for a first talk, who they are in the register, whom officers look after."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.kernel.identifiers import NotASlipNumber, uuid7
from sankofa.kernel.periods import Age
from sankofa.places.rules import reference
from sankofa.returnees import actions, arriving, doorstep, permissions, portrait, queries
from sankofa.returnees.forms.arrivals import HELPS, SEX_WORDS, WHOSE_WORDS
from sankofa.returnees.forms.doorstep import ClearForm
from sankofa.returnees.rules.terms import PartialDay, Precision
from sankofa.returnees.views import calls
from sankofa.shell import words

if TYPE_CHECKING:
    from datetime import date

    from sankofa.returnees.models import Announced, Person


@page(permissions.REGISTER)
@require_safe
def came(request: ActorRequest) -> HttpResponse:
    """Show who came and waits for a first talk; find somebody by the number on their slip."""
    on = clock.today(request.actor.zone)
    text, wrong = request.GET.get("slip", "").strip(), ""
    if text:
        try:
            found = arriving.with_slip(text, viewer=request.actor, on=on)
        except NotASlipNumber:
            wrong = _("This is no number of a slip. One looks like 004-217-B; read it again sign by sign.")
        else:
            if found is not None:
                return redirect("returnees:somebody_came", found.pk)
            # Asked in any case: a slip of somebody protected costs what a slip of nobody costs.
            person = arriving.person_with_slip(text) or uuid7()
            seen = queries.person(str(person), viewer=request.actor, on=on)
            if seen is not None:
                return redirect("returnees:person", seen.pk)
            wrong = _("Nobody waits here with this number.")
    waiting = arriving.came(request.actor, on=on)
    rows = [_row(one) for one in waiting[: arriving.QUEUE_MAX]]
    context = {"rows": rows, "slip": text, "wrong": wrong, "is_cut": len(rows) == arriving.QUEUE_MAX}
    return render(request, "returnees/came.html", context)


@page(permissions.REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def somebody_came(request: ActorRequest, announced_id: str) -> HttpResponse:
    """Show what was noted on arrival, and who in the register it may be; say who it is."""
    on = clock.today(request.actor.zone)
    held = arriving.somebody(announced_id, viewer=request.actor, on=on)
    if held is None:
        raise Http404
    if request.method == "POST":
        person = _chosen(request, on=on)
        if person is None:
            messages.info(request, _("Choose who it is, or go on with a new person."))
            return redirect("returnees:somebody_came", held.pk)
        try:
            actions.take_in(announced=held, person=person, by=request.actor, at=clock.now())
        except actions.NobodyWaits:
            return redirect("returnees:came")
        messages.success(request, _("Noted. What was written down on arrival is destroyed; the register knows it."))
        return redirect(portrait.link(person))
    shows(request, held, permissions.REGISTER, what="returnees.somebody_came_page")
    facts = arriving.facts_of(held)
    found = _alike(facts, request=request, on=on)
    context = {
        "announced": held,
        "slip": held.meeting.slip if held.meeting else "",
        "facts": {"title": _("Noted on arrival"), "rows": _facts(held)},
        "name": facts.get("name", ""),
        "call": calls.about_call(held),
        "rows": [{**portrait.row(person, on=on), "id": person.pk} for person in found],
    }
    return render(request, "returnees/somebody_came.html", context)


@page(permissions.LOOK_AFTER)
@require_safe
def apart(request: ActorRequest) -> HttpResponse:
    """Show whom only the officers named see: children alone and people in danger, as noted on arrival."""
    on = clock.today(request.actor.zone)
    found = arriving.set_apart(request.actor, on=on)[: arriving.QUEUE_MAX]
    rows = [_row(one, view="returnees:one_apart") for one in found]
    context = {
        "rows": rows,
        "is_cut": len(rows) == arriving.QUEUE_MAX,
        "flood": calls.flood_apart(request, on=on),
        "form": ClearForm(),
    }
    return render(request, "returnees/apart.html", context)


@page(permissions.LOOK_AFTER)
@require_http_methods(["GET", "HEAD", "POST"])
def one_apart(request: ActorRequest, announced_id: str) -> HttpResponse:
    """Show somebody who was set apart on arrival; protect them in the register, or give them to the office."""
    on = clock.today(request.actor.zone)
    held = arriving.set_apart(request.actor, on=on).filter(pk=announced_id).first()
    if held is None:
        raise Http404
    if request.method == "POST":
        if "protect" in request.POST:
            done = actions.take_in_protected(announced=held, by=request.actor, at=clock.now())
            messages.success(request, _("The file is there for the people named on it, and for nobody else."))
            return redirect("returnees:protection", done.person_id)
        if "give" in request.POST:
            actions.give_to_office(announced=held, by=request.actor, at=clock.now())
            messages.success(request, _("They wait now with everybody else at the office that goes on with them."))
        return redirect("returnees:apart")
    shows(request, held, permissions.LOOK_AFTER, what="returnees.set_apart_page")
    context = {
        "slip": held.meeting.slip if held.meeting else "",
        "facts": {"title": _("Noted on arrival"), "rows": _facts(held)},
    }
    return render(request, "returnees/one_apart.html", context)


def begun(request: ActorRequest, *, on: "date") -> dict[str, Any]:
    """Return what the first page of the register begins with, where it is about somebody who came."""
    held = _came(request, on=on)
    if held is None:
        return {}
    facts = arriving.facts_of(held)
    said = actions.terms_of(facts, on=on)
    has_written = doorstep.has_written(held)
    # Who was met on arrival has come back; who wrote to us has said nothing of the kind.
    came_back = {"returned": PartialDay(clock.day_of(held.announced_at, held.office.zone), Precision.DAY)}
    return {
        **({"channel": "phone"} if has_written else {"kind": "returnee", **came_back}),
        "given_name": "" if said.given_name == "?" else said.given_name,
        "family_name": said.family_name,
        "sex": said.sex.value,
        "age": facts.get("age"),
        "phone": said.phone,
        "district": _district(facts),
        "office": str(held.office_id),
    }


def taken_in(request: ActorRequest, person: "Person", *, on: "date") -> None:
    """Note that whoever was just put into the register is somebody who came, where the first page was about one."""
    held = _came(request, on=on)
    if held is not None:
        facts = dict(arriving.facts_of(held))
        actions.take_in(announced=held, person=person, by=request.actor, at=clock.now())
        calls.plan_kept(request, person, facts)


def _came(request: ActorRequest, *, on: "date") -> "Announced | None":
    with suppress(ValueError):
        return arriving.somebody(str(UUID(request.POST.get("came", ""))), viewer=request.actor, on=on)
    return None


def _row(held: "Announced", *, view: str = "returnees:somebody_came") -> dict[str, Any]:
    facts = arriving.facts_of(held)
    about = [_sex(facts), facts.get("age"), _district(facts)]
    return {
        "url": reverse(view, args=[held.pk]),
        "name": facts.get("name") or _("no name yet"),
        "slip": held.meeting.slip if held.meeting else "",
        "about": [str(fact) for fact in about if fact not in {None, ""}],
        "since": words.day(clock.day_of(held.announced_at, held.office.zone)),
        "channel": held.get_channel_display(),
    }


def _sex(facts: Any) -> str:
    """Return the sex that was noted, in a word that fits the age that was."""
    age, sex = facts.get("age"), str(facts.get("sex"))
    return portrait.sex_word(sex, None if age is None else Age(int(age), int(age))) if sex in SEX_WORDS else ""


def _district(facts: Any) -> str:
    path = facts.get("place") or ""
    known = next((place for place in reference.places() if place.path == path), None) if path else None
    return known.name_in("en") if known is not None else str(facts.get("district") or "")


def _facts(held: "Announced") -> list[dict[str, Any]]:
    facts = arriving.facts_of(held)
    phone = facts.get("phone") or None
    if phone and facts.get("phone_whose") in WHOSE_WORDS:
        phone = f"{phone} ({WHOSE_WORDS[facts['phone_whose']]})"
    rows: list[dict[str, Any]] = [
        {"label": _("Name"), "value": facts.get("name") or None},
        {"label": _("Sex"), "value": _sex(facts) or None},
        {"label": _("About how old"), "value": facts.get("age")},
        {"label": _("District they go to"), "value": _district(facts) or None},
        {"label": _("Phone"), "value": phone},
        {"label": _("Language, if it needs care"), "value": facts.get("languages") or None},
        {"label": _("Paper on the list"), "value": facts.get("paper") or None},
        {
            "label": _("Wrote") if doorstep.has_written(held) else _("Met"),
            "value": words.day(clock.day_of(held.announced_at, held.office.zone)),
        },
    ]
    rows += calls.rows_of(facts)
    if facts.get("child_alone"):
        rows.append({"label": _("Said on arrival"), "value": _("a child without a parent or guardian")})
    if facts.get("in_danger"):
        rows.append({"label": _("Said on arrival"), "value": _("somebody threatens or harms them")})
    rows += [{"label": HELPS[kind], "value": state} for kind, state in arriving.helps_of(held)]
    return rows


def _alike(facts: Any, *, request: ActorRequest, on: "date") -> list["Person"]:
    """Return who in the register has this phone, this paper or this name, each once, the surest first."""
    found: dict[Any, Person] = {}
    for text in (facts.get("paper"), facts.get("phone"), facts.get("name")):
        if text and len(found) < 12:
            for person in queries.find(str(text), viewer=request.actor, on=on).people:
                found.setdefault(person.pk, person)
    return list(found.values())[:12]


def _chosen(request: ActorRequest, *, on: "date") -> "Person | None":
    try:
        seen = queries.person(request.POST.get("person", ""), viewer=request.actor, on=on)
    except (ValidationError, ValueError):
        return None
    return seen if seen is not None and seen.erased_on is None else None
