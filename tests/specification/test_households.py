"""Households that split, join and end, day by day; who counts as a child; who depends on the others.

A stay begins on its first day and ends before its last.  Whoever leaves one roof is under the other from that day.

Sources: Reintegration Handbook (2019), module 1.4: size and structure of the household; the profile of a national
programme's case system: members by men, women, boys and girls.
"""

from datetime import date

import pytest

from sankofa.kernel.periods import Age
from sankofa.returnees.rules.households import (
    AgeGroup,
    BeforeItBegan,
    LivesElsewhere,
    NobodyGoes,
    NobodyStays,
    Stay,
    age_group,
    applied,
    check_free,
    dependants,
    home_on,
    is_of_school_age,
    join,
    leave,
    split,
)

JUNE = date(2026, 6, 1)
MOTHER = Stay("mother", "old house", date(2020, 1, 1), key="1")
SON = Stay("son", "old house", date(2020, 1, 1), key="2")
WIFE = Stay("wife", "old house", date(2024, 3, 1), key="3")
TOGETHER = [MOTHER, SON, WIFE]
CHILD, ADULT, OLD, UNKNOWN = AgeGroup.CHILD, AgeGroup.ADULT, AgeGroup.OLD, AgeGroup.UNKNOWN

SPLITS = [
    pytest.param("mother", date(2026, 5, 31), "old house", id="she-stays-the-day-before"),
    pytest.param("mother", JUNE, "old house", id="she-stays"),
    pytest.param("son", date(2026, 5, 31), "old house", id="he-is-there-the-day-before"),
    pytest.param("son", JUNE, "new house", id="he-is-in-the-new-one-from-the-day-itself"),
    pytest.param("wife", JUNE, "new house", id="she-goes-with-him"),
    pytest.param("wife", date(2024, 2, 29), None, id="before-she-came-nothing-is-known"),
]


@pytest.mark.parametrize(("person", "on", "home"), SPLITS)
def test_when_a_household_splits_everybody_is_somewhere_every_day(person: str, on: date, home: str | None) -> None:
    change = split(TOGETHER, goers={"son", "wife"}, to="new house", on=JUNE)
    assert home_on(applied(TOGETHER, change), person, on) == home


REFUSED = [
    pytest.param({"mother", "son", "wife"}, JUNE, NobodyStays, id="everybody-goes"),
    pytest.param({"neighbour"}, JUNE, NobodyGoes, id="nobody-of-them-lives-there"),
    pytest.param({"wife"}, date(2024, 2, 29), BeforeItBegan, id="before-she-came"),
]


@pytest.mark.parametrize(("goers", "on", "refusal"), REFUSED)
def test_a_split_that_cannot_be_is_refused(goers: set[str], on: date, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        split(TOGETHER, goers=goers, to="new house", on=on)


def test_a_household_that_comes_into_another_comes_whole_with_what_each_is_there() -> None:
    change = join([SON, WIFE], to="her house", on=JUNE)
    assert [(stay.person, stay.household, stay.from_on) for stay in change.begun] == [
        ("son", "her house", JUNE),
        ("wife", "her house", JUNE),
    ]
    assert all(stay.until_on == JUNE for stay in change.ended)


STAYS = [
    pytest.param(None, date(2025, 1, 1), None, True, id="lives-there-still"),
    pytest.param(JUNE, JUNE, None, False, id="came-on-the-day-the-other-left"),
    pytest.param(JUNE, date(2026, 5, 31), None, True, id="one-day-in-both"),
    pytest.param(None, date(2019, 1, 1), date(2020, 1, 1), False, id="left-before"),
    pytest.param(None, date(2019, 1, 1), date(2020, 1, 2), True, id="a-day-too-long"),
    pytest.param(date(2020, 1, 1), date(2019, 1, 1), None, False, id="an-empty-stay-is-no-stay"),
]


@pytest.mark.parametrize(("there_until", "from_on", "until_on", "clashes"), STAYS)
def test_nobody_lives_in_two_households_on_one_day(
    there_until: date | None, from_on: date, until_on: date | None, clashes: bool
) -> None:
    there = Stay("mother", "old house", MOTHER.from_on, there_until)
    new = Stay("mother", "new house", from_on, until_on)
    if clashes:
        with pytest.raises(LivesElsewhere):
            check_free([there, SON], new)
    else:
        check_free([there, SON], new)


def test_nobody_leaves_before_they_came() -> None:
    with pytest.raises(BeforeItBegan):
        leave(WIFE, on=date(2024, 2, 29))
    assert leave(WIFE, on=WIFE.from_on).ended[0].is_empty


@pytest.mark.parametrize(
    ("age", "group", "of_school_age"),
    [
        pytest.param(None, UNKNOWN, False, id="not-known"),
        pytest.param(Age(5, 5), CHILD, False, id="five"),
        pytest.param(Age(5, 6), CHILD, True, id="five-or-six"),
        pytest.param(Age(17, 17), CHILD, True, id="seventeen"),
        pytest.param(Age(17, 18), CHILD, True, id="in-doubt-a-child"),
        pytest.param(Age(18, 18), ADULT, False, id="eighteen"),
        pytest.param(Age(64, 65), ADULT, False, id="sixty-four-or-sixty-five"),
        pytest.param(Age(65, 65), OLD, False, id="sixty-five"),
    ],
)
def test_age_counts_as_it_is_known_and_doubt_counts_as_a_child(
    age: Age | None, group: AgeGroup, of_school_age: bool
) -> None:
    assert (age_group(age), is_of_school_age(age)) == (group, of_school_age)


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        pytest.param([], {}, id="nobody"),
        pytest.param([ADULT, ADULT], {}, id="adults-alone"),
        pytest.param([ADULT, CHILD, CHILD, OLD], {CHILD: 2, OLD: 1}, id="two-children-and-a-grandmother"),
        pytest.param([ADULT, UNKNOWN], {UNKNOWN: 1}, id="unknown-is-told-apart"),
    ],
)
def test_who_depends_on_the_others_is_counted_and_unknown_is_no_adult(
    groups: list[AgeGroup], found: dict[AgeGroup, int]
) -> None:
    assert dependants(groups) == found
