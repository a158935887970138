"""Worked examples of tables about many people: what is counted, who is left out, what is quoted, what is not shared.

Sources: the South Asia mapping, 8.2 and 8.3 (the screen; Tables 1 to 4); responsible-finance rules, 8.3.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

pytest.importorskip("scipy", reason="scipy is not installed (extra “analytics”)")

from sankofa.disclosure.summaries import shown_range
from sankofa.disclosure.terms import Policy
from sankofa.statistics.rules import earlier, published, sharing, survey_screen, tables
from sankofa.statistics.rules.asking import NotAQuestion, Question, division
from sankofa.statistics.rules.columns import SINGLE, Columns, bits_of, columns_of, joined, nobody, packed, unpacked

SCHEME = "open-rss/1"


def talk(number: int, **facts: object) -> dict[str, object]:
    """One talk of one person: a man back for a year after two years abroad, with a score of 0.6000."""
    return {
        "keys": number, "people": number, "talk_on": date(2026, 11, 22).toordinal(), "turn": 1, "is_latest": True,
        "economic": 5000, "social": 7000, "psychosocial": 6000, "composite": 6000, "group": 0, "sex": 1, "education": 2,
        "return_kind": 0, "learned": 0, "reasons": 0, "wanted": 0, "age": 30, "abroad": 24, "home": 12,
        "district": "BD.60.91", "destination": "SA", "office": "one", "scheme": SCHEME, **facts,
    }  # fmt: skip


def talks(*facts: dict[str, object]) -> Columns:
    return columns_of([talk(number, **one) for number, one in enumerate(facts, start=1)])


def many(**counts: int) -> Columns:
    """So many women, men and others, with scores in even steps."""
    sexes = [sex for sex, count in counts.items() for _ in range(count)]
    return talks(*({"sex": SINGLE["sex"].index(sex), "composite": 4000 + 41 * n} for n, sex in enumerate(sexes)))


def shared(columns: Columns, question: Question) -> tuple[sharing.Shared, tables.Sample]:
    sample = tables.sample(columns, question, scheme=SCHEME)
    return sharing.shared(tables.counted_of(sample, question), sample, Policy()), sample


@pytest.mark.parametrize(
    ("scores", "mean", "deviation", "lowest", "highest"),
    [
        pytest.param([6000], "0.600", None, "0.600", "0.600", id="one-person-has-no-deviation"),
        pytest.param([5000, 7000], "0.600", "0.141", "0.500", "0.700", id="two"),
        pytest.param([6140, 6141], "0.614", "0.000", "0.614", "0.614", id="rounded-once-at-the-end"),
        pytest.param([5, 10], "0.001", "0.000", "0.001", "0.001", id="a-half-thousandth-goes-up"),
        pytest.param([0, 10_000, 5000, 5000], "0.500", "0.408", "0.000", "1.000", id="from-nothing-to-all"),
    ],
)
def test_a_line_of_a_table(scores, mean, deviation, lowest, highest):
    found = tables.counted(talks(*({"composite": one} for one in scores)), Question(), scheme=SCHEME)
    line = found.cells["returnee", tables.TOTAL]["composite"]
    assert line == tables.Figures(
        len(scores), Decimal(mean), None if deviation is None else Decimal(deviation), Decimal(lowest), Decimal(highest)
    )


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        pytest.param({"home": 12}, None, id="back-for-a-year"),
        pytest.param({"home": 6}, None, id="home-for-six-months"),
        pytest.param({"home": 5}, "home_shorter", id="home-for-five-months"),
        pytest.param({"home": 59}, None, id="back-for-just-under-five-years"),
        pytest.param({"home": 60}, "back_longer", id="back-for-five-years"),
        pytest.param({"home": -1}, "return_not_known", id="the-day-of-return-is-not-known"),
        pytest.param({"group": 1, "home": 2, "abroad": 6}, None, id="abroad-again-after-six-months-in-all"),
        pytest.param({"group": 1, "home": 2, "abroad": 5}, "abroad_shorter", id="abroad-for-five-months-in-all"),
        pytest.param({"group": 1, "home": 2, "abroad": -1}, "abroad_not_known", id="time-abroad-is-not-known"),
        pytest.param({"group": 1, "home": 61, "abroad": 5}, "back_longer", id="the-return-counts-before-the-rest"),
    ],
)
def test_the_screen_of_the_survey(facts, why):
    found = survey_screen.counted(survey_screen.screened(talks(facts)))
    assert {str(one): count for one, count in found.items()} == ({} if why is None else {why: 1})


@pytest.mark.parametrize(
    ("way", "facts", "code"),
    [
        pytest.param("age", {"age": 24}, "-24", id="up-to-24"),
        pytest.param("age", {"age": 25}, "25-34", id="25-begins-a-band"),
        pytest.param("age", {"age": 80}, "55-", id="55-and-more"),
        pytest.param("age", {"age": -1}, "unknown", id="age-not-known-is-its-own-row"),
        pytest.param("home", {"home": 5}, "0-5", id="home-for-five-months"),
        pytest.param("home", {"home": 60}, "60-", id="home-for-five-years"),
        pytest.param("abroad", {"abroad": 23}, "12-23", id="nearly-two-years-abroad"),
        pytest.param("year", {}, "2026", id="the-year-of-the-talk"),
        pytest.param("district", {"district": ""}, "unknown", id="a-district-not-known"),
    ],
)
def test_in_which_row_somebody_stands(way, facts, code):
    found = division(talks(facts), way)
    assert found.codes[int(found.places[0])] == code


@pytest.mark.parametrize(
    ("said", "field"),
    [
        pytest.param({"rows": "name"}, "rows", id="nobody-stands-in-a-row-of-their-own"),
        pytest.param({"rows": "sex", "columns": "sex"}, "columns", id="the-same-twice"),
        pytest.param({"columns": "learned"}, "columns", id="several-answers-along-the-top"),
        pytest.param({"columns": "sex", "score": "all"}, "score", id="four-scores-and-columns"),
        pytest.param({"from_on": date(2026, 2, 1), "until_on": date(2026, 2, 1)}, "until_on", id="no-day-between"),
        pytest.param({"turn": "last"}, "turn", id="no-such-talk"),
    ],
)
def test_what_cannot_be_asked(said, field):
    with pytest.raises(NotAQuestion) as no:
        Question(**said)
    assert no.value.field == field


def test_a_question_is_asked_again_by_its_record():
    question = Question(rows="sex", columns="education", from_on=date(2026, 1, 1), is_screened=True, place="BD.60")
    assert Question.of_record(question.record()) == question


def test_who_gave_several_answers_stands_in_several_rows():
    both = bits_of("learned", ["livelihood", "language"])
    found = tables.counted(
        talks({"learned": both}, {"learned": bits_of("learned", ["none"])}, {"learned": 0}),
        Question(rows="learned"),
        scheme=SCHEME,
    )
    assert {row: found.people(row) for row in found.rows} == {"none": 1, "livelihood": 1, "language": 1}
    assert (found.people(), found.not_answered) == (2, 1)


def test_too_few_answers_are_left_out_and_counted():
    found = tables.counted(talks({}, {"composite": -1}), Question(), scheme=SCHEME)
    assert (found.people(), found.too_few_answers) == (1, 1)


def test_columns_are_kept_and_laid_together():
    one, other = talks({"district": "BD.60.91"}), talks({"district": "BD.30.26", "office": "two"})
    assert joined([]).names == nobody().names
    whole = joined([unpacked(packed(one)), other])
    assert [whole.names["district"][number] for number in whole.district] == ["BD.60.91", "BD.30.26"]
    assert tables.counted(whole, Question(place="office:two"), scheme=SCHEME).people() == 1
    assert tables.counted(whole, Question(place="BD.60"), scheme=SCHEME).people() == 1
    assert tables.counted(whole, Question(place="BD.6"), scheme=SCHEME).people() == 0


# The print -----------------------------------------------------------------------------------------------------------


def test_what_cannot_be_right_in_the_print_is_quoted():
    said = {(one.code, one.facts["group"], str(one.facts["printed"])) for one in published.oddities()}
    assert said == {("misprinted_highest", "abroad", "0.100"), ("composite_is_no_mean", "abroad", "0.572")}


def test_the_print_is_kept_as_it_stands():
    assert published.TABLE_1["abroad"]["social"].highest == Decimal("0.100")
    assert sum(line.people for line in published.TABLE_3.values()) == 563
    assert sum(line.people for line in published.TABLE_4.values()) == 581


# The version for sharing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        pytest.param({"female": 20, "male": 20}, set(), id="twenty-and-twenty"),
        pytest.param({"female": 9, "male": 40, "other": 30}, {"female", "other"}, id="nine-and-another-with-them"),
        pytest.param({"female": 10, "male": 40}, set(), id="ten-are-shown"),
    ],
)
def test_few_are_hidden_and_cannot_be_worked_out(counts, hidden):
    done, _ = shared(many(**counts), Question(rows="sex"))
    assert done.barriers == ()
    assert {row for (row, _), cell in done.cells.items() if cell is None} == hidden


@pytest.mark.parametrize(
    ("columns", "question", "code"),
    [
        pytest.param(many(female=9), Question(rows="sex"), "too_few_in_all", id="nine-in-all"),
        pytest.param(many(), Question(rows="sex"), "too_few_in_all", id="nobody"),
        pytest.param(many(female=3, male=7), Question(rows="sex"), "cannot_be_protected", id="three-of-ten"),
        pytest.param(
            talks(*({"learned": 1} for _ in range(40))),
            Question(rows="learned", columns="sex"),
            "several_with_columns",
            id="several-answers-with-columns",
        ),
    ],
)  # fmt: skip
def test_what_does_not_go_out(columns, question, code):
    assert shared(columns, question)[0].barriers[0].code == code


@pytest.mark.parametrize(
    ("inside", "in_all", "is_hidden"),
    [
        pytest.param(12, 40, False, id="twelve-of-forty"),
        pytest.param(9, 40, True, id="nine-of-forty"),
        pytest.param(31, 40, True, id="all-but-nine"),
        pytest.param(40, 40, False, id="everybody"),
    ],
)
def test_an_answer_among_several_is_hidden_where_few_gave_it_or_few_did_not(inside, in_all, is_hidden):
    language, both = bits_of("learned", ["language"]), bits_of("learned", ["livelihood", "language"])
    facts = [{"learned": both}] * inside + [{"learned": language}] * (in_all - inside)
    done, _ = shared(talks(*facts), Question(rows="learned"))
    assert (done.cells["livelihood", tables.TOTAL] is None) is is_hidden


@pytest.mark.parametrize(
    ("people", "is_shown"), [pytest.param(49, False, id="49-people"), pytest.param(50, True, id="50-people")]
)
def test_the_ends_of_a_range_are_shown_from_fifty_people_on_and_are_nobodys(people, is_shown):
    columns = many(male=people)
    done, _ = shared(columns, Question(rows="sex"))
    line = done.cells["male", tables.TOTAL]["composite"]
    assert (line.lowest is not None) is is_shown
    if is_shown:
        own = {Decimal(int(one)).scaleb(-4) for one in columns.composite}
        assert not own & {line.lowest, line.highest}


def test_a_percentile_never_falls_on_one_persons_value():
    """Of 61 people the 5th percentile would be the fourth person's own score."""
    scores = [4000 + 100 * number for number in range(61)]
    lowest, highest = shown_range("", scores, Policy())
    assert (lowest, highest) == (Fraction(4350), Fraction(9650))
    assert not {lowest, highest} & set(map(Fraction, scores))


def after(first: Columns, second: Columns, question: Question = Question(rows="sex")) -> list[str]:  # noqa: B008
    """What keeps a second table back after a first one was shared."""
    one, sample = shared(first, question)
    known = earlier.members(one, sample, "A1")
    two, later = shared(second, question)
    return [found.code for found in earlier.about_earlier(earlier.members(two, later, "A2"), [known], Policy())]


BASE = many(female=30, male=40)


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        pytest.param(BASE, [], id="the-same-again"),
        pytest.param(BASE.of(np.arange(70) > 0), ["few_differ"], id="one-woman-less"),
        pytest.param(BASE.of(np.arange(70) > 9), [], id="ten-women-less"),
        pytest.param(BASE.of(~np.isin(np.arange(70), [0, 69])), ["few_differ"], id="one-woman-and-one-man-less"),
        pytest.param(BASE.of(np.arange(70) > 8), ["few_differ"], id="nine-women-less"),
    ],
)
def test_two_tables_of_the_same_people(second, codes):
    assert after(BASE, second) == codes


def test_tables_of_other_people_say_nothing_of_each_other():
    elsewhere = talks(*({"sex": 1, "keys": 1000 + number} for number in range(30)))
    assert after(BASE, elsewhere) == []
