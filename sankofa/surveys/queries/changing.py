"""Reads of what phones say of people and somebody has to decide."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import histories
from sankofa.returnees.short_lists import about_people_seen
from sankofa.store import empty
from sankofa.surveys import permissions
from sankofa.surveys.models import PhoneChange


def changes(viewer: Actor, *, on: date) -> QuerySet[PhoneChange]:
    """Return what is not decided, of people the viewer may see, the oldest first."""
    open_ones = _read_with(PhoneChange.objects.filter(decided_at=None))
    seen = about_people_seen(open_ones, viewer=viewer, permission=permissions.RECEIVE, on=on)
    return seen.order_by("noted_at", "pk")


def changes_told(person_id: UUID, *, viewer: Actor, on: date, most: int) -> list[PhoneChange]:
    """Return `changes` about one person; nobody is asked where there is none."""
    if empty.holds_none(PhoneChange, [person_id]):
        return []
    return list(changes(viewer, on=on).filter(person_id=person_id)[:most])


def change(change_id: UUID | str, *, viewer: Actor, on: date) -> PhoneChange | None:
    """Return one change, decided or not, or None where there is none for the viewer."""
    return _seen(viewer, on=on).filter(pk=change_id).first()


def version_now(held: PhoneChange) -> int:
    """Return the version of the file that a page shows, so that a decision overwrites nothing that came after it."""
    return histories.version_of(held.person)


def _seen(viewer: Actor, *, on: date) -> QuerySet[PhoneChange]:
    found = PhoneChange.objects.filter(person__erased_on=None)
    within = within_scope(found, viewer=viewer, permission=permissions.RECEIVE, on=on)
    return _read_with(within)


def _read_with(found: QuerySet[PhoneChange]) -> QuerySet[PhoneChange]:
    return found.select_related(
        "person__office__place",
        "arrival__user",
        "arrival__carried_by",
        "arrival__office",
        "arrival__device",
        "decided_by",
    ).defer("arrival__content")
