"""Pages of what is asked alone: the questions for trained staff, the officer's list, and going again.

That somebody looked at the file is on record as for any page; what was asked is on record beside the answers, so that
no list of who saw a file tells that anything was asked.
"""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import decision_on
from sankofa.kernel import clock
from sankofa.returnees import actions, asked_privately, permissions, portrait, queries
from sankofa.returnees.forms.private import (
    ANSWERS,
    INTERVIEWERS,
    PRESENT,
    QUESTIONS,
    WISHES,
    AnswersForm,
    BeforeForm,
    IntentionForm,
    LaterForm,
    SettleScreeningForm,
)
from sankofa.returnees.rules import screening as rules
from sankofa.returnees.rules.screening import Barrier
from sankofa.returnees.rules.terms import PersonKind
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.accounts.rules.terms import Permission
    from sankofa.returnees.models import Person, Screening


@page(permissions.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def private_talk(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask first who asks and who hears it; then the questions, or put the talk off to a safe moment."""
    seen, bar = _seen(request, person_id, permissions.SCREEN)
    before = BeforeForm(request.POST if request.method == "POST" else None)
    if not before.is_valid():
        return _page(request, "talk_before", {**bar, "form": before}, form=before)
    conditions, step = before.conditions(), request.POST.get("step", "")
    barriers = rules.barriers(conditions)
    context = {**bar, "before": before}
    if barriers:
        later = LaterForm(request.POST if step == "later" else None)
        if step != "later" or not later.is_valid():
            return _page(request, "talk_later", {**context, "form": later, "why": _why(barriers)}, form=later)
        said: dict[str, Any] = {"answers": {}, "talk_at": later.cleaned_data["talk_at"]}
    else:
        questions = rules.questions_for(PersonKind(seen.kind))
        form = AnswersForm(request.POST if step == "answers" else None, questions=questions)
        if step != "answers" or not form.is_valid():
            return _page(request, "talk", {**context, "form": form}, form=form)
        said = {"answers": form.answers(), "talk_at": ""}
    try:
        actions.record_screening(person=seen, conditions=conditions, **said, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    messages.success(request, gettext("Saved."))
    return redirect(portrait.link(seen))


@page(permissions.SCREEN)
@require_safe
def private_talks(request: ActorRequest) -> HttpResponse:
    """Show the talks that wait for the viewer as an officer, and those that the viewer held or planned."""
    today = clock.today(request.actor.zone)
    waiting = list(asked_privately.waiting_screenings(request.actor, on=today))
    own = [
        held
        for held in asked_privately.screenings(request.actor, on=today).order_by("-asked_at", "-pk")[:50]
        if held not in waiting
    ]
    context = {
        "waiting": [_row(held, today) for held in waiting],
        "others": [_row(held, today) for held in own],
    }
    return render(request, "returnees/private_talks.html", context)


@page(permissions.SCREEN)
@require_http_methods(["GET", "HEAD", "POST"])
def private_answers(request: ActorRequest, screening_id: str) -> HttpResponse:
    """Open the answers of one talk, with a look on record; an officer says what was done about them."""
    today = clock.today(request.actor.zone)
    held = asked_privately.screenings(request.actor, on=today).filter(pk=screening_id).first()
    if held is None:
        raise Http404
    shows(request, held, permissions.SCREEN, what="returnees.private_answers")
    settles = decision_on(held, actor=request.actor, permission=permissions.LOOK_AFTER, on=today).allowed
    is_open = settles and held.waits_since is not None and held.settled_at is None
    form = SettleScreeningForm(request.POST if request.method == "POST" else None) if is_open else None
    if form is not None and form.is_valid():
        try:
            actions.settle_screening(screening=held, **form.cleaned_data, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.NotWaiting:
            messages.info(request, gettext("This was answered before."))
        else:
            messages.success(request, gettext("Saved."))
        return redirect("returnees:private_talks")
    person = held.person
    may_protect = decision_on(person, actor=request.actor, permission=permissions.PROTECT, on=today).allowed
    context = {
        **_bar(person, today),
        "facts": _answers(held),
        "form": form,
        "settled": _settled(held),
        "protect_url": (
            reverse("returnees:protect", args=[person.pk]) if may_protect and not person.is_protected else ""
        ),
    }
    return _page(request, "private_answers", context, form=form)


@page(permissions.ASK_INTENTION)
@require_http_methods(["GET", "HEAD", "POST"])
def going_again(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask whether somebody thinks of going again, and show what they said before."""
    seen, bar = _seen(request, person_id, permissions.ASK_INTENTION)
    form = IntentionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.note_intention(person=seen, said=form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        messages.success(request, gettext("Saved. Only caseworkers see it, and no partner is told."))
        return redirect("returnees:going_again", seen.pk)
    today = clock.today(request.actor.zone)
    said = [asked_privately.told(held) for held in asked_privately.intentions_of(seen, viewer=request.actor, on=today)]
    return _page(request, "going_again", {**bar, "form": form, "said": said}, form=form)


def _seen(request: ActorRequest, person_id: str, permission: "Permission") -> tuple["Person", dict[str, Any]]:
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None or seen.erased_on is not None:
        raise Http404
    if not decision_on(seen, actor=request.actor, permission=permission, on=today).allowed:
        raise Http404
    # Like any other page of the file: who reads who has seen it must not learn that anything was asked.
    shows(request, seen, permissions.VIEW, what="returnees.person_page")
    return seen, _bar(seen, today)


def _bar(seen: "Person", today: Any) -> dict[str, Any]:
    return {"person": seen, "identity": portrait.identity(seen, queries.journeys_of(seen), on=today)}


def _page(request: ActorRequest, name: str, context: dict[str, Any], *, form: Any) -> HttpResponse:
    is_wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, f"returnees/{name}.html", context, status=422 if is_wrong else 200)


def _why(barriers: tuple[Barrier, ...]) -> list[str]:
    told = {
        Barrier.NOT_ALONE: gettext("Somebody else can hear. Ask nothing of this now, and do not say what it is about."),
        Barrier.OTHER_INTERVIEWER: gettext("They want to be asked by somebody else. Hand over to a trained colleague."),
    }
    return [told[barrier] for barrier in barriers]


def _row(held: "Screening", today: Any) -> dict[str, Any]:
    return {
        "row": portrait.row(held.person, on=today),
        "url": reverse("returnees:private_answers", args=[held.pk]),
        "at": words.moment(held.asked_at),
        "by": "" if held.asked_by is None else held.asked_by.name,
        "is_put_off": _opened(held, "answers") == {},
        "talk_at": (_opened(held, "conditions") or {}).get("talk_at", ""),
    }


def _opened(held: "Screening", field: str) -> dict[str, str] | None:
    """Return what was said; None where a key is missing."""
    try:
        said: dict[str, str] = getattr(held, field)
    except CannotOpen:
        return None
    return said


def _answers(held: "Screening") -> dict[str, Any]:
    title = gettext("The talk of %(day)s") % {"day": words.moment(held.asked_at)}
    known = {code: str(label) for code, label in ANSWERS}
    said, around = _opened(held, "answers"), _opened(held, "conditions")
    if said is None or around is None:
        row = {"label": gettext("Answers"), "value": gettext("cannot be opened now: a key is missing")}
        return {"title": title, "rows": [row]}
    before: tuple[tuple[str, dict[str, Any], str], ...] = (
        (gettext("Asked by"), dict(INTERVIEWERS), "interviewer"),
        (gettext("Wanted to be asked by"), dict(WISHES), "wish"),
        (gettext("Who was present"), dict(PRESENT), "present"),
    )
    rows = [{"label": label, "value": str(told[around[name]])} for label, told, name in before]
    if around["talk_at"]:
        rows.append({"label": gettext("Private talk planned"), "value": around["talk_at"]})
    rows += [{"label": str(QUESTIONS[code]), "value": known[said[code]]} for code in QUESTIONS if code in said]
    asked = rules.questions_for(PersonKind(held.person.kind)) if said else ()
    return {"title": title, "rows": rows, "unknown": [str(QUESTIONS[code]) for code in asked if code not in said]}


def _settled(held: "Screening") -> dict[str, Any] | None:
    if held.settled_at is None:
        return None
    rows = [
        {
            "label": gettext("Outcome"),
            "value": asked_privately.settled_how(held),
        },
        {"label": gettext("In their words"), "value": portrait.opened(held, "settled_because")},
        {"label": gettext("By"), "value": None if held.settled_by is None else held.settled_by.name},
        {"label": gettext("When"), "value": words.moment(held.settled_at)},
    ]
    return {"title": gettext("What was done"), "rows": rows}
