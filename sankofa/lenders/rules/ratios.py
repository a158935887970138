"""The ratios by which a lender's books are read, each with its formula, its parts and its limits.

A ratio keeps what it is a share of.  Where the base is zero or not known there is no ratio, rather than a zero.  The
portfolio at risk counts what is outstanding on late loans, never the number of loans: counting loans hides large ones.

Source: responsible-finance rules, 3.2.  Limits are proposals of ours unless the source of a limit says otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from fractions import Fraction
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money, Rounding, total
from sankofa.kernel.share import Quantity, Share

SOURCE: Final = "Responsible finance 3.2"


class Colour(IntEnum):
    """How a ratio stands against its limits; without limits it only informs."""

    GREEN = 0
    AMBER = 1
    RED = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to where a ratio is green, and up to where amber; `higher_is_better` turns them round."""

    green: Fraction
    amber: Fraction
    higher_is_better: bool = False

    def colour(self, value: Fraction) -> Colour:
        """Return how a value stands; on a limit it is still inside."""
        if self.higher_is_better:
            return Colour.GREEN if value >= self.green else Colour.AMBER if value >= self.amber else Colour.RED
        return Colour.GREEN if value <= self.green else Colour.AMBER if value <= self.amber else Colour.RED


def _percent(green: str, amber: str, higher_is_better: bool = False) -> Limits:
    return Limits(Fraction(green) / 100, Fraction(amber) / 100, higher_is_better)


LIMITS: Final = {
    "par30": _percent("5", "10"),
    "write_off": _percent("2", "5"),
    "total_risk": _percent("10", "10"),
    "risk_coverage": _percent("80", "80", higher_is_better=True),
    "oss": _percent("110", "100", higher_is_better=True),
    "retention": _percent("75", "75", higher_is_better=True),
    "return_on_assets": _percent("7.5", "100"),  # above 7.5 % is a question about the price
}


@dataclass(frozen=True, slots=True)
class OutstandingLoan:
    """One loan in the books: what is outstanding of its principal, how late it is, whether its terms were changed."""

    principal: Money
    days_late: int
    renegotiated: bool = False

    def __post_init__(self) -> None:
        if self.principal.minor < 0:
            raise NegativeFigure("principal", self.principal)
        if self.days_late < 0:
            raise NegativeFigure("days_late", self.days_late)


class NegativeFigure(ValueError):
    """A figure of the books is below zero where it cannot be."""

    def __init__(self, field: str, value: object) -> None:
        super().__init__(field, value)
        self.field = field
        self.value = value

    def __str__(self) -> str:
        return f"{self.field} is {self.value}; it must be zero or more."


@dataclass(frozen=True, slots=True)
class Ratio:
    """One ratio with everything needed to check it by hand."""

    name: str
    formula: str
    share: Share | None  # None: the base is zero or not known
    colour: Colour | None = None
    days: int | None = None  # of a portfolio at risk

    @property
    def percent(self) -> str:
        """The ratio in percent with two decimals, or a dash where there is none."""
        return "-" if self.share is None else f"{self.share.as_percent(2, Rounding.HALF_UP)} %"

    def finding(self) -> Finding:
        """Return the ratio as a line of the worked sheet; a red one is a concern."""
        code, days = (self.name, {}) if self.days is None else ("par", {"days": self.days})
        if self.share is None:
            return Finding(f"ratio.{code}_none", Weight.NOTE, SOURCE, **days)
        weight = Weight.CONCERN if self.colour is Colour.RED else Weight.NOTE
        assert self.share.part is not None
        assert self.share.base is not None
        return Finding(
            f"ratio.{code}",
            weight,
            SOURCE,
            percent=self.share.as_percent(2, Rounding.HALF_UP),
            part=self.share.part,
            base=self.share.base,
            **days,
        )


def ratio(name: str, formula: str, part: Quantity | None, base: Quantity | None) -> Ratio:
    """Return a ratio by name with its colour; without a share where a part is not known or the base is not above zero.

    Raises CurrencyMismatch.
    """
    if part is None or base is None or (base.minor if isinstance(base, Money) else base) <= 0:
        return Ratio(name, formula, None)
    share = Share.of(part, base)
    limits = LIMITS.get(name)
    return Ratio(name, formula, share, limits.colour(share.fraction) if limits else None)


def average(start: Money, end: Money) -> Money:
    """Return the middle of an amount at the start and at the end of a period, half up to a whole minor unit."""
    return (start + end).times(Fraction(1, 2), Rounding.HALF_UP)


