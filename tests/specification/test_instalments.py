"""What is owed on which day, to the last unit.  Sources with each case."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from sankofa.instalments.daycount import DayCount
from sankofa.instalments.due_dates import Closed, Every, Shift, Unit
from sankofa.instalments.errors import BadTerms, MissingField, NeverRepays, OutOfOrder, RateOutOfReason, TwoCurrencies
from sankofa.instalments.schedule import schedule
from sankofa.instalments.terms import (
    Fee,
    FeeBase,
    FeeTime,
    Grace,
    Level,
    RateBasis,
    Roundings,
    Shape,
    Step,
    Terms,
    Tranche,
)
from sankofa.kernel.money import Money, Rounding

HALF_EVEN = Roundings(interest=Rounding.HALF_EVEN, instalment=Rounding.HALF_EVEN)


def terms(**changes: object) -> Terms:
    usual: dict[str, object] = {
        "principal": Money.of("1000", "USD"),
        "basis": RateBasis.DECLINING_MONTH,
        "rate_percent": Fraction(2),
        "starts_on": date(2026, 1, 15),
        "count": 12,
    }
    return Terms(**{**usual, **changes})  # type: ignore[arg-type]


def payments(agreed: Terms) -> list[int]:
    return [row.payment for row in schedule(agreed).rows]


LOANS = [
    pytest.param(
        terms(), [9456] * 11 + [9454], id="declining 2 % a month: 94.56, last 94.54 (Responsible finance 2.2, A1)"
    ),
    pytest.param(
        terms(basis=RateBasis.FLAT_YEAR, rate_percent=Fraction(24)),
        [10333] * 11 + [10337],
        id="flat 24 % a year: 103.33, last 103.37 (Responsible finance 2.2, A2)",
    ),
    pytest.param(
        terms(
            principal=Money.of("10000", "USD"),
            basis=RateBasis.FLAT_TOTAL,
            rate_percent=Fraction("12.5"),
            count=46,
            every=Every(unit=Unit.WEEK),
        ),
        [24457] * 45 + [24435],
        id="46 weeks, 12.5 % flat per loan: 244.57, last 244.35 (Responsible finance 2.2)",
    ),
    pytest.param(
        terms(
            count=10,
            shape=Shape.CUSTOM_PRINCIPAL,
            principal_on=((6, Money.of("600", "USD")), (10, Money.of("400", "USD"))),
        ),
        [2000] * 5 + [62000] + [800] * 3 + [40800],
        id="crop calendar: 600 in month 6, 400 in month 10 (Responsible finance 7, ADOPEM)",
    ),
    pytest.param(
        terms(
            principal=Money.of("1250", "USD"),
            basis=RateBasis.FLAT_YEAR,
            rate_percent=Fraction(12),
            count=3,
            rounding=Roundings(instalment_step=100),
        ),
        [42900, 42900, 42950],
        id="multiples apply to the instalment, not the principal (Apache Fineract)",
    ),
    pytest.param(terms(count=3, shape=Shape.INTEREST_ONLY), [2000, 2000, 102000], id="interest only, then principal"),
    pytest.param(terms(count=3, shape=Shape.BULLET), [0, 0, 106000], id="bullet: simple interest, all at the end"),
    pytest.param(terms(count=4, shape=Shape.EQUAL_PRINCIPAL), [27000, 26500, 26000, 25500], id="equal principal"),
    pytest.param(
        terms(count=5, shape=Shape.EQUAL_PRINCIPAL, grace=Grace(principal=1)),
        [2000, 27000, 26500, 26000, 25500],
        id="equal principal after one with interest alone",
    ),
    pytest.param(
        terms(count=3, shape=Shape.EQUAL_PRINCIPAL, grace=Grace(interest_payment=1)),
        [33333, 33333 + 1333 + 2000, 33334 + 667],
        id="grace on interest defers it, without interest on it",
    ),
    pytest.param(
        terms(count=3, shape=Shape.EQUAL_PRINCIPAL, grace=Grace(interest_free=1)),
        [33333, 33333 + 1333, 33334 + 667],
        id="an interest-free first month",
    ),
    pytest.param(
        terms(count=2, shape=Shape.INTEREST_ONLY, grace=Grace(capitalised=1)),
        [0, 102000 + 2040],
        id="a moratorium: interest joins what is owed",
    ),
    pytest.param(
        terms(basis=RateBasis.NONE, rate_percent=Fraction(0), count=3), [33333, 33333, 33334], id="no interest"
    ),
    pytest.param(
        terms(basis=RateBasis.MARKUP_TOTAL, rate_percent=Fraction(20), count=4), [30000] * 4, id="mark-up sale"
    ),
    pytest.param(
        terms(count=4, down_payment=Money.of("250", "USD"), basis=RateBasis.NONE, rate_percent=Fraction(0)),
        [25000, 18750, 18750, 18750, 18750],
        id="a quarter down",
    ),
    pytest.param(
        terms(
            basis=RateBasis.NONE, rate_percent=Fraction(0), count=3, shape=Shape.STEPS, steps=(Step(2, Fraction(2)),)
        ),
        [20000, 40000, 40000],
        id="steps: from the second instalment twice the first",
    ),
    pytest.param(
        terms(basis=RateBasis.NONE, rate_percent=Fraction(0), count=3, skipped=frozenset({2})),
        [50000, 0, 50000],
        id="a skipped month",
    ),
    pytest.param(
        terms(
            basis=RateBasis.NONE,
            rate_percent=Fraction(0),
            count=4,
            fees=(
                Fee("insurance", Money.of("10", "USD"), time=FeeTime.SPREAD, kind="insurance"),
                Fee("passbook", Money.of("1", "USD"), time=FeeTime.ON, number=1),
                Fee("levy", percent=Fraction(1), base=FeeBase.INSTALMENT, time=FeeTime.EACH),
            ),
        ),
        [25000 + 250 + 100 + 250] + [25000 + 250 + 250] * 3,
        id="insurance spread, a passbook once, a levy on each instalment",
    ),
]


@pytest.mark.parametrize(("agreed", "expected"), LOANS)
def test_payments(agreed: Terms, expected: list[int]) -> None:
    assert payments(agreed) == expected


def test_principal_and_interest_of_a_declining_loan() -> None:
    """Apache Fineract, ClientLoanIntegrationTest: 12,000 at 2 % a month in four."""
    made = schedule(terms(principal=Money.of("12000", "USD"), count=4, starts_on=date(2011, 9, 20)))
    assert [(row.due_on.isoformat(), row.principal, row.interest) for row in made.rows] == [
        ("2011-10-20", 291149, 24000),
        ("2011-11-20", 296972, 18177),
        ("2011-12-20", 302911, 12238),
        ("2012-01-20", 308968, 6179),
    ]


def test_the_currency_can_have_a_smallest_payable_amount() -> None:
    """Apache Fineract: 10,000,000 at 2 % a month, equal principal in 24, in multiples of 100."""
    made = schedule(
        terms(
            principal=Money.of("10000000", "JPY"),
            count=24,
            shape=Shape.EQUAL_PRINCIPAL,
            rounding=Roundings(Rounding.HALF_EVEN, Rounding.HALF_EVEN, money_step=100),
        )
    )
    assert [(row.principal, row.interest) for row in made.rows[:3]] == [
        (416700, 200000),
        (416700, 191700),
        (416700, 183300),
    ]
    assert (made.rows[-1].principal, made.rows[-1].interest) == (415900, 8300)


def test_a_second_tranche_sets_the_instalment_anew() -> None:
    """Apache Fineract, ProgressiveEMICalculatorTest: 100, then 100 more on the 14th day of the second month."""
    made = schedule(
        terms(
            principal=Money.of("100", "USD"),
            basis=RateBasis.DECLINING_YEAR,
            rate_percent=Fraction("9.4822"),
            starts_on=date(2024, 1, 1),
            count=6,
            tranches=(Tranche(date(2024, 2, 15), Money.of("100", "USD")),),
            rounding=HALF_EVEN,
        )
    )
    assert [row.payment for row in made.rows] == [1713, 3753, 3753, 3753, 3753, 3753]
    assert [row.interest for row in made.rows] == [79, 107, 116, 88, 59, 29]


def test_a_short_first_period_counts_by_its_days() -> None:
    """Apache Fineract, LoanScheduleGeneratorTest: 192.22 handed out on the 15th, due from the 1st."""
    made = schedule(
        terms(
            principal=Money.of("192.22", "USD"),
            basis=RateBasis.DECLINING_YEAR,
            rate_percent=Fraction("9.99"),
            starts_on=date(2024, 1, 15),
            first_due_on=date(2024, 2, 1),
            count=6,
        )
    )
    assert [row.interest for row in made.rows] == [88, 133, 107, 81, 54, 27]
    assert made.rows[-1].payment == 3287


def test_levels_by_each_period_by_the_first_and_by_equal_parts_of_the_year() -> None:
    """Apache Fineract's cumulative engine levels by the first period: 862, not 863 (LoanRepayment.feature)."""
    daily = terms(
        principal=Money.of("5000", "EUR"),
        basis=RateBasis.DECLINING_YEAR,
        rate_percent=Fraction(12),
        starts_on=date(2022, 11, 1),
        count=6,
        day_count=DayCount.ACTUAL_365,
        rounding=Roundings(instalment_step=100),
    )
    by = {level: schedule(_with(daily, level=level)).instalment for level in Level}
    assert by == {Level.FIRST: 86200, Level.EACH: 86300, Level.NOMINAL: 86300, Level.SMOOTH: 86300}


