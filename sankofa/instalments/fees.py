"""Fees and insurance: what is kept back, paid at once, added to the debt, or asked for with instalments.

Source: "Responsible finance", section 2.1, what belongs in the price and what is shown beside it.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from sankofa.instalments.rows import Amounts
from sankofa.instalments.terms import Fee, FeeBase, FeeTime, Terms
from sankofa.instalments.whole import rounded
from sankofa.kernel.money import allocation


class Upfront(NamedTuple):
    """Fees of the first day, in minor units."""

    deducted: int
    paid_at_once: int
    financed: int

    @property
    def paid(self) -> int:
        """What leaves the borrower's hand on the first day, kept back or paid."""
        return self.deducted + self.paid_at_once


def fee_amount(terms: Terms, fee: Fee, base: int) -> int:
    """Return a fee in minor units: its amount plus its percent of a base, rounded to the payable step."""
    fixed = fee.amount.minor if fee.amount is not None else 0
    if not fee.percent:
        return fixed
    share = Fraction(fee.percent, 100) * base
    return fixed + rounded(share.numerator, share.denominator, terms.rounding.interest, terms.rounding.money_step)


def upfront_fees(terms: Terms, voluntary: bool = True) -> Upfront:
    """Return the fees of the first day; without the voluntary ones where these are not asked for."""
    by_time = {FeeTime.DEDUCTED: 0, FeeTime.UPFRONT: 0, FeeTime.FINANCED: 0}
    for fee in terms.fees:
        if fee.time in by_time and (voluntary or not fee.voluntary):
            by_time[fee.time] += fee_amount(terms, fee, terms.principal.minor)
    return Upfront(by_time[FeeTime.DEDUCTED], by_time[FeeTime.UPFRONT], by_time[FeeTime.FINANCED])


def fees_of_rows(terms: Terms, amounts: Sequence[Amounts], voluntary: bool = True) -> tuple[int, ...]:
    """Return the fees of every row, in minor units."""
    fees = [0] * len(amounts)
    for fee in terms.fees:
        if fee.voluntary and not voluntary:
            continue
        if fee.time is FeeTime.SPREAD:
            whole = fee_amount(terms, fee, terms.principal.minor)
            step = terms.rounding.money_step
            parts = allocation(whole // step, [1] * len(amounts))
            for place, part in enumerate(parts):
                fees[place] += part * step + (whole % step if place == len(parts) - 1 else 0)
        elif fee.time in {FeeTime.EACH, FeeTime.ON}:
            for place, row in enumerate(amounts):
                if fee.time is FeeTime.EACH or fee.number == place + 1:
                    fees[place] += fee_amount(terms, fee, _base(terms, fee, row))
    return tuple(fees)


def _base(terms: Terms, fee: Fee, row: Amounts) -> int:
    match fee.base:
        case FeeBase.BALANCE:
            return row.opening
        case FeeBase.INSTALMENT:
            return row.principal + row.interest
        case FeeBase.INTEREST:
            return row.interest
    return terms.principal.minor
