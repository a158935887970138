"""The figures of the debt studies: as printed, with their conflicts, and reckoned again from people made to fit.

Sources: the debt study of Mali, brief (2020); Knowledge Paper 1 (2021), 2.2.1.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest

from sankofa.debts.rules.brief import Asked, Reckoned, median, reckoned, shown
from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.printed import CONFLICTS, MALI, MALI_MEDIAN_XOF, SIX_COUNTRIES, Figure
from sankofa.debts.rules.roster import Pressed, Rhythm, Stage, Told
from sankofa.debts.rules.terms import Form, Lender, Pressure, Purpose
from sankofa.disclosure.terms import Policy
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money, Rounding

POLICY = Policy()
RESPONDENTS = 456
"""How many were asked in Mali."""


def of_mali() -> Iterator[Asked]:
    """Yield 456 people who answered as the papers print it of Mali, each figure as near as whole people come."""
    owing = 310  # 68 % of 456
    for number in range(RESPONDENTS):
        if number >= owing:
            yield Asked(Owes.NEVER)
            continue
        after = number < 150  # 33 % of 456
        migrated = number < 257  # 83 % of 310
        lender = Lender.FRIEND if number < 180 else Lender.RELATIVE if number < 301 else Lender.MONEYLENDER
        told = Told(
            lender,
            Form.MONEY,
            purpose=Purpose.TRIP if migrated else Purpose.FAMILY,
            stage=Stage.AFTER if after else Stage.BEFORE,
            amount=Money(100_000 + 500 * (number - 128), "XOF"),
            rhythm=Rhythm.WHEN_I_CAN if number < 251 else Rhythm.FIXED,
        )
        pressed = Pressed(frozenset({Pressure.INSULTS} if number < 91 else ()))
        yield Asked(Owes.YES, (told,), (pressed,))


@pytest.fixture(scope="module")
def figures() -> dict[Figure, Reckoned]:
    return {one.figure: one for one in reckoned(list(of_mali()))}


@pytest.mark.parametrize(
    ("figure", "percent"),
    [
        pytest.param(one.figure, one.low.as_percent(0, Rounding.HALF_UP), id=f"{one.figure}-{one.source}")
        for one in (*MALI, *SIX_COUNTRIES)
        if one.country == "ML" and one.figure is not Figure.AFTER_OF_INDEBTED
    ],
)
def test_the_figures_of_mali_come_out_of_records(
    figures: dict[Figure, Reckoned], figure: Figure, percent: Decimal
) -> None:
    share = figures[figure].share
    assert share is not None
    assert share.as_percent(0, Rounding.HALF_UP) == percent


def test_a_third_of_all_is_nearly_half_of_those_who_owe(figures: dict[Figure, Reckoned]) -> None:
    """The 33 % of the paper and the 47 % of the brief: not the same, and near to each other on their bases."""
    asked, owing = figures[Figure.AFTER_OF_ASKED], figures[Figure.AFTER_OF_INDEBTED]
    assert (asked.part, asked.base) == (150, 456)
    assert (owing.part, owing.base) == (150, 310)
    assert owing.share is not None
    assert owing.share.as_percent(1, Rounding.HALF_UP) == Decimal("48.4")


def test_the_median_of_mali_comes_out_of_records() -> None:
    assert median(list(of_mali()), "XOF", POLICY) == (Money(MALI_MEDIAN_XOF, "XOF"), 257)
    assert median(list(of_mali()), "EUR", POLICY) == (None, 0)


def test_the_median_is_nobody_s_own_amount() -> None:
    people = [Asked(Owes.YES, (Told(purpose=Purpose.TRIP, amount=Money(123_456, "XOF")),))] * 31
    assert median(people, "XOF", POLICY) == (Money(120_000, "XOF"), 31)


def owing_to(*lenders: tuple[int, Lender], each: int = 1) -> list[Asked]:
    """Return so many people who owe to each of these lenders, each of them so many debts."""
    return [Asked(Owes.YES, (Told(lender, Form.MONEY),) * each) for count, lender in lenders for _ in range(count)]


BANK, FRIEND, RELATIVE, SHOP = Lender.BANK, Lender.FRIEND, Lender.RELATIVE, Lender.SHOP


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        pytest.param(
            owing_to((20, FRIEND), (20, RELATIVE), (20, BANK), (20, SHOP)),
            {Figure.FRIENDS, Figure.RELATIVES, Figure.FRIENDS_OR_RELATIVES, Figure.INSTITUTIONS},
            id="many-of-each",
        ),
        pytest.param(
            owing_to((40, FRIEND), (3, RELATIVE), (40, SHOP)),
            {Figure.FRIENDS, Figure.INSTITUTIONS},
            id="friends-taken-from-both-would-leave-three-relatives",
        ),
        pytest.param(
            owing_to((3, FRIEND), (40, RELATIVE), (40, SHOP)),
            {Figure.RELATIVES, Figure.INSTITUTIONS},
            id="relatives-taken-from-both-would-leave-three-friends",
        ),
        pytest.param(
            owing_to((40, FRIEND), (20, RELATIVE), (2, SHOP)),
            {Figure.FRIENDS, Figure.INSTITUTIONS},
            id="friends-and-relatives-together-would-leave-two-others",
        ),
        pytest.param(
            owing_to((20, FRIEND), (20, RELATIVE), (20, BANK), (2, SHOP)),
            {Figure.FRIENDS, Figure.RELATIVES, Figure.FRIENDS_OR_RELATIVES},
            id="banks-taken-from-the-rest-would-leave-two-shops",
        ),
        pytest.param(owing_to((3, FRIEND), (3, SHOP), each=20), set(), id="many-debts-of-six-people"),
    ],
)
def test_no_figure_of_lenders_tells_a_small_one_beside_it(people: list[Asked], expected: set[Figure]) -> None:
    of_lenders = {Figure.FRIENDS, Figure.RELATIVES, Figure.FRIENDS_OR_RELATIVES, Figure.INSTITUTIONS}
    assert shown(reckoned(people), POLICY) & of_lenders == expected


def after_return(owing: int, *, paid_after: int = 0, paid_before: int = 0, never: int = 0) -> list[Asked]:
    """Return people of whom half of those who owe borrowed after return, and others who owe nothing now."""
    after, before = Told(stage=Stage.AFTER), Told(stage=Stage.BEFORE)
    return [
        *[Asked(Owes.YES, (after if number % 2 else before,)) for number in range(owing)],
        *[Asked(Owes.PAID, (after,))] * paid_after,
        *[Asked(Owes.PAID, (before,))] * paid_before,
        *[Asked(Owes.NEVER)] * never,
    ]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        pytest.param(
            after_return(60, never=20), {Figure.AFTER_OF_ASKED, Figure.AFTER_OF_INDEBTED}, id="many-who-never-owed"
        ),
        pytest.param(after_return(60, never=2), {Figure.AFTER_OF_INDEBTED}, id="two-who-never-owed"),
        pytest.param(
            after_return(60, paid_after=2, never=20), {Figure.AFTER_OF_INDEBTED}, id="two-who-borrowed-after-and-paid"
        ),
        pytest.param(
            after_return(60, paid_after=20, paid_before=2),
            {Figure.AFTER_OF_INDEBTED},
            id="two-who-borrowed-before-and-paid",
        ),
    ],
)
def test_borrowing_told_twice_tells_of_no_few_by_the_difference(people: list[Asked], expected: set[Figure]) -> None:
    twice = {Figure.AFTER_OF_ASKED, Figure.AFTER_OF_INDEBTED}
    assert shown(reckoned(people), POLICY) & twice == expected


def test_where_few_owe_nothing_no_figure_of_all_who_answered_is_told() -> None:
    told = Told(stage=Stage.AFTER)
    half = [
        Asked(Owes.YES, (told,), (Pressed(frozenset({Pressure.INSULTS} if number % 2 else ())),))
        for number in range(60)
    ]
    assert Figure.ABUSED in shown(reckoned([*half, *[Asked(Owes.NEVER)] * 20]), POLICY)
    assert Figure.ABUSED not in shown(reckoned([*half, *[Asked(Owes.NEVER)] * 2]), POLICY)


@pytest.mark.parametrize(
    ("country", "percent"),
    [
        pytest.param("GM", 55, id="the-gambia"),
        pytest.param("GN", 59, id="guinea"),
        pytest.param("ML", 68, id="mali"),
        pytest.param("SN", 72, id="senegal"),
        pytest.param("CI", 77, id="cote-d-ivoire"),
        pytest.param("BF", 79, id="burkina-faso"),
    ],
)
def test_the_table_of_six_countries_is_as_printed(country: str, percent: int) -> None:
    (found,) = [one for one in SIX_COUNTRIES if (one.country, one.figure) == (country, Figure.INDEBTED)]
    assert found.low.fraction == Fraction(percent, 100)
    assert found.text == f"{percent} %"


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        pytest.param("mali_after_return", "33 %", "47 %", id="borrowed-after-return"),
        pytest.param("mali_lenders", "97 %", "96 %", id="who-lent"),
        pytest.param("mali_profile", "31 % heads of household", "68 %", id="of-whom-the-profile-is"),
        pytest.param("mali_migration_debt", "83 %", "68 %", id="more-owe-for-the-migration-than-owe"),
        pytest.param("gambia_after_return", "six countries", "told of five", id="the-gambia-is-missing"),
    ],
)
def test_the_conflicts_of_the_papers_are_quoted_with_both_sides(code: str, one: str, other: str) -> None:
    assert one in told(f"conflict.{code}.one")
    assert other in told(f"conflict.{code}.other")


def told(code: str) -> str:
    """Return a text of the papers in English."""
    return wording.text(Finding(code, Weight.NOTE, "knowledge"), "en", "sankofa.debts")


def test_every_conflict_is_quoted_in_every_language() -> None:
    assert len(set(CONFLICTS)) == 5
    for language in ("en", "fr", "ur"):
        held = wording.texts("sankofa.debts", language)
        assert all(held[f"conflict.{code}.{part}"] for code in CONFLICTS for part in ("one", "other", "guess"))
        assert all(held[f"figure.{figure}"] for figure in Figure)


@pytest.mark.parametrize(
    ("people", "figure", "expected"),
    [
        pytest.param([Asked(Owes.UNKNOWN), Asked(Owes.NOT_SAID)], Figure.INDEBTED, (0, 0, 2), id="nobody-answered"),
        pytest.param([Asked(Owes.YES)], Figure.AFTER_OF_INDEBTED, (0, 0, 1), id="owes-and-no-roster"),
        pytest.param([Asked(Owes.NEVER)], Figure.AFTER_OF_ASKED, (0, 1, 0), id="never-owed-never-borrowed-after"),
        pytest.param(
            [Asked(Owes.YES, (Told(stage=Stage.BEFORE), Told()), (None, None))],
            Figure.AFTER_OF_INDEBTED,
            (0, 0, 1),
            id="one-stage-not-known",
        ),
        pytest.param(
            [Asked(Owes.YES, (Told(stage=Stage.AFTER), Told()), (None, None))],
            Figure.AFTER_OF_INDEBTED,
            (1, 1, 0),
            id="one-yes-is-enough",
        ),
        pytest.param([Asked(Owes.YES, (Told(),), (None,))], Figure.ABUSED, (0, 0, 1), id="never-asked-alone"),
        pytest.param(
            [Asked(Owes.YES, (Told(Lender.FRIEND, Form.MORAL),), (None,))],
            Figure.FRIENDS,
            (0, 0, 0),
            id="a-moral-debt-is-no-loan",
        ),
    ],
)
def test_what_is_not_known_is_in_no_base(people: list[Asked], figure: Figure, expected: tuple[int, int, int]) -> None:
    (found,) = [one for one in reckoned(people) if one.figure is figure]
    assert (found.part, found.base, found.unknown) == expected


@pytest.mark.parametrize(
    ("part", "base", "may"),
    [
        pytest.param(10, 30, True, id="enough"),
        pytest.param(9, 30, False, id="few-who-do"),
        pytest.param(21, 30, False, id="few-who-do-not"),
        pytest.param(10, 29, False, id="small-base"),
        pytest.param(0, 30, True, id="none"),
        pytest.param(30, 30, True, id="all"),
    ],
)
def test_small_counts_are_hidden_and_so_is_what_would_tell_them(part: int, base: int, may: bool) -> None:
    assert Reckoned(Figure.INDEBTED, part, base, 0).may_be_shown(POLICY) is may
