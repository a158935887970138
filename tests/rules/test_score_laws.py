"""Laws of the score that hold for whatever people answer and, where it matters, for whatever a scheme says.

Source: domain notes on the score, 1.6 (properties to test).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sankofa.surveys.rules.path import answer
from sankofa.surveys.rules.terms import DONT_KNOW, PREFER_NOT, Answer, Answers, Kind, codes
from sankofa.surveys.rules.xlsform import shipped as shipped_form
from sankofa.sustainability.rules.change import change
from sankofa.sustainability.rules.scheme import SHIPPED, shipped
from sankofa.sustainability.rules.score import AnswerNotInScheme, figure, result
from sankofa.sustainability.rules.score_many import choices, encoded, figures, questions
from sankofa.sustainability.rules.terms import COMPOSITE, Apart, Composite, Dimension, Scheme, Topic, Way

FORM = shipped_form("reintegration_score", "1")
SCHEMES = {name: shipped(name, FORM) for name in SHIPPED}
OPEN = SCHEMES["open-rss-1"]
UNSAID = {"dont_know": DONT_KNOW, "prefer_not": PREFER_NOT}


def one(question: str, code: str) -> Answer:
    """An answer of one choice, in the form that its question takes."""
    if code in UNSAID:
        return UNSAID[code]
    return frozenset({code}) if FORM.question(question).kind is Kind.SEVERAL else code


def valued(question: str) -> list[str]:
    return [code for code, worth in OPEN.worth[question].items() if isinstance(worth, Fraction)]


def some_answer(question: str) -> st.SearchStrategy[Answer]:
    single = st.sampled_from([one(question, code) for code in OPEN.worth[question]])
    if FORM.question(question).kind is not Kind.SEVERAL:
        return single
    several = st.frozensets(st.sampled_from([code for code in valued(question) if code != "none"]), min_size=1)
    return single | several


full_answers = st.fixed_dictionaries(
    {question: st.sampled_from([one(question, code) for code in valued(question)]) for question in OPEN.worth}
)
any_answers = st.fixed_dictionaries({}, optional={question: some_answer(question) for question in OPEN.worth})
mostly_answered = st.builds(
    lambda full, some, holes: {name: given for name, given in {**full, **some}.items() if name not in holes},
    full_answers,
    st.fixed_dictionaries({}, optional={q: some_answer(q) for q in ("e2", "e8", "s4", "p4", "p7")}),
    st.frozensets(st.sampled_from(sorted(OPEN.worth)), max_size=4),
)
answers_of_people = any_answers | mostly_answered
schemes = st.sampled_from(list(SCHEMES.values()))


def shares(random: Random, count: int, finest: int) -> list[Fraction]:
    """So many exact weights above nought that add up to 1."""
    parts = [random.randint(1, finest) for _ in range(count)]
    return [Fraction(part, sum(parts)) for part in parts]


def generated_scheme(random: Random, finest: int, way: Way) -> Scheme:
    """A scheme of any weights, values and threshold; at the finest its denominators are beyond 64 bits."""
    worth = {
        question: {
            code: Fraction(random.randint(0, finest), finest) if isinstance(value, Fraction) else value
            for code, value in OPEN.worth[question].items()
        }
        for question in random.sample(sorted(OPEN.worth), len(OPEN.worth))
    }
    dimensions = []
    for dimension in OPEN.dimensions:
        names = list(dimension.weights)
        weights = dict(zip(names, shares(random, len(names), finest), strict=True))
        dimensions.append(Dimension(dimension.code, (Topic("all", Fraction(1), weights),)))
    named = list(worth) if way is Way.QUESTIONS else [dimension.code for dimension in dimensions]
    mix = dict(zip(named, shares(random, len(named), finest), strict=True))
    return replace(
        OPEN,
        worth=worth,
        dimensions=tuple(dimensions),
        composite=Composite(way, mix),
        answered_at_least=Fraction(random.randint(1, 100), 100),
    )


generated_schemes = st.builds(
    generated_scheme, st.randoms(use_true_random=False), st.sampled_from([4, 100, 10**9]), st.sampled_from(Way)
)


@given(schemes, answers_of_people)
def test_every_score_lies_between_nought_and_one_and_within_its_range(scheme, answers):
    for score in result(answers, scheme).scores:
        assert 0 <= score.lowest <= score.highest <= 1
        assert 0 <= score.answered.fraction <= 1
        if score.value is not None:
            assert score.lowest <= score.value <= score.highest
            assert score.value == figure(score.exact)


@given(schemes, answers_of_people, st.data())
def test_a_better_answer_never_lowers_any_score(scheme, answers, data):
    question = data.draw(st.sampled_from(sorted(scheme.worth)))
    worse, better = sorted(
        data.draw(st.lists(st.sampled_from(valued(question)), min_size=2, max_size=2)), key=scheme.worth[question].get
    )
    low = result({**answers, question: one(question, worse)}, scheme)
    high = result({**answers, question: one(question, better)}, scheme)
    for before, after in zip(low.scores, high.scores, strict=True):
        assert (before.exact is None) == (after.exact is None)
        assert before.exact is None or before.exact <= after.exact
        assert before.lowest <= after.lowest
        assert before.highest <= after.highest


@given(schemes, mostly_answered, st.data())
def test_a_missing_answer_never_counts_as_nought(scheme, answers, data):
    """Leaving out a worst answer never lowers a dimension, leaving out a best one never raises it."""
    question = data.draw(st.sampled_from(sorted(scheme.worth)))
    left_out = result({name: given for name, given in answers.items() if name != question}, scheme)
    for code, sign in (("worst", 1), ("best", -1)):
        end = min if code == "worst" else max
        extreme = end(valued(question), key=scheme.worth[question].get)
        answered = result({**answers, question: one(question, extreme)}, scheme)
        for without, with_ in zip(left_out.dimensions, answered.dimensions, strict=True):
            if without.exact is not None and with_.exact is not None:
                assert sign * (without.exact - with_.exact) >= 0


@given(schemes, any_answers, full_answers)
def test_whatever_the_missing_answers_would_be_the_score_lies_in_the_range_given(scheme, answers, rest):
    said = {name: given for name, given in answers.items() if not set(codes(given)) & UNSAID.keys()}
    before = result(answers, scheme)
    after = result({**rest, **said}, scheme)
    for known, completed in zip(before.scores, after.scores, strict=True):
        assert completed.value is not None
        assert known.lowest <= completed.value <= known.highest


@given(schemes, answers_of_people, st.randoms(use_true_random=False))
def test_the_order_of_questions_topics_and_answers_does_not_matter(scheme, answers, random):
    def shuffled(mapping):
        items = list(mapping.items())
        random.shuffle(items)
        return dict(items)

    turned = replace(
        scheme,
        worth=shuffled(scheme.worth),
        dimensions=tuple(
            Dimension(dimension.code, tuple(random.sample(dimension.topics, len(dimension.topics))))
            for dimension in scheme.dimensions
        ),
    )
    for one_way, other in zip(result(answers, scheme).scores, result(shuffled(answers), turned).scores, strict=True):
        assert replace(one_way, parts=()) == replace(other, parts=())
        assert set(one_way.parts) == set(other.parts)


@given(schemes, answers_of_people)
def test_the_parts_of_a_score_add_up_to_it_and_what_is_left_to_gain_to_the_rest(scheme, answers):
    for score in result(answers, scheme).scores:
        adds = [part.adds for part in score.parts if part.adds is not None]
        left = [part.could_add for part in score.parts if part.could_add is not None]
        if score.exact is None:
            assert adds == left == []
        else:
            assert (sum(adds), sum(left)) == (score.exact, 1 - score.exact)


@given(answers_of_people)
def test_a_score_made_again_from_the_stored_codes_is_the_same(answers):
    stored = {name: sorted(codes(given)) for name, given in answers.items()}
    read = {name: answer(FORM.question(name), given) for name, given in stored.items()}
    assert read == answers
    assert result(read, OPEN) == result(answers, OPEN)


@given(schemes, answers_of_people, answers_of_people)
def test_the_moves_of_a_change_add_up_to_it_and_turn_round_with_it(scheme, earlier, later):
    before, after = result(earlier, scheme), result(later, scheme)
    there, back = change(before, after), change(after, before)
    for forth, score in zip(there.scores, after.scores, strict=True):
        if forth.difference is None:
            assert forth.before is None or forth.after is None
        else:
            assert sum((move.adds for move in forth.moves), Fraction(0)) == score.exact - before.score(score.code).exact
            assert back.score(score.code).difference == -forth.difference


@given(schemes, answers_of_people)
def test_nothing_changes_between_equal_answers(scheme, answers):
    found = change(result(answers, scheme), result(answers, scheme))
    assert (found.flags_new, found.flags_gone) == ((), ())
    assert all(score.moves == () and score.difference in (None, Decimal(0)) for score in found.scores)


def assert_same_figures(people: list[Answers], scheme: Scheme) -> None:
    many = figures(encoded(people, scheme), scheme)
    assert set(many) == {"economic", "social", "psychosocial", COMPOSITE}
    for column, answers in enumerate(people):
        for score in result(answers, scheme).scores:
            found = many[score.code]
            assert bool(found.known[column]) == (score.value is not None)
            assert found.value[column] == (0 if score.value is None else score.value * 10_000)
            assert found.lowest[column] == score.lowest * 10_000
            assert found.highest[column] == score.highest * 10_000


@given(schemes, st.lists(answers_of_people, max_size=8))
def test_many_people_at_once_get_the_same_figures_digit_by_digit(scheme, people):
    assert_same_figures(people, scheme)


@given(generated_schemes, st.lists(answers_of_people, min_size=1, max_size=4))
def test_many_people_at_once_get_the_same_figures_under_any_scheme(scheme, people):
    assert_same_figures(people, scheme)


def test_people_beyond_one_chunk_are_scored_like_the_others():
    """Whole chunks and a rest: every column must be filled."""
    few = encoded([{}, {question: one(question, valued(question)[0]) for question in OPEN.worth}], OPEN)
    many = np.tile(few, 20_000)
    found, first = figures(many, OPEN), figures(few, OPEN)
    for code, each in found.items():
        assert (each.value.reshape(-1, 2) == first[code].value).all()
        assert (each.known.reshape(-1, 2) == first[code].known).all()
        assert (each.highest.reshape(-1, 2) == first[code].highest).all()


def test_nobody_has_no_figures():
    assert all(each.value.shape == (0,) for each in figures(encoded([], OPEN), OPEN).values())


def test_many_answers_without_a_value_are_refused_like_one():
    with pytest.raises(AnswerNotInScheme):
        encoded([{"e1": "delighted"}], OPEN)


def test_the_rows_and_numbers_of_encoded_answers_are_the_schemes_order():
    table = encoded([{"e1": "ok"}, {}], OPEN)
    row = questions(OPEN).index("e1")
    assert table[row].tolist() == [choices(OPEN, "e1").index("ok"), len(choices(OPEN, "e1"))]


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.code)
def test_the_weights_of_every_shipped_scheme_add_up_to_one(scheme):
    for dimension in scheme.dimensions:
        assert sum(dimension.weights.values()) == 1
        assert len({topic.weight for topic in dimension.topics}) == 1
    assert sum(scheme.composite.weights.values()) == 1


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.code)
def test_no_shipped_scheme_gives_a_missing_answer_a_value(scheme):
    for values in scheme.worth.values():
        assert values["dont_know"] is values["prefer_not"] is Apart.MISSING
