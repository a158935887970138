"""Visits to a business, for rooms that build on what they learnt: only forms that the viewer may read, opened."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import queries as register
from sankofa.returnees.clusters import ids_together
from sankofa.store.rules.sealing import CannotOpen
from sankofa.surveys import queries as forms
from sankofa.surveys.permissions import INTERVIEW
from sankofa.surveys.rules.terms import Answer

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

BUSINESS = "business_visit"
MOST = 12


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit to a business: its day, and the answers by their question."""

    on: date
    answers: Mapping[str, Answer]


def readable(person: "Person", *, viewer: Actor, on: date) -> Collection[UUID]:
    """Return the files of a person whose forms the viewer may read; none for whoever may hold no talks with them.

    A file that was joined with theirs and lies out of the viewer's reach stays out of it.
    """
    if not decision_on(person, actor=viewer, permission=INTERVIEW, on=on).allowed:
        return ()
    others = ids_together(person.pk) - {person.pk}
    if not others:
        return (person.pk,)
    reached = register.people(viewer, on=on, permission=INTERVIEW).filter(pk__in=others)
    return (person.pk, *reached.values_list("pk", flat=True))


def businesses(person: "Person", *, viewer: Actor, on: date) -> list[Visited]:
    """Return the last visits to a person's business, the latest first; none for whoever may hold no talks with them."""
    found = []
    for one in forms.forms_filled((BUSINESS,), readable(person, viewer=viewer, on=on), from_on=date.min)[:MOST]:
        try:
            found.append(Visited(one.answered_on, forms.answers_of(one)))
        except CannotOpen:
            continue  # what does not open is not known, and the visits around it still count
    return found
