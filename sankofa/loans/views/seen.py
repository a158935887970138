"""What the pages of loans share: whom or what they show, for whose eyes, and why something cannot be."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, shows
from sankofa.accounts.queries import decision_on
from sankofa.kernel import clock
from sankofa.loans import actions, portrait, queries
from sankofa.returnees import portrait as person_page
from sankofa.returnees import queries as register
from sankofa.returnees.erasing import AlreadyErased
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.accounts.rules.terms import Permission
    from sankofa.loans.models import Loan, LoanReport
    from sankofa.returnees.models import Person

T = TypeVar("T")
REFUSALS = (
    actions.BadLoan,
    actions.BadReport,
    actions.BadTalk,
    actions.LookedAtAlready,
    actions.NotOnTheList,
    actions.NotTheirDebt,
    actions.NotTheirProduct,
    actions.NotTwoOfOnePayment,
    actions.OfADebtAlready,
)
"""What people can cause on the pages of loans."""


def person_seen(request: ActorRequest, person_id: str, permission: "Permission") -> tuple["Person", date]:
    """Return somebody whose loans the viewer may see or write down.  Raises Http404.  The look is on record."""
    today = clock.today(request.actor.zone)
    seen = register.person(person_id, viewer=request.actor, on=today)
    if seen is None or seen.erased_on is not None:
        raise Http404
    if not decision_on(seen, actor=request.actor, permission=permission, on=today).allowed:
        raise Http404
    shows(request, seen, permission, what="loans.loans_page")
    return seen, today


def loan_seen(request: ActorRequest, loan_id: str, permission: "Permission") -> tuple["Loan", date]:
    """Return a loan that the viewer may see or write on.  Raises Http404.  The look is on record."""
    today = clock.today(request.actor.zone)
    found = queries.loan(loan_id, viewer=request.actor, on=today, permission=permission)
    if found is None:
        raise Http404
    shows(request, found, permission, what="loans.loan_page")
    return found, today


def report_seen(request: ActorRequest, report_id: str, permission: "Permission") -> tuple["LoanReport", date]:
    """Return what was said of a loan, where the viewer may write on it.  Raises Http404.  The look is on record."""
    today = clock.today(request.actor.zone)
    found = queries.report(report_id, viewer=request.actor, on=today, permission=permission)
    if found is None:
        raise Http404
    shows(request, found, permission, what="loans.loan_page")
    return found, today


def bar(request: ActorRequest, seen: "Person", on: date) -> dict[str, Any]:
    """Return what every page shows of whom it is about: the person as all their files together tell of them."""
    return {"person": seen, "identity": person_page.identity_together(seen, viewer=request.actor, on=on)}


def done(request: ActorRequest, form: forms.Form, act: Callable[[], T]) -> T | HttpResponse | None:
    """Return what a sent form did; None where nothing was sent or the form now says why it cannot be."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act()
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except AlreadyErased:
        raise Http404 from None
    except REFUSALS as why:
        form.add_error(None, portrait.refusal(why))
    return None


def form_page(request: ActorRequest, form: forms.Form, **said: Any) -> HttpResponse:
    """Show a form: `person`, `identity`, `title`, `lead`, `back_url`, `button`; with 422 where something is wrong."""
    groups = getattr(form, "groups", None) or [("", list(form.visible_fields()))]
    context = {"form": form, "groups": groups, **said}
    return render(request, "loans/form.html", context, status=422 if form.errors else 200)
