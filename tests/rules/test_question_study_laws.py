"""Laws of studies of the questions: weights add up, what is set aside keeps its weight, few people get no number."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sankofa.surveys.rules.xlsform import shipped as shipped_form
from sankofa.sustainability.rules import new_version, study_many
from sankofa.sustainability.rules.fairness_many import for_many
from sankofa.sustainability.rules.reliability_many import alpha
from sankofa.sustainability.rules.scheme import shipped
from sankofa.sustainability.rules.usable_many import Aside, Sample, TooFew, usable
from sankofa.sustainability.rules.weighing_many import PARTS, PointsTheOtherWay, parts, weighed

SCHEME = shipped("open-rss-1", shipped_form("reintegration_score", "1"))
ECONOMIC = SCHEME.dimensions[0]


def drawn(people: int, *, turned: str = "", unanswered: dict[str, float] | None = None) -> Sample:
    """Answers that come from how people stand and from chance; one question may point the other way."""
    chance = np.random.default_rng(11)
    questions = tuple(SCHEME.worth)
    stands = chance.random((people, 1))
    worth = np.clip(np.round((stands + chance.normal(0, 0.25, (people, len(questions)))) * 4) / 4, 0, 1)
    if turned:
        worth[:, questions.index(turned)] = 1 - worth[:, questions.index(turned)]
    for name, share in (unanswered or {}).items():
        worth[chance.random(people) < share, questions.index(name)] = np.nan
    groups = np.array(["female" if turn % 2 else "male" for turn in range(people)])
    return Sample(questions, worth, {"sex": groups, "language": np.full(people, "ur")})


@given(some.lists(some.floats(min_value=1e-6, max_value=1), min_size=1, max_size=30))
def test_weights_add_up_to_one_exactly_and_none_is_nothing(shares: list[float]) -> None:
    found = parts(shares)
    assert sum(found) == 1
    assert min(found) >= Fraction(1, PARTS)


@given(some.lists(some.floats(min_value=0, max_value=1), min_size=1, max_size=30))
def test_taking_their_number_into_account_never_makes_chance_smaller_nor_changes_the_order(
    chances: list[float],
) -> None:
    found = for_many(chances)
    assert all(one >= chance * (1 - 1e-12) for one, chance in zip(found, chances, strict=True))
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    assert [found[place] for place in order] == sorted(found)


def test_alpha_changes_neither_with_the_order_of_questions_nor_of_people() -> None:
    values = usable(drawn(150), ECONOMIC).values
    assert alpha(values[::-1, ::-1]) == pytest.approx(alpha(values))


@pytest.mark.parametrize("people", [0, 1, 99])
def test_below_a_hundred_people_no_step_finds_a_number(people: int) -> None:
    held = drawn(people)
    for step in study_many.steps(SCHEME):
        assert study_many.found(step, held, SCHEME) == {"too_few": "people", "needed": 100}


def test_weights_need_more_people_than_alpha_and_groups_more_still() -> None:
    held = drawn(150)
    assert "alpha" in study_many.found("together.economic", held, SCHEME)
    assert study_many.found("weights.economic", held, SCHEME) == {"too_few": "people", "needed": 200}
    assert study_many.found("sex.economic", held, SCHEME) == {"too_few": "group", "needed": 200}


def test_a_question_that_few_answered_is_set_aside_and_costs_nobody_else() -> None:
    held = usable(drawn(150, unanswered={"e5": 0.5}), ECONOMIC)
    assert held.aside == {"e5": Aside.FEW_ANSWERED}
    assert held.people == 150


def test_whoever_left_a_question_open_that_counts_is_in_no_figure() -> None:
    assert usable(drawn(400, unanswered={"e5": 0.1}), ECONOMIC).people < 400
    with pytest.raises(TooFew):
        usable(drawn(105, unanswered={"e5": 0.15}), ECONOMIC)


def test_where_a_question_points_the_other_way_there_are_no_weights() -> None:
    with pytest.raises(PointsTheOtherWay) as turned:
        weighed(usable(drawn(300, turned="e2"), ECONOMIC), ECONOMIC, SCHEME.bands, draws=10)
    assert turned.value.questions == ("e2",)


def test_the_same_answers_give_the_same_figures() -> None:
    held = drawn(250)
    assert study_many.found("weights.social", held, SCHEME) == study_many.found("weights.social", held, SCHEME)


def test_a_question_set_aside_keeps_its_weight_and_the_others_share_the_rest() -> None:
    found = {name: Fraction(1, 8) for name in ECONOMIC.weights if name != "e8"}
    weights = new_version.new_weights(ECONOMIC, found)
    assert weights["e8"] == ECONOMIC.weights["e8"] == Fraction(1, 5)
    assert weights["e1"] == Fraction(1, 10)
    assert sum(weights.values()) == 1


def test_weights_that_halves_do_not_share_are_not_taken_over() -> None:
    part = {"weights": [{"question": "e1", "weight": "1"}]}
    steady, chance = part | {"alike": "0.8500"}, part | {"alike": "0.8499"}
    assert study_many.weights_found({"weights.economic": steady}) == {"economic": {"e1": Fraction(1)}}
    assert study_many.weights_found({"weights.economic": chance, "weights.social": {"too_few": "people"}}) == {}
