"""Pages of a household: who lives together, how it forms, splits, moves and comes together; and children's school."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.returnees import actions, histories, households, permissions, portrait, queries
from sankofa.returnees.forms.households import (
    AddMemberForm,
    FormHouseholdForm,
    HouseholdForm,
    JoinForm,
    LeaveForm,
    MoveForm,
    SchoolingForm,
    SplitForm,
    UnnamedForm,
)
from sankofa.returnees.forms.typed import district_names
from sankofa.returnees.rules import households as rules
from sankofa.returnees.rules.households import AgeGroup
from sankofa.returnees.rules.terms import PartialDay, Precision
from sankofa.returnees.views.papers import bar, together_shown
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.returnees.clusters import Cluster
    from sankofa.returnees.models import Person

WHAT = "returnees.household_page"
PICKED_MAX = 12
FIGURE_WIDTH = 56
_HEIGHTS: Mapping[AgeGroup, int] = {AgeGroup.CHILD: 44, AgeGroup.ADULT: 72, AgeGroup.OLD: 68, AgeGroup.UNKNOWN: 60}
_SORRY: Mapping[type[Exception], str] = {
    rules.LivesElsewhere: gettext_noop("This person lives in another household on some of these days. End that first."),
    rules.BeforeItBegan: gettext_noop("This day lies before the one on which it began. Check the day."),
    rules.NobodyGoes: gettext_noop("Nobody of them lives in this household."),
    rules.NobodyStays: gettext_noop("All of them would go. That is a move: use “They moved”."),
    actions.NoHousehold: gettext_noop("No household is written down. Begin with that."),
    actions.NotAPerson: gettext_noop("You may not change what is recorded of this person."),
    actions.StillToCome: gettext_noop("This day lies in the future. Write a day that has been."),
    actions.OneHousehold: gettext_noop("They live in one household already."),
}


@page(permissions.VIEW)
@require_safe
def household(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show who lives with somebody, drawn and in words, who lived there when, and how it is with school."""
    seen, together, today = together_shown(request, person_id, what=WHAT)
    if seen != together.leading:
        return redirect("returnees:household", together.leading.pk)
    held = households.homes_of(*together.files)
    may = histories.may_amend(seen, viewer=request.actor, on=today)
    context = {
        **bar(seen, together, today),
        "home": _home(held[0], request, today) if held else None,
        "clashes": len(held) > 1,
        "may": may,
        "school": _school(together, today) if _asks_for_school(together, today) else None,
    }
    return render(request, "returnees/household.html", context)


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def form_household(request: ActorRequest, person_id: str) -> HttpResponse:
    """Write down a household with its first member."""
    seen, together, today = _begun(request, person_id)
    form = FormHouseholdForm(request.POST or None, country=_country(seen))
    return _taken(request, seen, together, today, form, actions.form_household, gettext("Begin a household"))


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def add_member(request: ActorRequest, person_id: str) -> HttpResponse:
    """Search somebody of the register, and add them to the household."""
    seen, together, today = _begun(request, person_id)
    form = AddMemberForm(request.POST or None, people=_picked(request, seen, today))

    def act(*, who: str, **said: Any) -> object:
        return actions.add_member(member_id=UUID(who), **said)

    return _taken(request, seen, together, today, form, act, gettext("Add somebody to the household"), picks=True)


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def join_households(request: ActorRequest, person_id: str) -> HttpResponse:
    """Search somebody whose whole household came into this one."""
    seen, together, today = _begun(request, person_id)
    form = JoinForm(request.POST or None, people=_picked(request, seen, today))

    def act(*, who: str, **said: Any) -> object:
        return actions.join_households(other_id=UUID(who), **said)

    return _taken(request, seen, together, today, form, act, gettext("Two households came together"), picks=True)


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_household(request: ActorRequest, person_id: str) -> HttpResponse:
    """Write down that somebody lives there no more."""
    seen, together, today = _begun(request, person_id)
    form = LeaveForm(request.POST or None, country=_country(seen))
    return _taken(request, seen, together, today, form, actions.leave_household, gettext("Lives there no more"))


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def split_household(request: ActorRequest, person_id: str) -> HttpResponse:
    """Write down that some live apart."""
    seen, together, today = _begun(request, person_id)
    held = households.homes_of(*together.files)
    found = households.home(held[0], viewer=request.actor, on=today) if held else None
    members = [(str(one.person_id), portrait.name(one.person)) for one in found.members] if found else []
    form = SplitForm(request.POST or None, country=_country(seen), members=members)

    def act(*, goers: list[str], **said: Any) -> object:
        return actions.split_household(goers=[UUID(one) for one in goers], **said)

    return _taken(request, seen, together, today, form, act, gettext("The household split"))


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def move_household(request: ActorRequest, person_id: str) -> HttpResponse:
    """Write down that the whole household lives elsewhere."""
    seen, together, today = _begun(request, person_id)
    form = MoveForm(request.POST or None, country=_country(seen))
    return _taken(request, seen, together, today, form, actions.move_household, gettext("They moved"))


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def count_unnamed(request: ActorRequest, person_id: str) -> HttpResponse:
    """Write down how many more live there without being in the register."""
    seen, together, today = _begun(request, person_id)
    held = households.homes_of(*together.files)
    found = households.home(held[0], viewer=request.actor, on=today).unnamed if held else None
    now = (
        dict(zip(UnnamedForm.NAMES, (found.counts.get(key) for key in households.UNNAMED_GROUPS), strict=True))
        if (found)
        else {}
    )
    form = UnnamedForm(
        request.POST or None, country=_country(seen), initial={"on": PartialDay(today, Precision.DAY), **now}
    )
    return _taken(request, seen, together, today, form, actions.count_unnamed, gettext("Others who live there"))


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def schooling(request: ActorRequest, person_id: str) -> HttpResponse:
    """Write down whether a child goes to school."""
    seen, together, today = _begun(request, person_id)
    held = households.schooling_of(*together.files)
    initial: dict[str, Any] = {"state": "unknown"}
    if held is not None:
        initial |= {"state": held.state, "school": held.school, "class_name": held.class_name}
        initial |= {"language": held.language, "stopped_because": held.stopped_because, "look_on": held.look_on}
    form = SchoolingForm(request.POST or None, country=_country(seen), initial=initial)
    return _taken(request, seen, together, today, form, actions.note_schooling, gettext("School"))


