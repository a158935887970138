"""How late a loan ever was: the worst of it, whatever it is today.

Source: Knowledge Paper 1, 3.1 (further loans "following the successful repayment"); responsible-finance rules, W06.
"""

from datetime import date, timedelta

import pytest

from sankofa.kernel.money import Money
from sankofa.lenders.rules.offers import Frequency
from sankofa.loans.rules.reported import Kind, Lent, Said, Source, reading
from sankofa.loans.rules.worst import worst_days_late

LENT = Lent(Money(300_000, "BDT"), date(2026, 1, 10), 3, Frequency.MONTH, each=Money(110_000, "BDT"))
"""Three payments of 1,100 taka, on 10 February, 10 March and 10 April."""
FEB, MAR, APR, MAY = date(2026, 2, 10), date(2026, 3, 10), date(2026, 4, 10), date(2026, 5, 10)


def paid(on: date, taka: int = 1_100) -> Said:
    return Said(f"{on}", Kind.PAYMENT, on, Source.VISIT, Money(taka * 100, "BDT"))


def said(kind: Kind, on: date, **facts: object) -> Said:
    return Said(f"{kind} {on}", kind, on, Source.LENDER, **facts)  # type: ignore[arg-type]


def late(days: int) -> timedelta:
    return timedelta(days=days)


@pytest.mark.parametrize(
    ("told", "on", "worst"),
    [
        pytest.param([paid(FEB), paid(MAR), paid(APR)], MAY, 0, id="always-on-the-day"),
        pytest.param([paid(FEB + late(17)), paid(MAR), paid(APR)], MAY, 17, id="paid-back-and-late-once"),
        pytest.param([paid(FEB - late(5)), paid(MAR), paid(APR)], MAY, 0, id="early-is-never-late"),
        pytest.param([paid(FEB + late(17)), paid(MAR)], MAR + late(3), 17, id="on-time-today-late-before"),
        pytest.param([paid(FEB)], MAR + late(31), 31, id="late-today"),
        pytest.param([paid(FEB), paid(MAR, 1_099)], APR, 0, id="a-taka-less-is-rounding"),
        pytest.param(
            [said(Kind.AGREED_ANEW, MAR, from_due_on=FEB, to=APR)], APR, 27, id="new-terms-do-not-undo-what-was"
        ),
        pytest.param([paid(FEB), said(Kind.REPAID, MAY)], MAY, None, id="the-lender-says-repaid-and-nobody-told-when"),
        pytest.param(
            [paid(FEB + late(9)), said(Kind.REPAID, MAY)], MAY, 9, id="the-lender-says-repaid-and-one-was-late"
        ),
        pytest.param([paid(FEB), said(Kind.WRITTEN_OFF, MAY)], MAY + late(90), 61, id="given-up-ends-the-count"),
        pytest.param([paid(FEB + late(40))], FEB, 0, id="what-comes-later-does-not-count-yet"),
    ],
)
def test_the_worst_lateness_is_that_of_all_its_days(told: list[Said], on: date, worst: int | None) -> None:
    assert worst_days_late(LENT, told, on) == worst


def test_a_loan_that_was_paid_back_late_is_not_late_today() -> None:
    told = [paid(FEB + late(17)), paid(MAR), paid(APR)]
    assert reading(LENT, told, MAY).days_late == 0
    assert worst_days_late(LENT, told, MAY) == 17
