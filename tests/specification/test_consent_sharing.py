"""Whether data may go to a partner: worked examples.

Source: case-work notes 2.3 (the least data needed; without consent only if life is at risk, on a mental-health
professional's decision), 2.7 (transfer needs consent, purpose and safeguards), "Safeguards" (a demand by an authority
is decided by the data officer; at 18 all consents lapse; a child gets no loan and no public page).  Seven and ninety
days of an exception are our own choice.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from sankofa.consent.rules.sharing import ends_soon, may_contact, may_share, standing
from sankofa.consent.rules.terms import (
    AgeKnown,
    Answer,
    Basis,
    Capacity,
    Channel,
    Consent,
    Decider,
    Exemption,
    Field,
    History,
    Purpose,
    State,
)
from sankofa.consent.rules.texts import terms
from sankofa.kernel.periods import Age

ON = date(2026, 11, 22)
ADULT = AgeKnown(Age(31, 31))
LENDER, OTHER = UUID(int=1), UUID(int=2)
YES = Consent(
    id=UUID(int=11),
    purpose=Purpose.CREDIT_REFERRAL,
    partner=LENDER,
    answer=Answer.GIVEN,
    at=datetime(2026, 9, 1, 9, tzinfo=UTC),
    fields=frozenset({Field.NAME, Field.PHONE}),
    version="1",
    expires_on=date(2027, 3, 1),
)
NO = replace(YES, id=UUID(int=12), answer=Answer.REFUSED, at=datetime(2026, 10, 1, 9, tzinfo=UTC))
BACK = replace(YES, id=UUID(int=13), answer=Answer.WITHDRAWN, at=datetime(2026, 11, 22, 23, 59, tzinfo=UTC))
CHILDS = replace(YES, capacity=Capacity.CHILD)
HELPED = replace(YES, capacity=Capacity.SUPPORTED, review_on=date(2026, 12, 1))
RISK = Exemption(
    UUID(int=21),
    Basis.LIFE_AT_RISK,
    Decider.MENTAL_HEALTH_PROFESSIONAL,
    LENDER,
    frozenset({Field.NAME}),
    date(2026, 11, 20),
    date(2026, 11, 27),
)
ORDER = replace(RISK, basis=Basis.COURT_ORDER, decider=Decider.DATA_OFFICER)


def history(*consents: Consent, exempt: Sequence[Exemption] = (), age: AgeKnown = ADULT) -> History:
    return History(consents, tuple(exempt), age, terms())


@pytest.mark.parametrize(
    ("held", "on", "state", "code"),
    [
        pytest.param(history(), ON, State.NEVER_ASKED, "never_asked", id="silence-is-no-answer"),
        pytest.param(history(YES), ON, State.GIVEN, "given", id="yes"),
        pytest.param(history(NO), ON, State.REFUSED, "refused", id="no"),
        pytest.param(history(YES, NO), ON, State.REFUSED, "refused", id="yes-then-no"),
        pytest.param(history(NO, YES), ON, State.REFUSED, "refused", id="the-earlier-yes-arrived-later"),
        pytest.param(history(YES, BACK), ON, State.WITHDRAWN, "withdrawn", id="taken-back-the-same-day-at-once"),
        pytest.param(history(YES), date(2027, 2, 28), State.GIVEN, "given", id="last-day"),
        pytest.param(history(YES), date(2027, 3, 1), State.EXPIRED, "expired", id="ran-out"),
        pytest.param(history(replace(YES, version="0")), ON, State.LAPSED, "text_out_of_date", id="old-text"),
        pytest.param(history(replace(YES, is_text_intact=False)), ON, State.LAPSED, "text_changed", id="text-altered"),
        pytest.param(history(CHILDS, age=AgeKnown(Age(18, 18))), ON, State.LAPSED, "lapsed_at_18", id="now-eighteen"),
        pytest.param(
            history(YES, age=AgeKnown(Age(17, 17))),
            ON,
            State.LAPSED,
            "not_for_children",
            id="was-a-child-after-all",
        ),
        pytest.param(history(YES, age=AgeKnown(None)), ON, State.LAPSED, "not_for_children", id="age-lost"),
        pytest.param(
            history(CHILDS, age=AgeKnown(Age(17, 17))),
            ON,
            State.LAPSED,
            "not_for_children",
            id="no-loan-for-a-child-whoever-agreed",
        ),
        pytest.param(history(HELPED), date(2026, 11, 30), State.GIVEN, "given", id="helped-before-the-review"),
        pytest.param(history(HELPED), date(2026, 12, 1), State.EXPIRED, "review_due", id="helped-review-is-due"),
    ],
)
def test_how_a_purpose_stands_on_a_day(held: History, on: date, state: State, code: str) -> None:
    found = standing(held, Purpose.CREDIT_REFERRAL, LENDER, on=on)
    assert (found.state, found.reason.code) == (state, code)


@pytest.mark.parametrize(
    ("purpose", "partner", "fields", "code"),
    [
        pytest.param(Purpose.CREDIT_REFERRAL, LENDER, {Field.NAME}, "given", id="a-field-allowed"),
        pytest.param(Purpose.CREDIT_REFERRAL, LENDER, {Field.NAME, Field.PHONE}, "given", id="all-fields-allowed"),
        pytest.param(
            Purpose.CREDIT_REFERRAL, LENDER, {Field.NAME, Field.HEALTH}, "fields_not_covered", id="one-field-too-many"
        ),
        pytest.param(Purpose.CREDIT_REFERRAL, OTHER, {Field.NAME}, "never_asked", id="another-partner"),
        pytest.param(Purpose.REFERRAL, LENDER, {Field.NAME}, "never_asked", id="another-purpose"),
        pytest.param(Purpose.CREDIT_REFERRAL, LENDER, set(), "nothing_asked_for", id="no-field-named"),
    ],
)
def test_purpose_and_partner_and_fields_must_all_fit(
    purpose: Purpose, partner: UUID, fields: set[Field], code: str
) -> None:
    verdict = may_share(history(YES), purpose, partner, fields, on=ON)
    assert (verdict.is_allowed, verdict.reason.code) == (code == "given", code)


@pytest.mark.parametrize(
    ("exemption", "fields", "on", "code"),
    [
        pytest.param(RISK, {Field.NAME}, ON, "exempt_life_at_risk", id="life-at-risk"),
        pytest.param(ORDER, {Field.NAME}, ON, "exempt_court_order", id="court-order"),
        pytest.param(RISK, {Field.NAME, Field.PHONE}, ON, "withdrawn", id="more-than-was-decided"),
        pytest.param(RISK, {Field.NAME}, date(2026, 11, 27), "withdrawn", id="the-seven-days-are-over"),
        pytest.param(replace(RISK, partner=OTHER), {Field.NAME}, ON, "withdrawn", id="for-somebody-else"),
        pytest.param(
            replace(RISK, decider=Decider.OTHER), {Field.NAME}, ON, "withdrawn", id="decided-by-nobody-who-may"
        ),
        pytest.param(
            replace(RISK, decider=Decider.DATA_OFFICER),
            {Field.NAME},
            ON,
            "withdrawn",
            id="not-the-data-officer's-to-say",
        ),
        pytest.param(
            replace(RISK, until_on=date(2026, 11, 28)), {Field.NAME}, ON, "withdrawn", id="longer-than-it-may"
        ),
    ],
)
def test_an_exception_covers_what_was_decided_and_no_more(
    exemption: Exemption, fields: set[Field], on: date, code: str
) -> None:
    verdict = may_share(history(YES, BACK, exempt=[exemption]), Purpose.CREDIT_REFERRAL, LENDER, fields, on=on)
    assert verdict.reason.code == code
    assert verdict.is_allowed is code.startswith("exempt")


@pytest.mark.parametrize(
    ("years", "state"),
    [
        pytest.param(17, State.GIVEN, id="still-a-child"),
        pytest.param(18, State.LAPSED, id="eighteen-today"),
    ],
)
def test_what_a_guardian_agreed_to_ends_at_eighteen(years: int, state: State) -> None:
    held = history(replace(CHILDS, purpose=Purpose.REFERRAL), age=AgeKnown(Age(years, years)))
    assert standing(held, Purpose.REFERRAL, LENDER, on=ON).state is state


def test_an_adults_yes_of_somebody_who_was_a_child_after_all_does_not_count() -> None:
    held = history(replace(YES, purpose=Purpose.REFERRAL), age=AgeKnown(Age(17, 18)))
    assert standing(held, Purpose.REFERRAL, LENDER, on=ON).reason.code == "lapsed_given_as_adult"


def test_a_yes_names_its_ground_and_a_no_its_reason() -> None:
    allowed = may_share(history(YES), Purpose.CREDIT_REFERRAL, LENDER, {Field.NAME}, on=ON)
    assert (allowed.basis, allowed.consent) == (Basis.CONSENT, YES)
    assert may_share(history(NO), Purpose.CREDIT_REFERRAL, LENDER, {Field.NAME}, on=ON).reason.code == "refused"


def test_a_call_is_not_a_message() -> None:
    calls = replace(YES, purpose=Purpose.CONTACT_PHONE, partner=None, fields=frozenset({Field.PHONE}))
    assert may_contact(history(calls), Channel.PHONE, on=ON).is_allowed
    assert not may_contact(history(calls), Channel.SMS, on=ON).is_allowed


@pytest.mark.parametrize(
    ("consent", "on", "ends"),
    [
        pytest.param(YES, date(2027, 1, 29), None, id="thirty-one-days-before"),
        pytest.param(YES, date(2027, 1, 30), date(2027, 3, 1), id="thirty-days-before"),
        pytest.param(YES, date(2027, 2, 28), date(2027, 3, 1), id="the-last-day"),
        pytest.param(YES, date(2027, 3, 1), None, id="it-has-ended"),
        pytest.param(HELPED, ON, date(2026, 12, 1), id="a-decision-with-help-is-looked-at-again"),
        pytest.param(NO, date(2027, 2, 1), None, id="a-no-does-not-end"),
    ],
)
def test_the_office_is_reminded_thirty_days_before_a_yes_ends(consent: Consent, on: date, ends: date | None) -> None:
    held = standing(history(consent), Purpose.CREDIT_REFERRAL, LENDER, on=on)
    assert ends_soon(held, on=on) == ends
