"""Writes of a lender's officer: open what was sent, ask the office, answer.  The lender decides alone."""

from datetime import datetime

from sankofa.accounts.action import action
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.rules.terms import Actor
from sankofa.credit import permissions, referred
from sankofa.credit.actions.referrals import (
    TEXT_MAX,
    Answered,
    BadAnswer,
    NoLongerShown,
    keep_answer,
    locked,
    user_id,
)
from sankofa.credit.models import LenderAnswer, Question, Referral, SentPacket
from sankofa.credit.rules import referrals as rules
from sankofa.credit.rules.referrals import Channel, State
from sankofa.kernel import clock


class CannotBeRead(Exception):
    """What was sent does not open, because a key is missing: nobody asks about it or answers it unread."""


@action(permissions.ANSWER, on="packet")
def receive_packet(*, packet: SentPacket, by: Actor, at: datetime) -> SentPacket:
    """Note that an officer of the lender opened what was sent; opening it again changes nothing.

    Raises NoLongerShown and CannotBeRead.
    """
    held = _readable(packet, by=by, at=at)
    if held.state == State.SENT:
        held.state, held.received_at = State.RECEIVED.value, at
        held.save()
    return packet


@action(permissions.ANSWER, on="packet")
def ask_office(*, packet: SentPacket, text: str, by: Actor, at: datetime) -> Question:
    """Ask the office something about somebody; it asks the person before it answers.

    Raises NoLongerShown, CannotBeRead, NotNow, and BadAnswer where nothing is asked.
    """
    held = _readable(packet, by=by, at=at)
    if held.state == State.SENT:
        held.state, held.received_at = State.RECEIVED.value, at
    rules.check_may_become(State(held.state), State.ASKED)
    if not text.strip():
        raise BadAnswer
    made = Question(created_at=at, referral=held, text=text.strip()[:TEXT_MAX], asked_by_id=user_id(by), asked_at=at)
    made.save(force_insert=True)
    held.state = State.ASKED.value
    held.save()
    _tell_office(held, "referral_asked", at=at)
    return made


@action(permissions.ANSWER, on="packet")
def answer_as_lender(*, packet: SentPacket, told: Answered, by: Actor, at: datetime) -> LenderAnswer:
    """Answer for the lender: yes, other terms, or no with a reason.  Nobody else decides.

    Raises NoLongerShown, CannotBeRead, NotNow, AnsweredAlready, BadAnswer.
    """
    held = _readable(packet, by=by, at=at)
    if told.channel is not Channel.DESK:
        raise BadAnswer
    made = keep_answer(held, told, said_on=clock.day_of(at, by.zone), by=by, at=at)
    _tell_office(held, "referral_answered", at=at)
    return made


def _readable(packet: SentPacket, *, by: Actor, at: datetime) -> Referral:
    """Return the introduction, held, where the lender may and can read it.  Raises NoLongerShown, CannotBeRead."""
    held = locked(packet.referral_id)
    packet.referral = held
    answered = LenderAnswer.objects.filter(referral=held).exists()
    if not answered and not referred.may_read(packet, on=clock.day_of(at, by.zone)):
        raise NoLongerShown
    if not referred.opens(packet):
        raise CannotBeRead
    return held


def _tell_office(held: Referral, code: str, *, at: datetime) -> None:
    """Tell whoever looks after the person, or else whoever sent it; nobody who may not open it any more."""
    for worker in (held.person.owner, held.sent_by):
        if worker is None or not worker.is_active:
            continue
        actor = worker.as_actor()
        if referred.may_view(held.person, viewer=actor, on=clock.day_of(at, actor.zone)):
            notices.tell(Notice(worker, code, at, path=f"/referrals/{held.pk}/"))
            return
