"""Grants: how much may be given, how far one is, and what of it was handed over.

A grant is money that is never to be paid back.  Two people approve it, neither of them the one who proposed it; it is
handed over at once or in parts, each with a receipt; what was handed over wrongly is taken back and stays to be read.

Source: Knowledge Paper 1 (2021), 4.2.3: it is "essential to clearly distinguish" what gives grants from what lends;
case-work notes, 2.5 (a sample of hand-over certificates is compared with what people say).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money, total

SOURCE: Final = "case-work notes, 2.2; Knowledge Paper 1, 4.2.3"


class Decision(StrEnum):
    """What others said to a grant so far."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"


class State(StrEnum):
    """How far a grant is."""

    WAITING = "waiting"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    IN_PART = "in_part"
    GIVEN = "given"
    CANCELLED = "cancelled"
    REST_CANCELLED = "rest_cancelled"


class Receiver(StrEnum):
    """Into whose hands it was given."""

    SELF = "self"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Handed:
    """One handing over: how much, on which day, and whether it was taken back."""

    amount: Money
    on: date
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """A grant as the rules know it."""

    amount: Money
    decision: Decision
    handed: tuple[Handed, ...] = ()
    is_cancelled: bool = False

    @property
    def given(self) -> Money:
        """What the person has of it."""
        return total((one.amount for one in self.handed if not one.is_taken_back), self.amount.currency)

    @property
    def left(self) -> Money:
        """What is still to be handed over; nothing of a grant that is not approved, or no more."""
        if self.decision is not Decision.APPROVED or self.is_cancelled:
            return Money.zero(self.amount.currency)
        return self.amount - self.given

    @property
    def state(self) -> State:
        """How far it is."""
        if self.decision is not Decision.APPROVED:
            return State(self.decision.value)
        if self.is_cancelled:
            return State.REST_CANCELLED if self.given else State.CANCELLED
        if not self.left:
            return State.GIVEN
        return State.IN_PART if self.given else State.APPROVED

    @property
    def counts_as(self) -> Money:
        """What it takes of a promise or a ceiling: all of it while it may be given, else what was given."""
        if self.decision in (Decision.REFUSED, Decision.WITHDRAWN) or self.is_cancelled:
            return self.given
        return self.amount


def done_on(grants: Collection[GrantTerms], planned: Money | None) -> date | None:
    """Return on which day the last of what the plan promises was handed over; None while some of it is to come.

    Where the rest was cancelled, what was handed over is all that comes.
    """
    days = [one.on for grant in grants for one in grant.handed if not one.is_taken_back]
    states = {grant.state for grant in grants}
    if not days or states & {State.WAITING, State.SENT_BACK, State.APPROVED, State.IN_PART}:
        return None
    given = sum(grant.given.minor for grant in grants)
    is_all = planned is None or given >= planned.minor
    return max(days) if is_all or State.REST_CANCELLED in states else None


def objections(
    amount: Money, *, planned: Money | None, promised_before: Iterable[GrantTerms] = (), room: Money | None = None
) -> list[Finding]:
    """Return why a grant cannot be so large; none where it can.

    `promised_before` are the other grants for the same activity.  `room` is what the programme's ceiling leaves for
    this person; None where there is none.
    """
    if amount.minor <= 0:
        return [_no("grant.not_an_amount")]
    if planned is None or planned.currency != amount.currency:
        return [_no("grant.not_planned")]
    before = total(
        (one.counts_as for one in promised_before if one.amount.currency == amount.currency), amount.currency
    )
    found = []
    if before + amount > planned:
        found.append(_no("grant.more_than_planned", planned=planned, before=before))
    if room is not None and (room.currency != amount.currency or amount > room):
        found.append(_no("grant.more_than_ceiling", room=room))
    return found


def room_below(ceiling: Money, others: Iterable[GrantTerms]) -> Money:
    """Return what a ceiling leaves for one person beside their other grants of the same programme; never below zero."""
    taken = total((one.counts_as for one in others if one.amount.currency == ceiling.currency), ceiling.currency)
    return max(ceiling - taken, Money.zero(ceiling.currency))


def _no(code: str, /, **facts: Money) -> Finding:
    return Finding(code, Weight.BARRIER, SOURCE, **facts)
