"""Why can somebody see this, and why can they not: worked examples, one answer for every role they hold.

Source: the roles and scopes of `accounts/rules/terms.py`; casework, "Safeguards": whoever asks is told the rule, and a
protected file gives the answer that a file nobody has would give.
"""

from dataclasses import replace
from datetime import date

import pytest

from sankofa.accounts.rules.access import decide, explain
from sankofa.accounts.rules.terms import Grant, Permission, Resource, Scope, ScopeKind

VIEW = Permission("returnees.view", "see returnees")
REFER = Permission("credit.refer", "refer a returnee to a lender")
ON = date(2026, 11, 22)
ME = "me"
RAHIMA = Resource(owner="somebody", office="dhaka", organisation="agency", place="BD.30.26", record="rahima")


def held(scope: ScopeKind, anchor: str = "", *, may: Permission = VIEW, until_on: date | None = None) -> Grant:
    return Grant("caseworker", frozenset({may.code}), Scope(scope, anchor, "agency"), date(2026, 1, 1), until_on)


IN_DHAKA, IN_SYLHET = held(ScopeKind.OFFICE, "dhaka"), held(ScopeKind.OFFICE, "sylhet")


def answers(*grants: Grant, about: Resource = RAHIMA) -> list[str]:
    return [finding.code for finding in explain(grants, VIEW, about, actor_id=ME, on=ON)]


@pytest.mark.parametrize(
    ("grants", "codes"),
    [
        pytest.param([IN_DHAKA], ["reaches_office"], id="the-office-of-the-file"),
        pytest.param([held(ScopeKind.DISTRICT, "BD.30")], ["reaches_district"], id="the-district-around-it"),
        pytest.param([held(ScopeKind.ORGANISATION, "agency")], ["reaches_organisation"], id="the-organisation"),
        pytest.param([held(ScopeKind.RECORD, "rahima")], ["reaches_record"], id="opened-with-a-reason"),
        pytest.param([IN_SYLHET], ["misses_office"], id="another-office"),
        pytest.param([held(ScopeKind.OWN)], ["misses_own"], id="a-colleague-looks-after-her"),
        pytest.param([held(ScopeKind.DISTRICT, "BD.60")], ["misses_district"], id="another-district"),
        pytest.param([held(ScopeKind.RECORD, "karim")], ["misses_record"], id="another-file-was-opened"),
        pytest.param([held(ScopeKind.OFFICE, "dhaka", may=REFER)], ["lacks_permission"], id="the-role-does-not-say-so"),
        pytest.param([held(ScopeKind.OFFICE, "dhaka", until_on=ON)], ["not_its_days"], id="the-role-ended-today"),
        pytest.param([], ["no_role_at_all"], id="no-role-at-all"),
    ],
)
def test_every_role_says_whether_it_reaches_the_file(grants: list[Grant], codes: list[str]) -> None:
    assert answers(*grants) == codes


def test_what_reaches_stands_before_what_does_not() -> None:
    assert answers(IN_SYLHET, held(ScopeKind.OWN), IN_DHAKA) == ["reaches_office", "misses_office", "misses_own"]


@pytest.mark.parametrize(
    ("named", "codes"),
    [
        pytest.param(None, ["reaches_office"], id="not-protected"),
        pytest.param({ME}, ["reaches_office"], id="named-on-the-protected-file"),
        pytest.param({"somebody"}, ["no_longer_there"], id="not-named-the-file-is-not-there"),
    ],
)
def test_about_a_protected_file_there_is_one_answer_to_those_not_named(
    named: set[str] | None, codes: list[str]
) -> None:
    about = replace(RAHIMA, named=None if named is None else frozenset(named))
    assert answers(IN_DHAKA, about=about) == codes


@pytest.mark.parametrize(
    "grants",
    [
        pytest.param([IN_DHAKA], id="reaches"),
        pytest.param([IN_SYLHET], id="misses"),
        pytest.param([IN_SYLHET, IN_DHAKA], id="one-of-two"),
        pytest.param([], id="nothing"),
    ],
)
def test_the_explanation_never_says_anything_else_than_the_decision(grants: list[Grant]) -> None:
    decided = decide(grants, VIEW, RAHIMA, actor_id=ME, on=ON).allowed
    assert any(code.startswith("reaches") for code in answers(*grants)) is decided
