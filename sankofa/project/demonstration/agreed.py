"""Consents of the invented people: most agreed to what a first talk needs, some did not, some took it back.

They are recorded by the same action as on the page, on invented days, so that every state is there to be seen: agreed,
refused, taken back, run out, a child with a guardian, an adult helped to decide, a mark with a witness.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sankofa.accounts.rules.terms import Actor
from sankofa.consent import actions, hooks
from sankofa.consent.actions import Said
from sankofa.consent.rules import texts, validity
from sankofa.consent.rules.terms import (
    Answer,
    Assent,
    Capacity,
    Company,
    Field,
    Guardian,
    How,
    Purpose,
    WitnessKind,
)
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7

WITNESSES = ("Rokeya Begum", "Abdul Karim", "Mariam Sow", "Sunita Rai")
FIRST = (Purpose.REGISTRATION, Purpose.CASE_WORK, Purpose.CONTACT_PHONE, Purpose.CONTACT_SMS, Purpose.STATISTICS)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One occasion of an invented person: how it was asked, what was answered, and what was taken back later."""

    asked: validity.Sitting
    answers: Sequence[Said]
    on: date
    taken_back: tuple[Purpose, ...] = ()


def record(person_id: str, number: int, *, registered_on: date, today: date, partner: UUID, by: Actor) -> int:
    """Record the consents of one invented person by their number; return how many answers that were."""
    count = 0
    for occasion in _occasions(person_id, number, registered_on=registered_on, today=today, partner=partner, by=by):
        at = datetime.combine(occasion.on, time(10, number % 50), tzinfo=ZoneInfo(by.zone))
        with clock.frozen(at):
            subject = hooks.subject(person_id, viewer=by, on=occasion.on)
            assert subject is not None, "the caseworker sees the people of the office"
            actions.record_answers(
                subject=subject.record,
                asked=occasion.asked,
                answers=occasion.answers,
                sent_id=uuid7(),
                by=by,
                at=at,
            )
        if occasion.taken_back:
            later = at + timedelta(days=1)
            with clock.frozen(later):
                what = [(purpose, None) for purpose in occasion.taken_back]
                actions.withdraw(subject=subject.record, what=what, said="", sent_id=uuid7(), by=by, at=later)
        count += len(occasion.answers)
    return count


def _occasions(
    person_id: str, number: int, *, registered_on: date, today: date, partner: UUID, by: Actor
) -> Iterator[Occasion]:
    """Yield the occasions of one person; everybody whose number ends in nine was not asked yet."""
    on = min(registered_on + timedelta(days=2), today - timedelta(days=1))
    subject = hooks.subject(person_id, viewer=by, on=on)
    if subject is None or number % 10 == 9:
        return
    asked = _asked(subject, number, on=on)
    refused = {Purpose.CONTACT_SMS} if number % 4 == 1 else set()
    refused |= {Purpose.STATISTICS} if number % 7 == 3 else set()
    answers = [_no(purpose) if purpose in refused else _yes(purpose) for purpose in FIRST]
    if number % 6 == 2:
        answers.append(_no(Purpose.PHOTO_STORY))
    if number % 5 == 0 and not validity.capacity_of(subject.age).counts_as_child:
        fields = frozenset({Field.NAME, Field.PHONE, Field.SKILLS, Field.PLAN})
        answers.append(Said(Purpose.CREDIT_REFERRAL, Answer.GIVEN, partner, fields))
    taken_back = (Purpose.CONTACT_PHONE,) if number % 8 == 4 and on < today - timedelta(days=1) else ()
    yield Occasion(asked, answers, on, taken_back)


def _asked(subject: hooks.Subject, number: int, *, on: date) -> validity.Sitting:
    """Return how an invented person was asked: in their language where there are texts, else with an interpreter."""
    read_in = subject.language if subject.language in texts.LANGUAGES else "en"
    asked = validity.Sitting(
        company=Company.ALONE,
        speaks=subject.language or "en",
        language=read_in,
        interpreter="" if read_in == (subject.language or "en") else "Salma Akter",
        is_repeated_back=True,
        how=How.SPOKEN,
    )
    if number % 9 == 5:
        witness = WITNESSES[number % len(WITNESSES)]
        asked = replace(asked, how=How.THUMB, witness=witness, witness_kind=WitnessKind.INDEPENDENT)
    capacity = validity.capacity_of(subject.age)
    if capacity.counts_as_child:
        return replace(asked, guardian_is=Guardian.PRESENT, guardian="Amina Khatun", assent=Assent.GIVEN)
    if number % 25 == 7 and capacity is Capacity.ADULT:
        note = "Spoke twice, with pictures and with the sister."
        return replace(
            asked, needs_support=True, supporter="Hasina Begum", support_note=note, review_on=on + timedelta(days=300)
        )
    return asked


def _yes(purpose: Purpose) -> Said:
    return Said(purpose, Answer.GIVEN, None, texts.terms()[purpose].fields)


def _no(purpose: Purpose) -> Said:
    return Said(purpose, Answer.REFUSED)
