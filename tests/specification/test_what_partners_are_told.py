"""What may stand in a call to a partner's system: ids, codes, days and whole numbers.

Source: sankofa/messages/rules/payload.py.
"""

import pytest

from sankofa.messages.rules.payload import NotACode, checked


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param("01900000-0000-7000-8000-000000000000", id="an-id"),
        pytest.param("referral.accepted", id="a-code"),
        pytest.param("2026-11-22", id="a-day"),
        pytest.param(3, id="a-number"),
    ],
)
def test_a_fact_that_may_go(fact: str | int) -> None:
    assert checked({"fact": fact}) == {"fact": fact}


@pytest.mark.parametrize(
    "fact",
    [
        pytest.param("Rahima Khatun", id="a-name"),
        pytest.param("she owes two lenders", id="words"),
        pytest.param("01712345678", id="a-phone"),
        pytest.param(1712345678, id="a-phone-as-a-number"),
        pytest.param("1990-1234567", id="the-number-of-a-paper"),
        pytest.param("রহিমা", id="a-name-in-its-own-script"),
        pytest.param("somebody@example.org", id="an-address"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_fact_that_stays(fact: str | int) -> None:
    with pytest.raises(NotACode):
        checked({"fact": fact})
