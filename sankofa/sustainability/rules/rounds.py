"""Rounds of talks: who is due when, where somebody stands, and whom we lost touch with, group by group.

Somebody belongs to a round when the months they have been back fall into its window while the round is open: their
own days begin when they have been back long enough, and end when they have been back too long, or with the round.
Without a known day of return nobody can be placed, and the round says how many that are.

Those who cannot be reached do not vanish: each has a reason, and the share of each group that was reached stands
beside it, because a mean over those who were easy to reach says little about the others.

Source: domain notes on the score, 1 (rounds of the longitudinal survey; base and end measurement after twelve to
eighteen months), 1.5 (delivery and attrition noted with the result).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from sankofa.kernel.periods import add_months

MONTHS_MAX: Final = 240
REMIND_DAYS: Final = 14
"""How many days before a round ends its staff are told once more."""


class Reason(StrEnum):
    """Why a try to reach somebody led to no talk."""

    NO_ANSWER = "no_answer"
    NOT_FOUND = "not_found"
    UNSAFE = "unsafe"
    LATER = "later"
    MOVED = "moved"
    ABROAD = "abroad"
    REFUSED = "refused"
    DIED = "died"
    REMINDED = "reminded"

    @property
    def is_final(self) -> bool:
        """Whether nobody tries again in this round."""
        return self in FINAL


FINAL: Final = frozenset({Reason.ABROAD, Reason.REFUSED, Reason.DIED})
NEVER_TRIED: Final = "never_tried"
"""The reason of those whom nobody tried to reach before the round ended."""


class Standing(StrEnum):
    """Where somebody stands in a round."""

    COMING = "coming"
    DUE = "due"
    LATE = "late"
    ANSWERED = "answered"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Plan:
    """When a round is open, and how long people have then been back: from so many months, until fewer than so many."""

    from_on: date
    until_on: date
    months_from: int
    months_until: int


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which somebody is to be talked with; the last one excluded."""

    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands in a round, and for those lost the last reason."""

    standing: Standing
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a round, for counting: their groups by dimension, and where they stand."""

    groups: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """One group of a round: how many, how many answered, how many are still to come, and the reasons of the others."""

    group: str
    people: int
    answered: int
    open: int
    lost: Mapping[str, int]

    @property
    def lost_people(self) -> int:
        """How many we lost touch with."""
        return sum(self.lost.values())


def window(returned_on: date | None, plan: Plan) -> Window | None:
    """Return the days on which somebody is due in a round; None where they are not in it, or nobody knows."""
    if returned_on is None:
        return None
    from_on = max(plan.from_on, add_months(returned_on, plan.months_from))
    until_on = min(plan.until_on, add_months(returned_on, plan.months_until))
    return Window(from_on, until_on) if from_on < until_on else None


def returned_between(plan: Plan) -> tuple[date, date]:
    """Return the days of return between which people can be in a round: from the first, up to the last excluded.

    A little wide at both ends, because months differ in length: `window` decides.
    """
    first = add_months(plan.from_on, -plan.months_until) - timedelta(days=3)
    last = add_months(plan.until_on, -plan.months_from) + timedelta(days=3)
    return first, last


def place(
    held: Window, plan: Plan, *, answered_on: Sequence[date], tried: Sequence[tuple[date, Reason]], on: date
) -> Place:
    """Return where somebody stands on a day; `tried` comes in the order in which it was noted.

    An answer counts when it was given while the round was open and this person was due or later. The last reason
    counts: who refused, and then wants to talk later, is due again.
    """
    if any(held.from_on <= day < plan.until_on for day in answered_on):
        return Place(Standing.ANSWERED)
    reasons = [reason for day, reason in tried if reason is not Reason.REMINDED and day <= on]
    last = reasons[-1] if reasons else None
    if last is not None and last.is_final:
        return Place(Standing.LOST, last.value)
    if on >= plan.until_on:
        return Place(Standing.LOST, NEVER_TRIED if last is None else last.value)
    if on < held.from_on:
        return Place(Standing.COMING)
    return Place(Standing.DUE if on < held.until_on else Standing.LATE)


def attrition(members: Sequence[Member], dimension: str, order: Sequence[str]) -> list[Row]:
    """Return the groups of one dimension in their order; groups in which there is nobody are left out."""
    return [
        _row(group, held)
        for group in order
        if (held := [member for member in members if member.groups[dimension] == group])
    ]


def together(members: Sequence[Member]) -> Row:
    """Return everybody in a round as one group."""
    return _row("", members)


def thirds(baseline: Mapping[str, Decimal | None]) -> dict[str, str]:
    """Return in which third of those with an earlier figure each person lies: "low", "middle", "high", else "none".

    Equal figures always lie in the same third; with fewer than three different people there are no thirds.
    """
    known = sorted(value for value in baseline.values() if value is not None)
    if len(known) < 3:
        return dict.fromkeys(baseline, "none")
    low, high = known[(len(known) - 1) // 3], known[(2 * len(known) - 1) // 3]
    return {
        who: "none" if value is None else "low" if value <= low else "middle" if value <= high else "high"
        for who, value in baseline.items()
    }


def _row(group: str, members: Iterable[Member]) -> Row:
    held = list(members)
    count = Counter(member.place.standing for member in held)
    lost = Counter(member.place.reason for member in held if member.place.standing is Standing.LOST)
    still = sum(count[standing] for standing in (Standing.COMING, Standing.DUE, Standing.LATE))
    return Row(group, len(held), count[Standing.ANSWERED], still, dict(sorted(lost.items())))
