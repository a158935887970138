"""How the pages of credit find their person or check, and what every one of them shows of whom it is about."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from sankofa.accounts.pages import ActorRequest, shows
from sankofa.accounts.rules.terms import Permission
from sankofa.credit import permissions, queries
from sankofa.credit.sayings import Reader
from sankofa.debts.queries import may_ask_alone
from sankofa.kernel import clock
from sankofa.returnees import portrait
from sankofa.returnees import queries as register

if TYPE_CHECKING:
    from sankofa.credit.models import LoanCheck
    from sankofa.returnees.models import Person

METHODS = ["GET", "HEAD", "POST"]


def person_at(request: ActorRequest, person_id: str, permission: Permission) -> tuple["Person", date]:
    """Return somebody about whom the viewer may look at loans.  Raises Http404.  The look is on record."""
    today = clock.today(request.actor.zone)
    seen = register.person(person_id, viewer=request.actor, on=today)
    if seen is None or not queries.may(seen, permission, viewer=request.actor, on=today):
        raise Http404
    shows(request, seen, permission, what="credit.loan_page")
    return seen, today


def check_at(
    request: ActorRequest, check_id: str, permission: Permission = permissions.CHECK, *, what: str = "credit.check_page"
) -> tuple["LoanCheck", date]:
    """Return a check that the viewer may see or work on.  Raises Http404.  The look is on record."""
    today = clock.today(request.actor.zone)
    held = queries.check(check_id, viewer=request.actor, on=today, permission=permission)
    if held is None:
        raise Http404
    shows(request, held, permission, what=what)
    return held, today


def bar(request: ActorRequest, person: "Person", on: date) -> dict[str, Any]:
    """Return who the page is about, as all files of the person together tell."""
    return {"person": person, "identity": portrait.identity_together(person, viewer=request.actor, on=on)}


def reader_of(request: ActorRequest, person: "Person", on: date) -> Reader:
    """Return who reads, and whether what was said alone is for their eyes."""
    return Reader(
        may_ask_alone(person, viewer=request.actor, on=on),
        may_set_aside=any(
            queries.may(person, one, viewer=request.actor, on=on)
            for one in (permissions.SET_ASIDE, permissions.SET_ASIDE_SAFETY)
        ),
        may_check=queries.may(person, permissions.CHECK, viewer=request.actor, on=on),
    )


def answered(request: ActorRequest, name: str, context: dict[str, Any], form: forms.Form | None = None) -> HttpResponse:
    """Return a page; with 422 where what was typed is shown again because of a slip."""
    is_wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, f"credit/{name}.html", {"form": form, **context}, status=422 if is_wrong else 200)


def changed_meanwhile(request: ActorRequest, held: "LoanCheck") -> HttpResponse:
    """Lead to the check, where a colleague went on with it meanwhile."""
    messages.info(request, gettext("A colleague went on with this meanwhile. This is how it stands now."))
    return redirect("credit:check", held.pk)
