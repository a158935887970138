"""Introductions to lenders: what may come after what, the five steps, what keeps one from being sent, who sees what.

Source: Knowledge Paper 1 (2021), 3.1 (R29: the lender has the "sole responsibility for deciding") and 4.2.3 (R23, R26);
responsible-finance rules, 1.3 (HS9, HS10) and 1.4 ("MFI sees only consented referral fields").
"""

from datetime import date

import pytest

from sankofa.consent.rules.terms import Field
from sankofa.credit.rules import referrals
from sankofa.credit.rules.referrals import NEXT, OPEN, SHOWN_TO_LENDER, Facts, NotNow, Outcome, State, barriers
from sankofa.lenders.rules.standing import Standing

CHECKED = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("state", "following"),
    [
        pytest.param(State.SENT, {"received", "offered", "offered_otherwise", "declined"}, id="sent"),
        pytest.param(State.RECEIVED, {"asked", "offered", "offered_otherwise", "declined"}, id="opened-by-the-lender"),
        pytest.param(State.ASKED, {"received", "offered", "offered_otherwise", "declined"}, id="the-lender-asks"),
        pytest.param(State.OFFERED, {"taken", "not_taken"}, id="the-lender-says-yes"),
        pytest.param(State.OFFERED_OTHERWISE, {"taken", "not_taken"}, id="the-lender-offers-other-terms"),
    ],
)
def test_an_introduction_goes_on_and_can_always_be_taken_back(state: State, following: set[str]) -> None:
    assert {one.value for one in NEXT[state]} == following | {"withdrawn", "ended"}


@pytest.mark.parametrize("state", [State.DECLINED, State.TAKEN, State.NOT_TAKEN, State.WITHDRAWN, State.ENDED])
def test_what_is_over_stays_over(state: State) -> None:
    assert NEXT[state] == ()
    with pytest.raises(NotNow):
        referrals.check_may_become(state, State.RECEIVED)


@pytest.mark.parametrize(
    ("state", "done"),
    [
        pytest.param(State.SENT, 1, id="sent"),
        pytest.param(State.RECEIVED, 2, id="opened"),
        pytest.param(State.ASKED, 2, id="asked-something"),
        pytest.param(State.DECLINED, 4, id="the-lender-says-no"),
        pytest.param(State.OFFERED, 4, id="the-lender-says-yes"),
        pytest.param(State.NOT_TAKEN, 5, id="the-person-says-no"),
        pytest.param(State.WITHDRAWN, 0, id="taken-back-is-no-step"),
    ],
)
def test_five_steps_tell_how_far_it_is(state: State, done: int) -> None:
    assert referrals.steps_done(state) == done


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_answer_of_a_lender_leads_to_a_state_of_its_own(outcome: Outcome) -> None:
    assert outcome.state in NEXT[State.SENT]


def test_a_lender_reads_no_more_once_it_is_over_without_a_loan() -> None:
    assert {State.TAKEN} == SHOWN_TO_LENDER - OPEN


GOOD = Facts(Standing.APPROVED, has_address=True, is_offered=True, check_since=CHECKED)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        pytest.param(GOOD, [], id="nothing-stands-against-it"),
        pytest.param(
            Facts(Standing.CONDITIONAL, has_address=True, is_offered=True, check_since=CHECKED),
            [],
            id="a-lender-approved-with-conditions",
        ),
        pytest.param(
            Facts(Standing.RUN_OUT, has_address=True, is_offered=True, check_since=CHECKED),
            ["referral.lender_run_out"],
            id="the-check-of-the-lender-has-run-out",
        ),
        pytest.param(
            Facts(Standing.SUSPENDED, has_address=True, is_offered=True, check_since=CHECKED),
            ["referral.lender_suspended"],
            id="the-lender-is-stopped-for-now",
        ),
        pytest.param(
            Facts(Standing.APPROVED, has_address=True, is_offered=True, is_repriced=True, check_since=CHECKED),
            ["referral.repriced"],
            id="the-terms-changed-since-they-were-seen",
        ),
        pytest.param(
            Facts(Standing.APPROVED, has_address=True, is_offered=True), ["referral.no_check"], id="no-check-holds"
        ),
        pytest.param(
            Facts(Standing.APPROVED, has_address=True, is_offered=True, check_since=CHECKED, is_protected=True),
            ["referral.protected"],
            id="a-protected-file-without-the-protection-officer",
        ),
        pytest.param(
            Facts(
                Standing.APPROVED,
                has_address=True,
                is_offered=True,
                check_since=CHECKED,
                is_protected=True,
                by_protection_officer=True,
            ),
            [],
            id="a-protected-file-by-the-protection-officer",
        ),
        pytest.param(
            Facts(Standing.APPROVED, has_address=True, is_offered=True, check_since=CHECKED, follows=True),
            ["referral.joined"],
            id="the-file-was-joined-meanwhile",
        ),
        pytest.param(
            Facts(Standing.APPROVED, has_address=True, is_offered=True, check_since=CHECKED, is_with_lender=True),
            ["referral.sent_already"],
            id="the-same-lender-has-one-that-is-not-over",
        ),
        pytest.param(
            Facts(Standing.REFUSED, has_address=False, is_offered=False),
            [
                "referral.lender_refused",
                "referral.no_organisation",
                "referral.not_offered",
                "referral.no_check",
            ],
            id="everything-is-told-and-not-only-the-first",
        ),
        pytest.param(
            Facts(Standing.REFUSED, has_address=False, is_offered=False, is_erased=True),
            ["referral.erased"],
            id="of-somebody-erased-nothing-else-is-said",
        ),
    ],
)
def test_what_keeps_an_introduction_from_being_sent(facts: Facts, codes: list[str]) -> None:
    assert [found.code for found in barriers(facts)] == codes


def test_debts_health_needs_family_and_the_journey_are_never_among_what_is_sent() -> None:
    assert set(referrals.SENT).isdisjoint(referrals.NEVER_SENT)
    assert {Field.MONEY_OWED, Field.HEALTH, Field.NEEDS, Field.JOURNEY} <= referrals.NEVER_SENT