def _begun(request: ActorRequest, person_id: str) -> tuple["Person", "Cluster", date]:
    seen, together, today = together_shown(request, person_id, what=WHAT)
    if not histories.may_amend(seen, viewer=request.actor, on=today):
        raise Http404
    return seen, together, today


def _taken(
    request: ActorRequest,
    seen: "Person",
    together: "Cluster",
    today: date,
    form: forms.Form,
    act: Callable[..., object],
    title: str,
    *,
    picks: bool = False,
) -> HttpResponse:
    """Ask, and do what was said; what cannot be comes back in a sentence."""
    if form.is_bound and form.is_valid():
        said = form.told() if isinstance(form, HouseholdForm) else form.cleaned_data
        try:
            act(person=seen, **said, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except tuple(_SORRY) as no:
            form.add_error(None, gettext(_SORRY[type(no)]))
        else:
            messages.success(request, gettext("Written down."))
            return redirect("returnees:household", seen.pk)
    context = {
        **bar(seen, together, today),
        "form": form,
        "title": title,
        "picks": picks,
        "query": request.GET.get("q", ""),
        "districts": district_names(_country(seen)) if "place" in form.fields else [],
    }
    return render(request, "returnees/household_form.html", context, status=422 if form.is_bound else 200)


def _picked(request: ActorRequest, seen: "Person", today: date) -> list[tuple[str, str]]:
    """Return those who were found by what was searched for, but for the person themselves."""
    text = request.GET.get("q", "").strip()
    if not text:
        return []
    found = queries.find(text, viewer=request.actor, on=today).people[:PICKED_MAX]
    return [(str(one.pk), _named(one, today)) for one in found if one.pk != seen.pk]


def _named(one: "Person", today: date) -> str:
    about = portrait.about(one, queries.journeys_of(one), on=today)
    return " · ".join([portrait.name(one), one.case_number, *about])


def _country(seen: "Person") -> str:
    return str(seen.office.place.country_id)


def _home(held: Any, request: ActorRequest, today: date) -> dict[str, Any]:
    found = households.home(held, viewer=request.actor, on=today)
    members = [
        {
            "name": portrait.name(one.person),
            "url": portrait.link(one.person),
            "leave_url": reverse("returnees:leave_household", args=[one.person_id]),
            "about": [
                told for told in (households.together_words(one), portrait.age_words(one.person.born, on=today)) if told
            ],
            "since": portrait.partial_words(one.since),
            "is_child": households.group(one.person, on=today) is AgeGroup.CHILD,
        }
        for one in found.members
    ]
    past = [
        [
            portrait.name(one.person),
            portrait.partial_words(one.since) or "",
            portrait.partial_words(one.until) or gettext("until today"),
            str(one.get_because_display()) if one.because else "",
        ]
        for one in found.past
    ]
    columns = [gettext("Who"), gettext("From"), gettext("Until"), gettext("Why it ended")]
    now = next((one for one in found.dwellings if one.until_on is None), None)
    unknown = gettext("not known")
    return {
        "called": portrait.opened(found.household, "called"),
        "members": members,
        "unnamed": households.unnamed_words(found.unnamed),
        "depends": households.dependants_words(found.members, found.unnamed, on=today),
        "place": _place(now),
        "since": portrait.partial_words(found.household.since),
        "came_from": found.household.came_from_id is not None,
        "moves": [f"{_place(one) or unknown}: {portrait.partial_words(one.since)}" for one in found.dwellings],
        "picture": _picture(found, today),
        "table": {
            "caption": gettext("Who lived here when"),
            "hide_caption": True,
            "columns": [{"label": label} for label in columns],
            "rows": [{"cells": cells} for cells in past],
        }
        if any(one.until_on is not None for one in found.past)
        else None,
    }


def _place(dwelling: Any) -> str:
    if dwelling is None or dwelling.place is None:
        return ""
    return str(dwelling.place.to_terms().name_in(get_language() or "en"))


def _picture(found: households.Home, today: date) -> dict[str, Any]:
    """Return the figures that are drawn: one for each who lives there, small for a child, hollow where not named."""
    groups = [(households.group(one.person, on=today), True) for one in found.members]
    for key, count in (found.unnamed.counts if found.unnamed else {}).items():
        groups += [(AgeGroup(key.partition("|")[2]), False)] * count
    figures = [
        {
            "x": 40 + place * FIGURE_WIDTH + FIGURE_WIDTH // 2,
            "top": 150 - _HEIGHTS[group],
            "head": 150 - _HEIGHTS[group] + 9,
            "is_named": is_named,
        }
        for place, (group, is_named) in enumerate(groups)
    ]
    width = 80 + max(len(groups), 2) * FIGURE_WIDTH
    return {"figures": figures, "width": width, "middle": width // 2, "right": width - 12, "wall": width - 26}


def _asks_for_school(together: "Cluster", today: date) -> bool:
    if households.schooling_of(*together.files) is not None:
        return True
    return rules.is_of_school_age(households.age(together.shown(), on=today))


def _school(together: "Cluster", today: date) -> dict[str, Any]:
    held = households.schooling_of(*together.files)
    told: list[tuple[str, str | None]] = [(gettext("School"), households.school_words(held))]
    if held is not None:
        told += [
            (gettext("Which school"), portrait.opened(held, "school")),
            (gettext("Class"), portrait.opened(held, "class_name")),
            (gettext("Since when"), portrait.partial_words(held.since)),
            (gettext("Look at it again on"), None if held.look_on is None else words.day(held.look_on)),
        ]
    before = households.schooling_before(*together.files)
    told += [(portrait.partial_words(one.since) or "", households.school_words(one)) for one in before]
    return {
        "facts": {
            "title": gettext("School"),
            "rows": [{"label": label, "value": value} for label, value in told if value is not None],
        },
        "papers": households.school_papers(together.files, on=today),
    }
