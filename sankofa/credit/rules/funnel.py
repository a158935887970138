"""How many went which way towards a lender, by programme and by lender: true for the office, protected for others.

Everybody stands at exactly one end: each introduction once, and once each person who was never introduced.  Who was
introduced twice counts twice.  So the numbers of a lender and of a programme add up.
Numbers beside each other are no comparison of people who borrow with people who do not: loans are not given at random.

For others there is one set of numbers, those of `told`, and every table is made of sums of them.  Two tables taken from
each other therefore tell no more than these numbers, and each of them is a step of its own.

Source: responsible-finance rules, 8.1 (always show the funnel first: 1,400 asked, 43 referred, 6 loans) and 8.3 (5).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from sankofa.credit.rules.referrals import State, Why
from sankofa.disclosure.terms import Policy

POLICY: Final = Policy()
STEP: Final = POLICY.rounding_base
ALL: Final = "*"
NONE, SEVERAL, UNREADABLE = "", "+", "?"
"""Instead of a programme's code: none is named, more than one is, or a key is missing."""


class Reached(IntEnum):
    """How far somebody came, each step after the one before it."""

    SUGGESTED = 1
    LOOKED_AT = 2
    AGREED = 3
    SENT = 4
    ANSWERED = 5
    LENT = 6


class End(StrEnum):
    """Where somebody stands, or why they went no further, in one word each."""

    SUGGESTED = "suggested"
    LEFT = "left"
    LOOKED_AT = "looked_at"
    NOT_READ = "not_read"
    NOT_YET = "not_yet"
    OTHER_WAY = "other_way"
    SAID_NO = "said_no"
    AGREED = "agreed"
    WAITING = "waiting"
    BACK = "back"
    OFFERED = "offered"
    DECLINED = "declined"
    NOT_TAKEN = "not_taken"
    TAKEN = "taken"
    LENT = "lent"


REACHED: Final[Mapping[End, Reached]] = {
    End.SUGGESTED: Reached.SUGGESTED,
    End.LEFT: Reached.SUGGESTED,
    End.LOOKED_AT: Reached.LOOKED_AT,
    End.NOT_READ: Reached.LOOKED_AT,
    End.NOT_YET: Reached.LOOKED_AT,
    End.OTHER_WAY: Reached.LOOKED_AT,
    End.SAID_NO: Reached.LOOKED_AT,
    End.AGREED: Reached.AGREED,
    End.WAITING: Reached.SENT,
    End.BACK: Reached.SENT,
    End.OFFERED: Reached.ANSWERED,
    End.DECLINED: Reached.ANSWERED,
    End.NOT_TAKEN: Reached.ANSWERED,
    End.TAKEN: Reached.ANSWERED,
    End.LENT: Reached.LENT,
}
"""How far each end is.  Who took an offer, and of whose loan nobody told yet, is not among those who were lent to."""
WENT_NO_FURTHER: Final = (
    End.LEFT,
    End.NOT_YET,
    End.OTHER_WAY,
    End.SAID_NO,
    End.BACK,
    End.DECLINED,
    End.NOT_TAKEN,
)
"""Why people left, in the order of the steps; at every other end it goes on."""
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
class Looked:
    """Somebody who was never introduced, as they are counted: in which programme, and how far they came."""

    end: End
    programme: str = NONE
    lender: str = ""


@dataclass(frozen=True, slots=True)
class Introduced:
    """One introduction as it is counted: to which lender, how far it is, why the lender said no, in which programme."""

    lender: str
    state: State
    why: Why | None = None
    programme: str = NONE
    is_lent: bool = False
    """Whether a loan of this lender was told of since."""

    @property
    def end(self) -> End:
        """Where it stands."""
        end = _ENDS[self.state]
        return End.LENT if end is End.TAKEN and self.is_lent else end


Row = Introduced | Looked
Told = Mapping[tuple[str, str, End], int]


@dataclass(frozen=True, slots=True)
class Line:
    """One lender: how many were introduced, answered, offered something, and took it."""

    lender: str
    introduced: int
    answered: int
    offered: int
    taken: int


@dataclass(frozen=True, slots=True)
class Steps:
    """One programme: how many came at least so far, and why how many went no further."""

    programme: str
    reached: Mapping[Reached, int]
    left: Mapping[End, int]


def lines(rows: Iterable[Row]) -> tuple[Line, ...]:
    """Return one line for each lender, by name; each number is part of the one before it."""
    by_lender: dict[str, Counter[End]] = {}
    for row in rows:
        if isinstance(row, Introduced):
            by_lender.setdefault(row.lender, Counter())[row.end] += 1
    return tuple(_line(lender, ends) for lender, ends in sorted(by_lender.items()))


def reasons(rows: Iterable[Row]) -> tuple[tuple[Why, int], ...]:
    """Return why lenders said no, the commonest first."""
    counted = Counter(row.why for row in rows if isinstance(row, Introduced) and row.why is not None)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def counted(rows: Iterable[Row]) -> Told:
    """Return how many stand at each end, by programme and lender, true."""
    return Counter((row.programme, row.lender, row.end) for row in rows)


def told(rows: Iterable[Row]) -> Told:
    """Return the same for others, in steps; what is not in it is hidden.

    A number is told as the step at or below it, and not at all where few people or nobody stand.  So nothing in it
    says more than the steps, however often it is made anew and whichever two of them are taken from each other; only
    where a step is passed, it shows that somebody was added.
    """
    return {cell: count // STEP * STEP for cell, count in counted(rows).items() if count >= POLICY.threshold}


def by_programme(numbers: Told) -> tuple[Steps, ...]:
    """Return one line for each programme, by its code, made of sums of these numbers alone."""
    by_code: dict[str, Counter[End]] = {}
    for (programme, _lender, end), number in numbers.items():
        by_code.setdefault(programme, Counter())[end] += number
    return tuple(_steps(code, ends) for code, ends in sorted(by_code.items()))


def by_lender(numbers: Told) -> Mapping[tuple[str, str], int]:
    """Return the numbers of introductions by lender and end, with `ALL` for sums, made of sums of these alone."""
    sums: Counter[tuple[str, str]] = Counter()
    for (_programme, lender, end), number in numbers.items():
        if not lender:
            continue
        told_as = End.TAKEN if end is End.LENT else end
        for cell in ((lender, told_as.value), (lender, ALL), (ALL, told_as.value), (ALL, ALL)):
            sums[cell] += number
    return sums


def _line(lender: str, ends: Counter[End]) -> Line:
    taken = ends[End.TAKEN] + ends[End.LENT]
    offered = ends[End.OFFERED] + taken + ends[End.NOT_TAKEN]
    return Line(lender, sum(ends.values()), offered + ends[End.DECLINED], offered, taken)


def _steps(programme: str, ends: Counter[End]) -> Steps:
    reached = {step: sum(ends[end] for end in ends if REACHED[end] >= step) for step in Reached}
    return Steps(programme, reached, {end: ends[end] for end in WENT_NO_FURTHER if ends[end]})