def _with(agreed: Terms, **changes: object) -> Terms:
    return replace(agreed, **changes)  # type: ignore[arg-type]


def test_a_canadian_mortgage_compounds_twice_a_year() -> None:
    """Olivier, renewal of the Chans: 316,593.49 at 5.85 %, 204 months, 2,440.73."""
    agreed = terms(
        principal=Money.of("316593.49", "CAD"),
        basis=RateBasis.DECLINING_YEAR,
        rate_percent=Fraction("5.85"),
        count=204,
        compounding=2,
    )
    assert schedule(agreed).instalment == 244073


def test_a_given_instalment_says_how_long_the_loan_lasts() -> None:
    """Frappe Lending, test_loan: 280,000 at 8.4 %, 14,000 a month: 22 months, interest 22,711.82."""
    made = schedule(
        terms(
            principal=Money.of("280000", "INR"),
            basis=RateBasis.DECLINING_YEAR,
            rate_percent=Fraction("8.4"),
            count=None,
            fixed_instalment=Money.of("14000", "INR"),
        )
    )
    assert (len(made.rows), made.total_interest) == (22, 2271182)


def test_a_closed_day_moves_the_payment_and_not_the_later_dates() -> None:
    closed = Closed(weekdays=frozenset({6}), shift=Shift.NEXT)
    made = schedule(terms(starts_on=date(2026, 1, 15), count=3, closed=closed))
    assert [row.due_on.isoformat() for row in made.rows] == ["2026-02-16", "2026-03-16", "2026-04-15"]


