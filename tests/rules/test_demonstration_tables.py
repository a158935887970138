"""The invented people reproduce the pattern that the mapping published: Tables 1 to 4, within sampling error.

Two samples of the same people differ by chance.  So each mean is compared with the published one within three standard
errors of their difference: sqrt(sd² / n published + sd² / n ours), from the published deviation.  With as many lines as
here one of four hundred would fall outside by chance alone; the seed is fixed, and the model was fitted.

The order of the printed means is compared where the print itself is sure of it: where two lines lie further apart than
two standard errors of their difference.

The composite is that of `open-rss-mapping`, whose mix is the one the published means allow.
"""

from datetime import date
from itertools import combinations
from math import sqrt
from statistics import fmean, stdev

import pytest

from sankofa.project.demonstration import comparison
from sankofa.project.demonstration.figures import countries_of
from sankofa.project.demonstration.population import ABROAD_NUMBERS, current_migrants, people
from sankofa.statistics.rules import published
from sankofa.statistics.rules.published import EVERYBODY, SCORES, TABLE_1, TABLE_2, TABLE_3, TABLE_4, Printed

ON = date(2026, 11, 22)
SEED = 2026
Scores = list[comparison.Scored]


@pytest.fixture(scope="module")
def sample() -> dict[str, Scores]:
    """Returnees and current migrants in the proportion of the survey, 470 to 93, and both together."""
    south = [person for person in people(SEED, 2_000, ON) if person.country in countries_of("south_asia")]
    back = comparison.scored(south, "open-rss-mapping-1")
    away = comparison.scored(current_migrants(SEED, round(len(back) * 93 / 470), ON), "open-rss-mapping-1")
    return {"returnee": back, "abroad": away, EVERYBODY: back + away}


def means(some: Scores, score: str = "composite") -> list[float]:
    return [float(one.values[score]) for one in some if score in one.values]


def error(printed: Printed, count: int) -> float:
    """One standard error of the difference between the published mean and ours."""
    return sqrt(float(printed.deviation) ** 2 / printed.people + float(printed.deviation) ** 2 / count)


def agrees(values: list[float], printed: Printed) -> bool:
    return abs(fmean(values) - float(printed.mean)) <= 3 * error(printed, len(values))


def ways(sample: dict[str, Scores]) -> dict[str, dict[str, list[float]]]:
    """The composite scores of Tables 2 to 4, by line."""
    everybody = sample[EVERYBODY]
    return {
        "Table 2": {sex: means([one for one in everybody if one.person.sex == sex]) for sex in TABLE_2},
        "Table 3": {level: means([one for one in everybody if one.person.education == level]) for level in TABLE_3},
        "Table 4": {code: means([one for one in everybody if code in one.person.learned]) for code in TABLE_4},
    }


PRINTED = {"Table 2": TABLE_2, "Table 3": TABLE_3, "Table 4": TABLE_4}


@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("group", list(TABLE_1))
def test_table_1_comes_out_within_sampling_error(sample, group, score):
    values = means(sample[group], score)
    assert agrees(values, TABLE_1[group][score])
    assert stdev(values) == pytest.approx(float(TABLE_1[group][score].deviation), abs=0.02)


@pytest.mark.parametrize(("table", "line"), [(table, line) for table, lines in PRINTED.items() for line in lines])
def test_tables_2_to_4_come_out_within_sampling_error(sample, table, line):
    assert agrees(ways(sample)[table][line], PRINTED[table][line])


@pytest.mark.parametrize("group", list(TABLE_1))
def test_money_and_work_is_lowest_and_home_highest(sample, group):
    economic, social, psychosocial = (fmean(means(sample[group], name)) for name in published.DIMENSIONS)
    assert economic < psychosocial < social


def test_current_migrants_stand_lower_in_everything(sample):
    for score in SCORES:
        assert fmean(means(sample["abroad"], score)) < fmean(means(sample["returnee"], score)), score


@pytest.mark.parametrize("table", list(PRINTED))
def test_lines_stand_in_the_printed_order_where_the_print_is_sure_of_it(sample, table):
    ours, compared = ways(sample)[table], 0
    for (low, one), (high, other) in combinations(sorted(PRINTED[table].items(), key=lambda line: line[1].mean), 2):
        apart = sqrt(float(one.deviation) ** 2 / one.people + float(other.deviation) ** 2 / other.people)
        if float(other.mean - one.mean) > 2 * apart:
            compared += 1
            assert fmean(ours[low]) < fmean(ours[high]), (low, high)
    assert compared >= 1


def test_as_many_learned_something_as_in_table_4(sample):
    everybody = sample[EVERYBODY]
    for code, line in TABLE_4.items():
        share = fmean(code in one.person.learned for one in everybody)
        assert share == pytest.approx(line.people / 563, abs=0.04), code


def test_help_wanted_has_the_shares_that_are_printed():
    south = [person for person in people(SEED, 2_000, ON) if person.country in countries_of("south_asia")]
    assert fmean("business" in person.wanted for person in south) == pytest.approx(0.31, abs=0.03)
    assert fmean("migrate" in person.wanted for person in south) == pytest.approx(0.2433, abs=0.03)


def test_current_migrants_came_back_talked_and_left_again():
    found = current_migrants(SEED, 200, ON)
    assert len({person.number for person in found}) == 200
    assert found == current_migrants(SEED, 200, ON)
    for person in found:
        assert person.number > ABROAD_NUMBERS
        assert person.left_on < person.returned_on <= person.abroad_again_on <= person.interviews[0].on <= ON, person
