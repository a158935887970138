"""Allocation: which claims a payment settles, in the order that was agreed.

A claim is one amount asked for one purpose on one day.  `shares` decides; it changes nothing, and what it gives
away and what is left always add up to the payment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sankofa.kernel.periods import Day
from sankofa.loans.rules.agreement import Ahead, Order, Part, Timing


@dataclass(slots=True)
class Claim:
    """One amount asked for, in minor units, with what became of it.

    `row_due_on` is the due date of the instalment with which it stands; a charge also has a day of its own.
    """

    part: Part
    due_on: Day
    amount: int
    row_due_on: Day
    source: str = ""  # the event of a charge; empty for what the schedule asks
    name: str = ""
    follows_lateness: bool = False  # a penalty that a rule added because something was late
    paid: int = 0
    waived: int = 0
    written_off: int = 0
    receipts: list[tuple[Day, int]] = field(default_factory=list)

    @property
    def unpaid(self) -> int:
        """What is still open."""
        return self.amount - self.paid - self.waived - self.written_off

    def pay(self, on: Day, amount: int) -> None:
        """Book a part of a payment."""
        self.paid += amount
        self.receipts.append((on, amount))


def timing(claim: Claim, on: Day) -> Timing:
    """Return when a claim is asked for, seen from a day."""
    if claim.due_on < on:
        return Timing.PAST_DUE
    return Timing.DUE if claim.due_on == on else Timing.IN_ADVANCE


def shares(claims: Sequence[Claim], amount: int, on: Day, order: Order) -> tuple[list[tuple[Claim, int]], int]:
    """Return which claim gets how much of a payment, in order, and what is left over.  Minor units."""
    given: list[tuple[Claim, int]] = []
    left = amount
    for claim in _in_order(claims, on, order):
        if not left:
            break
        part = min(left, claim.unpaid)
        if part > 0:
            given.append((claim, part))
            left -= part
    return given, left


def _in_order(claims: Sequence[Claim], on: Day, order: Order) -> Iterator[Claim]:
    """Every open claim once, first the one that is paid first."""
    open_claims = sorted(
        (claim for claim in claims if claim.unpaid > 0),
        key=lambda claim: (claim.row_due_on, claim.due_on, claim.source),
    )
    place = {step: number for number, step in enumerate(order.steps)}
    ahead_sign = 1 if order.ahead is Ahead.NEXT else -1

    def rank(claim: Claim) -> tuple[int, int, int]:
        when = timing(claim, on)
        step = place[when, claim.part]
        row = claim.row_due_on.toordinal()
        if order.by_instalment:
            if order.ahead is Ahead.LAST and claim.row_due_on > on and when is Timing.IN_ADVANCE:
                return 1, -row, step
            return 0, row, step
        if when is Timing.IN_ADVANCE:
            return 1, ahead_sign * row, step
        return 0, step, row

    yield from sorted(open_claims, key=rank)
