"""Writes about events of outreach: who came, counted by sex and age, without names."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees import permissions
from sankofa.returnees.models import Headcount
from sankofa.returnees.rules import headcounts

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


class NobodyCounted(Exception):
    """Not one number was given."""


class NotYetHeld(Exception):
    """The event is said to have been held on a day to come."""


@action(permissions.COUNT, on="office")
def note_headcount(
    *,
    office: "Office",
    held_on: date,
    place: str,
    event: str,
    counts: Mapping[str, int | None],
    note: str,
    by: Actor,
    at: datetime,
) -> Headcount:
    """Write down who came to an event.  Raises NobodyCounted and NotYetHeld."""
    made = Headcount(created_at=at, office=office, counted_by_id=by.id if by.kind == "user" else None)
    _fill(made, held_on, place, event, counts, note, today=clock.day_of(at, office.zone))
    made.save(force_insert=True)
    return made


@action(permissions.COUNT, on="headcount")
def correct_headcount(
    *,
    headcount: Headcount,
    held_on: date,
    place: str,
    event: str,
    counts: Mapping[str, int | None],
    note: str,
    by: Actor,  # noqa: ARG001
    at: datetime,
) -> Headcount:
    """Correct what was counted; what it was before stays in the history.  Raises NobodyCounted and NotYetHeld."""
    _fill(headcount, held_on, place, event, counts, note, today=clock.day_of(at, headcount.office.zone))
    headcount.save()
    return headcount


def _fill(
    held: Headcount,
    held_on: date,
    place: str,
    event: str,
    counts: Mapping[str, int | None],
    note: str,
    *,
    today: date,
) -> None:
    assert set(counts) <= set(headcounts.CELLS), "only known cells are counted"
    if headcounts.total(counts).people is None:
        raise NobodyCounted
    if held_on > today:
        raise NotYetHeld
    held.held_on, held.place, held.event, held.note = held_on, place, event, note
    held.counts = {cell: number for cell, number in counts.items() if number is not None}
