"""Worked examples of who can use a programme: met, missing but to be had, barred for good, or to be asked.

Source: mapping (IOM and ILO, 2022), 9.3; the persons are invented.
"""

from dataclasses import replace

import pytest

from sankofa.provision.rules.eligibility import Answer, Bounds, Known, Rules, eligibility

NASREEN = Known(
    sex="female",
    age=Bounds(34, 35),
    returned_from="SA",
    way="regular",
    return_kind="forced",
    lives_in="BD.60.91",
    months_abroad=Bounds(26, 27),
    months_since_return=Bounds(5, 6),
    registered_with=frozenset({"bd-bmet"}),
    papers=frozenset({"passport"}),
    in_debt=True,
    disability=False,
    households=frozenset({"woman_alone_with_children"}),
    used=frozenset(),
)


@pytest.mark.parametrize(
    ("rules", "answer", "codes"),
    [
        pytest.param(Rules(), Answer.CAN, [], id="nothing-asked"),
        pytest.param(Rules(sexes=frozenset({"female"})), Answer.CAN, [], id="for-women"),
        pytest.param(Rules(sexes=frozenset({"male"})), Answer.CANNOT, ["sex.other"], id="for-men"),
        pytest.param(Rules(age=Bounds(18, 46)), Answer.CAN, [], id="18-to-45"),
        pytest.param(Rules(age=Bounds(None, 34)), Answer.CANNOT, ["age.too_many"], id="younger-than-34"),
        pytest.param(Rules(age=Bounds(35, None)), Answer.CAN_IF, ["age.too_few"], id="from-35-she-can-wait"),
        pytest.param(Rules(returned_from=frozenset({"IN"})), Answer.CANNOT, ["returned_from.other"], id="from-india"),
        pytest.param(Rules(lives_in=frozenset({"BD.60"})), Answer.CAN, [], id="her-division"),
        pytest.param(
            Rules(lives_in=frozenset({"BD.6"})), Answer.CANNOT, ["lives_in.other"], id="a-path-is-not-letters"
        ),
        pytest.param(
            Rules(months_abroad=Bounds(36, None)), Answer.CANNOT, ["months_abroad.too_few"], id="three-years-abroad"
        ),
        pytest.param(Rules(months_since_return=Bounds(None, 6)), Answer.CAN, [], id="within-half-a-year"),
        pytest.param(
            Rules(months_since_return=Bounds(6, None)),
            Answer.CAN_IF,
            ["months_since_return.too_few"],
            id="after-half-a-year",
        ),
        pytest.param(Rules(registered_with=frozenset({"bd-bmet"})), Answer.CAN, [], id="registered"),
        pytest.param(
            Rules(registered_with=frozenset({"bd-wewb"})),
            Answer.CAN_IF,
            ["ask.registered"],
            id="another-register-is-asked-for",
        ),
        pytest.param(Rules(papers=(("passport",),)), Answer.CAN, [], id="has-a-passport"),
        pytest.param(Rules(papers=(("national_id",),)), Answer.CAN_IF, ["paper_first"], id="needs-an-identity-card"),
        pytest.param(Rules(papers=(("national_id", "passport"),)), Answer.CAN, [], id="a-passport-would-do"),
        pytest.param(Rules(in_debt=False), Answer.CAN_IF, ["in_debt.unwanted"], id="free-of-debt-first"),
        pytest.param(Rules(disability=True), Answer.CANNOT, ["disability.wanted"], id="for-disabled-people"),
        pytest.param(Rules(after=frozenset({"bd-training"})), Answer.CAN_IF, ["after_first"], id="training-first"),
        pytest.param(Rules(asked=("Has a business plan",)), Answer.CAN_IF, ["ask.in_words"], id="a-condition-in-words"),
        pytest.param(
            Rules(sexes=frozenset({"male"}), papers=(("national_id",),), asked=("Has a business plan",)),
            Answer.CANNOT,
            ["sex.other", "paper_first", "ask.in_words"],
            id="barriers-first-then-what-is-missing-then-what-to-ask",
        ),
    ],
)
def test_every_condition_answers_for_itself(rules: Rules, answer: Answer, codes: list[str]) -> None:
    result = eligibility(rules, NASREEN)
    assert (result.answer, [finding.code for finding in result.findings]) == (answer, codes)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        pytest.param(Rules(sexes=frozenset({"female"})), "ask.sex", id="sex"),
        pytest.param(Rules(age=Bounds(18, None)), "ask.age", id="age"),
        pytest.param(Rules(returned_from=frozenset({"SA"})), "ask.returned_from", id="country"),
        pytest.param(Rules(ways=frozenset({"regular"})), "ask.way", id="way"),
        pytest.param(Rules(return_kinds=frozenset({"forced"})), "ask.return_kind", id="return"),
        pytest.param(Rules(lives_in=frozenset({"BD.60"})), "ask.lives_in", id="place"),
        pytest.param(Rules(months_abroad=Bounds(24, None)), "ask.months_abroad", id="time-abroad"),
        pytest.param(Rules(months_since_return=Bounds(None, 24)), "ask.months_since_return", id="time-since"),
        pytest.param(Rules(registered_with=frozenset({"bd-bmet"})), "ask.registered", id="register"),
        pytest.param(Rules(papers=(("passport",),)), "ask.paper", id="papers"),
        pytest.param(Rules(in_debt=False), "ask.in_debt", id="debt"),
        pytest.param(Rules(disability=True), "ask.disability", id="disability"),
        pytest.param(Rules(households=frozenset({"head_alone"})), "ask.household", id="household"),
        pytest.param(Rules(after=frozenset({"bd-training"})), "ask.after", id="what-came-before"),
    ],
)
def test_what_nobody_has_recorded_is_asked_and_neither_bars_nor_admits(rules: Rules, code: str) -> None:
    result = eligibility(rules, Known())
    assert (result.answer, [finding.code for finding in result.findings]) == (Answer.CAN_IF, [code])


