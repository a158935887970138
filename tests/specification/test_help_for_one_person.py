"""Worked examples of what fits one person, in which order, and which help answers which need.

Source: feasibility grid (Reintegration Handbook, IOM, 2019, 2.4); mapping (IOM and ILO, 2022), chapter 8.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sankofa.provision.rules.checking import Confirmed, State, Witness, is_for_people, public_until, state, status_on
from sankofa.provision.rules.content import entry_of
from sankofa.provision.rules.eligibility import Bounds, Known
from sankofa.provision.rules.feasibility import FITTING, Need, fits, needs
from sankofa.provision.rules.matches import Standing, match
from sankofa.provision.rules.matches_many import matches
from sankofa.provision.rules.terms import Approach, Status

ON = date(2026, 11, 22)
AMINA = Known(sex="female", age=Bounds(31, 32), returned_from="SA", lives_in="BD.60.91", papers=frozenset({"passport"}))


def helping(code: str = "bd-help", **said: Any) -> Any:
    return entry_of({"code": code, "kind": "service", "name": code, **said}, as_of=2026, country="BD")


@pytest.mark.parametrize(
    ("rules", "standing"),
    [
        pytest.param({}, Standing.CAN, id="asks-nothing"),
        pytest.param({"sexes": ["female"]}, Standing.CAN, id="for-women"),
        pytest.param({"sexes": ["male"]}, Standing.CANNOT, id="for-men"),
        pytest.param({"papers": ["identity_card"]}, Standing.CAN_IF, id="a-paper-is-missing"),
        pytest.param({"in_debt": True}, Standing.ASK, id="nobody-asked-about-debts"),
        pytest.param({"asked": ["Has a business plan"]}, Standing.ASK, id="a-condition-in-words"),
        pytest.param({"papers": ["identity_card"], "in_debt": True}, Standing.CAN_IF, id="missing-and-to-ask"),
        pytest.param({"sexes": ["male"], "papers": ["identity_card"]}, Standing.CANNOT, id="a-barrier-decides"),
    ],
)
def test_how_help_stands_for_a_person(rules: dict[str, Any], standing: Standing) -> None:
    entry = helping(**({"rules": rules} if rules else {}))
    assert match(entry, AMINA, wanted=(), on=ON).standing is standing


@pytest.mark.parametrize(
    ("groups", "standing"),
    [
        pytest.param(["women"], Standing.CAN, id="meant-for-women-and-she-is-one"),
        pytest.param(["men"], Standing.ASK, id="meant-for-men-others-may-be-welcome"),
        pytest.param(["men", "women"], Standing.CAN, id="one-of-the-groups-is-enough"),
        pytest.param(["survivors"], Standing.ASK, id="what-she-suffered-is-never-taken-from-the-file"),
        pytest.param(["older"], Standing.ASK, id="meant-for-older-people"),
        pytest.param(["in_debt"], Standing.ASK, id="nobody-asked-about-debts"),
    ],
)
def test_help_made_for_some_is_a_question_for_others_and_no_bar(groups: list[str], standing: Standing) -> None:
    assert match(helping(groups=groups), AMINA, wanted=(), on=ON).standing is standing
    [found] = matches([helping(groups=groups)], AMINA, wanted=(), on=ON)
    assert found.standing is standing


@pytest.mark.parametrize(
    ("areas", "lives_in", "standing"),
    [
        pytest.param([], "BD.60", Standing.CAN, id="everywhere-in-the-country"),
        pytest.param(["BD.60"], "BD.60", Standing.CAN, id="in-the-whole-division"),
        pytest.param(["BD.60.91"], "BD.60", Standing.ASK, id="in-one-district-of-her-division-ask-which"),
        pytest.param(["BD.60.91"], None, Standing.ASK, id="nobody-asked-where-she-lives"),
        pytest.param([], None, Standing.CAN, id="everywhere-needs-no-place"),
        pytest.param(["BD.60.91"], "BD.60.36", Standing.CANNOT, id="in-another-district"),
    ],
)
def test_help_in_a_part_of_somebody_s_place_is_a_question_and_never_silence(
    areas: list[str], lives_in: str | None, standing: Standing
) -> None:
    found = match(helping(areas=areas), replace(AMINA, lives_in=lives_in), wanted=(), on=ON)
    assert found.standing is standing
    if lives_in is not None and standing is Standing.ASK:
        [reason] = found.eligibility.findings
        assert (reason.code, reason.facts["wanted"]) == ("ask.given_in", ("BD.60.91",))


def test_what_lends_beside_other_help_says_so_and_answers_no_debts() -> None:
    """Such as offices that give loans on easy terms, training and help in kind."""
    office = helping(offers="Loans on easy terms, help in kind for a business, training.", approaches=["in_kind"])
    found = match(office, AMINA, wanted=(Need.DEBTS, Need.AT_ONCE), on=ON)
    assert (office.may_be_matched, office.speaks_of_loans) == (True, True)
    assert found.answers == (Need.AT_ONCE,)


@pytest.mark.parametrize(
    ("said", "lends"),
    [
        pytest.param({"offers": "Training and advice."}, False, id="no-word-of-lending"),
        pytest.param({"offers": "Des prêts et une formation."}, True, id="in-french"),
        pytest.param({"offers": "تربیت اور قرض"}, True, id="in-urdu"),
        pytest.param({"offers": "Loans.", "microcredit": True}, False, id="a-lender-is-never-matched-at-all"),
        pytest.param(
            {"offers": "Members save and give one another loans.", "approaches": ["savings_and_credit"]},
            False,
            id="members-who-save-together-are-in-the-grid",
        ),
    ],
)
def test_lending_beside_other_help_is_read_from_its_words(said: dict[str, Any], lends: bool) -> None:
    assert helping(**said).speaks_of_loans is lends


def test_everything_is_shown_and_the_most_useful_comes_first() -> None:
    entries = [
        helping("bd-men", rules={"sexes": ["male"]}),
        helping("bd-ask", rules={"in_debt": True}),
        helping("bd-missing", rules={"papers": ["identity_card"]}),
        helping("bd-wide"),
        helping("bd-near", areas=["BD.60.91"]),
        helping("bd-answers", approaches=["counselling"]),
    ]
    found = matches(entries, AMINA, wanted=(Need.TALK,), on=ON)
    assert [one.entry.code for one in found] == ["bd-answers", "bd-near", "bd-wide", "bd-missing", "bd-ask", "bd-men"]
    assert found[0].answers == (Need.TALK,)


def test_rules_count_on_the_days_on_which_they_hold() -> None:
    rules = [{"from": date(2020, 1, 1), "until": date(2026, 1, 1), "sexes": ["male"]}]
    assert match(helping(rules=rules), AMINA, wanted=(), on=date(2025, 6, 1)).standing is Standing.CANNOT
    assert match(helping(rules=rules), AMINA, wanted=(), on=ON).standing is Standing.CAN


def test_what_lends_money_is_never_matched() -> None:
    assert list(matches([helping(microcredit=True)], AMINA, wanted=(), on=ON)) == []


@pytest.mark.parametrize(
    ("need", "approach", "is_fitting"),
    [
        pytest.param(Need.DEBTS, Approach.MONEY_SKILLS, True, id="debts-planning-money"),
        pytest.param(Need.DEBTS, Approach.SELF_HELP, True, id="debts-self-help"),
        pytest.param(Need.DEBTS, Approach.GRANT, False, id="debts-no-grant-to-begin-a-business"),
        pytest.param(Need.NO_INCOME, Approach.JOB_PLACEMENT, True, id="no-income-work"),
        pytest.param(Need.NO_INCOME, Approach.CASH, False, id="no-income-is-not-answered-by-cash"),
        pytest.param(Need.AT_ONCE, Approach.CASH, True, id="at-once-cash"),
    ],
)
def test_the_grid_says_which_help_fits_which_need(need: Need, approach: Approach, is_fitting: bool) -> None:
    assert bool(fits({approach}, (need,))) is is_fitting


def test_no_kind_of_help_in_the_grid_is_a_loan() -> None:
    assert not any("loan" in approach or approach == "microcredit" for row in FITTING.values() for approach in row)


def test_only_a_debt_on_record_is_a_need_by_itself() -> None:
    assert needs(Known(in_debt=True)) == (Need.DEBTS,)
    assert needs(Known(in_debt=None)) == needs(Known(in_debt=False)) == ()


@pytest.mark.parametrize(
    ("confirmed", "on", "expected"),
    [
        pytest.param((True, True, True), date(2027, 5, 21), State.HOLDS, id="the-last-day"),
        pytest.param((True, True, True), date(2027, 5, 22), State.ENDED, id="six-months-later"),
        pytest.param((True, True, False), ON, State.NOT_SO, id="rules-not-confirmed"),
        pytest.param((False, True, True), ON, State.NOT_SO, id="phone-not-confirmed"),
    ],
)
def test_a_check_holds_for_six_months_where_all_three_are_so(
    confirmed: tuple[bool, bool, bool], on: date, expected: State
) -> None:
    found = Confirmed(ON, *confirmed)
    assert state(found.checked_on, found.holds_until, on=on) is expected


MAY, JUNE, JULY = date(2027, 5, 1), date(2027, 6, 1), date(2027, 7, 1)


@pytest.mark.parametrize(
    ("witnesses", "expected"),
    [
        pytest.param([], None, id="nobody"),
        pytest.param([("amina", "555-0101", MAY)], None, id="one-person"),
        pytest.param([("amina", "555-0101", MAY), ("amina", "5550101", JULY)], None, id="one-person-twice"),
        pytest.param([("amina", "555-0101", JUNE), ("karim", "555 0101", MAY)], MAY, id="two-until-one-runs-out"),
        pytest.param([("amina", "555-0101", JUNE), ("karim", "555-0102", JUNE)], None, id="two-numbers"),
        pytest.param([("a", "555-0101", MAY), ("b", "5550101", JULY), ("c", "5550101", JUNE)], JUNE, id="two-of-three"),
        pytest.param(
            [("paper", "Call 555 0101, Road 3", None), ("a", "5550101", JUNE)], JUNE, id="as-the-paper-prints"
        ),
        pytest.param([("a", "5550101", JUNE), ("b", "+99 5550101", JUNE)], None, id="it-may-ring-in-another-country"),
        pytest.param([("a", "555-0101", JUNE), ("b", "٥٥٥٠١٠١", MAY)], MAY, id="in-other-digits"),
    ],
)
def test_everybody_finds_a_number_while_two_people_stand_behind_it(
    witnesses: list[tuple[str, str, date | None]], expected: date | None
) -> None:
    assert public_until("555-0101", [Witness(*one) for one in witnesses]) == expected


@pytest.mark.parametrize(
    ("status", "last_day", "expected"),
    [
        pytest.param("running", None, "running", id="no-end-is-known"),
        pytest.param("running", ON, "running", id="on-its-last-day"),
        pytest.param("running", ON - timedelta(days=1), "closed", id="the-day-after"),
        pytest.param("unknown", date(2022, 12, 31), "closed", id="not-known-but-over"),
        pytest.param("planned", date(2008, 4, 30), "closed", id="planned-for-a-time-that-has-passed"),
        pytest.param("closed", date(2030, 1, 1), "closed", id="closed-before-its-time"),
    ],
)
def test_status_follows_the_days(status: str, last_day: date | None, expected: str) -> None:
    assert status_on(Status(status), last_day, on=ON) == expected


def test_what_nobody_checked_is_reported_and_no_more() -> None:
    assert state(None, None, on=ON) is State.NOT_CHECKED


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"kind": "programme"}, True, id="programme"),
        pytest.param({"kind": "programme", "status": "closed"}, False, id="closed"),
        pytest.param({"kind": "law"}, False, id="law"),
        pytest.param({"kind": "body", "levels": ["structural"]}, False, id="ministry"),
        pytest.param(
            {"kind": "body", "levels": ["individual"], "approaches": ["training"]}, True, id="training-centre"
        ),
    ],
)
def test_people_are_sent_to_what_serves_one_person(said: dict[str, Any], expected: bool) -> None:
    assert is_for_people(helping(**said)) is expected
