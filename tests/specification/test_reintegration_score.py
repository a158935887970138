"""The Reintegration Sustainability Score, worked by hand: what answers give, what missing answers do, what flags do.

Sources: domain notes on the score, 1.2 (values), 1.3 (non-response, bands, flags), 1.6 (the open scheme). Economic
weights in fifteenths: e1 3, e2 3, e3 1, e4 1, e5 1, e6 1, e7 1, e8 3, e9 1. Social in fourteenths: s5, s8, s11 2, the
others 1. Psychosocial in twelfths: p4, p6, p9 2, the others 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import pytest

from sankofa.kernel.finding import Weight
from sankofa.kernel.share import Share
from sankofa.surveys.rules.terms import DONT_KNOW, PREFER_NOT, Answer, Answers
from sankofa.surveys.rules.xlsform import shipped as shipped_form
from sankofa.sustainability.rules.change import NotComparable, change
from sankofa.sustainability.rules.explanation import sheet
from sankofa.sustainability.rules.scheme import scheme, shipped
from sankofa.sustainability.rules.score import AnswerNotInScheme, Reason, band_of, figure, result

FORM = shipped_form("reintegration_score", "1")
OPEN = shipped("open-rss-1", FORM)
MAPPING = shipped("open-rss-mapping-1", FORM)

BEST: Answers = {
    "e1": "very_satisfied", "e2": "never", "e3": "yes", "e4": "never", "e5": "no_debt", "e6": "very_good",
    "e7": "yes", "e8": frozenset({"land"}), "e9": "no",
    "s1": "very_good", "s2": "very_good", "s3": "very_good", "s4": "yes", "s5": "very_good", "s6": "yes",
    "s7": "very_good", "s8": "very_good", "s9": "very_good", "s10": "very_good", "s11": "very_good",
    "p1": "very_often", "p2": "very_good", "p3": "strongly_agree", "p4": "very_safe", "p5": "never", "p6": "never",
    "p7": "never", "p8": "no", "p9": "yes",
}  # fmt: skip
WORST: Answers = {
    "e1": "very_dissatisfied", "e2": "very_often", "e3": "no", "e4": "very_often", "e5": "debt_larger",
    "e6": "very_poor", "e7": "no", "e8": frozenset({"none"}), "e9": "yes",
    "s1": "very_poor", "s2": "very_poor", "s3": "very_poor", "s4": "no", "s5": "very_poor", "s6": "no",
    "s7": "very_poor", "s8": "very_poor", "s9": "very_poor", "s10": "very_poor", "s11": "very_poor",
    "p1": "never", "p2": "very_weak", "p3": "strongly_disagree", "p4": "very_unsafe", "p5": "very_often",
    "p6": "very_often", "p7": "very_often", "p8": "yes", "p9": "no",
}  # fmt: skip
ECONOMIC = {f"e{number}" for number in range(1, 10)}


def but(answers: Answers, *without: str, **changed: Answer) -> Answers:
    """The same answers with some changed and some left out."""
    return {name: given for name, given in {**answers, **changed}.items() if name not in without}


@pytest.mark.parametrize("scheme", [OPEN, MAPPING], ids=lambda scheme: scheme.code)
@pytest.mark.parametrize(("answers", "value"), [(BEST, "1.0000"), (WORST, "0.0000")], ids=["all-best", "all-worst"])
def test_the_best_answers_give_one_and_the_worst_give_nought(scheme, answers, value):
    assert [score.value for score in result(answers, scheme).scores] == [Decimal(value)] * 4


@pytest.mark.parametrize(
    ("dimension", "changed", "by_hand", "value"),
    [
        pytest.param("economic", {"e1": "ok"}, Fraction(27, 30), "0.9000", id="contentment-is-a-fifth"),
        pytest.param("economic", {"e2": "rarely"}, 1 - Fraction(1, 20), "0.9500", id="food-is-a-fifth"),
        pytest.param("economic", {"e4": "very_often"}, Fraction(14, 15), "0.9333", id="one-of-three-about-debts"),
        pytest.param(
            "economic",
            {"e3": "no", "e4": "very_often", "e5": "debt_larger"},
            Fraction(4, 5),
            "0.8000",
            id="all-about-debts-is-a-fifth-not-more",
        ),
        pytest.param("economic", {"e5": "spending_larger"}, Fraction(29, 30), "0.9667", id="owes-less-than-a-month"),
        pytest.param("economic", {"e8": frozenset({"none"})}, Fraction(4, 5), "0.8000", id="owns-nothing"),
        pytest.param(
            "economic", {"e8": frozenset({"tools", "trees"})}, Fraction(1), "1.0000", id="any-asset-is-enough"
        ),
        pytest.param("economic", {"e9": "yes"}, Fraction(14, 15), "0.9333", id="looking-for-work"),
        pytest.param("social", {"s2": "poor"}, 1 - Fraction(3, 56), "0.9464", id="half-of-housing"),
        pytest.param("social", {"s4": "some"}, 1 - Fraction(1, 28), "0.9643", id="some-children-in-school"),
        pytest.param("social", {"s8": "very_poor"}, Fraction(6, 7), "0.8571", id="water-is-a-seventh"),
        pytest.param("psychosocial", {"p1": "never"}, Fraction(11, 12), "0.9167", id="never-asked-to-events"),
        pytest.param("psychosocial", {"p8": "yes"}, Fraction(11, 12), "0.9167", id="wants-to-talk"),
        pytest.param("psychosocial", {"p9": "no"}, Fraction(5, 6), "0.8333", id="cannot-stay"),
        pytest.param(
            "psychosocial", {"p6": "sometimes", "p4": "in_between"}, Fraction(5, 6), "0.8333", id="two-topics"
        ),
    ],
)
def test_one_answer_moves_its_dimension_by_its_weight(dimension, changed, by_hand, value):
    score = result(but(BEST, **changed), OPEN).score(dimension)
    assert (score.exact, score.value) == (by_hand, Decimal(value))


def test_a_whole_talk_worked_by_hand():
    """Economic 7.75 of 15; social 10 of 14; psychosocial 6.75 of 12."""
    answers: dict[str, Answer] = {
        "e1": "dissatisfied", "e2": "sometimes", "e3": "yes", "e4": "often", "e5": "debt_larger", "e6": "poor",
        "e7": "yes", "e8": frozenset({"land", "tools"}), "e9": "yes",
        "s1": "good", "s2": "good", "s3": "good", "s4": "yes", "s5": "fair", "s6": "yes", "s7": "fair",
        "s8": "very_good", "s9": "fair", "s10": "poor", "s11": "good",
        "p1": "sometimes", "p2": "good", "p3": "agree", "p4": "safe", "p5": "rarely", "p6": "sometimes",
        "p7": "sometimes", "p8": "no", "p9": "no",
    }  # fmt: skip
    scores = result(answers, OPEN)
    # .25x3 + .5x3 + 1 + .25 + 0 + .25 + 1 + 1x3 + 0 = 7.75
    assert scores.score("economic").exact == Fraction(31, 4) / 15
    # .75 + .75 + .75 + 1 + .5x2 + 1 + .5 + 1x2 + .5 + .25 + .75x2 = 10
    assert scores.score("social").exact == Fraction(10, 14)
    # .5 + .75 + .75 + .75x2 + .75 + .5x2 + .5 + 1 + 0 = 6.75
    assert scores.score("psychosocial").exact == Fraction(27, 4) / 12
    assert [score.value for score in scores.scores] == [
        Decimal("0.5167"), Decimal("0.7143"), Decimal("0.5625"), Decimal("0.5978"),
    ]  # fmt: skip
    # .33 x .516667 + .23 x .714286 + .44 x .5625
    assert result(answers, MAPPING).composite.value == Decimal("0.5823")


@pytest.mark.parametrize("given", [DONT_KNOW, PREFER_NOT, None], ids=["does-not-know", "prefers-not", "no-answer"])
def test_a_missing_answer_is_left_out_and_never_counts_as_nought(given):
    mixed = but(BEST, e1="ok", e2="ok")
    answers = but(BEST, "e2", e1="ok") if given is None else but(mixed, e2=given)
    score = result(answers, OPEN).score("economic")
    # 10.5 of the 12 fifteenths answered; not 10.5 of 15
    assert score.exact == Fraction(21, 24)
    assert score.answered == Share(Fraction(12, 15))
    assert (score.questions_answered, score.questions_asked) == (8, 9)
    assert (score.lowest, score.highest) == (Decimal("0.7000"), Decimal("0.9000"))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (DONT_KNOW, Reason.DONT_KNOW),
        (PREFER_NOT, Reason.PREFER_NOT),
        (None, Reason.NOT_ANSWERED),
    ],
)
def test_every_missing_answer_says_why_it_is_missing(given, reason):
    answers = but(BEST, "s9") if given is None else but(BEST, s9=given)
    part = next(part for part in result(answers, OPEN).score("social").parts if part.question == "s9")
    assert (part.reason, part.worth, part.counts, part.adds) == (reason, None, None, None)


@pytest.mark.parametrize("base", [BEST, WORST], ids=["all-else-best", "all-else-worst"])
def test_a_home_without_children_of_school_age_is_neither_better_nor_worse(base):
    with_children = result(base, OPEN).score("social")
    without = result(but(base, s4="no_children"), OPEN).score("social")
    assert without.value == with_children.value
    assert without.answered == Share(Fraction(1))
    assert (without.questions_answered, without.questions_asked) == (10, 10)
    assert without.lowest == without.highest == without.value


@pytest.mark.parametrize(
    ("dimension", "left_out", "answered", "known"),
    [
        pytest.param("economic", ("e2",), "4/5", True, id="economic-one-topic"),
        pytest.param("economic", ("e2", "e8"), "3/5", False, id="economic-two-topics"),
        pytest.param("economic", ("e2", "e3"), "11/15", False, id="economic-just-under-three-quarters"),
        pytest.param("social", ("s8",), "6/7", True, id="social-one-topic"),
        pytest.param("social", ("s8", "s1"), "11/14", True, id="social-just-over-three-quarters"),
        pytest.param("social", ("s8", "s11"), "5/7", False, id="social-two-topics"),
        pytest.param("psychosocial", ("p4",), "5/6", True, id="psychosocial-one-topic"),
        pytest.param("psychosocial", ("p4", "p7"), "3/4", True, id="psychosocial-exactly-three-quarters"),
        pytest.param("psychosocial", ("p4", "p6"), "2/3", False, id="psychosocial-two-topics"),
    ],
)
def test_a_dimension_has_a_score_when_three_quarters_of_its_weight_are_answered(dimension, left_out, answered, known):
    results = result(but(BEST, *left_out), OPEN)
    score = results.score(dimension)
    assert score.answered == Share(Fraction(answered))
    assert (score.value is not None) is known
    assert (results.composite.value is not None) is known
    if not known:
        (why,) = score.unknown
        assert (why.code, why.facts["score"]) == ("unknown.too_few_answers", dimension)
        assert why.facts["answered"] == Share(Fraction(answered))
        (overall,) = results.composite.unknown
        assert (overall.code, overall.facts["dimensions"]) == ("unknown.dimension_unknown", (dimension,))
        assert (score.band, score.band_shown) == (None, None)
        assert all(part.counts is None for part in score.parts)


def test_a_talk_without_any_answer_has_no_score_and_could_lie_anywhere():
    for score in result({}, OPEN).scores:
        assert (score.value, score.exact, score.band, score.band_shown) == (None, None, None, None)
        assert (score.lowest, score.highest) == (Decimal("0.0000"), Decimal("1.0000"))
        assert score.unknown


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("0.0000", "needs_help_now"),
        ("0.3332", "needs_help_now"),
        ("0.3333", "some_difficulty"),
        ("0.6666", "some_difficulty"),
        ("0.6667", "doing_well"),
        ("1.0000", "doing_well"),
    ],
)
def test_bands_are_thirds_read_on_the_stored_figure(value, band):
    assert band_of(Decimal(value), OPEN) == band


@pytest.mark.parametrize(
    ("exact", "stored"),
    [
        (Fraction(1, 3), "0.3333"),
        (Fraction(2, 3), "0.6667"),
        (Fraction(1, 20000), "0.0001"),
        (Fraction(3, 20000), "0.0002"),
        (Fraction(49999, 10**9), "0.0000"),
        (Fraction(19999, 20000), "1.0000"),
    ],
    ids=["third", "two-thirds", "half-goes-up", "half-goes-up-from-odd", "under-half-goes-down", "up-to-one"],
)
def test_a_figure_is_rounded_half_up_to_four_decimals(exact, stored):
    assert str(figure(exact)) == stored


@pytest.mark.parametrize(
    ("answers", "flag", "dimension", "shown"),
    [
        pytest.param({"e2": "often"}, "hunger", "economic", "needs_help_now", id="hunger-often"),
        pytest.param({"e2": "very_often"}, "hunger", "economic", "needs_help_now", id="hunger-very-often"),
        pytest.param({"e2": "sometimes"}, None, "economic", "doing_well", id="hunger-sometimes-raises-none"),
        pytest.param(
            {"e4": "often", "e5": "debt_larger"}, "debt_pressure", "economic", "some_difficulty", id="debts-press"
        ),
        pytest.param({"e4": "often"}, None, "economic", "doing_well", id="borrowing-alone-raises-none"),
        pytest.param({"e5": "debt_larger"}, None, "economic", "doing_well", id="debt-alone-raises-none"),
        pytest.param({"s4": "some"}, "child_not_in_school", "social", "doing_well", id="a-child-not-in-school"),
        pytest.param({"s4": "no_children"}, None, "social", "doing_well", id="no-children-raises-none"),
        pytest.param({"s6": "no"}, "no_identity_paper", "social", "doing_well", id="no-paper"),
        pytest.param({"p4": "very_unsafe"}, "danger_outside", "psychosocial", "needs_help_now", id="danger"),
        pytest.param({"p4": "unsafe"}, None, "psychosocial", "doing_well", id="unsafe-raises-none"),
        pytest.param({"p5": "very_often"}, "family_strain", "psychosocial", "some_difficulty", id="family-strain"),
        pytest.param({"p7": "very_often"}, "heavy_distress", "psychosocial", "needs_help_now", id="distress"),
        pytest.param({"p7": "often"}, None, "psychosocial", "doing_well", id="distress-often-raises-none"),
        pytest.param({"p8": "yes"}, "wants_counselling", "psychosocial", "some_difficulty", id="wants-to-talk"),
        pytest.param({"p8": DONT_KNOW}, None, "psychosocial", "doing_well", id="not-sure-to-talk-raises-none"),
        pytest.param(
            {"p9": "no", "p10": frozenset({"unsafe", "no_work"})},
            "not_safe_to_stay",
            "psychosocial",
            "needs_help_now",
            id="cannot-stay-for-danger",
        ),
        pytest.param(
            {"p9": "no", "p10": frozenset({"debts"})}, None, "psychosocial", "doing_well", id="cannot-stay-for-debts"
        ),
    ],
)
def test_an_answer_that_asks_for_action_raises_its_flag_whatever_the_score(answers, flag, dimension, shown):
    results = result(but(BEST, **answers), OPEN)
    assert [found.code for found in results.flags] == ([f"flag.{flag}"] if flag else [])
    assert results.score(dimension).band == "doing_well"
    assert results.score(dimension).band_shown == shown
    assert results.composite.band_shown == shown


def test_flags_come_gravest_first_and_name_the_answers_behind_them():
    found = result(but(BEST, s6="no", p8="yes", e4="often", e5="debt_larger"), OPEN).flags
    assert [flag.weight for flag in found] == [Weight.PREREQUISITE, Weight.CONCERN, Weight.NOTE]
    assert found[1].facts["questions"] == ("e4", "e5")
    assert found[1].facts["answers"] == ("debt_larger", "often")


def test_the_gravest_band_is_shown_even_where_too_little_was_answered_for_a_figure():
    results = result({"p7": "very_often"}, OPEN)
    assert results.score("psychosocial").value is None
    assert results.score("psychosocial").band_shown == "needs_help_now"
    assert results.composite.band_shown == "needs_help_now"
    assert results.score("economic").band_shown is None


def test_a_flag_never_shows_a_better_band_than_the_figure_gives():
    results = result(but(WORST, p7="never", p4="safe"), OPEN)
    assert results.score("psychosocial").band_shown == "needs_help_now"


def test_what_moves_the_score_adds_up_to_it():
    results = result(but(BEST, "p3", e1="ok", s8="poor"), OPEN)
    for score in results.scores:
        assert sum(part.adds for part in score.parts if part.adds is not None) == score.exact
        assert sum(part.could_add for part in score.parts if part.could_add is not None) == 1 - score.exact


def test_a_result_carries_the_scheme_its_version_and_the_digest_of_its_text():
    results = result(BEST, OPEN)
    assert results.scheme == "open-rss/1"
    assert results.digest == OPEN.digest
    assert len(OPEN.digest) == 64
    assert OPEN.digest != MAPPING.digest


@pytest.mark.parametrize(
    ("question", "given"),
    [("e1", "delighted"), ("e1", "yes"), ("e8", frozenset({"land", "boat"}))],
    ids=["no-such-choice", "a-choice-of-another-question", "one-of-several"],
)
def test_an_answer_without_a_value_is_refused_and_never_guessed(question, given):
    with pytest.raises(AnswerNotInScheme) as refused:
        result(but(BEST, **{question: given}), OPEN)
    assert refused.value.question == question


def test_the_two_shipped_schemes_differ_only_in_the_mix_of_the_dimensions():
    assert OPEN.worth == MAPPING.worth
    assert OPEN.dimensions == MAPPING.dimensions
    assert OPEN.flags == MAPPING.flags
    assert OPEN.composite.weights == dict.fromkeys(("economic", "social", "psychosocial"), Fraction(1, 3))
    assert MAPPING.composite.weights == {
        "economic": Fraction(33, 100), "social": Fraction(23, 100), "psychosocial": Fraction(44, 100),
    }  # fmt: skip


def test_a_change_names_the_answers_that_moved_it():
    before = result(but(BEST, e2="sometimes", e7="no"), OPEN)
    after = result(but(BEST, e2="rarely", e7="no", e9="yes"), OPEN)
    economic = change(before, after).score("economic")
    assert (economic.before, economic.after, economic.difference) == (
        Decimal("0.8333"), Decimal("0.8167"), Decimal("-0.0166"),
    )  # fmt: skip
    assert [(move.question, move.adds) for move in economic.moves] == [
        ("e9", Fraction(-1, 15)),
        ("e2", Fraction(1, 20)),
    ]
    assert all(move.is_new_answer for move in economic.moves)
    assert economic.findings == ()


def test_a_change_says_when_not_the_same_questions_were_answered():
    before = result(but(BEST, e2="very_often"), OPEN)
    after = result(but(BEST, e1="satisfied", e2=PREFER_NOT), OPEN)
    found = change(before, after)
    (why,) = found.score("economic").findings
    assert why.code == "change.answered_differently"
    assert why.facts["questions"] == ("e2",)
    assert why.facts["count"] == 8
    # On the eight questions answered both times the person is a little worse off: -.25 x 3 of 12
    assert why.facts["difference"] == Decimal("-0.0625")
    assert found.score("economic").difference == Decimal("0.1375")
    assert [flag.code for flag in found.flags_gone] == ["flag.hunger"]
    assert found.flags_new == ()


def test_no_change_is_stated_where_one_of_the_scores_is_not_known():
    found = change(result(BEST, OPEN), result(but(BEST, *ECONOMIC), OPEN)).score("economic")
    assert (found.before, found.after, found.difference, found.moves) == (Decimal("1.0000"), None, None, ())
    assert [why.code for why in found.findings] == ["change.unknown"]


def test_scores_of_two_schemes_are_never_set_side_by_side():
    with pytest.raises(NotComparable) as refused:
        change(result(BEST, OPEN), result(BEST, MAPPING))
    assert (refused.value.before, refused.value.after) == ("open-rss/1", "open-rss-mapping/1")


def test_a_scheme_changed_under_the_same_version_is_not_the_same_scheme():
    text = (files("sankofa.sustainability") / "schemes" / "open-rss-1.toml").read_text(encoding="utf-8")
    heavier = scheme(text.replace('spending_larger = "0.5"', 'spending_larger = "0.6"'), FORM)
    assert heavier.name == OPEN.name
    with pytest.raises(NotComparable):
        change(result(BEST, OPEN), result(BEST, heavier))


@pytest.mark.parametrize(
    "line",
    [
        "e1. When you think of money and work, how happy are you with your life now? “So-so” is worth 0.5, "
        "with weight 3: 0.5 × 3 = 1.5",
        "Together 10.5, on an answered weight of 12: 10.5 ÷ 12 = 0.8750",
        "Answered: 8 of 9 questions, with a weight of 12 of 15 (80 %). Needed: 75 %.",
        "Some answers are missing: between 0.7000 and 0.9000.",
        "This lies in “doing well”, which starts at 0.6667.",
        "People around and feelings: 0.9167 × 1/3 = 0.3056",
        "Together 0.9306. It is added up before rounding, so the last digit may differ by one.",
        "This person would like to talk with someone trained to help. Offer a counsellor and agree on a day.",
        "People often report less than they feel.",
    ],
)
def test_the_worked_sheet_can_be_checked_with_pen_and_paper(line):
    results = result(but(BEST, e1="ok", e2=PREFER_NOT, p8="yes"), OPEN)
    assert line in sheet(results, OPEN, FORM, "en")


@pytest.mark.parametrize("locale", ["en", "fr", "ur"])
@pytest.mark.parametrize("answers", [BEST, WORST, {}, {"s4": "no_children", "e1": DONT_KNOW}])
def test_the_worked_sheet_is_complete_in_every_language(locale: str, answers: Mapping[str, Answer]):
    lines = sheet(result(answers, OPEN), OPEN, FORM, locale)
    assert not [line for line in lines if "{" in line]
    assert len([line for line in lines if line]) >= 2 + 29 + 3 * 2 + 3
