"""Laws of consent: a no wins at once, silence is no yes, a child is no adult, the order of arrival does not matter."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from sankofa.consent.rules import sharing, validity
from sankofa.consent.rules.terms import (
    AgeKnown,
    Answer,
    Capacity,
    Consent,
    Field,
    History,
    Purpose,
    State,
)
from sankofa.consent.rules.texts import terms
from sankofa.kernel.periods import Age

START = datetime(2026, 1, 1, tzinfo=UTC)
PARTNERS = (None, UUID(int=1), UUID(int=2))
ADULT = AgeKnown(Age(30, 30))

ages = st.one_of(
    st.just(AgeKnown(None)),
    st.builds(
        lambda least, width, guess: AgeKnown(Age(least, least + width), guess),
        st.integers(0, 90),
        st.integers(0, 1),
        st.booleans(),
    ),
)


@st.composite
def consents(draw: st.DrawFn) -> list[Consent]:
    moments = draw(st.lists(st.integers(0, 10_000), max_size=12, unique=True))
    found = []
    for number, minute in enumerate(moments):
        at = START + timedelta(minutes=minute)
        purpose = draw(st.sampled_from([Purpose.REFERRAL, Purpose.STATISTICS]))
        found.append(
            Consent(
                id=UUID(int=number + 10),
                purpose=purpose,
                partner=draw(st.sampled_from(PARTNERS)),
                answer=draw(st.sampled_from(Answer)),
                at=at,
                fields=frozenset(draw(st.sets(st.sampled_from(Field)))),
                capacity=draw(st.sampled_from(Capacity)),
                version="1",
                expires_on=date(2027, 1, 1),
                review_on=date(2027, 1, 1),
            )
        )
    return found


days = st.dates(date(2026, 1, 1), date(2027, 6, 1))


@given(consents(), days, ages)
def test_a_withdrawal_wins_at_once_whatever_came_before(held: list[Consent], on: date, age: AgeKnown) -> None:
    last = max((one.at for one in held), default=START)
    back = Consent(UUID(int=1), Purpose.REFERRAL, PARTNERS[1], Answer.WITHDRAWN, last)
    history = History([*held, back], age=age, terms=terms())
    for field in Field:
        assert not sharing.may_share(history, Purpose.REFERRAL, PARTNERS[1], {field}, on=on).is_allowed
    assert sharing.standing(history, Purpose.REFERRAL, PARTNERS[1], on=on).state is State.WITHDRAWN


@given(consents(), days, ages)
def test_no_answer_ever_comes_from_silence(held: list[Consent], on: date, age: AgeKnown) -> None:
    history = History(held, age=age, terms=terms())
    for purpose in Purpose:
        for partner in PARTNERS:
            verdict = sharing.may_share(history, purpose, partner, {Field.NAME}, on=on)
            said = [one for one in held if (one.purpose, one.partner) == (purpose, partner)]
            if verdict.is_allowed:
                assert verdict.consent in said
                assert verdict.consent.answer is Answer.GIVEN
                assert Field.NAME in verdict.consent.fields
            if not said:
                assert sharing.standing(history, purpose, partner, on=on).state is State.NEVER_ASKED


@given(consents(), st.randoms(use_true_random=False), days)
def test_the_order_in_which_answers_arrive_does_not_matter(held: list[Consent], dice: random.Random, on: date) -> None:
    mixed = list(held)
    dice.shuffle(mixed)
    one, other = (History(told, age=ADULT, terms=terms()) for told in (held, mixed))
    for partner in PARTNERS:
        assert sharing.standing(one, Purpose.REFERRAL, partner, on=on) == sharing.standing(
            other, Purpose.REFERRAL, partner, on=on
        )


@given(ages, st.booleans())
def test_a_child_never_counts_as_an_adult(age: AgeKnown, needs_support: bool) -> None:
    capacity = validity.capacity_of(age, needs_support=needs_support)
    is_surely_adult = age.years is not None and age.years.least >= validity.ADULT_FROM
    assert capacity.counts_as_child or is_surely_adult


@given(consents(), ages, days)
def test_nothing_goes_out_on_an_adults_yes_of_somebody_who_counts_as_a_child(
    held: list[Consent], age: AgeKnown, on: date
) -> None:
    history = History(held, age=age, terms=terms())
    for partner in PARTNERS:
        verdict = sharing.may_share(history, Purpose.REFERRAL, partner, {Field.NAME}, on=on)
        if verdict.is_allowed and verdict.consent is not None:
            now = validity.capacity_of(age).counts_as_child
            assert verdict.consent.capacity.counts_as_child is now


@given(consents(), days)
def test_more_fields_are_never_more_easily_allowed(held: list[Consent], on: date) -> None:
    history = History(held, age=ADULT, terms=terms())
    for partner in PARTNERS:
        both = sharing.may_share(history, Purpose.REFERRAL, partner, {Field.NAME, Field.HEALTH}, on=on)
        one = sharing.may_share(history, Purpose.REFERRAL, partner, {Field.NAME}, on=on)
        assert one.is_allowed or not both.is_allowed


@given(consents(), days)
def test_a_yes_that_ran_out_stays_so(held: list[Consent], on: date) -> None:
    history = History([replace(one, answer=Answer.GIVEN) for one in held], age=ADULT, terms=terms())
    for partner in PARTNERS:
        now = sharing.standing(history, Purpose.REFERRAL, partner, on=on).state
        later = sharing.standing(history, Purpose.REFERRAL, partner, on=on + timedelta(days=1)).state
        assert not (now is State.EXPIRED and later is State.GIVEN)
