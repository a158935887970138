"""How heavy debts weigh on a household, and against which limits.

The same debts are 70 % of one person's income, 37 % of the household's and 106 % of what it has left: a limit means
nothing without its denominator, so every limit here names its own.  Only payments that are due count.  The person's own
income and the household's are looked at side by side, and where the person does not head the household the stricter
decides.

Source: responsible-finance rules, 1.5: DSR = debt service / net income; RCR = debt service / surplus;
DTI = balances / yearly net income.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Final

from sankofa.debts.rules.household import Household
from sankofa.debts.rules.shares import InAMonth, share
from sankofa.debts.rules.terms import TIMES_A_MONTH, Debt, Form, Frequency
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import CurrencyMismatch, Money, Rounding, exponent, round_fraction
from sankofa.kernel.periods import add_months
from sankofa.kernel.share import Share

SOURCE: Final = "Responsible finance 1.5"


_25_PERCENT, _40_PERCENT, _50_PERCENT, _70_PERCENT, _80_PERCENT, _100_PERCENT, _110_PERCENT = (
    Share(Fraction(percent, 100)) for percent in (25, 40, 50, 70, 80, 100, 110)
)


class Measure(StrEnum):
    """What a share is a share of; no limit is kept without it."""

    OF_INCOME = "of_income"  # DSR: debt service of net income
    OF_SURPLUS = "of_surplus"  # RCR: debt service of what is left after essentials


class Grade(IntEnum):
    """How heavy the burden is."""

    GREEN = 0
    AMBER = 1
    RED = 2


@dataclass(frozen=True, slots=True)
class Limit:
    """A highest share of something, and where it is laid down."""

    share: Share
    measure: Measure
    source: str


class Loosened(ValueError):
    """A country may tighten the limits, never loosen them."""

    def __init__(self, field: str, was: object, wanted: object) -> None:
        super().__init__(field, was, wanted)
        self.field = field
        self.was = was
        self.wanted = wanted

    def __str__(self) -> str:
        return f"{self.field} may be made stricter than {self.was}, not set to {self.wanted}."


@dataclass(frozen=True, slots=True)
class BurdenPolicy:
    """The limits in force.  A legal limit is added to `legal` and wins wherever it is lower."""

    green_of_income: Share = _25_PERCENT
    amber_of_income: Share = _40_PERCENT
    green_of_surplus: Share = _50_PERCENT
    amber_of_surplus: Share = _70_PERCENT
    stressed_of_surplus: Share = _100_PERCENT
    business_income_kept: Share = _80_PERCENT
    estimated_expenses_grown: Share = _110_PERCENT
    horizon_months: int = 24
    look_ahead_months: int = 12
    legal: tuple[Limit, ...] = ()

    def limit(self, measure: Measure, grade: Grade) -> Fraction:
        """Return the highest share for green or amber, the lowest legal limit included."""
        own = {
            (Measure.OF_INCOME, Grade.GREEN): self.green_of_income,
            (Measure.OF_INCOME, Grade.AMBER): self.amber_of_income,
            (Measure.OF_SURPLUS, Grade.GREEN): self.green_of_surplus,
            (Measure.OF_SURPLUS, Grade.AMBER): self.amber_of_surplus,
        }[measure, grade].fraction
        return min([own, *(legal.share.fraction for legal in self.legal if legal.measure is measure)])

    def tightened(self, **stricter: Share | tuple[Limit, ...]) -> "BurdenPolicy":
        """Return the policy of a country: limits lowered, stress made harder.  Raises Loosened."""
        grows = {"estimated_expenses_grown"}
        for field, wanted in stricter.items():
            was = getattr(self, field)
            if isinstance(wanted, Share):
                if (wanted < was) if field in grows else (wanted > was):
                    raise Loosened(field, was, wanted)
            elif not set(was) <= set(wanted):
                raise Loosened(field, was, wanted)
        return replace(self, **stricter)  # type: ignore[arg-type]


def monthly_equivalent(amount: Money, frequency: Frequency) -> Fraction:
    """Return what a regular payment comes to in a month, in minor units: weekly times 52/12, never times 4."""
    return amount.minor * TIMES_A_MONTH[frequency]


def is_due(debt: Debt, on: date, policy: BurdenPolicy) -> bool:
    """Whether payments on a debt are due within the months looked ahead; forgiven and moral debts ask for none."""
    if not debt.is_open or debt.form is Form.MORAL:
        return False
    return debt.due_from is None or debt.due_from < add_months(on, policy.look_ahead_months)


def service(debt: Debt, on: date, policy: BurdenPolicy) -> Fraction | None:
    """Return what a debt takes in a month, in minor units: its instalment, else its balance over the horizon.

    The horizon is the one the person states, else that of the policy.  Zero when no payment is due; None when
    neither an instalment nor a balance is known.
    """
    if not is_due(debt, on, policy):
        return Fraction(0)
    if debt.instalment is not None and debt.frequency is not None:
        return monthly_equivalent(debt.instalment, debt.frequency)
    if debt.balance is None:
        return None
    return Fraction(debt.balance.minor, debt.horizon_months or policy.horizon_months)


def total_service(debts: Iterable[Debt], currency: str, on: date, policy: BurdenPolicy) -> Fraction | None:
    """Return what all debts together take in a month, or None when that of one is not known.

    Raises CurrencyMismatch when a debt is owed in another currency than the household reckons in.
    """
    whole = Fraction(0)
    for debt in debts:
        for amount in (debt.balance, debt.instalment):
            if amount is not None and amount.currency != currency:
                raise CurrencyMismatch(amount.currency, currency)
        part = service(debt, on, policy)
        if part is None:
            return None
        whole += part
    return whole


@dataclass(frozen=True, slots=True)
class Burden(InAMonth):
    """What debts take out of a month, all of it known, beside a bad month.  All in minor units of `currency`."""

    service: Fraction  # all debts, the new loan included
    balances: int
    own_income: int
    net_income: int
    surplus: int
    size: int
    surplus_stressed: Fraction
    service_new: Fraction  # the new loan alone
    least_to_live_on: int
    basket_is_own: bool

    @property
    def of_surplus_stressed(self) -> Share | None:
        """RCR of a bad month; None where nothing would be left."""
        return share(self.service, self.surplus_stressed)

    @property
    def left_to_live_on(self) -> Fraction:
        """What is left for the home to live on once all debts are served, in minor units."""
        return self.net_income - self.service

    @property
    def is_below_basket(self) -> bool:
        """Whether what is left to live on is under the least a household needs."""
        return self.left_to_live_on < self.least_to_live_on


def burden(
    household: Household, debts: Iterable[Debt], new_service: Fraction, on: date, policy: BurdenPolicy
) -> Burden | None:
    """Return how heavy debts and a new loan's monthly payment weigh, or None when a debt's service is not known."""
    debts = tuple(debts)
    old = total_service(debts, household.currency, on, policy)
    if old is None:
        return None
    return Burden(
        currency=household.currency,
        own_income=household.own_income,
        net_income=household.net_income,
        surplus=household.surplus,
        surplus_stressed=household.surplus_stressed(
            policy.business_income_kept.fraction, policy.estimated_expenses_grown.fraction
        ),
        service=old + new_service,
        service_new=new_service,
        size=household.size,
        least_to_live_on=household.least_to_live_on,
        basket_is_own=household.basket is None,
        head=household.is_head,
        balances=sum(debt.balance.minor for debt in debts if debt.is_open and debt.balance is not None),
    )


def grade(weighed: Burden, policy: BurdenPolicy) -> Grade:
    """Return how heavy a burden is: the worst of its measures decides.

    Where nothing comes in or nothing is left, any payment at all is red.
    """
    if weighed.is_below_basket or weighed.service > policy.stressed_of_surplus.fraction * weighed.surplus_stressed:
        return Grade.RED if weighed.service > 0 or weighed.is_below_basket else Grade.GREEN
    bases = [(Measure.OF_INCOME, weighed.net_income), (Measure.OF_SURPLUS, weighed.surplus)]
    if weighed.own_income_decides:
        bases.append((Measure.OF_INCOME, weighed.own_income))
    return max(_grade_of(weighed.service, measure, base, policy) for measure, base in bases)


def called_in(debts: Iterable[Debt]) -> int:
    """Return half of what is owed without a schedule, in minor units: what a bad month might ask for at once."""
    owed = sum(
        debt.balance.minor
        for debt in debts
        if debt.is_open and not debt.is_formal and debt.instalment is None and debt.balance is not None
    )
    return round_fraction(Fraction(owed, 2), Rounding.UP)


def sheet(weighed: Burden) -> list[Finding]:
    """Return the reckoning line by line, for a loan officer to check by hand; wording in `debts/wording`."""
    currency = weighed.currency

    def line(code: str, **facts: int | Fraction) -> Finding:
        shown = {name: amount_of(Fraction(fact), currency) for name, fact in facts.items()}
        return Finding(f"sheet.{code}", Weight.NOTE, SOURCE, **shown)

    def of_base(code: str, of: Share | None, base: int | Fraction) -> Finding:
        if of is None:
            return Finding(f"sheet.{code}_none", Weight.NOTE, SOURCE, base=amount_of(Fraction(base), currency))
        percent = of.as_percent(1, Rounding.HALF_UP)
        return Finding(
            f"sheet.{code}",
            Weight.NOTE,
            SOURCE,
            service=amount_of(weighed.service, currency),
            base=amount_of(Fraction(base), currency),
            percent=percent,
        )

    return [
        line("net_income", amount=weighed.net_income),
        line("surplus", amount=weighed.surplus, income=weighed.net_income, needs=weighed.net_income - weighed.surplus),
        line("surplus_stressed", amount=weighed.surplus_stressed),
        line(
            "service",
            amount=weighed.service,
            old=weighed.service - weighed.service_new,
            new=weighed.service_new,
        ),
        of_base("of_income", weighed.of_income, weighed.net_income),
        of_base("of_own_income", weighed.of_own_income, weighed.own_income),
        of_base("of_surplus", weighed.of_surplus, weighed.surplus),
        of_base("of_surplus_stressed", weighed.of_surplus_stressed, weighed.surplus_stressed),
        line("left", amount=weighed.left_to_live_on, least=weighed.least_to_live_on),
        line("per_head", amount=(weighed.surplus - weighed.service) / weighed.size),
    ]


def amount_of(minor: Fraction, currency: str) -> str:
    """Return an amount in minor units as text with two decimals at least, half up: "8333.33 XOF"."""
    places = max(2, exponent(currency))
    digits = round_fraction(minor * 10 ** (places - exponent(currency)), Rounding.HALF_UP)
    whole, rest = divmod(abs(digits), 10**places)
    return f"{'-' if digits < 0 else ''}{whole}.{rest:0{places}d} {currency}"


def _grade_of(paid: Fraction, measure: Measure, base: int, policy: BurdenPolicy) -> Grade:
    if paid <= 0:
        return Grade.GREEN
    if base <= 0:
        return Grade.RED
    if paid <= policy.limit(measure, Grade.GREEN) * base:
        return Grade.GREEN
    return Grade.AMBER if paid <= policy.limit(measure, Grade.AMBER) * base else Grade.RED
