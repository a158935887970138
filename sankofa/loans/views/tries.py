"""Pages of tries in vain: noting one, and for supervisors who could not be reached three times."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.loans import actions, permissions, queries
from sankofa.loans.forms import TryForm
from sankofa.loans.views.seen import bar, done, form_page, loan_seen
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.loans.models import CareTry

SHOWN = 50


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def tried(request: ActorRequest, loan_id: str) -> HttpResponse:
    """Note that somebody was not reached."""
    record, today = loan_seen(request, loan_id, permissions.NOTE)
    form = TryForm(request.POST or None, initial={"tried_on": today})

    def act() -> "CareTry":
        return actions.note_care_try(loan=record, **form.told(), by=request.actor, at=clock.now())

    made = done(request, form, act)
    if isinstance(made, HttpResponse):
        return made
    back_url = reverse("loans:loan", args=[record.pk])
    if made is not None:
        messages.success(request, gettext("Saved. After three tries in vain a supervisor looks what else can be done."))
        return redirect(back_url)
    return form_page(
        request,
        form,
        **bar(request, record.person, today),
        title=gettext("Not reached"),
        lead=gettext("Say nothing of the loan to anybody else, and leave no message about it."),
        button=gettext("Save"),
        back_url=back_url,
    )


@page(permissions.TAKE_UP)
@never_cache
@require_safe
def unreached(request: ActorRequest) -> HttpResponse:
    """Show who was not reached three times about a loan, the longest waiting first."""
    today = clock.today(request.actor.zone)
    held = list(queries.unreached(request.actor, on=today)[:SHOWN])
    shown = {one.pk: one for one in register.as_shown([row.person for row in held], viewer=request.actor, on=today)}
    rows = [
        {
            "loan": row,
            "name": portrait.name(shown.get(row.person_id, row.person)),
            "number": row.person.case_number,
            "since": "" if row.unreached_on is None else words.day(row.unreached_on),
        }
        for row in held
    ]
    return render(request, "loans/unreached.html", {"rows": rows})


@page(permissions.TAKE_UP)
@require_POST
def take_up(request: ActorRequest, loan_id: str) -> HttpResponse:
    """Say that one sees to somebody who was not reached."""
    record, _today = loan_seen(request, loan_id, permissions.TAKE_UP)
    try:
        actions.take_up_unreached(loan=record, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NothingToTakeUp:
        messages.info(request, gettext("A colleague was quicker."))
    else:
        messages.success(request, gettext("Noted that you see to it. It waits no longer."))
    return redirect("loans:loan", record.pk)
