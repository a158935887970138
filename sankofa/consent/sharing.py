"""The door: the only way for what is known of a person to leave a room towards a partner.

`check_may_share` says whether; a `Packet` holds what.  Only `consent.actions.hand_over` makes one, after the check and
with its entry in the record of what was given to whom.  Whoever sends to a partner takes a `Packet` and nothing else; a
test reads the whole source to see that nobody makes one by hand.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NoReturn
from uuid import UUID

from sankofa.consent import queries
from sankofa.consent.rules.sharing import Verdict
from sankofa.consent.rules.terms import Field, Purpose
from sankofa.kernel.finding import Finding

__all__ = ["MayNotShare", "NotForHands", "Packet", "check_may_share"]


class MayNotShare(Exception):
    """What was to be shared may not be; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.code)


class NotForHands(TypeError):
    """A packet is made by handing over, never by hand."""

    def __init__(self) -> None:
        super().__init__("a packet is made by consent.actions.hand_over alone")


class _Wax:
    """What seals a packet; there is one stick of it, and it stays in this module."""


_WAX = _Wax()


class Packet:
    """What goes to one partner for one purpose: the fields that the person allowed, and not one more."""

    __slots__ = ("at", "facts", "handover_id", "partner", "purpose", "subject_id")

    subject_id: UUID
    purpose: Purpose
    partner: UUID | None
    facts: Mapping[Field, str]
    handover_id: UUID
    at: datetime

    def __init__(self, wax: object, **held: object) -> None:
        if wax is not _WAX:
            raise NotForHands
        for name, value in held.items():
            object.__setattr__(self, name, value)

    def __init_subclass__(cls) -> NoReturn:
        raise NotForHands

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise NotForHands

    def __delattr__(self, name: str) -> NoReturn:
        raise NotForHands

    def __reduce__(self) -> NoReturn:
        raise NotForHands

    def __repr__(self) -> str:
        return f"Packet({self.handover_id})"


def check_may_share(
    subject_id: str, *, purpose: Purpose, partner: UUID | None, fields: Collection[Field], on: date
) -> Verdict:
    """Return what allows these fields to go to this partner for this purpose.  Raises MayNotShare with the reason."""
    verdict = queries.may_share(subject_id, purpose=purpose, partner=partner, fields=sorted(fields), on=on)
    if not verdict.is_allowed:
        raise MayNotShare(verdict.reason)
    return verdict


def sealed(
    *,
    subject_id: UUID,
    purpose: Purpose,
    partner: UUID | None,
    facts: Mapping[Field, str],
    handover_id: UUID,
    at: datetime,
) -> Packet:
    """Return a packet.  For `hand_over` alone: it has checked, and written down what goes out."""
    return Packet(
        _WAX,
        subject_id=subject_id,
        purpose=purpose,
        partner=partner,
        facts=MappingProxyType(dict(facts)),
        handover_id=handover_id,
        at=at,
    )
