"""What debts take of a home: each measure with what it is a share of, and with what is not known.

One and the same debt is 70 of 100 of what the person earns, 37 of what comes in at home and 106 of what is left of it.
So no share stands here without its base, and where a part of the sum is not known the sum is not known: a debt that
nobody put a figure on is not a debt of nothing.  Debts in another money are not reckoned together.

Source: responsible-finance rules, 1.5: debt service / net income, / surplus; balances / yearly net income; what is
left for each head; a debt without agreed times is spread over the months the person states, else over 24.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from sankofa.debts.rules.budget import Budget
from sankofa.debts.rules.burden import BurdenPolicy, called_in, service
from sankofa.debts.rules.household import IncomeKind
from sankofa.debts.rules.shares import InAMonth
from sankofa.debts.rules.terms import Debt, Form
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Money

SOURCE: Final = "Responsible finance 1.5"


@dataclass(frozen=True, slots=True)
class InOneMoney:
    """What is owed in one currency: how many debts, how much is known of it, and what they take in a month."""

    currency: str
    debts: int
    balances: Money
    balances_unknown: int
    service: Fraction
    """In minor units, of the debts of which it is known."""
    service_unknown: int
    called_in: int
    """Half of what is owed without agreed times, in minor units: what a bad month might ask for at once."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody owes, in short."""

    moneys: tuple[InOneMoney, ...]
    without_money: int
    """Open debts of which not even the money is known."""
    moral: int
    """Promises and duties that nobody has put a figure on."""
    unopened: int = 0
    """Debts of which nothing is known here, because a key is missing."""

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is open, as far as was told."""
        return not (self.moneys or self.without_money or self.moral or self.unopened)


def owed(debts: Iterable[Debt], *, on: date, policy: BurdenPolicy, unopened: int = 0) -> Owed:
    """Return what somebody owes, money by money; what is not known is counted and not taken for nothing."""
    still_open = [debt for debt in debts if debt.is_open]
    moral = sum(debt.form is Form.MORAL for debt in still_open)
    rest = [debt for debt in still_open if debt.form is not Form.MORAL]
    currencies = dict.fromkeys(code for debt in rest if (code := _currency(debt)) is not None)
    return Owed(
        moneys=tuple(_in_one([d for d in rest if _currency(d) == code], code, on, policy) for code in currencies),
        without_money=sum(_currency(debt) is None for debt in rest),
        moral=moral,
        unopened=unopened,
    )


@dataclass(frozen=True, slots=True)
class Measures(InAMonth):
    """What debts take of a home in a month, with what is not known of it: `lacks` says why."""

    lacks: tuple[Finding, ...]


def measures(
    debts: Sequence[Debt], budget: Budget, *, on: date, policy: BurdenPolicy, unopened: int = 0
) -> Measures | None:
    """Return what debts take of a home; None where no amount of the home is known, so that there is no money to use.

    `unopened` debts are there and cannot be read: then no sum of debts is known.
    """
    currency = budget.currency
    if currency is None:
        return None
    counted = [debt for debt in debts if debt.is_open and debt.form is not Form.MORAL]
    lacks = [Finding("lacks.unopened", Weight.NOTE, SOURCE, count=unopened)] if unopened else []
    others = sum(_currency(debt) not in {None, currency} for debt in counted)
    if others:
        lacks.append(Finding("lacks.other_money", Weight.NOTE, SOURCE, count=others, currency=currency))
    parts = [service(debt, on, policy) for debt in counted if _currency(debt) in {None, currency}]
    if unknown := parts.count(None):
        lacks.append(Finding("lacks.service", Weight.NOTE, SOURCE, count=unknown))
    known = [part for part in parts if part is not None]
    balances = [debt.balance for debt in counted]
    if balances.count(None):
        lacks.append(Finding("lacks.balance", Weight.NOTE, SOURCE, count=balances.count(None)))
    own, net = _incomes(budget)
    if own is None:
        lacks.append(Finding("lacks.own_income" if budget.own is None else "lacks.costs", Weight.NOTE, SOURCE))
    if budget.others is None:
        lacks.append(Finding("lacks.others_income", Weight.NOTE, SOURCE))
    if net is not None and net <= 0:
        lacks.append(Finding("lacks.nothing_comes_in", Weight.NOTE, SOURCE))
    elif own is not None and own <= 0:
        lacks.append(Finding("lacks.nothing_earned", Weight.NOTE, SOURCE))
    if budget.needs is None:
        lacks.append(Finding("lacks.needs", Weight.NOTE, SOURCE))
    if budget.size is None:
        lacks.append(Finding("lacks.size", Weight.NOTE, SOURCE))
    surplus = None if net is None or budget.needs is None else net - budget.needs.minor
    if surplus is not None and surplus <= 0:
        lacks.append(Finding("lacks.nothing_left", Weight.NOTE, SOURCE))
    is_whole = not (others or unopened)
    return Measures(
        currency=currency,
        service=sum(known, Fraction(0)) if is_whole and len(known) == len(parts) else None,
        balances=sum(one.minor for one in balances if one) if is_whole and None not in balances else None,
        own_income=own,
        net_income=net,
        surplus=surplus,
        size=budget.size,
        head=budget.is_head,
        lacks=tuple(lacks),
    )


def _incomes(budget: Budget) -> tuple[int | None, int | None]:
    """Return the person's own income after its costs, and that of the home, in minor units.

    What a business brings says nothing before its costs are known; of other work, costs that nobody told are none.
    """
    if budget.own is None or (budget.own_kind is IncomeKind.BUSINESS and budget.own_costs is None):
        return None, None
    own = budget.own.minor - (budget.own_costs.minor if budget.own_costs else 0)
    return own, None if budget.others is None else own + budget.others.minor


def _currency(debt: Debt) -> str | None:
    return next((amount.currency for amount in (debt.balance, debt.instalment) if amount is not None), None)


def _in_one(debts: Sequence[Debt], currency: str, on: date, policy: BurdenPolicy) -> InOneMoney:
    parts = [service(debt, on, policy) for debt in debts]
    amounts = [debt.balance.minor for debt in debts if debt.balance is not None]
    return InOneMoney(
        currency=currency,
        debts=len(debts),
        balances=Money(sum(amounts), currency),
        balances_unknown=len(debts) - len(amounts),
        service=sum((part for part in parts if part is not None), Fraction(0)),
        service_unknown=parts.count(None),
        called_in=called_in(debts),
    )
