"""Follow-up visits: one, three, six and twelve months after the plan was agreed, and which form belongs to which.

A visit is held when a follow-up form is filled within its time: from two weeks before its day until two weeks before
the next one's, so that every form belongs to one visit.  The last one stays open until the case is closed.

Source: case-work notes, 2.1, step 4 (regular follow-up); screens, pattern 30 (the plan creates the first follow-up).
The months are those of the project's own brief; two weeks are our own choice.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from sankofa.kernel.periods import add_months

MONTHS: Final = (1, 3, 6, 12)
EARLY: Final = timedelta(days=14)
TRIES_MAX: Final = 3
"""After so many tries in vain another way comes first; the number is that of the project's own brief."""


class Standing(StrEnum):
    """Where a visit stands on a day."""

    COMING = "coming"
    DUE = "due"
    LATE = "late"
    HELD = "held"
    MISSED = "missed"


class NotReached(StrEnum):
    """Why a try to visit somebody led to no talk."""

    NO_ANSWER = "no_answer"
    NOT_FOUND = "not_found"
    LATER = "later"
    MOVED = "moved"
    ABROAD = "abroad"
    REFUSED = "refused"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Tried:
    """One try: for which visit, on which day, and why it led to no talk."""

    months: int
    on: date
    why: NotReached


class Try(StrEnum):
    """What to do next, where somebody was not reached."""

    AGAIN = "again"
    OTHER_HOUR = "other_hour"
    TRUSTED = "trusted"
    AT_HOME = "at_home"
    MEET_ELSEWHERE = "meet_elsewhere"
    LET_BE = "let_be"
    PROTECTION = "protection"
    HAND_ON = "hand_on"
    SAY_LOST = "say_lost"


def what_next(tries: Iterable[Tried]) -> tuple[Try, ...]:
    """Return what to try next, the best first; nothing where nobody has tried yet.

    Who is not safe is not called again by us, and who does not want to be asked is let be: the last try decides.  After
    three tries other ways come first, and that touch was lost may be said.
    """
    known = sorted(tries, key=lambda one: one.on)
    if not known:
        return ()
    match known[-1].why:
        case NotReached.UNSAFE:
            return (Try.PROTECTION,)
        case NotReached.REFUSED:
            return (Try.LET_BE,)
        case NotReached.MOVED | NotReached.ABROAD:
            return (Try.TRUSTED, Try.HAND_ON)
    if len(known) < TRIES_MAX:
        return (Try.AGAIN, Try.OTHER_HOUR)
    return (Try.TRUSTED, Try.OTHER_HOUR, Try.AT_HOME, Try.MEET_ELSEWHERE, Try.SAY_LOST)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: so many months after the plan, its day, and its time; `until_on` is excluded, None for the last."""

    months: int
    due_on: date
    from_on: date
    until_on: date | None
    held_on: date | None = None

    def standing(self, on: date) -> Standing:
        """Return where the visit stands on a day."""
        if self.held_on is not None:
            return Standing.HELD
        if self.until_on is not None and on >= self.until_on:
            return Standing.MISSED
        if on < self.from_on:
            return Standing.COMING
        return Standing.LATE if on > self.due_on else Standing.DUE


def visits(agreed_on: date, filled_on: Iterable[date] = ()) -> tuple[Visit, ...]:
    """Return the visits of a plan, each with the first day on which a form was filled within its time."""
    days = sorted(filled_on)
    dues = [add_months(agreed_on, months) for months in MONTHS]
    starts = [agreed_on, *(due - EARLY for due in dues[1:])]
    ends = [*(later for _, later in pairwise(starts)), None]
    return tuple(
        Visit(months, due, start, end, _first_within(days, start, end))
        for months, due, start, end in zip(MONTHS, dues, starts, ends, strict=True)
    )


def _first_within(days: Iterable[date], start: date, end: date | None) -> date | None:
    return next((day for day in days if day >= start and (end is None or day < end)), None)
