"""Interest that follows what is owed, beside another system's tables

Source: Apache Fineract, end-to-end scenarios RP03 to RP15 of LoanRepayment.feature (Apache-2.0); the numbers only.
The loan: 5,000 at 12 % a year by actual days over 365, six months from 1 November 2022, instalments in whole units,
levelled by the first period's rate: 862 a month. That system rounds the interest of every span of days; overdue
principal bears interest in the running period only.
"""

from datetime import date
from fractions import Fraction

import pytest

from sankofa.instalments.daycount import DayCount
from sankofa.instalments.terms import Level, RateBasis, Roundings, Terms
from sankofa.kernel.money import Money, Rounding
from sankofa.loans.rules.agreement import Agreement, Early, Interest, Overdue, Recalculation
from sankofa.loans.rules.events import Event, HandedOut, Paid
from sankofa.loans.rules.life import State, state

TERMS = Terms(
    principal=Money.of("5000", "EUR"),
    basis=RateBasis.DECLINING_YEAR,
    rate_percent=Fraction(12),
    starts_on=date(2022, 11, 1),
    count=6,
    level=Level.FIRST,
    day_count=DayCount.ACTUAL_365,
    rounding=Roundings(Rounding.HALF_EVEN, Rounding.HALF_EVEN, instalment_step=100),
)


def lived(early: Early, at_due_dates: bool, *payments: tuple[date, str]) -> State:
    again = Recalculation(
        Interest.AS_OWED,
        early,
        Overdue.CURRENT_PERIOD,
        at_due_dates,
        rounds_each_span=True,
        early_is_principal=not at_due_dates,
    )
    events: list[Event] = [HandedOut(id="out", on=TERMS.starts_on, amount=TERMS.principal)]
    for number, (on, amount) in enumerate(payments):
        events.append(Paid(id=str(number), on=on, amount=Money.of(amount, "EUR")))
    return state(Agreement(TERMS, recalculation=again), events, payments[-1][0])


NOV27, DEC1, DEC5, JAN1, FEB1 = (
    date(2022, 11, 27),
    date(2022, 12, 1),
    date(2022, 12, 5),
    date(2023, 1, 1),
    date(2023, 2, 1),
)
LOWER, FEWER, NEXT = Early.LOWER_INSTALMENTS, Early.FEWER_INSTALMENTS, Early.NEXT_PRINCIPAL


@pytest.mark.parametrize(
    ("early", "at_due_dates", "payments", "principal", "interest"),
    [
        pytest.param(
            LOWER,
            False,
            [(NOV27, "863")],
            "863.00 809.84 818.09 828.90 834.88 845.29",
            "48.18 42.16 33.91 23.10 17.12 8.34",
            id="RP03: one unit above the instalment, four days early, is principal in full",
        ),
        pytest.param(
            LOWER,
            False,
            [(DEC5, "862")],
            "812.68 818.25 827.66 838.61 844.65 858.15",
            "49.32 43.75 34.34 23.39 17.35 8.46",
            id="RP04: four days late",
        ),
        pytest.param(
            LOWER,
            False,
            [(DEC1, "200")],
            "812.68 819.32 827.67 838.62 844.66 857.05",
            "49.32 42.68 34.33 23.38 17.34 8.45",
            id="RP05: a part, on time",
        ),
        pytest.param(
            LOWER,
            False,
            [(NOV27, "200")],
            "812.95 819.33 827.68 838.62 844.66 856.76",
            "49.05 42.67 34.32 23.38 17.34 8.45",
            id="RP06: a part, early",
        ),
        pytest.param(
            LOWER,
            False,
            [(DEC1, "1500")],
            "1450.68 694.83 701.91 711.18 716.31 725.09",
            "49.32 36.17 29.09 19.82 14.69 7.15",
            id="RP08: more than asked, on time, lowers the instalments",
        ),
        pytest.param(
            LOWER,
            False,
            [(NOV27, "1500")],
            "1500.00 685.33 692.31 701.46 706.52 714.38",
            "47.34 35.67 28.69 19.54 14.48 7.05",
            id="RP09: more than asked, early",
        ),
        pytest.param(
            LOWER,
            False,
            [(DEC5, "1500")],
            "812.68 823.91 827.72 838.66 844.70 852.33",
            "49.32 38.09 34.28 23.34 17.30 8.41",
            id="RP10: more than asked, late",
        ),
        pytest.param(
            FEWER,
            False,
            [(DEC1, "1000"), (JAN1, "2000")],
            "950.68 1958.73 840.69 850.49 399.41",
            "49.32 41.27 21.31 11.51 4.07",
            id="RP11: more than asked leaves fewer instalments",
        ),
        pytest.param(
            LOWER,
            False,
            [(DEC1, "1000"), (JAN1, "2000")],
            "950.68 1958.73 514.69 521.49 525.25 529.16",
            "49.32 41.27 21.31 14.51 10.75 5.22",
            id="RP12: more than asked lowers the instalments",
        ),
        pytest.param(
            NEXT,
            False,
            [(DEC1, "1000"), (JAN1, "2000")],
            "950.68 1958.73 0.00 407.45 844.85 838.29",
            "49.32 41.27 21.31 19.24 17.15 8.27",
            id="RP13: more than asked pays the principal that comes next",
        ),
        pytest.param(
            LOWER,
            True,
            [(date(2022, 11, 20), "200"), (date(2023, 1, 4), "200")],
            "812.68 819.32 812.58 838.48 844.50 872.44",
            "49.32 42.68 49.42 23.52 17.50 8.60",
            id="RP14: payments work from the next due date",
        ),
        pytest.param(
            LOWER,
            True,
            [(FEB1, "862")],
            "812.68 819.32 811.04 838.46 844.49 874.01",
            "49.32 42.68 50.96 23.54 17.51 8.62",
            id="RP15: two months late, by due dates",
        ),
    ],
)
def test_principal_and_interest_of_every_instalment_are_the_published_ones(
    early: Early, at_due_dates: bool, payments: list[tuple[date, str]], principal: str, interest: str
) -> None:
    loan = lived(early, at_due_dates, *payments)
    assert " ".join(str(loan.money(line.principal).decimal) for line in loan.instalments) == principal
    assert " ".join(str(loan.money(line.interest).decimal) for line in loan.instalments) == interest
