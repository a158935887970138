"""Loans that others report: what is late, what counts as one payment, and what a late payment asks of us.

Source: the story on pages, 7 (two payments late: ask what happened; a pause, smaller parts, mediation); "Responsible
finance", 3.2 and R08, R29, R33.
"""

from datetime import date
from fractions import Fraction

import pytest

from sankofa.instalments.terms import RateBasis
from sankofa.kernel.money import Money
from sankofa.lenders.rules.offers import Frequency
from sankofa.loans.rules import caring, reported
from sankofa.loans.rules.caring import Step, Talk, Wish
from sankofa.loans.rules.reported import DayMissing, Kind, Lent, LessThanLent, NothingToReckonWith, Said, Source

START = date(2026, 1, 10)
LENT = Lent(Money(1_000_000, "BDT"), START, 10, Frequency.MONTH, each=Money(110_000, "BDT"))
FEB, MAR, APR = date(2026, 2, 10), date(2026, 3, 10), date(2026, 4, 10)


def paid(name: str, on: date, taka: int = 1_100, source: Source = Source.VISIT, counts: bool | None = None) -> Said:
    return Said(name, Kind.PAYMENT, on, source, Money(taka * 100, "BDT"), counts)


@pytest.mark.parametrize(
    ("lent", "first", "total"),
    [
        pytest.param(LENT, 110_000, 1_100_000, id="one-payment-is-known"),
        pytest.param(
            Lent(Money(1_000_000, "BDT"), START, 12, Frequency.MONTH, None, Fraction(24), RateBasis.FLAT_YEAR),
            103_333,
            1_240_000,
            id="the-rate-of-the-product",
        ),
        pytest.param(
            Lent(Money(600_000, "BDT"), START, 12, Frequency.WEEK, None, None, RateBasis.NONE),
            50_000,
            600_000,
            id="no-interest",
        ),
        pytest.param(
            Lent(Money(1_000_000, "BDT"), START, 1, Frequency.ONCE, Money(1_200_000, "BDT"), None, None, APR),
            1_200_000,
            1_200_000,
            id="all-at-the-end",
        ),
    ],
)
def test_what_is_to_be_paid_follows_from_what_was_told(lent: Lent, first: int, total: int) -> None:
    lines = reported.reading(lent, [], START).least.instalments
    assert (lines[0].due, sum(one.due for one in lines)) == (first, total)


@pytest.mark.parametrize(
    ("lent", "why"),
    [
        pytest.param(
            Lent(Money(1_000_000, "BDT"), START, 10, Frequency.MONTH, Money(90_000, "BDT")),
            LessThanLent,
            id="less-comes-back-than-was-lent",
        ),
        pytest.param(
            Lent(Money(1_000_000, "BDT"), START, 10, Frequency.MONTH), NothingToReckonWith, id="nothing-is-known"
        ),
        pytest.param(
            Lent(Money(1_000_000, "BDT"), START, 10, Frequency.MONTH, None, Fraction(20), RateBasis.PROFIT_SHARE),
            NothingToReckonWith,
            id="a-share-of-the-profit",
        ),
        pytest.param(
            Lent(Money(1_000_000, "BDT"), START, 1, Frequency.ONCE, Money(1_200_000, "BDT")),
            DayMissing,
            id="all-at-once-without-a-day",
        ),
    ],
)
def test_what_cannot_be_reckoned_is_refused_with_its_reason(lent: Lent, why: type[Exception]) -> None:
    with pytest.raises(why):
        reported.reading(lent, [], START)


