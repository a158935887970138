"""Days late and portfolio at risk

Source: "Responsible finance", section 3.2: the principal of loans with any payment more than so many days late, and of
rescheduled ones, over all principal; the six loans of its example. Two cases are from Apache Fineract's scenarios.
"""

from datetime import date
from fractions import Fraction

import pytest

from sankofa.kernel.money import Money
from sankofa.loans.rules.agreement import Lateness
from sankofa.loans.rules.arrears import Exposure, arrears, at_risk, bucket_of, percent_of

FEB1, MAR1, APR1 = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)


def taka(amount: object) -> Money:
    return Money.of(str(amount), "BDT")


@pytest.mark.parametrize(
    ("dues", "on", "grace", "days", "since"),
    [
        pytest.param(
            [(date(2023, 1, 31), 1000)],
            date(2023, 3, 5),
            3,
            30,
            date(2023, 1, 31),
            id="one overdue, three days of grace (Apache Fineract)",
        ),
        pytest.param(
            [(date(2023, 2, 1), 1), (date(2023, 3, 1), 1), (date(2023, 4, 1), 1)],
            date(2023, 4, 5),
            3,
            60,
            date(2023, 2, 1),
            id="the oldest drives the age (Apache Fineract)",
        ),
        pytest.param([(MAR1, 0), (APR1, 5)], APR1, 0, 0, None, id="what is due today is not late"),
        pytest.param([(MAR1, 5)], date(2026, 3, 3), 3, 0, MAR1, id="in its days of grace"),
    ],
)
def test_days_late_count_from_the_oldest_unpaid_date(
    dues: list[tuple[date, int]], on: date, grace: int, days: int, since: date | None
) -> None:
    late = arrears(dues, on, Lateness(grace_days=grace))
    assert (late.days, late.since) == (days, since)


def test_a_small_rest_does_not_make_late_where_that_is_agreed() -> None:
    assert arrears([(FEB1, 99)], MAR1, Lateness(tolerance=taka(1))).since is None
    assert arrears([(FEB1, 101)], MAR1, Lateness(tolerance=taka(1))).days == 28


@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        pytest.param(0, None, id="not late"),
        pytest.param(1, (1, 30), id="first day"),
        pytest.param(30, (1, 30), id="30"),
        pytest.param(31, (31, 60), id="31"),
        pytest.param(4000, (366, None), id="years"),
    ],
)
def test_the_class_of_days_late(days: int, bucket: tuple[int, int | None] | None) -> None:
    assert bucket_of(days) == bucket


LOANS = [(600, 0), (450, 12), (400, 35), (100, 95), (900, 0), (350, 31)]


@pytest.mark.parametrize(
    ("days", "risky", "percent"),
    [
        pytest.param(1, 1300, "46.43", id="PAR1"),
        pytest.param(30, 850, "30.36", id="PAR30"),
        pytest.param(90, 100, "3.57", id="PAR90"),
    ],
)
def test_portfolio_at_risk_is_a_share_of_principal_not_of_loans(days: int, risky: int, percent: str) -> None:
    found = at_risk([Exposure(taka(amount), late) for amount, late in LOANS], days, "BDT")
    assert found.at_risk == taka(risky)
    assert found.portfolio == taka(2800)
    assert found.share is not None
    assert percent_of(found.share) == percent


def test_rescheduled_loans_are_at_risk_unless_left_out() -> None:
    loans = [Exposure(taka(600), 0, is_rescheduled=True), Exposure(taka(400), 0)]
    assert at_risk(loans, 30, "BDT").share == Fraction(3, 5)
    assert at_risk(loans, 30, "BDT", includes_rescheduled=False).share == 0
    assert at_risk([], 30, "BDT").share is None
    assert at_risk([], 30, "BDT").sheet()[0].code == "par.nothing_lent"
