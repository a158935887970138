"""Writes of introductions to lenders on the person's side: send, answer a question, note an answer, decide, end.

Sending asks once more for everything that must hold, inside its own transaction; the consent is asked by the room of
consents, which seals what goes out and writes down that it went.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction

from sankofa.accounts.action import action
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.rules.terms import Actor
from sankofa.consent import actions as consents
from sankofa.consent.rules.terms import Field
from sankofa.consent.sharing import MayNotShare
from sankofa.credit import packets, permissions, referred
from sankofa.credit.models import LenderAnswer, NeedNoted, Question, Referral, SentPacket
from sankofa.credit.packets import Wish
from sankofa.credit.rules import referrals as rules
from sankofa.credit.rules.referrals import Channel, Ending, Outcome, State, Why
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.kernel.money import Money
from sankofa.lenders.rules.offers import OutsideAmounts, OutsideMonths
from sankofa.returnees import queries as register
from sankofa.returnees.clusters import ids_together

if TYPE_CHECKING:
    from sankofa.consent.hooks import Withdrawn
    from sankofa.lenders.models import Product, ProductVersion
    from sankofa.returnees.hooks import Erasing
    from sankofa.returnees.models import Person
    from sankofa.store.models import Record

TEXT_MAX = 600


class MayNotSend(Exception):
    """Something keeps the introduction from being sent; carries every reason."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(found.code for found in findings))


class NothingLeft(Exception):
    """Who asks or what for is not among what would be sent, so there is nothing to introduce."""


class NotAgreed(Exception):
    """The person was not asked whether the lender may be told this."""


class NoLongerShown(Exception):
    """What was sent is no longer there for the lender: the person took the consent back, or it is over."""


class AnsweredAlready(Exception):
    """Somebody answered already; two answers at once do not stand."""


class DayToCome(Exception):
    """The day lies ahead, or before the introduction was sent."""

    def __init__(self, sent_on: date) -> None:
        self.sent_on = sent_on
        super().__init__(sent_on.isoformat())


class BadAnswer(Exception):
    """A no without its reason, other terms without what they are, or nobody named who said it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a lender answers: yes, other terms and which, or no and why."""

    outcome: Outcome
    why: Why | None = None
    amount: Money | None = None
    months: int | None = None
    words: str = ""
    channel: Channel = Channel.DESK
    said_by: str = ""
    said_on: date | None = None


