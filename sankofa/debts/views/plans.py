"""Pages of the plan out of debt: the order, the steps, what came of each, and the sheet for the person."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed, look
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.debts import actions, permissions, plan_portrait, planned, portrait, queries
from sankofa.debts.forms import CameForm, OrderForm, StepForm
from sankofa.debts.rules import roster
from sankofa.debts.views.seen import answered, bar, currency_near, debt_seen, may, person_seen
from sankofa.kernel import clock
from sankofa.messages import sentences
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from datetime import date

    from sankofa.debts.planned import Plan
    from sankofa.returnees.models import Person


@page(permissions.VIEW)
@require_safe
def plan(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show the debts in their order with why, the steps of each, and what came of them."""
    seen, today = person_seen(request, person_id, permissions.VIEW)
    found = _plan(request, seen, today)
    context = {
        **bar(request, seen, today),
        **may(request, seen, today),
        "rows": plan_portrait.rows(found),
        "wished_because": found.wished_because,
    }
    return answered(request, "plan", context)


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_order(request: ActorRequest, person_id: str) -> HttpResponse:
    """Put the debts in the order the person wants, and keep why."""
    seen, today = person_seen(request, person_id, permissions.NOTE)
    found = _plan(request, seen, today)
    debts = [(one.held.record.pk, portrait.title_of(one.held.told)) for one in found.debts]
    form = OrderForm(request.POST or None, debts=debts)
    if form.is_valid():
        try:
            actions.order_debts(
                person=seen, order=form.order(), why=form.cleaned_data["why"], by=request.actor, at=clock.now()
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        messages.success(request, gettext("Saved. They decide the order."))
        return redirect("debts:plan", seen.pk)
    return answered(request, "plan_order", {**bar(request, seen, today), "has_debts": bool(debts)}, form)


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_step(request: ActorRequest, debt_id: str) -> HttpResponse:
    """Add a step about one debt; one that would borrow is refused, and the page says what to do instead."""
    record, today = debt_seen(request, debt_id, permissions.NOTE, what="debts.debt_page")
    held = queries.opened(record)
    if held.told is None:
        raise Http404
    currency = roster.currency_of(held.told) or currency_near(record.person)
    form = StepForm(request.POST or None, initial={"currency": currency})
    if form.is_valid():
        try:
            actions.plan_step(
                debt=record,
                step=form.step(),
                wants_reminder=form.cleaned_data["wants_reminder"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.BadStep as bad:
            for found in bad.findings:
                form.add_error("paid_from" if found.code == "plan.new_loan" else None, portrait.say(found))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("debts:plan", record.person_id)
    context = {**bar(request, record.person, today), "title": portrait.title_of(held.told)}
    return answered(request, "plan_step", context, form)


@page(permissions.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: ActorRequest, step_id: str) -> HttpResponse:
    """Show a step with what came of it; write down what came of it today, or remind the person."""
    today = clock.today(request.actor.zone)
    record = planned.step(step_id, viewer=request.actor, on=today)
    if record is None:
        raise Http404
    shows(request, record, permissions.VIEW, what="debts.debt_page")
    known = planned.opened(record)
    is_reminding = request.method == "POST" and request.POST.get("step") == "remind"
    form = CameForm(request.POST if request.method == "POST" and not is_reminding else None, initial={"on": today})
    try:
        if is_reminding:
            sent = actions.remind(step=record, by=request.actor, at=clock.now())
            because = sentences.why(sent.state, sent.held_because, sent.problem)
            if because:
                messages.warning(request, gettext("The reminder is held back. %(why)s") % {"why": because})
            else:
                messages.success(request, gettext("The reminder waits to be sent. It only asks them to call."))
            return redirect("debts:step", record.pk)
        if form.is_valid():
            said = form.cleaned_data
            actions.note_step(
                step=record,
                outcome=said["outcome"],
                on=said["on"],
                words=said["words"],
                by=request.actor,
                at=clock.now(),
            )
            messages.success(request, gettext("Saved."))
            return redirect("debts:plan", record.person_id)
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.BadStep as bad:
        for found in bad.findings:
            form.add_error("on", portrait.say(found))
    except (actions.StepIsOver, actions.ReminderNotWanted):
        messages.info(request, gettext("Nothing more is expected of this step."))
        return redirect("debts:step", record.pk)
    notes = planned.notes_of(record)
    context = {
        **bar(request, record.person, today),
        **may(request, record.person, today),
        "step": record,
        "title": plan_portrait.step_title(known),
        "facts": None if known.step is None else plan_portrait.step_facts(known),
        "timeline": plan_portrait.log(notes) if notes else None,
    }
    return answered(request, "step", context, form)


@page(permissions.VIEW)
@require_safe
def plan_sheet(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show the person's own sheet as a page that prints, in their language; its head tells nothing."""
    seen, today = person_seen(request, person_id, permissions.VIEW)
    found = _plan(request, seen, today)
    spoken = {code for code, _name in settings.LANGUAGES}
    language = seen.language if seen.language in spoken else (get_language() or "en")
    with translation.override(language):
        context: dict[str, Any] = {
            "back_url": reverse("debts:plan", args=[seen.pk]),
            "number": seen.case_number,
            "office": seen.office.name,
            "on": words.day(today),
            "rows": plan_portrait.sheet(found),
        }
        answer = render(request, "debts/plan_sheet.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _plan(request: ActorRequest, seen: "Person", today: "date") -> "Plan":
    """Return the plan; where what was said alone puts a debt first, that it was seen goes on record at the debt."""
    found = planned.plan_of(seen, viewer=request.actor, on=today)
    for held in found.told_alone:
        look(
            held.record,
            permission=permissions.ASK_ALONE,
            by=request.actor,
            at=clock.now(),
            what="debts.said_alone_page",
        )
    return found
