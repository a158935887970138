"""In which order a day's work is done: what cannot wait, then the longest overdue, then by date, then what has none.

Source: the screens' notes, patterns 2 and 15 (computed, never stored) and 26 (others of the same home on one visit).
That danger goes before every date is our own choice; case-work notes, "Safeguards": an answer that asks for help at
once is acted on whatever a figure says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Generic, TypeVar
from uuid import UUID

Said = TypeVar("Said")


class Risk(IntEnum):
    """How little something can wait."""

    TODAY = 0
    """It cannot wait until tomorrow."""
    USUAL = 1


@dataclass(frozen=True, slots=True)
class Due(Generic[Said]):
    """One thing to do with a person, by when (None: no day was agreed), and what is said of it."""

    whose: UUID
    risk: Risk
    due_on: date | None
    said: Said


@dataclass(frozen=True, slots=True)
class Turn(Generic[Said]):
    """One person's turn: the first thing to do, what else there is for them, and who of the same home waits too."""

    first: Due[Said]
    also: tuple[Due[Said], ...] = ()
    at_home: tuple[Due[Said], ...] = ()


def turns(due: Iterable[Due[Said]], homes: Mapping[UUID, UUID]) -> list[Turn[Said]]:
    """Return a day's work in its order, each person once; with each, the first thing for others of their home.

    `homes` says who lives in which household; whoever lives in none that is known stands alone.
    """
    by_person: dict[UUID, list[Due[Said]]] = {}
    for one in sorted(due, key=_place):
        by_person.setdefault(one.whose, []).append(one)
    by_home: dict[UUID, list[Due[Said]]] = {}
    for whose, things in by_person.items():
        if whose in homes:
            by_home.setdefault(homes[whose], []).append(things[0])
    return [
        Turn(
            things[0],
            tuple(things[1:]),
            tuple(other for other in by_home.get(homes[whose], ()) if other.whose != whose) if whose in homes else (),
        )
        for whose, things in by_person.items()
    ]


def late(due: Sequence[Due[Said]], *, on: date) -> int:
    """Return how many things should have been done before this day."""
    return sum(one.due_on is not None and one.due_on < on for one in due)


def _place(one: Due[Said]) -> tuple[Risk, bool, date]:
    return one.risk, one.due_on is None, one.due_on or date.min
