"""What gateways report of messages that they took: whether they arrived."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.messages.models import Message
from sankofa.messages.rules.terms import Channel, State

REPORTED = frozenset({State.DELIVERED, State.FAILED})
NOT_ARRIVED = "not_arrived"
GATEWAY = audit.Who("system", "sms gateway")


class NotSentYet(Exception):
    """The report came before we wrote down that the message was taken; the gateway reports again later."""


@transaction.atomic
def take_report(message_id: UUID, arrived: State, *, at: datetime) -> bool:
    """Write down whether an SMS arrived, once however often it is reported; return whether anything changed.

    The first report stands.  Raises NotSentYet, and Message.DoesNotExist.
    """
    assert arrived in REPORTED, "a gateway reports that an SMS arrived, or did not"
    message = Message.objects.select_for_update(of=("self",)).get(pk=message_id, channel=Channel.SMS)
    if message.state == State.WAITING:
        raise NotSentYet
    if message.state != State.SENT:
        return False
    message.state = arrived
    message.problem = NOT_ARRIVED if arrived is State.FAILED else ""
    message.save(update_fields=["state", "problem"])
    audit.record(
        kind=Kind.WRITE,
        action=f"messages.{arrived}",
        who=GATEWAY,
        at=at,
        subject_kind="messages.message",
        subject_id=str(message.pk),
        detail={"code": message.code, "channel": message.channel, "problem": message.problem},
    )
    return True