def portfolio_at_risk(loans: Iterable[OutstandingLoan], days: int, currency: str) -> Ratio:
    """Return the share of the portfolio on loans with any payment more than so many days late, or renegotiated."""
    loans = tuple(loans)
    at_risk = total((loan.principal for loan in loans if loan.days_late > days or loan.renegotiated), currency)
    found = ratio(
        f"par{days}",
        f"principal of loans more than {days} days late or renegotiated / gross loan portfolio",
        at_risk,
        total((loan.principal for loan in loans), currency),
    )
    return replace(found, days=days)


def write_off(written_off: Money, portfolio_start: Money, portfolio_end: Money) -> Ratio:
    """Return what was written off in a period as a share of the average portfolio."""
    return ratio(
        "write_off",
        "write-offs of the period / average portfolio",
        written_off,
        average(portfolio_start, portfolio_end),
    )


def total_risk(at_risk: Ratio, written_off: Ratio) -> Ratio:
    """Return portfolio at risk and write-offs together; renegotiated loans are in the first already."""
    if at_risk.share is None or written_off.share is None:
        return Ratio("total_risk", "PAR30 + write-off ratio", None)
    return ratio(
        "total_risk", "PAR30 + write-off ratio", at_risk.share.fraction + written_off.share.fraction, Fraction(1)
    )


def risk_coverage(reserve: Money, at_risk: Money) -> Ratio:
    """Return how much of the portfolio at risk the reserve for losses covers."""
    return ratio("risk_coverage", "loan-loss reserve / PAR30", reserve, at_risk)


def operating_self_sufficiency(revenue: Money, financial_expense: Money, impairment: Money, operating: Money) -> Ratio:
    """Return whether a lender's revenue covers its costs (OSS); 100 % is just even."""
    return ratio(
        "oss",
        "financial revenue / (financial expense + impairment + operating expense)",
        revenue,
        financial_expense + impairment + operating,
    )


def imputed_cost_of_capital(assets: Money, equity: Share, inflation: Share) -> Money:
    """Return what a lender's own capital loses to inflation in a year: assets x share of equity x inflation."""
    return assets.times(equity.fraction * inflation.fraction, Rounding.HALF_UP)


def financial_self_sufficiency(
    revenue: Money, financial_expense: Money, impairment: Money, operating: Money, imputed: Money
) -> Ratio:
    """Return whether revenue would cover costs without cheap capital (FSS): the imputed cost is added."""
    return ratio(
        "fss",
        "financial revenue / (financial expense + impairment + operating expense + imputed cost of capital)",
        revenue,
        financial_expense + impairment + operating + imputed,
    )


def portfolio_yield(interest_and_fees: Money, portfolio_start: Money, portfolio_end: Money) -> Ratio:
    """Return what the portfolio brings in a year; far below the advertised price, somebody does not pay it."""
    return ratio(
        "yield",
        "interest and fees on loans / average portfolio",
        interest_and_fees,
        average(portfolio_start, portfolio_end),
    )


def operating_expense(operating: Money, portfolio_start: Money, portfolio_end: Money) -> Ratio:
    """Return what it costs to run the portfolio."""
    return ratio(
        "operating_expense", "operating expense / average portfolio", operating, average(portfolio_start, portfolio_end)
    )


def retention(active_start: int, active_end: int, new: int) -> Ratio:
    """Return the share of borrowers that stayed over a period (MIX)."""
    return ratio("retention", "active at the end / (active at the start + new)", active_end, active_start + new)


def retention_follow_on(repeat_loans: int, fully_repaid: int) -> Ratio:
    """Return how many of those who repaid took another loan; another ratio than `retention`, so it has another name."""
    return ratio("retention_follow_on", "repeat loans / loans fully repaid in the period", repeat_loans, fully_repaid)


def return_on_assets(net_result: Money, assets_start: Money, assets_end: Money) -> Ratio:
    """Return what a lender earns on its assets; more than 7.5 % asks why the price is not lower."""
    return ratio("return_on_assets", "net result / average assets", net_result, average(assets_start, assets_end))


def cost_per_borrower(operating: Money, borrowers_start: int, borrowers_end: int) -> Money | None:
    """Return what one borrower costs to serve, half up to a minor unit; None where nobody borrowed."""
    borrowers = borrowers_start + borrowers_end
    return operating.times(Fraction(2, borrowers), Rounding.HALF_UP) if borrowers > 0 else None


def average_balance(portfolio: Money, borrowers: int) -> Money | None:
    """Return what one borrower owes on average, half up to a minor unit; None where nobody borrows."""
    return portfolio.times(Fraction(1, borrowers), Rounding.HALF_UP) if borrowers > 0 else None


def borrowers_per_officer(borrowers: int, loan_officers: int) -> Colour | None:
    """Return amber where a loan officer looks after more than 500 borrowers; None where there are no officers."""
    if loan_officers <= 0:
        return None
    return Colour.AMBER if borrowers > 500 * loan_officers else Colour.GREEN
