"""Who may give which role to whom: worked examples.

Source: docs/adr/0018 and casework, "Safeguards": nobody gives what they do not hold or were not allowed to hand on, as
far as it reaches and as long as it lasts; nobody changes their own roles; what is held by covering is not passed on.
A role that opens much is given by two, wherever there is a second person (docs/adr/0024).
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sankofa.accounts.rules.covering import CoverTerms, findings, passed_on
from sankofa.accounts.rules.granting import (
    Colleague,
    Gift,
    decide_gift,
    open_delegations,
    open_seconds,
    second_person,
)
from sankofa.accounts.rules.terms import Grant, Permission, Resource, RoleTerms, Scope, ScopeKind

MANAGE = Permission("accounts.manage", "manage users, offices and roles")
ON = date(2026, 11, 22)
YEAR_END = date(2027, 1, 1)

CASEWORKER = RoleTerms("caseworker", frozenset({"people.view", "people.talk"}))
READER = RoleTerms("reader", frozenset({"people.view"}))
ADMINISTRATOR = RoleTerms("administrator", frozenset({MANAGE.code}), frozenset({"caseworker"}))
HEAD = RoleTerms("head", frozenset({MANAGE.code, "people.view"}))

SYLHET = Resource(office="sylhet", organisation="agency", place="BD.60.91")
AGENCY = Resource(organisation="agency")
BANK = Resource(organisation="bank")


def held(role: RoleTerms, kind: ScopeKind = ScopeKind.ORGANISATION, anchor: str = "agency") -> Grant:
    return Grant(role.code, role.permissions, Scope(kind, anchor), date(2026, 1, 1), may_give=role.may_give)


ADMINISTRATES = held(ADMINISTRATOR)
HEADS_SYLHET = held(HEAD, ScopeKind.OFFICE, "sylhet")


@pytest.mark.parametrize(
    ("grant", "role", "lies_in", "until_on", "code"),
    [
        pytest.param(ADMINISTRATES, CASEWORKER, SYLHET, None, "gift_delegated", id="a-role-on-the-list"),
        pytest.param(ADMINISTRATES, CASEWORKER, BANK, None, "gift_out_of_reach", id="in-another-organisation"),
        pytest.param(ADMINISTRATES, READER, SYLHET, None, "gift_not_held", id="a-smaller-role-not-on-the-list"),
        pytest.param(ADMINISTRATES, ADMINISTRATOR, AGENCY, None, "gift_held", id="what-one-is-oneself"),
        pytest.param(HEADS_SYLHET, READER, SYLHET, None, "gift_held", id="all-of-it-is-held"),
        pytest.param(HEADS_SYLHET, CASEWORKER, SYLHET, None, "gift_not_held", id="only-part-of-it-is-held"),
        pytest.param(HEADS_SYLHET, ADMINISTRATOR, SYLHET, None, "gift_not_held", id="a-list-one-has-not"),
        pytest.param(HEADS_SYLHET, READER, AGENCY, None, "gift_out_of_reach", id="further-than-one-reaches"),
        pytest.param(held(CASEWORKER), READER, SYLHET, None, "gift_out_of_reach", id="without-managing-staff"),
        pytest.param(
            replace(ADMINISTRATES, until_on=YEAR_END), CASEWORKER, SYLHET, None, "gift_lasts_longer", id="for-ever"
        ),
        pytest.param(
            replace(ADMINISTRATES, until_on=YEAR_END), CASEWORKER, SYLHET, YEAR_END, "gift_delegated", id="as-long"
        ),
        pytest.param(
            replace(ADMINISTRATES, until_on=ON), CASEWORKER, SYLHET, ON, "gift_out_of_reach", id="when-it-is-over"
        ),
        pytest.param(
            replace(ADMINISTRATES, cover_of="laila"),
            CASEWORKER,
            SYLHET,
            ON,
            "gift_out_of_reach",
            id="what-one-only-covers",
        ),
    ],
)
def test_a_role_is_given_by_whoever_holds_it_or_may_hand_it_on(
    grant: Grant, role: RoleTerms, lies_in: Resource, until_on: date | None, code: str
) -> None:
    decision = decide_gift([grant], Gift(role, "shirin", lies_in, until_on), giver_id="me", managing=MANAGE, on=ON)
    assert decision.reason.code == code
    assert decision.allowed is (code in {"gift_delegated", "gift_held"})


def test_nobody_changes_their_own_roles() -> None:
    decision = decide_gift([ADMINISTRATES], Gift(CASEWORKER, "me", SYLHET), giver_id="me", managing=MANAGE, on=ON)
    assert (decision.allowed, decision.reason.code) == (False, "gift_to_oneself")


@pytest.mark.parametrize(
    ("head_may_give", "steps"),
    [
        pytest.param(frozenset[str](), [], id="ends-with-the-first"),
        pytest.param(frozenset({"caseworker"}), [], id="the-first-may-give-it-too"),
        pytest.param(frozenset({"auditor"}), [("administrator", "head", "auditor")], id="the-first-may-not"),
    ],
)
def test_no_role_is_reached_in_two_steps_that_is_not_reached_in_one(
    head_may_give: frozenset[str], steps: list[tuple[str, str, str]]
) -> None:
    roles = {
        "administrator": replace(ADMINISTRATOR, may_give=frozenset({"caseworker", "head"})),
        "head": replace(HEAD, may_give=head_may_give),
        "caseworker": CASEWORKER,
        "auditor": RoleTerms("auditor", frozenset({"audit.view"})),
    }
    assert open_delegations(roles) == steps


DATA_OFFICER = RoleTerms("data_officer", frozenset({"people.erase"}), by_two=True)
GIVES_ALL = held(replace(ADMINISTRATOR, may_give=frozenset({"caseworker", "data_officer"})))
LONG_HERE = Colleague("nasima", (GIVES_ALL,), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("role", "colleagues", "code"),
    [
        pytest.param(CASEWORKER, [LONG_HERE], None, id="a-role-that-one-gives"),
        pytest.param(DATA_OFFICER, [LONG_HERE], "gift_needs_second", id="a-colleague-who-could-give-it-too"),
        pytest.param(DATA_OFFICER, [], "gift_alone", id="a-single-manager"),
        pytest.param(DATA_OFFICER, [replace(LONG_HERE, id="me")], "gift_alone", id="only-the-giver"),
        pytest.param(DATA_OFFICER, [replace(LONG_HERE, id="shirin")], "gift_alone", id="only-the-receiver"),
        pytest.param(
            DATA_OFFICER, [replace(LONG_HERE, since_on=date(2026, 11, 21))], "gift_alone", id="an-account-of-yesterday"
        ),
        pytest.param(
            DATA_OFFICER,
            [replace(LONG_HERE, since_on=date(2026, 11, 20))],
            "gift_needs_second",
            id="an-account-of-the-day-before",
        ),
        pytest.param(
            DATA_OFFICER,
            [replace(LONG_HERE, grants=(HEADS_SYLHET,))],
            "gift_alone",
            id="a-manager-of-one-office-who-could-not-give-it",
        ),
        pytest.param(
            DATA_OFFICER,
            [replace(LONG_HERE, grants=(replace(GIVES_ALL, cover_of="laila"),))],
            "gift_alone",
            id="somebody-who-only-stands-in",
        ),
    ],
)
def test_a_role_that_opens_much_is_given_by_two_where_there_are_two(
    role: RoleTerms, colleagues: list[Colleague], code: str | None
) -> None:
    gift = Gift(role, "shirin", AGENCY)
    found = second_person(gift, colleagues, giver_id="me", managing=MANAGE, on=ON)
    assert (None if found is None else found.code) == code


@pytest.mark.parametrize(
    ("manager", "steps"),
    [
        pytest.param(replace(ADMINISTRATOR, may_give=frozenset({"caseworker"})), [], id="may-not-give-it"),
        pytest.param(
            replace(ADMINISTRATOR, may_give=frozenset({"data_officer"})), [("administrator", "data_officer")], id="may"
        ),
        pytest.param(
            replace(ADMINISTRATOR, may_give=frozenset({"data_officer"}), by_two=True), [], id="is-given-by-two-itself"
        ),
        pytest.param(
            replace(ADMINISTRATOR, permissions=frozenset({MANAGE.code, "people.erase"})),
            [("administrator", "data_officer")],
            id="holds-all-of-it",
        ),
    ],
)
def test_nobody_can_make_their_own_second_person(manager: RoleTerms, steps: list[tuple[str, str]]) -> None:
    roles = {"administrator": manager, "data_officer": DATA_OFFICER}
    assert open_seconds(roles, managing=MANAGE) == steps


DAYS = timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        pytest.param({}, [], id="a-week-by-a-colleague"),
        pytest.param({"until_on": ON + 30 * DAYS}, [], id="thirty-days"),
        pytest.param({"until_on": ON + 31 * DAYS}, ["cover_too_long"], id="thirty-one-days"),
        pytest.param({"until_on": ON}, ["cover_without_days"], id="no-day-at-all"),
        pytest.param({"from_on": ON - DAYS}, ["cover_in_the_past"], id="since-yesterday"),
        pytest.param({"covering": "shirin"}, ["cover_of_oneself"], id="by-oneself"),
        pytest.param({"given_by": "rahim"}, ["cover_taken"], id="taken-and-not-given"),
    ],
)
def test_a_cover_is_short_and_is_given(changes: dict[str, object], codes: list[str]) -> None:
    week = CoverTerms("shirin", "rahim", "shirin", ON, ON + 7 * DAYS)
    cover = replace(week, **changes)  # type: ignore[arg-type]
    assert [one.code for one in findings(cover, organisations=("agency",) * 2, is_active=True, on=ON)] == codes


@pytest.mark.parametrize(
    ("organisations", "is_active", "code"),
    [
        pytest.param(("agency", "bank"), True, "cover_elsewhere", id="another-organisation"),
        pytest.param(("agency", "agency"), False, "cover_by_nobody", id="somebody-who-left"),
    ],
)
def test_a_cover_is_by_a_colleague_who_is_there(organisations: tuple[str, str], is_active: bool, code: str) -> None:
    cover = CoverTerms("shirin", "rahim", "shirin", ON, ON + DAYS)
    (found,) = findings(cover, organisations=organisations, is_active=is_active, on=ON)
    assert found.code == code


@pytest.mark.parametrize(
    ("grant", "span"),
    [
        pytest.param(held(CASEWORKER), (ON, ON + 7 * DAYS), id="for-the-days-of-the-cover"),
        pytest.param(replace(held(CASEWORKER), until_on=ON + 2 * DAYS), (ON, ON + 2 * DAYS), id="not-past-the-role"),
        pytest.param(replace(held(CASEWORKER), from_on=ON + DAYS), (ON + DAYS, ON + 7 * DAYS), id="not-before-it"),
        pytest.param(replace(held(CASEWORKER), until_on=ON), None, id="a-role-that-is-over"),
        pytest.param(replace(held(CASEWORKER), cover_of="laila"), None, id="what-was-only-covered-makes-no-chain"),
    ],
)
def test_a_cover_passes_on_the_absent_person_s_own_roles(grant: Grant, span: tuple[date, date] | None) -> None:
    passed = list(passed_on([grant], CoverTerms("shirin", "rahim", "shirin", ON, ON + 7 * DAYS)))
    assert [(one.from_on, one.until_on) for one in passed] == ([] if span is None else [span])
    assert all(one.cover_of == "shirin" for one in passed)


def test_who_covers_looks_after_the_absent_person_s_people() -> None:
    own = replace(held(CASEWORKER), scope=Scope(ScopeKind.OWN))
    (passed,) = passed_on([own], CoverTerms("shirin", "rahim", "shirin", ON, ON + DAYS))
    assert passed.scope == Scope(ScopeKind.OWN, "shirin")
