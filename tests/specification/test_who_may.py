"""Who may do what to which record: worked examples.

Source: the roles of `sankofa/project/roles.toml` and the six scopes of `accounts/rules/terms.py`; by least
privilege, what is not known to lie within a scope lies outside it.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sankofa.accounts.rules.access import Decision, decide, holds
from sankofa.accounts.rules.terms import EVERY_ORGANISATION, Grant, Permission, Resource, Scope, ScopeKind

REFER = Permission("credit.refer", "refer a returnee to a lender")
VIEW = Permission("returnees.view", "see returnees")
ON = date(2026, 11, 22)
ME = "me"

DHAKA_OFFICE = Resource(owner="somebody", office="dhaka", organisation="agency", place="BD.30.26")
RAHIMA = replace(DHAKA_OFFICE, record="rahima")
UNKNOWN = Resource()


def held(
    scope: ScopeKind,
    anchor: str = "",
    *,
    within: str = "agency",
    role: str = "caseworker",
    may: Permission = REFER,
    **span: Any,
) -> Grant:
    return Grant(role, frozenset({may.code}), Scope(scope, anchor, within), **{"from_on": date(2026, 1, 1), **span})


def answer(*grants: Grant, about: Resource = DHAKA_OFFICE, on: date = ON) -> Decision:
    return decide(grants, REFER, about, actor_id=ME, on=on)


@pytest.mark.parametrize(
    ("grant", "about", "code"),
    [
        pytest.param(held(ScopeKind.OWN), Resource(owner=ME), "allowed_own", id="one's-own"),
        pytest.param(held(ScopeKind.OWN), DHAKA_OFFICE, "outside_scope", id="a-colleague's"),
        pytest.param(held(ScopeKind.OWN), UNKNOWN, "outside_scope", id="nobody's-is-not-one's-own"),
        pytest.param(held(ScopeKind.OFFICE, "dhaka"), DHAKA_OFFICE, "allowed_office", id="the-office"),
        pytest.param(held(ScopeKind.OFFICE, "sylhet"), DHAKA_OFFICE, "outside_scope", id="another-office"),
        pytest.param(held(ScopeKind.DISTRICT, "BD.30.26"), DHAKA_OFFICE, "allowed_district", id="the-district"),
        pytest.param(held(ScopeKind.DISTRICT, "BD.30"), DHAKA_OFFICE, "allowed_district", id="the-division-around-it"),
        pytest.param(held(ScopeKind.DISTRICT, "BD.3"), DHAKA_OFFICE, "outside_scope", id="BD.3-does-not-hold-BD.30"),
        pytest.param(held(ScopeKind.DISTRICT, "BD.30.2"), DHAKA_OFFICE, "outside_scope", id="BD.30.2-nor-BD.30.26"),
        pytest.param(
            held(ScopeKind.DISTRICT, "BD.30.26"),
            Resource(organisation="agency", place="BD.30"),
            "outside_scope",
            id="not-what-lies-around",
        ),
        pytest.param(held(ScopeKind.ORGANISATION, "agency"), DHAKA_OFFICE, "allowed_organisation", id="organisation"),
        pytest.param(held(ScopeKind.ORGANISATION, "bank"), DHAKA_OFFICE, "outside_scope", id="another-organisation"),
        pytest.param(held(ScopeKind.COUNTRY, "BD"), DHAKA_OFFICE, "allowed_country", id="the-country"),
        pytest.param(held(ScopeKind.COUNTRY, "NP"), DHAKA_OFFICE, "outside_scope", id="another-country"),
        pytest.param(
            held(ScopeKind.DISTRICT, "BD.30.26", within="bank"),
            DHAKA_OFFICE,
            "outside_scope",
            id="the-district-but-another-organisation",
        ),
        pytest.param(
            held(ScopeKind.COUNTRY, "BD", within="bank"),
            DHAKA_OFFICE,
            "outside_scope",
            id="the-country-but-another-organisation",
        ),
        pytest.param(
            held(ScopeKind.COUNTRY, "BD", within=EVERY_ORGANISATION),
            DHAKA_OFFICE,
            "allowed_country",
            id="the-country-of-every-organisation",
        ),
        pytest.param(
            held(ScopeKind.COUNTRY, "BD", within=""),
            DHAKA_OFFICE,
            "outside_scope",
            id="a-forgotten-organisation-opens-nothing",
        ),
        pytest.param(held(ScopeKind.RECORD, "rahima"), RAHIMA, "allowed_record", id="opened-with-a-reason"),
        pytest.param(held(ScopeKind.RECORD, "rahima"), DHAKA_OFFICE, "outside_scope", id="opened-that-file-only"),
        pytest.param(held(ScopeKind.EVERYWHERE), UNKNOWN, "allowed_everywhere", id="everywhere-covers-the-unknown"),
        pytest.param(held(ScopeKind.COUNTRY, "BD"), UNKNOWN, "outside_scope", id="no-other-scope-does"),
        pytest.param(held(ScopeKind.OFFICE, "dhaka", may=VIEW), DHAKA_OFFICE, "no_role_allows", id="may-only-look"),
    ],
)
def test_a_role_reaches_as_far_as_its_scope(grant: Grant, about: Resource, code: str) -> None:
    decision = answer(grant, about=about)
    assert decision.reason.code == code
    assert decision.allowed is code.startswith("allowed")


@pytest.mark.parametrize(
    ("from_on", "until_on", "code"),
    [
        pytest.param(ON, None, "allowed_office", id="from-today"),
        pytest.param(ON + timedelta(days=1), None, "grant_not_current", id="from-tomorrow"),
        pytest.param(ON - timedelta(days=9), ON + timedelta(days=1), "allowed_office", id="last-day"),
        pytest.param(ON - timedelta(days=9), ON, "grant_not_current", id="ended-today"),
    ],
)
def test_a_role_counts_from_its_first_day_until_and_not_including_its_end(
    from_on: date, until_on: date | None, code: str
) -> None:
    grant = held(ScopeKind.OFFICE, "dhaka", from_on=from_on, until_on=until_on)
    assert answer(grant).reason.code == code
    assert holds([grant], REFER, on=ON) is code.startswith("allowed")


def test_of_several_roles_the_narrowest_that_allows_is_named() -> None:
    wide, narrow = held(ScopeKind.COUNTRY, "BD", role="wide"), held(ScopeKind.OFFICE, "dhaka", role="narrow")
    for grants in ((wide, narrow), (narrow, wide)):
        assert answer(*grants).reason.facts["role"] == "narrow"


def test_one_role_that_allows_is_enough() -> None:
    ended = held(ScopeKind.OFFICE, "dhaka", until_on=ON)
    elsewhere = held(ScopeKind.OFFICE, "sylhet")
    looking = held(ScopeKind.EVERYWHERE, may=VIEW)
    assert not answer(ended, elsewhere, looking).allowed
    assert answer(ended, elsewhere, looking, held(ScopeKind.DISTRICT, "BD")).allowed


def test_without_any_role_nothing_is_allowed() -> None:
    assert answer().reason.code == "no_role_allows"


def test_a_reason_says_what_was_asked_for_and_by_which_role() -> None:
    facts = answer(held(ScopeKind.OFFICE, "sylhet")).reason.facts
    assert dict(facts) == {"permission": "refer a returnee to a lender", "role": "caseworker", "anchor": "sylhet"}


@pytest.mark.parametrize(
    ("named", "grant", "code"),
    [
        pytest.param(None, held(ScopeKind.OFFICE, "dhaka"), "allowed_office", id="not-protected"),
        pytest.param({ME}, held(ScopeKind.OFFICE, "dhaka"), "allowed_office", id="named-and-in-reach"),
        pytest.param({ME}, held(ScopeKind.OFFICE, "sylhet"), "outside_scope", id="being-named-reaches-no-further"),
        pytest.param({"somebody"}, held(ScopeKind.OFFICE, "dhaka"), "no_longer_there", id="not-named"),
        pytest.param({"somebody"}, held(ScopeKind.OWN), "no_longer_there", id="not-named-not-even-the-owner"),
        pytest.param({"somebody"}, held(ScopeKind.EVERYWHERE), "no_longer_there", id="not-named-reach-of-everything"),
        pytest.param({"somebody"}, held(ScopeKind.RECORD, "rahima"), "no_longer_there", id="no-reason-opens-it"),
        pytest.param(set(), held(ScopeKind.OFFICE, "dhaka"), "no_longer_there", id="nobody-named"),
        pytest.param(
            {"somebody"}, held(ScopeKind.EVERYWHERE, sees_protected=True), "allowed_everywhere", id="the-system-itself"
        ),
    ],
)
def test_a_protected_file_is_there_for_those_named_on_it_and_nobody_else(
    named: set[str] | None, grant: Grant, code: str
) -> None:
    """The answer to all others is the answer about a record that is no longer there, word for word."""
    about = replace(RAHIMA, owner=ME, named=None if named is None else frozenset(named))
    assert answer(grant, about=about).reason.code == code


def test_who_watches_somebody_is_not_named_as_them() -> None:
    about = replace(RAHIMA, named=frozenset({ME}))
    decision = decide([held(ScopeKind.OFFICE, "dhaka")], REFER, about, actor_id=ME, on=ON, named_as="")
    assert decision.reason.code == "no_longer_there"
