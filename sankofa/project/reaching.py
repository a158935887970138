"""How messages meet consent and the register: who may be written to, what a packet holds, what erasing clears."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sankofa.consent import queries as consents
from sankofa.consent.rules import terms as consent
from sankofa.consent.sharing import Packet
from sankofa.messages import actions as messages
from sankofa.messages.hooks import Contact
from sankofa.messages.rules.terms import Channel
from sankofa.returnees.hooks import Erasing
from sankofa.store.models import Record

_NO = frozenset({"refused", "withdrawn"})


def may_contact(subject_id: UUID, channel: Channel, at: datetime) -> Contact | None:
    """Return what a person said to SMS; what was never asked, or lapsed, is not known, and so never a yes."""
    if channel is not Channel.SMS:
        return None
    verdict = consents.may_contact(str(subject_id), consent.Channel.SMS, on=at.date())
    if verdict.is_allowed:
        return Contact.YES
    return Contact.NO if verdict.reason.code in _NO else None


def packed(packet: object, organisation_id: UUID) -> Mapping[str, object] | None:
    """Return what a packet about a person holds, where consent made it for this very organisation; else None."""
    if not isinstance(packet, Packet) or packet.partner != organisation_id:
        return None
    return {
        "subject": str(packet.subject_id),
        "purpose": str(packet.purpose),
        "handover": str(packet.handover_id),
        "facts": {str(field): said for field, said in packet.facts.items()},
    }


def erase(event: Erasing) -> Sequence[Record]:
    """Clear how somebody who is being erased was reached, and what they were sent."""
    return messages.forget(event.person.pk, at=event.at)
