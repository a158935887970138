"""Lists of what waits to be done about people: few rows, and many people in reach."""

from datetime import date
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.returnees.models import Person

R = TypeVar("R", bound=Model)


def about_people_seen(waiting: QuerySet[R], *, viewer: Actor, permission: Permission, on: date) -> QuerySet[R]:
    """Return those of few rows whose `person` is in reach of the viewer and not erased.

    What `within_scope` returns, asked the other way round: each row about its person, and not everybody in reach about
    rows.  A whole country's people need not be walked through to find that nothing waits.
    """
    people = within_scope(Person.objects.filter(erased_on=None), viewer=viewer, permission=permission, on=on)
    return waiting.filter(Exists(people.filter(pk=OuterRef("person_id")).order_by()))
