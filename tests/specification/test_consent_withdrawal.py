"""What taking back stops at once, and what stays lawful and why: worked examples.

Source: case-work notes 2.7 (principles 2, 4, 5 and 9) and "Safeguards" (no loss of help).
"""

import pytest

from sankofa.consent.rules.terms import Purpose
from sankofa.consent.rules.withdrawal import STOPS, findings


@pytest.mark.parametrize(
    ("purposes", "codes"),
    [
        pytest.param([Purpose.CONTACT_SMS], ["stops_sms", "help_stays"], id="short-messages"),
        pytest.param([Purpose.STATISTICS], ["stops_counting", "stays_published", "help_stays"], id="statistics"),
        pytest.param(
            [Purpose.CREDIT_REFERRAL],
            ["stops_sharing", "stays_already_sent", "stays_repayments", "help_stays"],
            id="introduction-to-a-lender",
        ),
        pytest.param(
            [Purpose.STATISTICS, Purpose.RESEARCH],
            ["stops_counting", "stays_published", "help_stays"],
            id="each-thing-is-said-once",
        ),
        pytest.param(
            [Purpose.CASE_WORK],
            ["stops_notes", "stays_record_of_help", "stays_legal_duty", "help_stays"],
            id="case-work",
        ),
    ],
)
def test_what_stops_and_what_stays(purposes: list[Purpose], codes: list[str]) -> None:
    assert [found.code for found in findings(purposes)] == codes


@pytest.mark.parametrize("purpose", list(Purpose))
def test_whatever_is_taken_back_stops_something_and_the_help_goes_on(purpose: Purpose) -> None:
    codes = [found.code for found in findings([purpose])]
    assert set(STOPS[purpose]) <= set(codes)
    assert codes[-1] == "help_stays"
