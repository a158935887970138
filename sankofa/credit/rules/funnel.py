"""How many were introduced to each lender, and what came of it: true for the office, protected for others.

Every introduction stands in exactly one end, so that the numbers of a lender add up and a hidden one stays hidden.
Numbers beside each other are no comparison of people who borrow with people who do not: loans are not given at random.

Source: responsible-finance rules, 8.1 (always show the funnel first: 1,400 asked, 43 referred, 6 loans) and 8.3.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sankofa.credit.rules.referrals import State, Why


class End(StrEnum):
    """Where an introduction stands, in one word each."""

    WAITING = "waiting"
    DECLINED = "declined"
    OFFERED = "offered"
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    BACK = "back"


ENDS: Final[Mapping[State, End]] = {
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
        by_lender.setdefault(row.lender, Counter())[ENDS[row.state]] += 1
    return tuple(_line(lender, ends) for lender, ends in sorted(by_lender.items()))


def reasons(rows: Iterable[Introduced]) -> tuple[tuple[Why, int], ...]:
    """Return why lenders said no, the commonest first."""
    counted = Counter(row.why for row in rows if row.why is not None)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _line(lender: str, ends: Counter[End]) -> Line:
    offered = ends[End.OFFERED] + ends[End.TAKEN] + ends[End.NOT_TAKEN]
    return Line(lender, sum(ends.values()), offered + ends[End.DECLINED], offered, ends[End.TAKEN])