@pytest.mark.parametrize(
    ("said", "amounts"),
    [
        pytest.param([paid("a", FEB), paid("b", FEB, source=Source.LENDER)], [(1_100, 1_100)], id="both-tell-the-same"),
        pytest.param(
            [paid("a", FEB), paid("b", date(2026, 2, 17), source=Source.LENDER)],
            [(1_100, 1_100)],
            id="a-week-apart-is-one",
        ),
        pytest.param(
            [paid("a", FEB), paid("b", date(2026, 2, 18), source=Source.LENDER)],
            [(1_100, 1_100), (1_100, 1_100)],
            id="eight-days-apart-are-two",
        ),
        pytest.param([paid("a", FEB), paid("b", FEB)], [(1_100, 1_100)] * 2, id="one-source-tells-of-two"),
        pytest.param(
            [paid("a", FEB), paid("b", FEB, 900, Source.LENDER)], [(900, 1_100)], id="they-differ-side-by-side"
        ),
        pytest.param(
            [paid("a", FEB, 900), paid("b", FEB), paid("c", date(2026, 2, 12), source=Source.LENDER)],
            [(900, 900), (1_100, 1_100)],
            id="alike-before-different",
        ),
        pytest.param(
            [paid("a", FEB, counts=True), paid("b", FEB, 900, Source.LENDER, counts=False)],
            [(1_100, 1_100)],
            id="somebody-said-which",
        ),
        pytest.param(
            [paid("a", FEB, counts=True), paid("b", FEB, 900, Source.LENDER, counts=True)],
            [(1_100, 1_100), (900, 900)],
            id="somebody-said-both",
        ),
    ],
)
def test_what_two_sources_say_stands_side_by_side(said: list[Said], amounts: list[tuple[int, int]]) -> None:
    came = reported.reading(LENT, said, APR).came
    assert [(one.least.minor // 100, one.most.minor // 100) for one in came] == amounts


@pytest.mark.parametrize(
    ("said", "on", "step"),
    [
        pytest.param([], FEB, Step.NOTHING, id="due-today"),
        pytest.param([], date(2026, 2, 16), Step.NOTHING, id="six-days-late"),
        pytest.param([], date(2026, 2, 17), Step.A_WORD, id="a-week-late"),
        pytest.param([], date(2026, 3, 11), Step.A_TALK, id="two-late"),
        pytest.param([paid("a", date(2026, 2, 1))], date(2026, 4, 9), Step.A_WORD, id="one-late-thirty-days"),
        pytest.param([paid("a", FEB), paid("b", MAR, 1_060)], APR, Step.NOTHING, id="a-few-coins-missing"),
        pytest.param([paid("a", FEB), paid("b", MAR, 1_000)], APR, Step.A_TALK, id="a-part-missing-a-month"),
        pytest.param(
            [paid("a", FEB), paid("b", MAR), paid("c", MAR, 500, Source.LENDER)],
            date(2026, 3, 16),
            Step.NOTHING,
            id="they-differ-and-it-does-not-matter-yet",
        ),
        pytest.param(
            [paid("a", FEB), paid("b", MAR), paid("c", MAR, 500, Source.LENDER)],
            date(2026, 3, 17),
            Step.FIND_OUT,
            id="they-differ-and-it-matters",
        ),
        pytest.param([Said("e", Kind.REPAID, MAR, Source.LENDER)], APR, Step.NOTHING, id="the-lender-says-all-is-paid"),
        pytest.param([Said("e", Kind.WRITTEN_OFF, MAR, Source.LENDER)], APR, Step.NOTHING, id="given-up"),
        pytest.param(
            [Said("n", Kind.AGREED_ANEW, FEB, Source.LENDER, from_due_on=FEB, to=date(2026, 6, 10))],
            date(2026, 5, 1),
            Step.NOTHING,
            id="a-pause-was-agreed",
        ),
    ],
)
def test_a_late_payment_asks_for_care(said: list[Said], on: date, step: Step) -> None:
    assert caring.care(reported.reading(LENT, said, on), [], on).step is step


@pytest.mark.parametrize(
    ("talk_on", "on", "step"),
    [
        pytest.param(date(2026, 3, 12), date(2026, 4, 10), Step.REST, id="rests-for-a-month"),
        pytest.param(date(2026, 3, 12), date(2026, 4, 11), Step.A_TALK, id="then-asks-again"),
        pytest.param(date(2026, 1, 30), date(2026, 3, 12), Step.A_TALK, id="a-talk-before-anything-was-late"),
    ],
)
def test_after_a_talk_a_loan_rests(talk_on: date, on: date, step: Step) -> None:
    assert caring.care(reported.reading(LENT, [], on), [Talk(talk_on)], on).step is step


@pytest.mark.parametrize(
    ("before", "wishes", "begins"),
    [
        pytest.param([], {Wish.MEDIATION}, True, id="wanted"),
        pytest.param([], {Wish.PAUSE, Wish.SMALLER_PARTS}, False, id="something-else-wanted"),
        pytest.param([], {Wish.NOTHING}, False, id="nothing-wanted"),
        pytest.param([Talk(FEB, frozenset({Wish.MEDIATION}))], {Wish.MEDIATION}, False, id="begun-already"),
        pytest.param([Talk(START, frozenset({Wish.MEDIATION}))], {Wish.MEDIATION}, True, id="wanted-long-ago"),
    ],
)
def test_mediation_begins_only_where_the_person_wants_it(before: list[Talk], wishes: set[Wish], begins: bool) -> None:
    assert caring.begins_mediation(before, Talk(date(2026, 2, 20), frozenset(wishes))) is begins


def test_what_was_put_right_counts_in_the_place_of_what_was_wrong() -> None:
    wrong, right = paid("a", FEB, 11_000), Said("b", Kind.PAYMENT, FEB, Source.VISIT, Money(110_000, "BDT"), None, "a")
    assert reported.reading(LENT, [wrong, right], MAR).still_to_pay == Money(990_000, "BDT")


def test_all_that_came_in_ends_a_loan_before_its_time() -> None:
    ended = reported.reading(LENT, [paid("a", FEB, 11_000)], MAR).ended
    assert ended is not None
    assert (ended.kind, ended.on, ended.is_early, ended.said) == (Kind.REPAID, FEB, True, False)


def test_smaller_parts_spread_what_is_left() -> None:
    anew = Said("n", Kind.AGREED_ANEW, MAR, Source.LENDER, from_due_on=MAR, extra=9)
    read = reported.reading(LENT, [paid("a", FEB), anew], MAR)
    assert len(read.least.instalments) == 19
    assert read.still_to_pay == Money(990_000, "BDT")
    assert read.exposure.is_rescheduled
