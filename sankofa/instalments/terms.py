"""Terms: what lender and borrower agreed, as far as the schedule follows from it.

The rate always stands with its basis ("Responsible finance", sections 2.2 and 2.3): "15 %" alone has six readings,
from 15.9 % to 71.0 % effective, so that no terms can be made without saying which one is meant.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sankofa.instalments.daycount import DayCount
from sankofa.instalments.due_dates import MONTHLY, Closed, Every
from sankofa.instalments.errors import BadTerms, MissingField, OutOfOrder, RateOutOfReason, TwoCurrencies
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.periods import Day

MOST_PERCENT = 1_000
"""The highest stated rate, in percent of its period, that is taken for a rate and not for a slip."""


class RateBasis(StrEnum):
    """What a stated rate is a share of, and of which time: "Responsible finance", section 2.3."""

    FLAT_TOTAL = "flat_total"  # of the whole loan, once
    FLAT_PERIOD = "flat_period"  # of the whole loan, for every instalment
    FLAT_MONTH = "flat_month"
    FLAT_YEAR = "flat_year"
    DECLINING_PERIOD = "declining_period"  # of what is still owed, for every instalment
    DECLINING_MONTH = "declining_month"
    DECLINING_YEAR = "declining_year"
    MARKUP_TOTAL = "markup_total"  # a sale at a price above cost: no interest, an agreed extra
    PROFIT_SHARE = "profit_share"  # the lender gets a share of what the business earns
    NONE = "none"  # nothing is charged on what is lent

    @property
    def is_declining(self) -> bool:
        """Whether the rate is taken on what is still owed."""
        return self in _DECLINING

    @property
    def is_flat(self) -> bool:
        """Whether a charge on the whole loan is spread over the instalments: flat interest, or a mark-up."""
        return self in _FLAT


_DECLINING = frozenset({RateBasis.DECLINING_PERIOD, RateBasis.DECLINING_MONTH, RateBasis.DECLINING_YEAR})
_FLAT = frozenset(
    {RateBasis.FLAT_TOTAL, RateBasis.FLAT_PERIOD, RateBasis.FLAT_MONTH, RateBasis.FLAT_YEAR, RateBasis.MARKUP_TOTAL}
)


class Shape(StrEnum):
    """How the principal comes back over the instalments."""

    EQUAL_INSTALMENTS = "equal_instalments"
    EQUAL_PRINCIPAL = "equal_principal"
    INTEREST_ONLY = "interest_only"  # interest on every date, the principal with the last
    BULLET = "bullet"  # everything on the last date
    STEPS = "steps"  # instalments that grow or fall by agreed parts
    CUSTOM_PRINCIPAL = "custom_principal"  # principal by the calendar of the crop or the trade


class Level(StrEnum):
    """By which rate the level instalment is reckoned where periods are unequal."""

    EACH = "each"  # by every period's own: the last instalment differs by rounding alone
    NOMINAL = "nominal"  # as if every period were an equal part of the year, whatever its days
    FIRST = "first"  # as if every period were like the first, by the plain annuity formula; the last takes the rest
    SMOOTH = "smooth"  # by each; where rounding leaves more than half a unit an instalment, it is spread over all


class FeeTime(StrEnum):
    """When a fee is taken."""

    DEDUCTED = "deducted"  # kept back from what is handed out
    UPFRONT = "upfront"  # paid on the day of handing out
    EACH = "each"  # with every instalment
    SPREAD = "spread"  # one amount in equal parts over all instalments
    ON = "on"  # with the instalment of a number
    FINANCED = "financed"  # added to what is owed, without being received


class FeeBase(StrEnum):
    """What a fee in percent is a share of."""

    PRINCIPAL = "principal"
    BALANCE = "balance"  # what is owed before the instalment
    INSTALMENT = "instalment"  # principal and interest of the instalment
    INTEREST = "interest"


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee, a tax or an insurance premium: an amount, or percent of a base, or both, taken at a time.

    `voluntary` ones are shown beside the price and never in it; `kind` is a word for people ("fee", "insurance",
    "tax", "passbook").
    """

    name: str
    amount: Money | None = None
    percent: Fraction = Fraction(0)
    base: FeeBase = FeeBase.PRINCIPAL
    time: FeeTime = FeeTime.DEDUCTED
    number: int | None = None
    kind: str = "fee"
    voluntary: bool = False

    def __post_init__(self) -> None:
        if (self.amount is not None and self.amount.minor < 0) or self.percent < 0:
            raise BadTerms(f"fees.{self.name}", self.amount or self.percent, "a fee is zero or more")
        if self.time is FeeTime.ON and (self.number is None or self.number < 1):
            raise MissingField(f"fees.{self.name}.number", "the number of the instalment with which it is paid")
        on_rows = self.time in {FeeTime.EACH, FeeTime.ON}
        if self.percent and self.base is not FeeBase.PRINCIPAL and not on_rows:
            raise BadTerms(
                f"fees.{self.name}.base", self.base, "only a fee taken with an instalment can be a share of it"
            )


