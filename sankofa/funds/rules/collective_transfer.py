"""A collective transfer: many people's money sent at once, the fee shared, and every coin accounted for.

Farm owners bundled "all of their worker's remittances together every two weeks": one transfer, one fee, then on to
private accounts.  Holding other people's money is a regulated activity: this records what happened and never holds any.
Source: "Responsible finance" 4.7.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sankofa.funds.rules.terms import BadFund, check_amounts, note
from sankofa.kernel.finding import Finding
from sankofa.kernel.money import Money, total

SOURCE = "Responsible finance 4.7"


class DoesNotReconcile(BadFund):
    """The parts and the fee are not what was sent."""

    def __init__(self, sent: Money, parts: Money) -> None:
        super().__init__("sent", sent, f"it is the sum of all parts, {parts}")
        self.sent = sent
        self.parts = parts


class FeeAbovePart(BadFund):
    """Somebody's share of the fee would be more than the money sent for them."""

    def __init__(self, person: str, part: Money, fee: Money) -> None:
        super().__init__(f"parts.{person}", part, f"it is more than the share of the fee, {fee}")
        self.person = person


@dataclass(frozen=True, slots=True)
class Part:
    """What one person puts into the transfer."""

    person: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one person put in, bears of the fee, and gets."""

    person: str
    amount: Money
    fee: Money

    @property
    def arrives(self) -> Money:
        """What is paid into the private account."""
        return self.amount - self.fee


@dataclass(frozen=True, slots=True)
class Split:
    """A transfer shared out: the fees add up to the fee, what arrives and the fee to what was sent."""

    sent: Money
    fee: Money
    arrivals: tuple[Arrival, ...]
    alone: Money | None = None

    @property
    def saved(self) -> Money | None:
        """What all save together against sending alone, None where the fee of sending alone is not known."""
        return None if self.alone is None else self.alone * len(self.arrivals) - self.fee

    def sheet(self) -> tuple[Finding, ...]:
        """Return the list that goes with the transfer."""
        count = len(self.arrivals)
        lines = [note("transfer.sheet.sent", SOURCE, sent=self.sent, fee=self.fee, count=count)]
        for arrival in self.arrivals:
            facts = {"amount": arrival.amount, "fee": arrival.fee, "arrives": arrival.arrives}
            lines.append(note("transfer.sheet.part", SOURCE, person=arrival.person, **facts))
        arrived = total((arrival.arrives for arrival in self.arrivals), self.sent.currency)
        lines.append(note("transfer.sheet.check", SOURCE, arrived=arrived, fee=self.fee, sent=self.sent))
        if self.saved is not None and self.alone is not None:
            lines.append(note("transfer.sheet.saved", SOURCE, alone=self.alone, saved=self.saved))
        return (*lines, note("transfer.holds_no_money", SOURCE))


def split(parts: Sequence[Part], fee: Money, *, sent: Money, alone: Money | None = None, turn: int = 0) -> Split:
    """Return what everyone bears of the fee and gets: the fee in equal parts.

    Coins that cannot be divided go one each to the first in the list, beginning `turn` places further on, so that they
    do not meet the same people every time.  `alone` is the fee one person would pay alone.  Raises BadFund for fewer
    than two people, DoesNotReconcile, FeeAbovePart, FundCurrencies.
    """
    if len(parts) < 2:
        raise BadFund("parts", len(parts), "a transfer is shared by two people or more")
    names = [part.person for part in parts]
    if len(set(names)) != len(names):
        raise BadFund("parts", "somebody, twice,", "everyone is in the list once")
    amounts = [(f"parts.{part.person}", part.amount) for part in parts]
    check_amounts(sent.currency, [("sent", sent), ("fee", fee), ("alone", alone), *amounts])
    together = total((part.amount for part in parts), sent.currency)
    if together != sent:
        raise DoesNotReconcile(sent, together)
    count = len(parts)
    each, odd = divmod(fee.minor, count)
    arrivals = []
    for place, part in enumerate(parts):
        share = Money(each + ((place - turn) % count < odd), fee.currency)
        if part.amount < share:
            raise FeeAbovePart(part.person, part.amount, share)
        arrivals.append(Arrival(part.person, part.amount, share))
    return Split(sent, fee, tuple(arrivals), alone)