@pytest.mark.parametrize(
    ("age", "answer", "codes"),
    [
        pytest.param(Bounds(17, 19), Answer.CAN_IF, ["ask.age"], id="17-or-18-by-the-year-alone"),
        pytest.param(Bounds(18, 20), Answer.CAN, [], id="18-or-19"),
        pytest.param(Bounds(45, 47), Answer.CAN_IF, ["ask.age"], id="45-or-46"),
        pytest.param(Bounds(46, 48), Answer.CANNOT, ["age.too_many"], id="46-or-47"),
        pytest.param(Bounds(16, 18), Answer.CAN_IF, ["age.too_few"], id="16-or-17"),
        pytest.param(Bounds(30, None), Answer.CAN_IF, ["ask.age"], id="at-least-30"),
    ],
)
def test_an_age_known_by_its_year_alone_admits_and_bars_only_where_both_ages_agree(
    age: Bounds, answer: Answer, codes: list[str]
) -> None:
    result = eligibility(Rules(age=Bounds(18, 46)), replace(NASREEN, age=age))
    assert (result.answer, [finding.code for finding in result.findings]) == (answer, codes)


def test_a_person_of_whom_only_the_division_is_known_is_asked_for_the_district() -> None:
    result = eligibility(Rules(lives_in=frozenset({"BD.60.91"})), replace(NASREEN, lives_in="BD.60"))
    assert [finding.code for finding in result.findings] == ["ask.lives_in"]


def test_who_is_known_not_to_be_registered_is_told_to_register_first() -> None:
    known = replace(NASREEN, not_registered_with=frozenset({"bd-wewb"}))
    result = eligibility(Rules(registered_with=frozenset({"bd-wewb"})), known)
    assert [finding.code for finding in result.missing] == ["register_first"]
