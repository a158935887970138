"""Whether and when an SMS may go to a person.

Source: the safeguards of case work: contact is a plan; what is not known is not safe; and
sankofa/messages/rules/contact.py.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sankofa.messages.rules.contact import Heard, Plan, Way, Whose, is_neutral, safe_moment
from sankofa.messages.rules.terms import Held

NOON = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
"""Twelve o'clock in Dhaka."""
TODAY = date(2026, 11, 22)
SAFE = Plan(
    number="+8801712345678",
    whose=Whose.OWN,
    heard_by=Heard.NOBODY,
    is_safe=True,
    ways=frozenset({Way.SMS, Way.VOICE}),
    from_hour=9,
    until_hour=17,
    zone="Asia/Dhaka",
    word="Auntie Mina",
)


@pytest.mark.parametrize(
    ("plan", "confirmed_on", "agreed", "held"),
    [
        pytest.param(SAFE, TODAY, True, None, id="all-is-known-and-safe"),
        pytest.param(None, None, True, Held.NO_PLAN, id="nothing-was-asked"),
        pytest.param(SAFE, TODAY - timedelta(days=90), True, None, id="confirmed-ninety-days-ago"),
        pytest.param(SAFE, TODAY - timedelta(days=91), True, Held.PLAN_OLD, id="a-day-more-is-too-long"),
        pytest.param(replace(SAFE, number=""), TODAY, True, Held.NO_NUMBER, id="no-number"),
        pytest.param(replace(SAFE, is_safe=None), TODAY, True, Held.NOT_SAFE, id="unknown-is-not-safe"),
        pytest.param(replace(SAFE, is_safe=False), TODAY, True, Held.NOT_SAFE, id="said-to-be-unsafe"),
        pytest.param(replace(SAFE, whose=None), TODAY, True, Held.NOT_SAFE, id="not-known-whose-phone"),
        pytest.param(replace(SAFE, heard_by=None), TODAY, True, Held.NOT_SAFE, id="not-known-who-hears-it"),
        pytest.param(replace(SAFE, ways=frozenset({Way.VOICE})), TODAY, True, Held.VOICE_ONLY, id="only-by-voice"),
        pytest.param(replace(SAFE, ways=frozenset()), TODAY, True, Held.VOICE_ONLY, id="no-way-was-named"),
        pytest.param(replace(SAFE, from_hour=None), TODAY, True, Held.NO_SAFE_HOURS, id="no-hours-were-named"),
        pytest.param(replace(SAFE, until_hour=9), TODAY, True, Held.NO_SAFE_HOURS, id="hours-that-are-none"),
        pytest.param(SAFE, TODAY, None, Held.NOT_ASKED, id="never-asked-to-be-contacted"),
        pytest.param(SAFE, TODAY, False, Held.REFUSED, id="said-no"),
        pytest.param(None, None, False, Held.REFUSED, id="a-no-counts-before-everything"),
        pytest.param(replace(SAFE, whose=Whose.SHARED, heard_by=Heard.FAMILY), TODAY, True, None, id="shared-and-safe"),
    ],
)
def test_a_neutral_message_goes_or_is_held(
    plan: Plan | None, confirmed_on: date | None, agreed: bool | None, held: Held | None
) -> None:
    found = safe_moment(plan, confirmed_on=confirmed_on, is_private=False, agreed=agreed, at=NOON)
    assert found.held == held
    assert (found.at is None) is (held is not None)


@pytest.mark.parametrize(
    ("whose", "heard_by", "held"),
    [
        pytest.param(Whose.OWN, Heard.NOBODY, None, id="own-phone-nobody-hears"),
        pytest.param(Whose.OWN, Heard.FAMILY, Held.SHARED_PHONE, id="own-phone-the-family-hears"),
        pytest.param(Whose.SHARED, Heard.NOBODY, Held.SHARED_PHONE, id="a-shared-phone"),
        pytest.param(Whose.ANOTHERS, Heard.OTHERS, Held.SHARED_PHONE, id="a-neighbours-phone"),
    ],
)
def test_a_day_on_which_one_meets_goes_to_a_phone_of_ones_own_alone(
    whose: Whose, heard_by: Heard, held: Held | None
) -> None:
    plan = replace(SAFE, whose=whose, heard_by=heard_by)
    assert safe_moment(plan, confirmed_on=TODAY, is_private=True, agreed=True, at=NOON).held == held


@pytest.mark.parametrize(
    ("asked_at", "goes_at"),
    [
        pytest.param(datetime(2026, 11, 22, 3, 0, tzinfo=UTC), datetime(2026, 11, 22, 3, 0, tzinfo=UTC), id="at-nine"),
        pytest.param(
            datetime(2026, 11, 22, 2, 59, tzinfo=UTC),
            datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
            id="a-minute-before-nine",
        ),
        pytest.param(
            datetime(2026, 11, 22, 10, 59, tzinfo=UTC), datetime(2026, 11, 22, 10, 59, tzinfo=UTC), id="before-five"
        ),
        pytest.param(
            datetime(2026, 11, 22, 11, 0, tzinfo=UTC),
            datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
            id="at-five-the-next-day",
        ),
    ],
)
def test_a_message_waits_for_the_safe_hours_of_the_persons_own_clock(asked_at: datetime, goes_at: datetime) -> None:
    assert safe_moment(SAFE, confirmed_on=TODAY, is_private=False, agreed=True, at=asked_at).at == goes_at


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("Auntie Mina", True, id="a-name"),
        pytest.param("the tailor", True, id="a-shop"),
        pytest.param("", True, id="none-was-agreed"),
        pytest.param("LOAN office", False, id="a-forbidden-word-in-capitals"),
        pytest.param("your loans", False, id="its-plural"),
        pytest.param("the balloon seller", True, id="a-forbidden-word-inside-another"),
        pytest.param("returnee-club", False, id="behind-a-hyphen"),
    ],
)
def test_the_word_by_which_a_person_knows_who_it_is_is_neutral(word: str, expected: bool) -> None:
    assert is_neutral(word, ["loan", "return"]) is expected


def test_a_plan_comes_back_from_its_record_as_it_was() -> None:
    empty: Any = Plan()
    assert [Plan.of_record(plan.record()) for plan in (SAFE, empty)] == [SAFE, empty]
