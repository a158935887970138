"""The invented people owe what the debt studies published, within sampling error.

Two samples of the same people differ by chance.  So each share is compared with the printed one within three standard
errors of their difference: sqrt(p (1 - p) (1 / n printed + 1 / n ours)).  A median is compared with the middle of what
chance allows: as many amounts may lie below it as three standard errors of a half let.

Sources: the debt study of Mali, brief (2020), pages 1 and 2; Knowledge Paper 1 (2021), 2.2.1.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import sqrt

import pytest

from sankofa.debts.rules import roster
from sankofa.debts.rules.brief import Asked, reckoned
from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.printed import MALI, MALI_MEDIAN_XOF, SIX_COUNTRIES, Figure, Printed
from sankofa.debts.rules.roster import Effect, Stage
from sankofa.debts.rules.terms import FOR_MIGRATION, Form
from sankofa.project.demonstration import owing
from sankofa.project.demonstration.owing import SaidOfDebts
from sankofa.project.demonstration.population import people

ON = date(2026, 11, 22)
ASKED_ON = ON - timedelta(days=7)
SEED = 2026
RESPONDENTS = {"ML": 456, "GM": 410, "GN": 505, "SN": 358}
"""How many were asked in each study."""


def said_of(count: int) -> list[SaidOfDebts]:
    found = people(SEED, count, ON)
    return owing.said(SEED, found, asked_on=lambda _person: ASKED_ON, today=ON)


@pytest.fixture(scope="module")
def everybody() -> dict[str, list[SaidOfDebts]]:
    country = {person.number: person.country for person in people(SEED, 2_000, ON)}
    found: dict[str, list[SaidOfDebts]] = {}
    for one in said_of(2_000):
        found.setdefault(country[one.number], []).append(one)
    return found


def as_asked(said: Sequence[SaidOfDebts]) -> list[Asked]:
    return [
        Asked(one.six.owes, tuple(debt.told for debt in one.debts), tuple(debt.pressed for debt in one.debts))
        for one in said
    ]


def is_near(part: int, base: int, share: float, printed_of: int) -> bool:
    error = sqrt(share * (1 - share) * (1 / printed_of + 1 / base)) if 0 < share < 1 else 0
    return abs(part / base - share) <= 3 * error


PRINTED = [
    pytest.param(one, id=f"{one.country}-{one.figure}-{'brief-p1-2' if one in MALI else 'paper-2.2.1'}")
    for one in (*MALI, *SIX_COUNTRIES)
    if one.country in RESPONDENTS
]


@pytest.mark.parametrize("printed", PRINTED)
def test_the_figures_of_the_studies_come_out_within_sampling_error(
    everybody: dict[str, list[SaidOfDebts]], printed: Printed
) -> None:
    (ours,) = [one for one in reckoned(as_asked(everybody[printed.country])) if one.figure is printed.figure]
    assert ours.base >= 30
    share = float(printed.low.fraction)
    assert is_near(ours.part, ours.base, share, RESPONDENTS[printed.country]), (ours.part, ours.base, share)


@pytest.mark.parametrize("country", sorted(RESPONDENTS))
def test_friends_and_relatives_lend_in_83_to_96_of_100_cases(
    everybody: dict[str, list[SaidOfDebts]], country: str
) -> None:
    """Knowledge Paper 1, 2.2.1: depending on the country."""
    figures = {one.figure: one for one in reckoned(as_asked(everybody[country]))}
    ours = figures[Figure.FRIENDS_OR_RELATIVES]
    low, high = 0.83, 0.96
    at_most = 3 * sqrt(high * (1 - high) / ours.base)
    assert low <= ours.part / ours.base <= high + at_most


def borrowed_for_the_way(said: Sequence[SaidOfDebts]) -> list[int]:
    return sorted(
        debt.told.amount.minor
        for one in said
        for debt in one.debts
        if debt.told.purpose in FOR_MIGRATION and debt.told.amount is not None
    )


def test_the_median_of_mali_is_where_chance_allows_it_to_be(everybody: dict[str, list[SaidOfDebts]]) -> None:
    """Brief, p. 2: the median amount is 100,000 FCFA."""
    amounts = borrowed_for_the_way(everybody["ML"])
    play = 3 * sqrt(len(amounts)) / 2
    assert sum(amount < MALI_MEDIAN_XOF for amount in amounts) <= len(amounts) / 2 + play
    assert sum(amount > MALI_MEDIAN_XOF for amount in amounts) <= len(amounts) / 2 + play


def test_amounts_in_mali_lie_in_the_printed_range_and_nearly_all_above_50_000(
    everybody: dict[str, list[SaidOfDebts]],
) -> None:
    """Brief, p. 2: from 15,000 to 3,500,000 FCFA; 95 % contracted more than 50,000."""
    amounts = borrowed_for_the_way(everybody["ML"])
    assert amounts[0] >= 15_000
    assert amounts[-1] <= 3_500_000
    assert is_near(sum(amount > 50_000 for amount in amounts), len(amounts), 0.95, 310)


@pytest.mark.parametrize(
    ("holds", "share"),
    [
        pytest.param(lambda own: own == 0, 0.53, id="no-income-brief-p1"),
        pytest.param(lambda own: own <= 50_000, 0.93, id="at-most-50000-a-month-brief-p2"),
    ],
)
def test_incomes_in_mali_are_as_printed(everybody: dict[str, list[SaidOfDebts]], holds: object, share: float) -> None:
    incomes = [one.budget.own.minor for one in everybody["ML"] if one.budget is not None and one.budget.own is not None]
    assert is_near(sum(map(holds, incomes)), len(incomes), share, 456)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("effects", "share"),
    [
        pytest.param({Effect.LESS_FOOD, Effect.SCHOOL, Effect.HEALTH, Effect.SOLD}, 0.60, id="money-brief-p2"),
        pytest.param({Effect.SHAME, Effect.FAMILY, Effect.SHUT_OUT}, 0.77, id="life-with-others-brief-p2"),
    ],
)
def test_as_many_in_mali_say_that_debts_harm_them(
    everybody: dict[str, list[SaidOfDebts]], effects: set[Effect], share: float
) -> None:
    owing_people = [one for one in everybody["ML"] if one.six.owes is Owes.YES]
    harmed = sum(any(effects & (debt.told.effects or frozenset()) for debt in one.debts) for one in owing_people)
    assert is_near(harmed, len(owing_people), share, 310)


def test_nothing_that_is_told_is_impossible(everybody: dict[str, list[SaidOfDebts]]) -> None:
    kinds = set()
    for said in everybody.values():
        for one in said:
            assert bool(one.debts) == (one.six.owes is Owes.YES), one
            for debt in one.debts:
                assert roster.faults(debt.told, on=one.on) == [], debt
                for place, change in enumerate(debt.changes):
                    kinds.add(change.kind)
                    found = roster.faults_of_change(change, debt.told, debt.changes[:place], on=ON)
                    assert found == [], (change, debt)
                assert debt.told.form is not Form.MORAL or debt.told.own_words
    assert {debt.told.stage for said in everybody.values() for one in said for debt in one.debts} == {
        Stage.BEFORE,
        Stage.DURING,
        Stage.AFTER,
    }


def test_things_happen_to_debts_that_were_told_long_ago() -> None:
    found = people(SEED, 600, ON)
    long_ago = owing.said(SEED, found, asked_on=lambda _person: ON - timedelta(days=190), today=ON)
    kinds = {change.kind for one in long_ago for debt in one.debts for change in debt.changes}
    assert kinds == {roster.ChangeKind.REPAID, roster.ChangeKind.FORGIVEN}


def test_whoever_was_asked_in_the_interview_says_the_same_here(everybody: dict[str, list[SaidOfDebts]]) -> None:
    said = {one.number: one.six.owes for group in everybody.values() for one in group}
    compared = 0
    for person in people(SEED, 2_000, ON):
        if person.number in said and person.interviews:
            answer = person.interviews[0].answers["e5"]
            if answer not in ("dont_know", "prefer_not"):
                compared += 1
                assert (said[person.number] is Owes.YES) == (answer != "no_debt"), person.number
    assert compared > 400


def test_the_same_seed_says_the_same() -> None:
    assert said_of(300) == said_of(300)
