"""The page on which somebody is offered a person of trust between them and whom they owe."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.debts import actions, hooks, permissions, portrait, queries
from sankofa.debts.forms import MediationForm
from sankofa.debts.rules.between import side_of
from sankofa.debts.views.seen import answered, bar, debt_seen
from sankofa.kernel import clock
from sankofa.shell.views import refused

LOOK_AGAIN = timedelta(days=14)


@page(permissions.NOTE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mediate(request: ActorRequest, debt_id: str) -> HttpResponse:
    """Offer that somebody of trust speaks about a debt; with a yes it becomes a task of the case."""
    record, today = debt_seen(request, debt_id, permissions.NOTE, what="debts.debt_page")
    told = queries.opened(record).told
    if told is None or not hooks.may_mediate(record.person, request.actor, today):
        raise Http404
    initial = {"side": side_of(told.lender).value, "until_on": today + LOOK_AGAIN}
    form = MediationForm(request.POST or None, initial=initial)
    back_url = reverse("debts:debt", args=[record.pk])
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_mediation(debt=record, **form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.MediationNotWanted:
            form.add_error("is_wanted", gettext("Ask first, alone. Without a yes nobody is spoken to."))
        except actions.DayIsOver:
            form.add_error("until_on", gettext("Choose today or a day to come."))
        else:
            messages.success(request, gettext("It is a task of the case now. Nobody speaks before you agree how."))
            return redirect(back_url)
    context = {**bar(request, record.person, today), "title": portrait.title_of(told), "back_url": back_url}
    return answered(request, "mediate", context, form)
