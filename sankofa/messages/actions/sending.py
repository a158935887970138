"""Sending what waits in the outbox.

A message is claimed under a lock, with a lease, and its try is written down before the call is made.  Whoever is killed
half-way leaves a lease that runs out; the next worker tries again under the same key, by which a gateway sends an SMS
once and a mail program shows a mail once.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock
from sankofa.messages import mail_port, sms_port
from sankofa.messages.actions import contact
from sankofa.messages.models import Message
from sankofa.messages.ports import Letter, TryLater, WillNotTake
from sankofa.messages.rules import waits
from sankofa.messages.rules.terms import Channel, Held, State, may_become

LEASE = timedelta(minutes=2)
"""Longer than any call may take, so that nobody else calls meanwhile."""
NO_PORT: Mapping[str, Held] = {Channel.MAIL: Held.NO_MAIL, Channel.SMS: Held.NO_SMS}
WORKER = audit.Who("system", "messages")


def send_due(*, most: int = 100, for_seconds: int = 20) -> Mapping[str, int]:
    """Send what is due, so many at most and no longer than so; return how many came into which state."""
    began = clock.now()
    _release()
    done: Counter[str] = Counter()
    while sum(done.values()) < most and clock.now() - began < timedelta(seconds=for_seconds):
        message = _claimed(at=clock.now())
        if message is None:
            break
        done[_sent(message)] += 1
    return done


def _release() -> None:
    """Let messages wait again that were held because nothing could send them, where something now can."""
    now = clock.now()
    for held, port in ((Held.NO_MAIL, mail_port.port()), (Held.NO_SMS, sms_port.port())):
        if port is not None:
            Message.objects.filter(state=State.HELD, held_because=held, expires_at__gt=now).update(
                state=State.WAITING, held_because="", next_try_at=now
            )


@transaction.atomic
def _claimed(*, at: datetime) -> Message | None:
    """Return the next message that is due, leased, its try written down; None where none is."""
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    due = Message.objects.filter(free, state=State.WAITING, next_try_at__lte=at, expires_at__gt=at)
    message = due.order_by("next_try_at", "pk").select_for_update(skip_locked=True).first()
    if message is None:
        return None
    message.tries += 1
    message.leased_until = at + LEASE
    message.save(update_fields=["tries", "leased_until"])
    return message


def _sent(message: Message) -> str:
    """Make the call for a claimed message and write down what came of it; return its state."""
    port: mail_port.MailPort | sms_port.SmsPort | None = (
        mail_port.port() if message.channel == Channel.MAIL else sms_port.port()
    )
    if port is None:
        return _settle(message, State.HELD, held_because=NO_PORT[message.channel])
    if message.subject_id is not None:
        now = clock.now()
        safe = contact.ready(message, at=now)
        if safe.held is not None:
            return _settle(message, State.HELD, held_because=safe.held)
        if safe.at is not None and safe.at > now:
            return _settle(message, State.WAITING, not_before=safe.at)
    letter = Letter(key=str(message.pk), to=message.address, title=message.title or "", text=message.text)
    try:
        reference = port.send(letter)
    except WillNotTake as refused:
        return _settle(message, State.FAILED, problem=refused.code)
    except TryLater as later:
        return _settle(message, State.WAITING, problem=later.code)
    return _settle(message, State.SENT, reference=reference)


@transaction.atomic
def _settle(
    message: Message,
    state: State,
    *,
    problem: str = "",
    held_because: str = "",
    reference: str = "",
    not_before: datetime | None = None,
) -> str:
    """Write down what came of a try.  Whoever lost the lease meanwhile writes nothing over a later answer.

    With `not_before` no call was made: the message waits until then.
    """
    now = clock.now()
    held = Message.objects.select_for_update().get(pk=message.pk)
    if (held.state, held.tries) != (State.WAITING, message.tries):
        return str(held.state)
    following = None
    if state is State.WAITING:
        following = not_before or waits.next_try_at(
            now, tries=held.tries, waits=waits.MESSAGE_WAITS, until=held.expires_at
        )
        if following is None:
            state = State.EXPIRED
    assert state is State.WAITING or may_become(State.WAITING, state), "a message never goes back"
    held.state, held.problem, held.held_because = state, problem, held_because
    held.next_try_at, held.leased_until = following, None
    if state is State.SENT:
        held.sent_at, held.reference = now, reference
    if state in {State.SENT, State.FAILED, State.EXPIRED}:
        held.closed_at = now
    held.save()
    if state is not State.WAITING:
        audit.record(
            kind=Kind.WRITE,
            action=f"messages.{state}",
            who=WORKER,
            at=now,
            subject_kind="messages.message",
            subject_id=str(held.pk),
            detail={
                "code": held.code,
                "channel": held.channel,
                "tries": held.tries,
                "problem": problem or held_because,
            },
        )
    return str(state)
