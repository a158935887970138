"""What a product would cost at an amount and a time, as far as the mapping knows it, and what is not known.

A rate without a basis has no price: it is reckoned in every usual reading and shown as a range.  What the mapping has
not found out is never taken for nothing: it stands beside the price as a finding.

Source: responsible-finance rules, 2.1 to 2.3 and 3.4; Knowledge Paper 1, 4.2.3 (R25).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sankofa.instalments.due_dates import MONTHLY, Every, Unit
from sankofa.instalments.errors import BadTerms, NoRate
from sankofa.instalments.terms import Fee, Grace, Shape, Terms
from sankofa.instalments.terms import RateBasis as Basis
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money, Rounding, round_fraction
from sankofa.lenders.rules.price import Deposit, Price, price, price_range
from sankofa.lenders.rules.products import Product, RateBasis

SOURCE: Final = "Responsible finance 2; Knowledge Paper 1, 4.2.3 (R25)"
MONTHS_LONGEST: Final = 120


class Frequency(StrEnum):
    """How often people pay."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"
    ONCE = "once"  # all of it at the end


@dataclass(frozen=True, slots=True)
class Offered:
    """A product as mapped, with the figures that its price needs besides.  None: not known; zero: there is none."""

    product: Product
    fee_once: Money | None = None
    fee_percent: Fraction | None = None
    insurance_percent: Fraction | None = None
    """What a compulsory insurance takes, of the sum lent."""


@dataclass(frozen=True, slots=True)
class TruePrice:
    """What a product costs at an amount and a time.

    One reading is the price; several are what the same words may mean, cheapest first; none: there is no price.
    """

    amount: Money
    months: int
    count: int
    readings: tuple[Price, ...]
    findings: tuple[Finding, ...]

    @property
    def is_range(self) -> bool:
        """Whether the lender's words have several readings."""
        return len(self.readings) > 1

    @property
    def is_whole(self) -> bool:
        """Whether this is one price, with nothing in it left unknown."""
        return len(self.readings) == 1 and all(one.weight > Weight.PREREQUISITE for one in self.findings)


class OutsideAmounts(Exception):
    """The lender does not lend this amount by this product."""

    def __init__(self, least: Money | None, most: Money | None) -> None:
        self.least = least
        self.most = most
        super().__init__("this amount is not lent")


class OutsideMonths(Exception):
    """The lender does not lend for this time by this product."""

    def __init__(self, least: int | None, most: int | None) -> None:
        self.least = least
        self.most = most
        super().__init__("not lent for this time")


def usual_amount(offered: Offered) -> Money | None:
    """Return the amount at which a product is shown where nobody asks for another: the most of it, else the least."""
    return offered.product.most or offered.product.least


def usual_months(offered: Offered) -> int | None:
    """Return the time at which a product is shown where nobody asks for another: the longest, else the shortest."""
    return offered.product.months_most or offered.product.months_least


def true_price(offered: Offered, amount: Money, months: int, *, starts_on: date) -> TruePrice:
    """Return what a product costs at an amount over some months, with everything that is not known beside it.

    Raises OutsideAmounts and OutsideMonths.
    """
    _check_within(offered.product, amount, months)
    found = list(_not_known(offered))
    count = _count(offered.product.frequency, months)
    readings: tuple[Price, ...] = ()
    rate, basis = offered.product.rate_percent, offered.product.rate_basis
    try:
        if basis is RateBasis.PROFIT_SHARE:
            found.append(Finding("offer.profit_share", Weight.PREREQUISITE, SOURCE))
        elif basis is RateBasis.NONE or (rate is not None and basis is not None):
            readings = (price(_terms(offered, amount, months, count, starts_on), _deposits(offered)),)
        elif rate is not None:
            priced = price_range(_terms(offered, amount, months, count, starts_on), _deposits(offered))
            readings = tuple(reading for _, reading in priced.readings)
            found.insert(0, priced.finding())
    except (BadTerms, NoRate):
        found.insert(0, Finding("offer.cannot_be_reckoned", Weight.BARRIER, SOURCE))
    return TruePrice(amount, months, count, readings, tuple(found))


def _check_within(product: Product, amount: Money, months: int) -> None:
    for limit in (product.least, product.most):
        if limit is not None and limit.currency != amount.currency:
            raise OutsideAmounts(product.least, product.most)
    if (product.least is not None and amount.minor < product.least.minor) or (
        product.most is not None and amount.minor > product.most.minor
    ):
        raise OutsideAmounts(product.least, product.most)
    too_short = product.months_least is not None and months < product.months_least
    too_long = months > (product.months_most or MONTHS_LONGEST)
    if months < 1 or too_short or too_long:
        raise OutsideMonths(product.months_least, product.months_most)


def _not_known(offered: Offered) -> Iterator[Finding]:
    """Yield what the price lacks, gravest first."""
    product = offered.product
    if product.rate_percent is None and product.rate_basis is not RateBasis.NONE:
        yield Finding("offer.no_rate", Weight.BARRIER, SOURCE)
    if offered.fee_once is None or offered.fee_percent is None:
        yield Finding("offer.fees_unknown", Weight.PREREQUISITE, SOURCE)
    if offered.insurance_percent is None:
        yield Finding("offer.insurance_unknown", Weight.PREREQUISITE, SOURCE)
    if product.compulsory_savings_percent is None:
        yield Finding("offer.savings_unknown", Weight.PREREQUISITE, SOURCE)
    if product.frequency is None:
        yield Finding("offer.frequency_unknown", Weight.PREREQUISITE, SOURCE)


def _count(frequency: str | None, months: int) -> int:
    """Return the number of payments; by the month where nobody knows how often people pay."""
    match frequency:
        case Frequency.WEEK:
            return round_fraction(Fraction(52 * months, 12), Rounding.HALF_UP)
        case Frequency.TWO_WEEKS:
            return round_fraction(Fraction(26 * months, 12), Rounding.HALF_UP)
        case Frequency.ONCE:
            return 1
    return months


def _terms(offered: Offered, amount: Money, months: int, count: int, starts_on: date) -> Terms:
    product = offered.product
    every, shape = MONTHLY, Shape.EQUAL_INSTALMENTS
    match product.frequency:
        case Frequency.WEEK:
            every = Every(unit=Unit.WEEK)
        case Frequency.TWO_WEEKS:
            every = Every(2, Unit.WEEK)
        case Frequency.ONCE:
            every = Every(months)
    fees = [Fee("fee", offered.fee_once, offered.fee_percent or Fraction(0))]
    if offered.insurance_percent:
        fees.append(Fee("insurance", percent=offered.insurance_percent, kind="insurance"))
    # Payments that begin later are fewer or larger; the interest of the first months is paid all the same.
    grace = _count(product.frequency, product.grace_months) if product.grace_months and count > 1 else 0
    return Terms(
        principal=amount,
        basis=Basis((product.rate_basis or RateBasis.FLAT_TOTAL).value),
        rate_percent=product.rate_percent or Fraction(0),
        starts_on=starts_on,
        count=count,
        every=every,
        shape=shape,
        fees=tuple(fee for fee in fees if fee.percent or fee.amount),
        grace=Grace(principal=grace),
    )


def _deposits(offered: Offered) -> tuple[Deposit, ...]:
    held = offered.product.compulsory_savings_percent
    return (Deposit("savings", percent=held),) if held else ()
