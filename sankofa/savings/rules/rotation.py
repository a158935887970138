"""A rotating group (tontine, susu): everyone pays the same each round, and one member gets the pot.

Who gets the pot early owes the others; who gets it late saves.  The position after a round is what a member has got
less what the member has paid.  Source: "Responsible finance" 5.1 and 5.3, example 7; Knowledge Paper 1, footnote 5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sankofa.instalments.due_dates import Every, due_dates
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money
from sankofa.kernel.periods import Day
from sankofa.savings.rules.constitution import BadGroup, check_currency, check_members
from sankofa.savings.rules.worked import step

SOURCE = "Responsible finance 5.3"


class OrderMethod(StrEnum):
    """How the group decides who gets the pot when; it is written down before the first round."""

    FIXED = "fixed"
    LOTTERY = "lottery"
    NEED = "need"
    BID = "bid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """What a rotating group agreed, and what was not paid.

    `order` is who gets the pot, round by round.  `missed` holds pairs of member and round that were not paid.  `bids`
    is, by round, what the receiver gives up of the pot; the others share it.
    """

    contribution: Money
    order: tuple[int, ...]
    method: OrderMethod
    every: Every
    starts_on: Day
    missed: frozenset[tuple[int, int]] = frozenset()
    bids: Mapping[int, Money] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_members(self.order)
        if self.contribution.minor <= 0:
            raise BadGroup("contribution", self.contribution, "everyone pays in more than nothing")
        check_currency(self.contribution.currency, [(f"bids.{number}", bid) for number, bid in self.bids.items()])
        for member, number in self.missed:
            if member not in self.order or not 1 <= number <= len(self.order):
                raise BadGroup("missed", f"member {member}, round {number}", "it names a member and a round")
        for number, bid in self.bids.items():
            if self.method is not OrderMethod.BID:
                raise BadGroup("bids", bid, "bids belong to the method bid")
            if not 1 <= number <= len(self.order) or not 0 <= bid.minor <= self.contribution.minor * len(self.order):
                raise BadGroup(f"bids.{number}", bid, "a bid names a round and is no more than the pot")


@dataclass(frozen=True, slots=True)
class Round:
    """One round: its day, who gets what, and every member's position after it."""

    number: int
    on: Day
    receiver: int
    pot: Money
    positions: Mapping[int, Money]


@dataclass(frozen=True, slots=True)
class Turns:
    """All rounds of a rotating group, worked out."""

    rotation: Rotation
    rounds: tuple[Round, ...]
    findings: tuple[Finding, ...]

    def most(self, member: int) -> Money:
        """Return the highest position of a member: above zero, the others' money in the member's hand (credit)."""
        return max(done.positions[member] for done in self.rounds)

    def least(self, member: int) -> Money:
        """Return the lowest position of a member: below zero, the member's money in the others' hands (savings)."""
        return min(done.positions[member] for done in self.rounds)

    def at_end(self, member: int) -> Money:
        """Return what a member has at the end beyond what was paid in: a loss is below zero."""
        return self.rounds[-1].positions[member]

    def sheet(self) -> tuple[Finding, ...]:
        """Return the rounds one by one, for the group's secretary."""
        rotation = self.rotation
        count = len(rotation.order)
        pot = rotation.contribution * count
        lines = [step("rotation.sheet.pot", SOURCE, count=count, contribution=rotation.contribution, pot=pot)]
        lines.append(step(f"rotation.sheet.order.{rotation.method}", SOURCE))
        for done in self.rounds:
            lines.append(
                step(
                    "rotation.sheet.round",
                    SOURCE,
                    number=done.number,
                    on=done.on,
                    member=done.receiver,
                    pot=done.pot,
                    position=done.positions[done.receiver],
                )
            )
        return tuple(lines)


def turns(rotation: Rotation) -> Turns:
    """Return every round of a rotating group and who carries what is not paid.

    What a member does not pay is missing in that round's pot: its receiver bears the loss.  Raises BadGroup for a bid
    above the pot.
    """
    currency, order = rotation.contribution.currency, rotation.order
    positions = dict.fromkeys(order, 0)
    each = rotation.contribution.minor
    rounds = []
    for number, on in enumerate(due_dates(rotation.starts_on, rotation.every, len(order)), 1):
        receiver = order[number - 1]
        paying = [member for member in order if (member, number) not in rotation.missed]
        for member in paying:
            positions[member] -= each
        pot = each * len(paying)
        positions[receiver] += pot
        bid = rotation.bids.get(number, Money.zero(currency))
        if bid.minor > pot:
            raise BadGroup(f"bids.{number}", bid, f"no more is given up than lies in the pot, {Money(pot, currency)}")
        others = [member for member in paying if member != receiver]
        if bid and others:
            # Coins that cannot be shared equally go one each to those who wait longest for the pot.
            waiting = sorted(others, key=lambda member: -order.index(member))
            for member, part in zip(waiting, bid.allocate([1] * len(waiting)), strict=True):
                positions[member] += part.minor
            positions[receiver] -= bid.minor
            pot -= bid.minor
        after = {member: Money(position, currency) for member, position in positions.items()}
        rounds.append(Round(number, on, receiver, Money(pot, currency), after))
    return Turns(rotation, tuple(rounds), tuple(_findings(rotation, rounds)))


def _findings(rotation: Rotation, rounds: Sequence[Round]) -> list[Finding]:
    found = []
    for member, number in sorted(rotation.missed, key=lambda pair: (pair[1], pair[0])):
        has_received = rotation.order.index(member) + 1 < number
        receiver = rounds[number - 1].receiver
        found.append(
            Finding(
                "rotation.missed_after_pot" if has_received else "rotation.missed",
                Weight.CONCERN,
                SOURCE,
                number=member,
                round=number,
                amount=rotation.contribution,
                bearer=receiver,
            )
        )
    return found