@dataclass(frozen=True, slots=True)
class Tranche:
    """A further part of the loan, handed out later."""

    on: Day
    amount: Money


@dataclass(frozen=True, slots=True)
class Grace:
    """What need not be paid at first, in numbers of instalments.

    `principal`: only interest is paid.  `interest_payment`: interest is reckoned and paid later, with the first
    instalment that asks for interest, without interest on it.  `interest_free`: no interest is reckoned.
    `capitalised`: nothing is paid, and the interest joins what is owed.
    """

    principal: int = 0
    interest_payment: int = 0
    interest_free: int = 0
    capitalised: int = 0

    def __post_init__(self) -> None:
        for field in ("principal", "interest_payment", "interest_free", "capitalised"):
            if getattr(self, field) < 0:
                raise BadTerms(f"grace.{field}", getattr(self, field), "a number of instalments is zero or more")


@dataclass(frozen=True, slots=True)
class Roundings:
    """How amounts become payable: half-up to the smallest unit, the last instalment takes the rest.

    `money_step` is the smallest payable amount in minor units (no coin under 5 francs: 5); `instalment_step` makes
    the whole instalment a multiple.  `carry` keeps fractions of what is owed from row to row and rounds only what is
    shown, as textbooks do.
    """

    interest: Rounding = Rounding.HALF_UP
    instalment: Rounding = Rounding.HALF_UP
    money_step: int = 1
    instalment_step: int = 1
    carry: bool = False

    def __post_init__(self) -> None:
        for field in ("money_step", "instalment_step"):
            if getattr(self, field) < 1:
                raise BadTerms(f"rounding.{field}", getattr(self, field), "a step is a whole number above zero")


@dataclass(frozen=True, slots=True)
class Step:
    """From this instalment on, the instalment is this many times the first one."""

    from_number: int
    times: Fraction


