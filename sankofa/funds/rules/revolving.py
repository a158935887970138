"""A revolving fund: what capital is left, how often it has gone round, and what it must earn to last.

    capital = grants + local share + income - administration - principal written off + recovered

The published formula is that of 13 CFR 307.8; what is recovered of written-off loans comes back in.  A fund that lends
below its break-even yield must shrink, and its donor is told how fast.  Source: "Responsible finance" 4.1.
"""

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from sankofa.funds.rules.terms import BadFund, check_amounts, concern, first_do, note
from sankofa.kernel.finding import Finding
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.share import Quantity, Share
from sankofa.savings.rules.worked import percent, rounded

SOURCE = "Responsible finance 4.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundBooks:
    """The ledger of a revolving fund on a day.  What nobody wrote down stays None.

    `disbursed` is everything ever lent, `matured_principal` the part of it that was due by now.  `owner_at_end` says
    who owns the capital when the project ends; it has to be written down before the first loan.
    """

    grants: Money
    local_share: Money
    income: Money
    administration: Money
    written_off: Money
    recovered: Money
    disbursed: Money
    outstanding: Money
    matured_principal: Money | None = None
    late_over_30_days: Money | None = None
    loans: int | None = None
    businesses: int | None = None
    inflation: Share | None = None
    owner_at_end: str = ""

    def __post_init__(self) -> None:
        names = ["local_share", "income", "administration", "written_off", "recovered", "disbursed", "outstanding"]
        names += ["matured_principal", "late_over_30_days"]
        check_amounts(self.currency, [("grants", self.grants), *((name, getattr(self, name)) for name in names)])
        if not self.grants:
            raise BadFund("grants", self.grants, "a fund begins with money; a share of nothing cannot be stated")
        if self.recovered > self.written_off:
            raise BadFund("recovered", self.recovered, f"no more comes back than was written off, {self.written_off}")
        if self.inflation is not None and self.inflation.fraction <= -1:
            raise BadFund("inflation", self.inflation, "prices cannot fall by all they are")

    @property
    def currency(self) -> str:
        """The one currency of the fund."""
        return self.grants.currency


@dataclass(frozen=True, slots=True, kw_only=True)
class FundMetrics:
    """How a fund stands.  A ratio whose base is not known or is zero is None."""

    books: FundBooks
    capital: Money
    nominal_erosion: Share
    real_erosion: Share | None
    revolving_rate: Fraction
    utilisation: Share | None
    idle: Money
    late: Share | None
    cumulative_loss: Share | None
    cost_recovery: Share | None
    average_loan: Money | None
    loans_each: Fraction | None
    findings: tuple[Finding, ...] = ()

    def sheet(self) -> tuple[Finding, ...]:
        """Return the steps from the ledger to the ratios."""
        books = self.books
        lines = [
            note(
                "revolving.sheet.capital",
                SOURCE,
                grants=books.grants,
                local_share=books.local_share,
                income=books.income,
                administration=books.administration,
                written_off=books.written_off,
                recovered=books.recovered,
                capital=self.capital,
            ),
            note("revolving.sheet.nominal", SOURCE, percent=percent(self.nominal_erosion.fraction, 2)),
        ]
        if self.real_erosion is not None and books.inflation is not None:
            facts = {"inflation": percent(books.inflation.fraction), "percent": percent(self.real_erosion.fraction, 2)}
            lines.append(note("revolving.sheet.real", SOURCE, **facts))
        times = rounded(self.revolving_rate)
        lines.append(note("revolving.sheet.times", SOURCE, disbursed=books.disbursed, grants=books.grants, times=times))
        for name in ("utilisation", "late", "cumulative_loss", "cost_recovery", "average_loan"):
            value = getattr(self, name)
            if value is not None:
                lines.append(note(f"revolving.sheet.{name}", SOURCE, value=value))
        return (*lines, note("revolving.sheet.idle", SOURCE, idle=self.idle))


