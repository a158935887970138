"""Pages of rounds: who is due, why somebody was not reached, the rounds themselves, and whom we lost touch with."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.kernel import clock
from sankofa.messages import sentences
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.surveys.permissions import INTERVIEW
from sankofa.sustainability import actions, permissions, queries, rounds, told_rounds
from sankofa.sustainability.forms import AttemptForm, RoundForm
from sankofa.sustainability.rules import rounds as rules

if TYPE_CHECKING:
    from datetime import date

    from sankofa.returnees.models import Person
    from sankofa.sustainability.models import Round

SHOWN_MAX = 50
ROUNDS_MAX = 100


@page(INTERVIEW)
@require_safe
def due(request: ActorRequest) -> HttpResponse:
    """Show who is to be talked with now in every open round: late ones first."""
    today = clock.today(request.actor.zone)
    found = []
    for held, now in rounds.due_now(request.actor, on=today):
        rows = []
        for one in now[:SHOWN_MAX]:
            told, tone = told_rounds.STANDINGS[one.place.standing]
            rows.append(
                {
                    **portrait.row(one.person, on=today),
                    "until": words.day(one.window.until_on),
                    "standing": told,
                    "tone": tone,
                    "talk": reverse("surveys:begin", args=[one.person.pk, held.instrument]),
                    "not_reached": reverse("sustainability:attempts", args=[one.person.pk, held.pk]),
                }
            )
        found.append(
            {
                "name": held.name,
                "span": told_rounds.span(held),
                "whom": told_rounds.whom(held),
                "form": queries.forms_of_rounds(request.actor, on=today).get(held.instrument, held.instrument),
                "rows": rows,
                "more": max(0, len(now) - SHOWN_MAX),
            }
        )
    return render(request, "sustainability/rounds_due.html", {"rounds": found})


@page(INTERVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def attempts(request: ActorRequest, person_id: str, round_id: str) -> HttpResponse:
    """Note why somebody was not reached for a round, and show the tries before."""
    today = clock.today(request.actor.zone)
    person, held, found = _in_round(request, person_id, round_id, today)
    shows(request, person, INTERVIEW)
    form = AttemptForm(request.POST or None, initial={"tried_on": today})
    if form.is_valid():
        try:
            actions.note_attempt(person=person, held=held, **form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.NotInRound:
            raise Http404 from None
        except actions.AlreadyOver:
            form.add_error("tried_on", gettext("Choose a day of this round up to today."))
        else:
            messages.success(request, gettext("Noted."))
            return redirect("sustainability:due")
    told, tone = told_rounds.STANDINGS[found.place.standing]
    context = {
        "person": person,
        "identity": portrait.identity(person, register.journeys_of(person), on=today),
        "form": form,
        "round": {"name": held.name, "span": told_rounds.span(held), "whom": told_rounds.whom(held)},
        "standing": told,
        "tone": tone,
        "until": words.day(found.window.until_on),
        "tries": [
            {
                "day": words.day(one.tried_on),
                "reason": one.get_reason_display(),
                "note": portrait.opened(one, "note"),
                "by": "" if one.noted_by is None else one.noted_by.name,
            }
            for one in rounds.attempts(held, person, viewer=request.actor, on=today)
        ],
        "remind_url": reverse("sustainability:remind", args=[person.pk, held.pk])
        if found.place.standing in (rules.Standing.DUE, rules.Standing.LATE)
        else "",
    }
    return render(request, "sustainability/attempts.html", context, status=422 if form.errors else 200)


@page(INTERVIEW)
@require_POST
def remind(request: ActorRequest, person_id: str, round_id: str) -> HttpResponse:
    """Send somebody who is due a neutral message, or say why nothing may be sent."""
    today = clock.today(request.actor.zone)
    person, held, _ = _in_round(request, person_id, round_id, today)
    try:
        actions.send_reminder(person=person, held=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.MayNotBeWrittenTo as why:
        messages.warning(request, gettext("Nothing was sent. %(why)s") % {"why": sentences.HELD[why.held]})
    except (actions.NotInRound, actions.AlreadyOver):
        raise Http404 from None
    else:
        messages.success(request, gettext("A message waits to be sent. It only asks for a call."))
    return redirect("sustainability:attempts", person.pk, held.pk)


@page(permissions.KEEP_ROUNDS)
@require_safe
def kept(request: ActorRequest) -> HttpResponse:
    """Show the rounds that the viewer plans, the latest first."""
    today = clock.today(request.actor.zone)
    titles = queries.forms_of_rounds(request.actor, on=today)
    rows = [
        {
            "pk": held.pk,
            "name": held.name,
            "form": titles.get(held.instrument, held.instrument),
            "span": told_rounds.span(held),
            "whom": told_rounds.whom(held),
            "state": _state(held, today),
        }
        for held in rounds.kept_rounds(request.actor, on=today)[:ROUNDS_MAX]
    ]
    may_plan = offices_of(request.actor, permissions.KEEP_ROUNDS, on=today).exists()
    return render(request, "sustainability/rounds.html", {"rows": rows, "may_plan": may_plan})


@page(permissions.KEEP_ROUNDS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: ActorRequest) -> HttpResponse:
    """Plan a round of talks."""
    today = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.KEEP_ROUNDS, on=today))
    if not offices:
        raise Http404
    form = RoundForm(
        request.POST or None,
        offices=offices,
        titles=queries.forms_of_rounds(request.actor, on=today),
        home=request.actor.office,
        initial={"from_on": today},
    )
    if form.is_valid():
        office = next(one for one in offices if str(one.pk) == form.cleaned_data["office"])
        try:
            made = actions.plan_round(office=office, **form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.BadRound as bad:
            form.add_error(bad.field, gettext("This does not fit. A round ends on a day to come."))
        else:
            messages.success(request, gettext("The round is planned."))
            return redirect("sustainability:round", made.pk)
    return render(request, "sustainability/plan_round.html", {"form": form}, status=422 if form.errors else 200)


@page(permissions.KEEP_ROUNDS)
@require_safe
def one_round(request: ActorRequest, round_id: str) -> HttpResponse:
    """Show a round: how many answered, and whom we lost touch with, group by group, with the reasons."""
    today = clock.today(request.actor.zone)
    held = _kept(request, round_id, today)
    shows(request, held, permissions.KEEP_ROUNDS)
    found = rounds.in_round(held, viewer=request.actor, on=today, permission=permissions.KEEP_ROUNDS)
    members = rounds.members(found, held)
    offices = {str(one.person.office_id): one.person.office.name for one in found.people}
    context: dict[str, Any] = {
        "round": held,
        "form": queries.forms_of_rounds(request.actor, on=today).get(held.instrument, held.instrument),
        "span": told_rounds.span(held),
        "whom": told_rounds.whom(held),
        "reach": held.get_reach_display(),
        "state": _state(held, today),
        "all_rows": [told_rounds.row(rules.together(members), gettext("Everybody"))],
        "tables": told_rounds.groups(members, offices) if members else [],
        "without_day": words.number(found.without_day) if found.without_day else "",
        "outside": told_rounds.outside(rounds.outside_count(held, viewer=request.actor)),
        "has_outside": held.reach != "office",
        "may_call_off": held.called_off_at is None and held.until_on > today,
    }
    return render(request, "sustainability/round.html", context)


@page(permissions.KEEP_ROUNDS)
@require_POST
def count_outside(request: ActorRequest, round_id: str) -> HttpResponse:
    """Count the people outside the viewer's reach, where the numbers give nobody away."""
    held = _kept(request, round_id, clock.today(request.actor.zone))
    try:
        actions.count_outside(held=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NobodyOutside:
        raise Http404 from None
    except actions.NotToBeShown:
        told = gettext("Nothing is shown: the numbers are small, or differ too little from earlier ones.")
        messages.info(request, told)
    else:
        messages.success(request, gettext("Counted."))
    return redirect("sustainability:round", held.pk)


@page(permissions.KEEP_ROUNDS)
@require_POST
def call_off(request: ActorRequest, round_id: str) -> HttpResponse:
    """Call a round off."""
    held = _kept(request, round_id, clock.today(request.actor.zone))
    try:
        actions.call_off(held=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.AlreadyOver:
        messages.info(request, gettext("This round is over already."))
    else:
        messages.success(request, gettext("The round is called off. What was answered stays."))
    return redirect("sustainability:round", held.pk)


def _kept(request: ActorRequest, round_id: str, today: "date") -> "Round":
    held = rounds.kept_rounds(request.actor, on=today).filter(pk=round_id).first()
    if held is None:
        raise Http404
    return held


def _in_round(
    request: ActorRequest, person_id: str, round_id: Any, today: "date"
) -> "tuple[Person, Round, rounds.Expected]":
    person = register.person(person_id, viewer=request.actor, on=today)
    if person is None or person.erased_on is not None:
        raise Http404
    held = rounds.round_for(person, round_id)
    found = None if held is None else rounds.standing_of(person, held, viewer=request.actor, on=today)
    if held is None or found is None:
        raise Http404
    return found.person, held, found


def _state(held: "Round", today: "date") -> dict[str, str]:
    if held.called_off_at is not None:
        return {"word": gettext("called off"), "tone": ""}
    if today < held.from_on:
        return {"word": gettext("to come"), "tone": "info"}
    if today < held.until_on:
        return {"word": gettext("open"), "tone": "good"}
    return {"word": gettext("over"), "tone": ""}
