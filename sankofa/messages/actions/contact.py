"""How people of the register are contacted: their plan, a neutral message, and the last look before it leaves.

A message is put together only at the moment it is sent: a plan that was changed, or an agreement that was taken back
a second before, counts.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.messages import hooks, permissions, queries, texts
from sankofa.messages.actions.outbox import HELD_FOR
from sankofa.messages.models import ContactPlan, Message
from sankofa.messages.rules.contact import WORD_MAX, Plan, Safe, is_neutral, safe_moment
from sankofa.messages.rules.terms import Channel, State

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

TO_SEND: Mapping[str, tuple[str, ...]] = {
    "person.call_back": (),
    "person.come_by": (),
    "person.appointment": ("day", "time"),
}
"""The texts that may go to a person, and the facts that each asks for."""
PRIVATE = frozenset({"person.appointment"})
"""Texts that only the person may read: they never go to a phone that others share or hear."""


class NotNeutral(Exception):
    """The word by which a person knows who it is says too much, or is too long."""

    def __init__(self, word_max: int = WORD_MAX) -> None:
        self.word_max = word_max
        super().__init__("word")


class NoSuchText(Exception):
    """No such text goes to people, or a fact that it asks for is missing."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@action(permissions.CONTACT, on="person")
def keep_plan(*, person: "Person", plan: Plan, by: Actor, at: datetime) -> ContactPlan:
    """Keep how a person may be contacted, as they said it today.  Messages that were held look at it anew.

    Raises NotNeutral where the word says too much.
    """
    if len(plan.word) > WORD_MAX or not is_neutral(plan.word, texts.forbidden_in(plan.language)):
        raise NotNeutral
    made = ContactPlan.objects.create(
        created_at=at,
        subject_id=person.pk,
        plan=plan.record(),
        confirmed_on=clock.day_of(at, by.zone),
        confirmed_by_id=by.id if by.kind == "user" else None,
    )
    release(person.pk, at=at)
    return made


@action(permissions.CONTACT, on="person")
def send_neutral(
    *,
    person: "Person",
    code: str,
    facts: Mapping[str, str],
    until: datetime | None = None,
    by: Actor,  # noqa: ARG001
    at: datetime,
) -> Message:
    """Put a neutral SMS to a person into the outbox, or hold it with its reason.  Raises NoSuchText.

    `until` is when it would have lost its sense, such as the hour at which one meets.
    """
    if code not in TO_SEND or set(facts) != set(TO_SEND[code]):
        raise NoSuchText(code)
    safe = judged(person.pk, code, at=at)
    held = queries.plan_of(person.pk)
    return Message.objects.create(
        created_at=at,
        channel=Channel.SMS,
        code=code,
        language="en" if held is None else held.to_terms().language,
        facts=dict(facts),
        subject_id=person.pk,
        office_id=person.office_id,
        state=State.WAITING if safe.held is None else State.HELD,
        held_because=safe.held or "",
        next_try_at=safe.at,
        expires_at=min(at + HELD_FOR, until or at + HELD_FOR),
    )


def release(subject_id: UUID, *, at: datetime) -> int:
    """Let a person's held messages look again whether they may go; return how many.

    Called where something changed that may have held them: the contact plan, or what the person agreed to.
    """
    held = Message.objects.filter(subject_id=subject_id, state=State.HELD, expires_at__gt=at)
    return held.update(state=State.WAITING, held_because="", next_try_at=at)


def look_again(subject_id: UUID, *, at: datetime) -> int:
    """Judge a person's unsent messages anew, because what the person agreed to changed; return how many changed.

    A yes lets go what was held, a no holds at once what waits.  One that is just being sent looks for itself.
    """
    changed = release(subject_id, at=at)
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=at)
    waiting = Message.objects.filter(free, subject_id=subject_id, state=State.WAITING, expires_at__gt=at)
    for message in waiting.select_for_update():
        if (because := judged(subject_id, message.code, at=at).held) is not None:
            message.state, message.held_because = State.HELD, because
            message.next_try_at = message.leased_until = None
            message.save(update_fields=["state", "held_because", "next_try_at", "leased_until"])
            changed += 1
    return changed


def forget(subject_id: UUID, *, at: datetime) -> list[ContactPlan | Message]:
    """Clear what is held of how a person is reached and of what they were sent, and send nothing more; return the rows.

    Part of erasing somebody; that they were asked and written to, and when, stays for counts.
    """
    unsent = Message.objects.filter(subject_id=subject_id, state__in=[State.WAITING, State.HELD])
    unsent.update(state=State.EXPIRED, next_try_at=None, held_because="", leased_until=None, closed_at=at)
    messages = Message.objects.filter(subject_id=subject_id)
    messages.update(address=None, title=None, text=None, facts=None)
    plans = ContactPlan.objects.filter(subject_id=subject_id)
    plans.update(plan=None)
    return [*plans, *messages]


def judged(subject_id: UUID, code: str, *, at: datetime) -> Safe:
    """Return when an SMS with a text may go to a person, or why not, as plan and agreement stand now."""
    held = queries.plan_of(subject_id)
    return safe_moment(
        None if held is None else held.to_terms(),
        confirmed_on=None if held is None else held.confirmed_on,
        is_private=code in PRIVATE,
        agreed=_agreed(subject_id, at=at),
        at=at,
    )


def ready(message: Message, *, at: datetime) -> Safe:
    """Put a claimed message together from the plan as it stands now; where it may not go, say when or why not."""
    assert message.subject_id is not None, "only messages to people of the register have a plan"
    safe = judged(message.subject_id, message.code, at=at)
    held = queries.plan_of(message.subject_id)
    if safe.held is not None or held is None or safe.at != at:
        return safe
    plan = held.to_terms()
    said = texts.said(message.code, plan.language, {**message.facts, "word": plan.word})
    message.address, message.text, message.language = plan.number, said.text, said.language
    message.save(update_fields=["address", "text", "language"])
    return safe


def _agreed(subject_id: UUID, *, at: datetime) -> bool | None:
    """Return what the person said to SMS; whoever answers no is heard, and silence is not yes."""
    answers = set(hooks.may_contact.answers(subject_id, Channel.SMS, at))
    if hooks.Contact.NO in answers:
        return False
    return True if hooks.Contact.YES in answers else None