def fund_metrics(books: FundBooks) -> FundMetrics:
    """Return capital and ratios of a revolving fund.  Raises BadFund when more is lent out than there is."""
    lost = books.written_off - books.recovered
    capital = books.grants + books.local_share + books.income - books.administration - lost
    if books.outstanding > capital:
        raise BadFund("outstanding", books.outstanding, f"no more is lent out than the capital of {capital}")
    invested = books.grants.minor
    real = None
    if books.inflation is not None:
        real = Share(Fraction(capital.minor, invested) / (1 + books.inflation.fraction) - 1)
    found = []
    if not books.owner_at_end.strip():
        found.append(first_do("revolving.no_exit_clause", SOURCE))
    if real is not None and real.fraction < 0:
        found.append(concern("revolving.shrinks", SOURCE, percent=percent(-real.fraction)))
    average = None
    if books.loans:
        average = books.disbursed.times(Fraction(1, books.loans), Rounding.HALF_UP)
    each = Fraction(books.loans, books.businesses) if books.loans is not None and books.businesses else None
    return FundMetrics(
        books=books,
        capital=capital,
        nominal_erosion=Share(Fraction(capital.minor, invested) - 1),
        real_erosion=real,
        revolving_rate=Fraction(books.disbursed.minor, invested),
        utilisation=_share(books.outstanding, capital),
        idle=capital - books.outstanding,
        late=_share(books.late_over_30_days, books.outstanding),
        cumulative_loss=_share(lost, books.matured_principal),
        cost_recovery=_share(books.income, books.administration + lost),
        average_loan=average,
        loans_each=each,
        findings=tuple(found),
    )


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a fund must earn to last, and what it does at the yield it has, each a year.

    `keeps` and `keeps_real` are the yields at which capital keeps its amount and its worth.  `factor` is what 1 of
    capital becomes in a year.  Half-lives are in years with one decimal, None where the fund does not shrink.
    """

    keeps: Share
    keeps_real: Share
    factor: Fraction
    real_factor: Fraction
    half_life: Decimal | None
    real_half_life: Decimal | None
    findings: tuple[Finding, ...]


def outlook(yield_: Share, administration: Share, loss: Share, inflation: Share) -> Outlook:
    """Return whether a fund lasts: (1 + yield)(1 - loss) - administration against 1 and against prices.

    Break-even: (1 + administration) / (1 - loss) - 1, with inflation added to the first for what money is worth.
    Raises BadFund when everything is lost.
    """
    if not 0 <= loss.fraction < 1:
        raise BadFund("loss", loss, "it is from 0 to below 100 percent of what is lent")
    if administration.fraction < 0 or inflation.fraction <= -1 or yield_.fraction <= -1:
        raise BadFund(
            "administration", administration, "costs are zero or more, yield and inflation above -100 percent"
        )
    kept = 1 - loss.fraction
    keeps = Share((1 + administration.fraction) / kept - 1)
    keeps_real = Share((1 + administration.fraction + inflation.fraction) / kept - 1)
    factor = (1 + yield_.fraction) * kept - administration.fraction
    real_factor = factor / (1 + inflation.fraction)
    half, real_half = _half_life(factor), _half_life(real_factor)
    found = []
    if real_half is not None:
        facts = {"yield_percent": percent(yield_.fraction), "keeps": percent(keeps_real.fraction)}
        found.append(concern("revolving.half_gone", SOURCE, years=real_half, **facts))
    return Outlook(keeps, keeps_real, factor, real_factor, half, real_half, tuple(found))


def _half_life(factor: Fraction) -> Decimal | None:
    """Years until half is left when every year leaves `factor` of it."""
    if factor >= 1:
        return None
    if factor <= 0:
        return Decimal("0.0")
    with localcontext(Context(prec=28)):
        years = Decimal(2).ln() / -(Decimal(factor.numerator) / Decimal(factor.denominator)).ln()
        return years.quantize(Decimal("0.1"))


def _share(part: Quantity | None, base: Quantity | None) -> Share | None:
    return None if part is None or base is None or not base else Share.of(part, base)
