"""How many were introduced to each lender, and what came of it: true for the office, protected for others.

Every introduction stands in exactly one end, so that the numbers of a lender add up.
Numbers beside each other are no comparison of people who borrow with people who do not: loans are not given at random.

Source: responsible-finance rules, 8.1 (always show the funnel first: 1,400 asked, 43 referred, 6 loans) and 8.3 (5).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sankofa.credit.rules.referrals import State, Why
from sankofa.disclosure.terms import Policy

POLICY: Final = Policy()
STEP: Final = POLICY.rounding_base
ALL: Final = "*"


class End(StrEnum):
    """Where an introduction stands, in one word each."""

    WAITING = "waiting"
    DECLINED = "declined"
    OFFERED = "offered"
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    BACK = "back"


_ENDS: Final[Mapping[State, End]] = {
    State.SENT: End.WAITING,
    State.RECEIVED: End.WAITING,
    State.ASKED: End.WAITING,
    State.DECLINED: End.DECLINED,
    State.OFFERED: End.OFFERED,
    State.OFFERED_OTHERWISE: End.OFFERED,
    State.TAKEN: End.TAKEN,
    State.NOT_TAKEN: End.NOT_TAKEN,
    State.WITHDRAWN: End.BACK,
    State.ENDED: End.BACK,
}


@dataclass(frozen=True, slots=True)
class Introduced:
    """One introduction as it is counted: to which lender, how far it is, and why the lender said no."""

    lender: str
    state: State
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One lender: how many were introduced, answered, offered something, and took it."""

    lender: str
    introduced: int
    answered: int
    offered: int
    taken: int


def lines(rows: Iterable[Introduced]) -> tuple[Line, ...]:
    """Return one line for each lender, by name; each number is part of the one before it."""
    by_lender: dict[str, Counter[End]] = {}
    for row in rows:
        by_lender.setdefault(row.lender, Counter())[_ENDS[row.state]] += 1
    return tuple(_line(lender, ends) for lender, ends in sorted(by_lender.items()))


def reasons(rows: Iterable[Introduced]) -> tuple[tuple[Why, int], ...]:
    """Return why lenders said no, the commonest first."""
    counted = Counter(row.why for row in rows if row.why is not None)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def shared(rows: Iterable[Introduced]) -> Mapping[tuple[str, str], int] | None:
    """Return the same by lender and end for others, in steps; None where everything would be hidden.

    A number is told as the step at or below it, and not at all where few people or nobody stand.  Sums are those of
    the numbers told.  So nothing in it says more than the steps, however often the table is made anew and whichever
    two of them are taken from each other; only where a step is passed, it shows that somebody was added.
    """
    counted = Counter((row.lender, _ENDS[row.state].value) for row in rows)
    told = {cell: count // STEP * STEP for cell, count in counted.items() if count >= POLICY.threshold}
    sums: Counter[tuple[str, str]] = Counter()
    for (lender, end), step in told.items():
        for cell in ((lender, ALL), (ALL, end), (ALL, ALL)):
            sums[cell] += step
    return {**told, **sums} or None


def _line(lender: str, ends: Counter[End]) -> Line:
    offered = ends[End.OFFERED] + ends[End.TAKEN] + ends[End.NOT_TAKEN]
    return Line(lender, sum(ends.values()), offered + ends[End.DECLINED], offered, ends[End.TAKEN])
