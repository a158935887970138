"""What a household takes in and needs in a month, before any debt is paid.

Net income is what comes in, less what the businesses cost and less taxes; the surplus is what is left of it after
what the home cannot do without.  Under stress the sales of businesses fall while their costs stay, and what nobody
could put a figure on costs more.

Source: responsible-finance rules, 1.5, after the EFSE study of Bosnia and Herzegovina.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from sankofa.debts.rules.terms import Answer
from sankofa.kernel.money import CurrencyMismatch, Money


class Earner(StrEnum):
    """Whose income it is."""

    SELF = "self"
    OTHER = "other"


class IncomeKind(StrEnum):
    """Where income comes from; only that of a business falls under stress."""

    BUSINESS = "business"
    WAGE = "wage"
    REMITTANCE = "remittance"
    OTHER = "other"


class NegativeAmount(ValueError):
    """An amount of a household is below zero, which no income and no cost can be."""

    def __init__(self, field: str, amount: Money) -> None:
        super().__init__(field, amount)
        self.field = field
        self.amount = amount

    def __str__(self) -> str:
        return f"{self.field} is {self.amount}; it must be zero or more."


@dataclass(frozen=True, slots=True)
class Income:
    """What one person earns from one source in a month, and what it costs to earn it.

    Of another earner only what that person has confirmed, face to face, to give counts: `confirmed`.
    """

    earner: Earner
    kind: IncomeKind
    amount: Money
    costs: Money | None = None
    taxes: Money | None = None
    confirmed: Answer = Answer.UNKNOWN

    def __post_init__(self) -> None:
        for field in ("amount", "costs", "taxes"):
            _check(f"household.incomes.{field}", getattr(self, field), self.amount.currency)

    @property
    def counts(self) -> bool:
        """Whether it may be reckoned with."""
        return self.earner is Earner.SELF or self.confirmed is Answer.YES

    @property
    def net_minor(self) -> int:
        """What is left of it after costs and taxes, in minor units."""
        return self.amount.minor - (self.costs.minor if self.costs else 0) - (self.taxes.minor if self.taxes else 0)


@dataclass(frozen=True, slots=True)
class Household:
    """A household as the person describes it.

    `essentials` is what the person lists: food, rent, school, health, water, fares.  `estimated` is what the person
    could not put a figure on and staff estimated; it grows under stress.  `basket` is the local minimum for one head,
    everything included; where none is known, the person's own essentials stand in for it.
    """

    incomes: tuple[Income, ...]
    essentials: Money
    size: int
    is_head: Answer = Answer.UNKNOWN
    estimated: Money | None = None
    basket: Money | None = None

    def __post_init__(self) -> None:
        currency = self.essentials.currency
        for field in ("essentials", "estimated", "basket"):
            _check(f"household.{field}", getattr(self, field), currency)
        for income in self.incomes:
            _check("household.incomes.amount", income.amount, currency)
        if self.size < 1:
            raise EmptyHousehold(self.size)

    @property
    def currency(self) -> str:
        """The currency of all its amounts."""
        return self.essentials.currency

    @property
    def own_income(self) -> int:
        """What the person earns in a month, after costs and taxes, in minor units."""
        return sum(income.net_minor for income in self.incomes if income.earner is Earner.SELF)

    @property
    def net_income(self) -> int:
        """What the home takes in a month, after costs and taxes, in minor units: own and confirmed by others."""
        return sum(income.net_minor for income in self.incomes if income.counts)

    @property
    def expenses(self) -> int:
        """What the home needs in a month before any debt, in minor units."""
        return self.essentials.minor + (self.estimated.minor if self.estimated else 0)

    @property
    def surplus(self) -> int:
        """What is left in a month before any debt is paid, in minor units; below zero when it is not enough."""
        return self.net_income - self.expenses

    @property
    def business_income(self) -> int:
        """The part of the income that comes from businesses, before their costs, in minor units."""
        return sum(income.amount.minor for income in self.incomes if income.counts and income.kind == "business")

    def surplus_stressed(self, income_factor: Fraction, expense_factor: Fraction) -> Fraction:
        """Return the surplus of a bad month, in minor units: business sales and estimated expenses are multiplied."""
        lost = self.business_income * (1 - income_factor)
        grown = (self.estimated.minor if self.estimated else 0) * (expense_factor - 1)
        return self.surplus - lost - grown

    @property
    def least_to_live_on(self) -> int:
        """What the home needs to live on, in minor units: the local basket per head, else its own essentials."""
        return self.basket.minor * self.size if self.basket else self.expenses


class EmptyHousehold(ValueError):
    """A household has at least one member: the person."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size

    def __str__(self) -> str:
        return f"household.size is {self.size}; it must be 1 or more, the person included."


def _check(field: str, amount: Money | None, currency: str) -> None:
    if amount is None:
        return
    if amount.currency != currency:
        raise CurrencyMismatch(amount.currency, currency)
    if amount.minor < 0:
        raise NegativeAmount(field, amount)