@pytest.mark.parametrize(
    ("changes", "kind", "sentence"),
    [
        pytest.param(
            {"principal": Money.of("0", "USD")}, BadTerms, "principal: .* a loan is more than zero", id="nothing lent"
        ),
        pytest.param(
            {"rate_percent": Fraction(2000)}, RateOutOfReason, "rate_percent: 2000 % is out of reason", id="2,000 %"
        ),
        pytest.param({"count": None}, MissingField, "count: missing", id="no count"),
        pytest.param({"count": 0}, BadTerms, "count: 0 cannot be", id="no instalment"),
        pytest.param(
            {"first_due_on": date(2026, 1, 1)},
            OutOfOrder,
            "first_due_on: 2026-01-01 is not after 2026-01-15",
            id="order",
        ),
        pytest.param(
            {"balloon": Money.of("5", "EUR")},
            TwoCurrencies,
            "balloon: an amount in EUR in a loan in USD",
            id="currencies",
        ),
        pytest.param(
            {"count": None, "fixed_instalment": Money.of("20", "USD")},
            NeverRepays,
            "fixed_instalment: payments of 20.00 USD never repay the loan",
            id="payments that never repay",
        ),
        pytest.param(
            {"grace": Grace(principal=12)}, BadTerms, "grace: 12 cannot be; at least one of 12", id="grace for ever"
        ),
        pytest.param(
            {"steps": (Step(2, Fraction(2)),)},
            BadTerms,
            "steps: .* belong to the shape steps",
            id="a field nobody reads",
        ),
        pytest.param(
            {"shape": Shape.CUSTOM_PRINCIPAL, "principal_on": ((1, Money.of("999", "USD")),)},
            BadTerms,
            "principal_on: 999.00 USD cannot be; the parts add up to the principal",
            id="parts that are not the whole",
        ),
    ],
)
def test_bad_terms_are_refused_in_one_sentence(changes: dict[str, object], kind: type[BadTerms], sentence: str) -> None:
    with pytest.raises(kind, match=sentence) as refused:
        schedule(terms(**changes))
    assert str(refused.value).count("\n") == 0
