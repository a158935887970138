"""Pages of talks about debts: the six short questions, and what a home lives on."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.debts import actions, permissions, portrait
from sankofa.debts import home as homes
from sankofa.debts.forms import BudgetForm, HomeForm, SixForm
from sankofa.debts.rules import first_talk
from sankofa.debts.rules.first_talk import Next
from sankofa.debts.rules.terms import Answer
from sankofa.debts.views.seen import answered, bar, currency_near, person_seen
from sankofa.kernel import clock
from sankofa.shell.views import refused


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def six(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask who can hear it and the six short questions; the roster follows only where debts matter."""
    seen, today = person_seen(request, person_id, permissions.NOTE)
    form = SixForm(request.POST or None, initial={"held_on": today, "currency": currency_near(seen)})
    if form.is_valid():
        said = form.said()
        try:
            actions.note_talk(person=seen, **said, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.BadTalk as bad:
            for found in bad.findings:
                form.add_error(None, portrait.say(found))
        else:
            match first_talk.next_after(said["six"]):
                case Next.ROSTER:
                    messages.success(request, gettext("Saved. Debts matter here: write them down one by one."))
                    return redirect("debts:what", seen.pk)
                case Next.NOTHING:
                    messages.success(request, gettext("Saved. Nothing more needs to be asked about debts."))
                case Next.ASK_AGAIN:
                    messages.success(request, gettext("Saved. Ask again another time; nothing is known yet."))
            return redirect("debts:debts", seen.pk)
    return answered(request, "six", bar(request, seen, today), form)


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def month(request: ActorRequest, person_id: str) -> HttpResponse:
    """Write down what comes in and what the home needs in a usual month."""
    seen, today = person_seen(request, person_id, permissions.NOTE)
    form = BudgetForm(request.POST or None, initial={"told_on": today, "currency": currency_near(seen)})
    if form.is_valid():
        try:
            actions.note_budget(person=seen, **form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.BadTalk as bad:
            for found in bad.findings:
                form.add_error(None, portrait.say(found))
        else:
            messages.success(request, gettext("Saved."))
            return redirect("debts:debts", seen.pk)
    context = {**bar(request, seen, today), "back_url": reverse("debts:debts", args=[seen.pk])}
    return answered(request, "month", context, form)


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: ActorRequest, person_id: str) -> HttpResponse:
    """Ask one person whether what they owe may be counted together with the home; a no counts at once."""
    seen, today = person_seen(request, person_id, permissions.NOTE)
    found = homes.home_of(seen, viewer=request.actor, on=today)
    if found is None:
        raise Http404
    before = homes.agreement_of(seen, found[0])
    form = HomeForm(request.POST or None, initial={} if before is Answer.UNKNOWN else {"agrees": str(before)})
    if form.is_valid():
        agrees = form.cleaned_data["agrees"] == "yes"
        try:
            actions.note_agreement(person=seen, agrees=agrees, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        messages.success(request, gettext("Saved."))
        return redirect("debts:debts", seen.pk)
    context = {**bar(request, seen, today), "back_url": reverse("debts:debts", args=[seen.pk])}
    return answered(request, "home", context, form)
