"""Pages of what is asked alone: how a debt is collected, and what was said of it before.

The look is on record at the debt and not at the person's page, so that no list of who saw a file tells of it.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.debts import actions, permissions, portrait, queries
from sankofa.debts.forms import LaterForm, PresentForm, PressureForm
from sankofa.debts.rules import first_talk, roster
from sankofa.debts.views.seen import answered, bar, debt_seen
from sankofa.kernel import clock
from sankofa.returnees import portrait as person_page
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.store.rules.sealing import CannotOpen


@page(permissions.ASK_ALONE)
@require_http_methods(["GET", "HEAD", "POST"])
def alone(request: ActorRequest, debt_id: str) -> HttpResponse:
    """Ask first who can hear it; then how the debt is collected, or book a private talk."""
    record, today = debt_seen(request, debt_id, permissions.ASK_ALONE, what="debts.alone_page")
    step = request.POST.get("step", "")
    context = {
        **bar(request, record.person, today),
        "debt": record,
        "back_url": reverse("debts:debt", args=[record.pk]),
        "was_asked": bool(queries.pressed_on(record, viewer=request.actor, on=today)),
    }
    before = PresentForm(request.POST if request.method == "POST" else None)
    if not before.is_valid():
        return answered(request, "present", context, before)
    present = before.cleaned_data["present"]
    context["present"] = present
    try:
        if not first_talk.may_ask_of_pressure(present):
            later = LaterForm(request.POST if step == "later" else None, on=today)
            if step != "later" or not later.is_valid():
                return answered(request, "later", context, later)
            said = later.cleaned_data
            actions.plan_private_talk(
                debt=record, talk_at=said["talk_at"], again_on=said["again_on"], by=request.actor, at=clock.now()
            )
            messages.success(request, gettext("Saved. Nothing was asked."))
            return redirect("debts:debt", record.pk)
        form = PressureForm(request.POST if step == "pressure" else None)
        if step != "pressure" or not form.is_valid():
            return answered(request, "pressure", context, form)
        pressed = form.pressed()
        actions.note_pressure(debt=record, present=present, pressed=pressed, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    if roster.is_under_threat(pressed):
        messages.warning(request, gettext("Saved. The protection officers are told now. Call them too."))
    else:
        messages.success(request, gettext("Saved."))
    return redirect("debts:debt", record.pk)


@page(permissions.ASK_ALONE)
@require_safe
def said_alone(request: ActorRequest, debt_id: str) -> HttpResponse:
    """Show what was said alone about how a debt is collected; the look is on record."""
    record, today = debt_seen(request, debt_id, permissions.ASK_ALONE, what="debts.said_alone_page")
    cards = []
    for held in queries.pressed_on(record, viewer=request.actor, on=today):
        title = words.day(held.asked_on)
        if held.asked_by is not None:
            title = gettext("%(day)s, asked by %(name)s") % {"day": title, "name": held.asked_by.name}
        try:
            pressed = held.to_terms()
            later = held.said.get("talk_at", "")
        except CannotOpen:
            cards.append({"title": title, "rows": [{"label": gettext("Answers"), "value": None}]})
            continue
        if pressed is None:
            cards.append({"title": title, "rows": [{"label": gettext("Private talk planned"), "value": later}]})
        else:
            cards.append(portrait.pressed_facts(pressed, title))
    context = {
        **bar(request, record.person, today),
        "cards": cards,
        "back_url": reverse("debts:alone", args=[record.pk]),
    }
    return answered(request, "said_alone", context)


@page(permissions.ASK_ALONE)
@require_safe
def put_off(request: ActorRequest) -> HttpResponse:
    """Show the private talks that the viewer put off, the earliest first, in words that tell nothing."""
    today = clock.today(request.actor.zone)
    rows = [
        {
            "url": reverse("debts:alone", args=[one.debt_id]),
            "name": person_page.name(one.person),
            "number": one.person.case_number,
            "day": "" if one.again_on is None else words.day(one.again_on),
            "is_now": one.again_on is not None and one.again_on <= today,
        }
        for one in queries.put_off(request.actor, on=today)
    ]
    return render(request, "debts/put_off.html", {"rows": rows})
