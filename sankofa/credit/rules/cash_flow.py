"""Twelve months of cash: whether the payments fall where the money is, also in a bad year.

    cash at the end of a month = cash before + income - expenses - old debts - payments of the loan

A loan fits when no month ends below zero, and when after a bad year (business income times 0.8) the twelfth does not.
A dip in between in a bad year asks for savings first, not for a larger loan.

Source: responsible-finance rules, 1.6; the seasonal loans of Banco ADOPEM in Knowledge Paper 1, 4.2.4.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import Final

from sankofa.credit.rules.capacity import instalment_factor
from sankofa.credit.rules.policy import Policy
from sankofa.credit.rules.terms import Case, Offer
from sankofa.debts.rules.burden import called_in, is_due, service
from sankofa.debts.rules.terms import TIMES_A_MONTH, Debt
from sankofa.kernel.money import CurrencyMismatch, Money
from sankofa.kernel.periods import add_months

YEAR: Final = 12


class NotTwelveMonths(ValueError):
    """The months looked ahead are twelve, no more and no fewer."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count

    def __str__(self) -> str:
        return f"months holds {self.count} entries; it must hold 12, one for each month after the loan."


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the grid, in minor units."""

    before: Fraction
    income: Fraction
    expenses: Fraction
    debts: Fraction
    payment: Fraction

    @property
    def after(self) -> Fraction:
        """The cash at the end of the month."""
        return self.before + self.income - self.expenses - self.debts - self.payment


@dataclass(frozen=True, slots=True)
class CashFlow:
    """The year as expected, and the same year when business goes badly."""

    expected: tuple[Month, ...]
    stressed: tuple[Month, ...]
    called_in: tuple[Month, ...]  # half of the debts without a schedule asked back in the first month

    @property
    def low(self) -> Fraction:
        """The least cash at the end of any month, as expected."""
        return min(month.after for month in self.expected)

    @property
    def stressed_low(self) -> Fraction:
        """The least cash at the end of any month of a bad year: below zero, so much has to be saved first."""
        return min(month.after for month in self.stressed)

    @property
    def fits(self) -> bool:
        """Whether no month ends below zero as expected, and a bad year does not end below zero."""
        return self.low >= 0 and self.stressed[-1].after >= 0

    @property
    def months_short(self) -> tuple[int, ...]:
        """The months, 1 to 12, in which a payment of the loan falls and which end below zero."""
        return tuple(n for n, month in enumerate(self.expected, start=1) if month.payment > 0 and month.after < 0)


def cash_flow(case: Case, policy: Policy, on: date) -> CashFlow | None:
    """Return the twelve months after a loan, or None while months, debts, amount or terms are not all known.

    Raises NotTwelveMonths and CurrencyMismatch.
    """
    if not case.months or case.amount is None or case.debts is None:
        return None
    payments = payments_by_month(case.offer, case.amount)
    debts = debts_by_month(case.debts, case.currency, on, policy)
    if payments is None or debts is None:
        return None
    for month in case.months:
        for amount in (month.business, month.other, month.expenses):
            if amount.currency != case.currency:
                raise CurrencyMismatch(amount.currency, case.currency)
    opening = Fraction(case.opening_cash.minor if case.opening_cash else 0)
    business = [month.business.minor for month in case.months]
    other = [month.other.minor for month in case.months]
    expenses = [month.expenses.minor for month in case.months]
    first_called = [debts[0] + called_in(case.debts), *debts[1:]]
    kept = policy.burden.business_income_kept.fraction
    return CashFlow(
        expected=grid(opening, _added(business, other), expenses, debts, payments),
        stressed=grid(opening, _added([amount * kept for amount in business], other), expenses, debts, payments),
        called_in=grid(opening, _added(business, other), expenses, first_called, payments),
    )


def grid(
    opening: Fraction | int,
    income: Sequence[Fraction | int],
    expenses: Sequence[Fraction | int],
    debts: Sequence[Fraction | int],
    payments: Sequence[Fraction | int],
) -> tuple[Month, ...]:
    """Return twelve months of cash from what comes in and goes out, in minor units.  Raises NotTwelveMonths."""
    for row in (income, expenses, debts, payments):
        if len(row) != YEAR:
            raise NotTwelveMonths(len(row))
    months: list[Month] = []
    cash = Fraction(opening)
    for row in zip(income, expenses, debts, payments, strict=True):
        month = Month(cash, *map(Fraction, row))
        months.append(month)
        cash = month.after
    return tuple(months)


def payments_by_month(offer: Offer, amount: Money) -> list[Fraction] | None:
    """Return what the offer takes in each of the twelve months, in minor units; None where its terms are not known."""
    if offer.payments:
        due = [Fraction(0)] * YEAR
        for payment in offer.payments:
            if 1 <= payment.month <= YEAR:
                due[payment.month - 1] += payment.amount.minor
        return due
    if offer.rate_percent is None or offer.instalments is None:
        return None
    instalment = instalment_factor(offer.rate_percent / 100, offer.instalments) * amount.minor
    times = TIMES_A_MONTH[offer.frequency]
    made = [min(offer.instalments, floor(times * month)) for month in range(YEAR + 1)]
    return [instalment * (after - before) for before, after in pairwise(made)]


def debts_by_month(debts: Iterable[Debt], currency: str, on: date, policy: Policy) -> list[Fraction] | None:
    """Return what old debts take in each of the twelve months, each until it is paid off; None where one is not known.

    Raises CurrencyMismatch.
    """
    due = [Fraction(0)] * YEAR
    for debt in debts:
        if debt.balance is not None and debt.balance.currency != currency:
            raise CurrencyMismatch(debt.balance.currency, currency)
        if not is_due(debt, on, policy.burden):
            continue
        monthly = service(debt, on, policy.burden)
        if monthly is None:
            return None
        left = Fraction(debt.balance.minor) if debt.balance is not None else monthly * YEAR
        for month in range(YEAR):
            if debt.due_from is not None and debt.due_from >= add_months(on, month + 1):
                continue
            paid = min(monthly, left)
            due[month] += paid
            left -= paid
    return due


def _added(left: Sequence[Fraction | int], right: Sequence[Fraction | int]) -> list[Fraction | int]:
    return [a + b for a, b in zip(left, right, strict=True)]