_WITHOUT_BALLOON = frozenset({Shape.INTEREST_ONLY, Shape.BULLET, Shape.CUSTOM_PRINCIPAL})
_NO_GRACE, _USUAL = Grace(), Roundings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed about one loan.

    `day_count` None means that every period is an equal part of the year (twelve months, 52 weeks), whatever its
    days; `stub_by_days` then reckons an irregular first period by its days.  `compounding` is how many times a year
    the stated yearly rate compounds (2 for Canadian mortgages, 1 for an effective rate); None means as often as paid.
    `count` may be left out with a `fixed_instalment`: it is then as many as it takes.
    """

    principal: Money
    basis: RateBasis
    rate_percent: Fraction
    starts_on: Day
    count: int | None = None
    every: Every = MONTHLY
    shape: Shape = Shape.EQUAL_INSTALMENTS
    level: Level = Level.EACH
    first_due_on: Day | None = None
    due_on: tuple[Day, ...] = ()
    day_count: DayCount | None = None
    compounding: int | None = None
    stub_by_days: bool = True
    fixed_instalment: Money | None = None
    balloon: Money | None = None
    amortised_over: int | None = None
    steps: tuple[Step, ...] = ()
    principal_on: tuple[tuple[int, Money], ...] = ()
    tranches: tuple[Tranche, ...] = ()
    down_payment: Money | None = None
    grace: Grace = _NO_GRACE
    skipped: frozenset[int] = frozenset()
    skipped_capitalise: bool = False
    fees: tuple[Fee, ...] = ()
    closed: Closed | None = None
    interest_to_shifted: bool = False
    rounding: Roundings = _USUAL

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.principal.currency

    def __post_init__(self) -> None:
        if self.principal.minor <= 0:
            raise BadTerms("principal", self.principal, "a loan is more than zero")
        if not 0 <= self.rate_percent <= MOST_PERCENT:
            raise RateOutOfReason(_shown(self.rate_percent), MOST_PERCENT)
        if self.rate_percent and self.basis in {RateBasis.NONE}:
            raise BadTerms("rate_percent", _shown(self.rate_percent), "it is 0 where the basis is none")
        self._check_together()
        self._check_count()
        self._check_dates()
        self._check_amounts()

    def _check_together(self) -> None:
        """Refuse what no rule reads in this company, so that no field is silently lost."""
        level = self.shape is Shape.EQUAL_INSTALMENTS
        if self.steps and self.shape is not Shape.STEPS:
            raise BadTerms("steps", len(self.steps), "they belong to the shape steps")
        if self.principal_on and self.shape is not Shape.CUSTOM_PRINCIPAL:
            raise BadTerms("principal_on", len(self.principal_on), "it belongs to the shape custom_principal")
        if self.fixed_instalment is not None and not (level and self.balloon is None and self.amortised_over is None):
            raise BadTerms("fixed_instalment", self.fixed_instalment, "it stands alone, with equal instalments")
        if self.balloon is not None and self.shape in _WITHOUT_BALLOON:
            raise BadTerms("balloon", self.balloon, f"it does not go with the shape {self.shape}")
        if self.amortised_over is not None and not (level or self.shape is Shape.EQUAL_PRINCIPAL):
            raise BadTerms("amortised_over", self.amortised_over, "it goes with equal instalments or equal principal")
        if self.tranches:
            for field in ("fixed_instalment", "balloon", "amortised_over", "down_payment", "skipped"):
                if getattr(self, field):
                    raise BadTerms(field, getattr(self, field), "it does not go with a loan handed out in tranches")
            if self.grace.capitalised:
                raise BadTerms("grace.capitalised", self.grace.capitalised, "it does not go with tranches")

    def _check_count(self) -> None:
        count = len(self.due_on) or self.count
        if count is None:
            if self.fixed_instalment is None:
                raise MissingField("count", "the number of instalments, 1 or more")
        elif not 1 <= count <= 3_660:
            raise BadTerms("count", count, "the number of instalments is 1 to 3,660")
        if self.due_on and self.count not in {None, len(self.due_on)}:
            raise BadTerms("count", self.count, f"it must be the number of due dates, {len(self.due_on)}")
        if count is not None:
            unpaid = max(self.grace.principal, self.grace.capitalised)
            if unpaid >= count:
                raise BadTerms("grace", unpaid, f"at least one of {count} instalments must pay back principal")
            if self.grace.interest_payment >= count:
                raise BadTerms(
                    "grace.interest_payment", self.grace.interest_payment, "the last instalment asks for interest"
                )
            if any(not 1 <= number < count for number in self.skipped):
                raise BadTerms("skipped", sorted(self.skipped), f"numbers are 1 to {count - 1}; the last is paid")
        if self.compounding is not None and (self.compounding < 1 or self.basis is not RateBasis.DECLINING_YEAR):
            raise BadTerms("compounding", self.compounding, "times a year, 1 or more, of a declining yearly rate")
        if self.amortised_over is not None and self.amortised_over < (count or 1):
            raise BadTerms("amortised_over", self.amortised_over, "it is at least the number of instalments")

    def _check_dates(self) -> None:
        if self.first_due_on is not None and self.first_due_on <= self.starts_on:
            raise OutOfOrder("first_due_on", self.starts_on, self.first_due_on)
        before = self.starts_on
        for day in self.due_on:
            if day <= before:
                raise OutOfOrder("due_on", before, day)
            before = day
        before = self.starts_on
        for tranche in self.tranches:
            if tranche.on < before:
                raise OutOfOrder("tranches", before, tranche.on)
            before = tranche.on

    def _check_amounts(self) -> None:
        named: list[tuple[str, Money | None]] = [
            ("fixed_instalment", self.fixed_instalment),
            ("balloon", self.balloon),
            ("down_payment", self.down_payment),
        ]
        if self.tranches:
            named += [("tranches", tranche.amount) for tranche in self.tranches]
        if self.fees:
            named += [(f"fees.{fee.name}", fee.amount) for fee in self.fees]
        named += [("principal_on", amount) for _, amount in self.principal_on]
        for field, amount in named:
            if amount is None:
                continue
            if amount.currency != self.currency:
                raise TwoCurrencies(field, self.currency, amount.currency)
            if amount.minor <= 0 and not field.startswith("fees"):
                raise BadTerms(field, amount, "an amount is more than zero")
        if self.down_payment is not None and self.down_payment >= self.principal:
            raise BadTerms("down_payment", self.down_payment, f"it is less than the principal of {self.principal}")
        if self.balloon is not None and self.balloon >= self.principal:
            raise BadTerms("balloon", self.balloon, f"it is less than the principal of {self.principal}")
        if self.shape is Shape.CUSTOM_PRINCIPAL:
            self._check_custom()
        if self.shape is Shape.STEPS:
            self._check_steps()

    def _check_custom(self) -> None:
        planned = sum(amount.minor for _, amount in self.principal_on)
        if planned != self.principal.minor:
            raise BadTerms(
                "principal_on", Money(planned, self.currency), f"the parts add up to the principal of {self.principal}"
            )
        numbers: Sequence[int] = [number for number, _ in self.principal_on]
        last = len(self.due_on) or self.count or 0
        if sorted(set(numbers)) != list(numbers) or numbers[0] < 1 or numbers[-1] > last:
            raise BadTerms("principal_on", list(numbers), f"numbers rise from 1 to {last}, each once")

    def _check_steps(self) -> None:
        numbers = [step.from_number for step in self.steps]
        if not numbers or sorted(set(numbers)) != numbers or numbers[0] < 1:
            raise BadTerms("steps", numbers, "the numbers from which instalments change rise, each once")
        if any(step.times <= 0 for step in self.steps):
            raise BadTerms("steps", numbers, "every instalment is more than zero times the first")


def _shown(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else f"{number.numerator / number.denominator:g}"
