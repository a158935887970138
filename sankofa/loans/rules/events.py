"""Events: what happened to a loan, each on its day.  They are added, never changed; a mistake is reversed by another.

`id` names an event for a reversal.  Amounts are money of the loan's currency.
"""

from dataclasses import dataclass

from sankofa.instalments.errors import BadTerms
from sankofa.kernel.money import Money
from sankofa.kernel.periods import Day
from sankofa.loans.rules.agreement import Part, PaymentKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened on a day."""

    id: str
    on: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOut(Event):
    """Money of the loan reached the borrower: the first time starts the loan, later times are further parts."""

    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid(Event):
    """Money came in."""

    amount: Money
    kind: PaymentKind = PaymentKind.PAYMENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged(Event):
    """A fee or penalty was added, due on a day of its own."""

    amount: Money
    due_on: Day
    part: Part = Part.FEE
    name: str = ""

    def __post_init__(self) -> None:
        if self.part not in {Part.FEE, Part.PENALTY}:
            raise BadTerms(f"events.{self.id}.part", self.part, "a charge is a fee or a penalty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived(Event):
    """The lender lets go of interest, a fee or a penalty; without an amount, of all of it that is open.

    `charge` names the event of one charge; without it the oldest goes first.
    """

    part: Part
    amount: Money | None = None
    charge: str | None = None

    def __post_init__(self) -> None:
        if self.part is Part.PRINCIPAL:
            raise BadTerms(f"events.{self.id}.part", self.part, "principal is written off, not waived")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduled(Event):
    """Instalments from one due date on were agreed anew.

    `to`: that instalment moves to this day and later ones follow at the agreed distance.  `extra`: so many instalments
    more.  `grace_principal`: the first so many pay interest only, and as many are added at the end.
    `with_arrears`: unpaid principal and interest of earlier dates join the new instalments.
    """

    from_due_on: Day
    to: Day | None = None
    extra: int = 0
    grace_principal: int = 0
    with_arrears: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        if self.extra < 0 or self.grace_principal < 0:
            raise BadTerms(f"events.{self.id}", self.extra, "numbers of instalments are zero or more")
        if self.to is not None and self.to < self.from_due_on:
            raise BadTerms(f"events.{self.id}.to", self.to, f"an instalment moves to later than {self.from_due_on}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunded(Event):
    """Money paid too much went back to the borrower."""

    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargedOff(Event):
    """The lender's books count the loan as lost; the borrower owes what they owed, and payments go on."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenOff(Event):
    """The lender gives up what is open; money that still comes is a recovery."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversed(Event):
    """Another event never happened: a bounced payment, a slip of the pen.  Everything after it is reckoned anew."""

    event: str
    reason: str = ""


RANK: dict[type[Event], int] = {
    HandedOut: 0,
    Rescheduled: 1,
    Charged: 2,
    Waived: 3,
    Paid: 4,
    Refunded: 5,
    ChargedOff: 6,
    WrittenOff: 7,
}
"""In which order events of one day are booked where the listing does not decide."""
