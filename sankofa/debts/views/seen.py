"""What the pages of debts share: whom or what they show, and for whose eyes."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from sankofa.accounts.pages import ActorRequest, shows
from sankofa.accounts.queries import decision_on
from sankofa.debts import queries
from sankofa.kernel import clock
from sankofa.places.rules import reference
from sankofa.returnees import portrait as person_page
from sankofa.returnees import queries as register

if TYPE_CHECKING:
    from sankofa.accounts.rules.terms import Permission
    from sankofa.debts.models import Debt
    from sankofa.returnees.models import Person


def person_seen(request: ActorRequest, person_id: str, permission: "Permission") -> tuple["Person", date]:
    """Return somebody whose debts the viewer may see or write down.  Raises Http404.  The look is on record."""
    today = clock.today(request.actor.zone)
    seen = register.person(person_id, viewer=request.actor, on=today)
    if seen is None or seen.erased_on is not None:
        raise Http404
    if not decision_on(seen, actor=request.actor, permission=permission, on=today).allowed:
        raise Http404
    shows(request, seen, permission, what="debts.debts_page")
    return seen, today


def debt_seen(request: ActorRequest, debt_id: str, permission: "Permission", *, what: str) -> tuple["Debt", date]:
    """Return a debt that the viewer may see, write on or ask about alone.  Raises Http404.  The look is on record."""
    today = clock.today(request.actor.zone)
    found = queries.debt(debt_id, viewer=request.actor, on=today, permission=permission)
    if found is None:
        raise Http404
    shows(request, found, permission, what=what)
    return found, today


def bar(request: ActorRequest, seen: "Person", on: date) -> dict[str, Any]:
    """Return what every page shows of whom it is about: the person as all their files together tell of them."""
    return {"person": seen, "identity": person_page.identity_together(seen, viewer=request.actor, on=on)}


def may(request: ActorRequest, seen: "Person", on: date) -> dict[str, bool]:
    """Return what the viewer may do about the debts of this person."""
    return {
        "may_note": queries.may_note(seen, viewer=request.actor, on=on),
        "may_ask_alone": queries.may_ask_alone(seen, viewer=request.actor, on=on),
    }


def currency_near(seen: "Person") -> str:
    """Return the money of the country where the person is looked after; empty where it is not known."""
    known = reference.country(str(seen.office.place.country_id)).origin
    return "" if known is None else known.currency


def answered(request: ActorRequest, name: str, context: dict[str, Any], form: forms.Form | None = None) -> HttpResponse:
    """Return a page; with 422 where what was typed is shown again because of a slip."""
    is_wrong = form is not None and form.is_bound and bool(form.errors)
    return render(request, f"debts/{name}.html", {"form": form, **context}, status=422 if is_wrong else 200)
