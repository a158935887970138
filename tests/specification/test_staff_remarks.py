"""What is worth a look about somebody's account, and the quarters of the review: worked examples.

Source: docs/handbook/managing-staff.md.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sankofa.accounts.rules.oddities import StaffFacts, oddities
from sankofa.accounts.rules.reviewing import quarter_of
from sankofa.accounts.rules.terms import Grant, Scope, ScopeKind

ON = date(2026, 11, 22)
DAYS = timedelta(days=1)
ROLE = Grant("caseworker", frozenset({"people.view"}), Scope(ScopeKind.OFFICE, "sylhet"), date(2020, 1, 1))
CALM = StaffFacts(
    is_active=True,
    is_invited=False,
    invitation_ends_on=None,
    entered_on=date(2020, 1, 1),
    signed_in_on=ON,
    grants=(ROLE,),
)
INVITED = replace(CALM, is_active=False, is_invited=True, signed_in_on=None)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        pytest.param(CALM, [], id="nothing"),
        pytest.param(replace(CALM, grants=()), ["odd_no_role"], id="no-role"),
        pytest.param(replace(CALM, grants=(replace(ROLE, until_on=ON),)), ["odd_no_role"], id="a-role-that-is-over"),
        pytest.param(replace(CALM, grants=(replace(ROLE, cover_of="x"),)), ["odd_no_role"], id="only-covering"),
        pytest.param(replace(CALM, signed_in_on=ON - 89 * DAYS), [], id="away-for-89-days"),
        pytest.param(replace(CALM, signed_in_on=ON - 90 * DAYS), ["odd_quiet"], id="away-for-90-days"),
        pytest.param(replace(CALM, signed_in_on=None), ["odd_never_signed_in"], id="never-signed-in"),
        pytest.param(replace(CALM, signed_in_on=None, entered_on=ON - 89 * DAYS), [], id="entered-lately"),
        pytest.param(
            replace(CALM, grants=(replace(ROLE, until_on=ON + 14 * DAYS),)), ["odd_role_ends"], id="ends-soon"
        ),
        pytest.param(replace(CALM, grants=(replace(ROLE, until_on=ON + 15 * DAYS),)), [], id="ends-later"),
        pytest.param(replace(CALM, is_active=False, grants=()), [], id="somebody-who-left"),
        pytest.param(replace(INVITED, invitation_ends_on=ON + DAYS), [], id="invited-and-waiting"),
        pytest.param(replace(INVITED, invitation_ends_on=ON), ["odd_invitation_over"], id="invitation-ran-out"),
    ],
)
def test_what_is_worth_a_look(facts: StaffFacts, codes: list[str]) -> None:
    assert [found.code for found in oddities(facts, on=ON)] == codes


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        pytest.param(date(2026, 1, 1), "2026-Q1", id="new-year"),
        pytest.param(date(2026, 3, 31), "2026-Q1", id="end-of-march"),
        pytest.param(date(2026, 4, 1), "2026-Q2", id="first-of-april"),
        pytest.param(date(2026, 12, 31), "2026-Q4", id="end-of-the-year"),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter
