"""The page of a talk about a late payment: what happened, and what the person wants."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.loans import actions, permissions
from sankofa.loans.forms import TalkForm
from sankofa.loans.rules.caring import Wish
from sankofa.loans.views.seen import bar, done, form_page, loan_seen

if TYPE_CHECKING:
    from sankofa.loans.models import CareTalk


@page(permissions.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: ActorRequest, loan_id: str) -> HttpResponse:
    """Ask what happened, and what the person wants; mediation begins where they want it."""
    record, today = loan_seen(request, loan_id, permissions.NOTE)
    form = TalkForm(request.POST or None, initial={"held_on": today})

    def act() -> "CareTalk":
        return actions.note_talk(loan=record, told=form.told(), by=request.actor, at=clock.now())

    made = done(request, form, act)
    if isinstance(made, HttpResponse):
        return made
    back_url = reverse("loans:loan", args=[record.pk])
    if made is not None:
        messages.success(request, _next(form.told().wishes))
        return redirect(back_url)
    return form_page(
        request,
        form,
        **bar(request, record.person, today),
        title=gettext("Ask what happened"),
        lead=gettext("Late is no fault. Ask alone, listen first, and promise nothing in the lender’s name."),
        button=gettext("Save"),
        back_url=back_url,
    )


def _next(wishes: frozenset[Wish]) -> str:
    if Wish.MEDIATION in wishes:
        return gettext("Saved. Agree with the person who speaks with the lender, and what may be said.")
    if wishes & {Wish.PAUSE, Wish.SMALLER_PARTS}:
        return gettext("Saved. The person asks the lender, or you ask with them. Write here what is agreed.")
    return gettext("Saved.")
