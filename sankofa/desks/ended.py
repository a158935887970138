"""Whose consent has ended or ends soon: the people to ask again, for whoever may ask them."""

from datetime import date
from typing import TYPE_CHECKING

from sankofa.accounts import queries as accounts
from sankofa.accounts.rules.terms import Actor
from sankofa.consent import permissions
from sankofa.consent import queries as consents
from sankofa.returnees import queries as register

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sankofa.returnees.models import Person


def people(viewer: Actor, *, on: date) -> "QuerySet[Person]":
    """Return the people whom the viewer may ask and of whom a consent has ended or ends soon, by case number."""
    seen = register.people(viewer, on=on).filter(erased_on__isnull=True, pk__in=consents.ended_or_ending(on=on))
    return accounts.within_scope(seen, viewer=viewer, permission=permissions.ASK, on=on).order_by("case_number")