@action(permissions.REFER, on="person")
def send_referral(
    *,
    person: "Person",
    product: "Product",
    seen: UUID,
    wish: Wish,
    fields: Collection[Field],
    by: Actor,
    at: datetime,
) -> Referral:
    """Introduce somebody to a lender: send these parts of what is known of them, as they agreed.

    `seen` is the id of the terms that the person saw.  Raises MayNotSend, MayNotShare, NothingLeft, OutsideAmounts and
    OutsideMonths; then nothing was sent and nothing was written.
    """
    on = clock.day_of(at, by.zone)
    wanted = frozenset(fields) - rules.NEVER_SENT
    stands = referred.standing(person, product, viewer=by, on=on, seen=seen, fields=wanted)
    if found := rules.barriers(stands.facts):
        raise MayNotSend(found)
    assert stands.version is not None
    assert product.lender.organisation_id is not None
    _check_within(stands.version, wish)
    together = register.cluster(person, viewer=by, on=on)
    facts = packets.facts_of(together.shown(), together.files, wish, wanted, on=on)
    if not packets.is_enough(facts.keys()):
        raise NothingLeft
    if not (word := referred.agreed(person, product.lender.organisation_id, facts.keys(), on=on)).is_allowed:
        raise MayNotShare(word.reason)
    made = Referral(
        created_at=at,
        person=person,
        lender=product.lender,
        organisation_id=product.lender.organisation_id,
        product=product,
        version=stands.version,
        sent_at=at,
        sent_by_id=user_id(by),
        is_of_protected=person.is_protected,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        # Two colleagues at once: the second is told that it is there.
        raise MayNotSend(rules.barriers(replace(stands.facts, is_with_lender=True))) from None
    given = consents.hand_over(
        subject=person, purpose=referred.PURPOSE, partner=made.organisation_id, facts=facts, by=by, at=at
    )
    packet = SentPacket(
        created_at=at,
        referral=made,
        organisation_id=made.organisation_id,
        handover_id=given.packet.handover_id,
        fields=sorted(given.packet.facts),
        content={field.value: text for field, text in given.packet.facts.items()},
        wish={"minor": wish.amount.minor, "currency": wish.amount.currency, "months": wish.months},
        sent_at=at,
    )
    packet.save(force_insert=True)
    _tell_lender(packet, "referral_sent", at=at)
    return made


@action(permissions.REFER, on="question")
def answer_question(*, question: Question, text: str, is_agreed: bool, by: Actor, at: datetime) -> Question:
    """Answer what a lender asks, once the person agreed that this is told.

    Raises NotAgreed, AnsweredAlready, NotNow, and NoLongerShown where the lender may not read it any more.
    """
    held = locked(question.referral_id)
    if question.answered_at is not None:
        raise AnsweredAlready
    rules.check_may_become(State(held.state), State.RECEIVED)
    packet = SentPacket.objects.get(referral=held)
    packet.referral = held
    if not referred.may_read(packet, on=clock.day_of(at, by.zone)):
        raise NoLongerShown
    if not is_agreed or not text.strip():
        raise NotAgreed
    question.answer, question.answered_at = text.strip()[:TEXT_MAX], at
    question.answered_by_id = user_id(by)
    question.save()
    held.state = State.RECEIVED.value
    held.save()
    _tell_lender(packet, "referral_told", at=at)
    return question


@action(permissions.REFER, on="referral")
def note_lender_answer(*, referral: Referral, told: Answered, by: Actor, at: datetime) -> LenderAnswer:
    """Note what a lender answered by phone, on a slip or at a visit: who said it there, and on which day.

    Raises NotNow, AnsweredAlready, BadAnswer, DayToCome.
    """
    if told.channel is Channel.DESK or not told.said_by.strip() or told.said_on is None:
        raise BadAnswer
    if not clock.day_of(referral.sent_at, by.zone) <= told.said_on <= clock.day_of(at, by.zone):
        raise DayToCome(clock.day_of(referral.sent_at, by.zone))
    return keep_answer(referral, told, said_on=told.said_on, by=by, at=at)


@action(permissions.REFER, on="referral")
def decide_on_offer(*, referral: Referral, is_taken: bool, decided_on: date, by: Actor, at: datetime) -> Referral:
    """Note whether the person takes what the lender offers; a no is as good as a yes.  Raises NotNow, DayToCome."""
    rules.check_may_become(State(referral.state), State.TAKEN if is_taken else State.NOT_TAKEN)
    if not clock.day_of(referral.sent_at, by.zone) <= decided_on <= clock.day_of(at, by.zone):
        raise DayToCome(clock.day_of(referral.sent_at, by.zone))
    referral.state = (State.TAKEN if is_taken else State.NOT_TAKEN).value
    referral.decided_on = decided_on
    referral.save()
    return referral


@action(permissions.REFER, on="referral")
def end_referral(*, referral: Referral, ending: Ending, by: Actor, at: datetime) -> Referral:  # noqa: ARG001  written down by the decorator
    """End an introduction that leads nowhere; the lender then reads nothing of it any more.  Raises NotNow."""
    rules.check_may_become(State(referral.state), State.ENDED)
    assert ending in rules.CHOSEN, "the other endings come of themselves"
    _end(referral, State.ENDED, ending, at)
    return referral


def withdraw_referrals(event: "Withdrawn") -> None:
    """End what was sent to a lender when the person takes the consent back, also while the lender reads.

    A consent taken back on one of several joined files counts for all of them.
    """
    partners = [partner for purpose, partner in event.consents if purpose is referred.PURPOSE and partner is not None]
    if not partners:
        return
    open_states = [state.value for state in rules.OPEN]
    files = ids_together(event.subject_id)
    held = Referral.objects.select_for_update(of=("self",)).filter(
        person_id__in=files, organisation_id__in=partners, state__in=open_states
    )
    for one in held:
        _end(one, State.WITHDRAWN, Ending.WITHDRAWN, event.at)


def erase_referrals(event: "Erasing") -> "list[Record]":
    """Clear what was sent, asked and answered about somebody who is being erased; that it was, stays for counts."""
    held = Referral.objects.filter(person_id=event.person.pk)
    for one in held.filter(state__in=[state.value for state in rules.OPEN]):
        _end(one, State.ENDED, Ending.ERASED, event.at)
    sent, asked = SentPacket.objects.filter(referral__in=held), Question.objects.filter(referral__in=held)
    answered, noted = LenderAnswer.objects.filter(referral__in=held), NeedNoted.objects.filter(person=event.person)
    sent.update(content=None, wish=None)
    asked.update(text=None, answer=None)
    answered.update(terms=None, said_by=None)
    noted.update(note=None)
    return [*held, *sent, *asked, *answered, *noted]


def keep_answer(held: Referral, told: Answered, *, said_on: date, by: Actor, at: datetime) -> LenderAnswer:
    """Keep what a lender answered; of two at once the first stands.  Raises NotNow, AnsweredAlready, BadAnswer."""
    if LenderAnswer.objects.filter(referral=held).exists():
        raise AnsweredAlready
    rules.check_may_become(State(held.state), told.outcome.state)
    is_whole = {
        Outcome.YES: told.why is None,
        Outcome.OTHER_TERMS: told.why is None and (told.amount is not None or bool(told.words.strip())),
        Outcome.NO: told.why is not None,
    }
    if not is_whole[told.outcome]:
        raise BadAnswer
    made = LenderAnswer(
        created_at=at,
        referral=held,
        outcome=told.outcome.value,
        why="" if told.why is None else told.why.value,
        terms=_terms(told),
        channel=told.channel.value,
        said_by=told.said_by.strip() or None,
        said_on=said_on,
        noted_by_id=user_id(by),
        noted_at=at,
    )
    made.save(force_insert=True)
    held.state = told.outcome.state.value
    held.save()
    return made


def locked(referral_id: UUID) -> Referral:
    """Return an introduction, held so that nobody else changes it meanwhile."""
    return Referral.objects.select_for_update(of=("self",)).select_related("person").get(pk=referral_id)


def user_id(by: Actor) -> str | None:
    """Return the key of the member of staff who acts; None for the system and for other systems."""
    return by.id if by.kind == "user" else None


def _terms(told: Answered) -> dict[str, object]:
    return {
        "minor": None if told.amount is None else told.amount.minor,
        "currency": None if told.amount is None else told.amount.currency,
        "months": told.months,
        "words": told.words.strip()[:TEXT_MAX],
    }


def _end(held: Referral, state: State, ending: Ending, at: datetime) -> None:
    held.state, held.ending, held.ended_at = state.value, ending.value, at
    held.save()


def _check_within(version: "ProductVersion", wish: Wish) -> None:
    product = version.to_terms().product
    limits = [limit for limit in (product.least, product.most) if limit is not None]
    if (
        any(limit.currency != wish.amount.currency for limit in limits)
        or (product.least is not None and wish.amount < product.least)
        or (product.most is not None and product.most < wish.amount)
    ):
        raise OutsideAmounts(product.least, product.most)
    least, most = product.months_least, product.months_most
    if (least is not None and wish.months < least) or (most is not None and most < wish.months):
        raise OutsideMonths(least, most)


def _tell_lender(packet: SentPacket, code: str, *, at: datetime) -> None:
    for officer in referred.officers_of(packet, on=clock.day_of(at, "UTC")):
        notices.tell(Notice(officer, code, at, path=f"/lender-desk/{packet.pk}/"))
