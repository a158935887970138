"""Schedules: what is owed on which day, in whole minor units.

Interest of a period is what is owed times the rate factor of the period, rounded to the payable step; the instalment
is solved exactly (a quotient of whole numbers) and rounded once; the last instalment takes the rest, so that the
principal of all rows is the loan to the last unit.  Source: "Responsible finance", sections 2.1 to 2.3 and 7.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sankofa.instalments.carried import carried_amounts
from sankofa.instalments.due_dates import due_dates
from sankofa.instalments.errors import BadTerms, NeverRepays, OutOfOrder
from sankofa.instalments.factors import Factor, period_factors
from sankofa.instalments.fees import fees_of_rows, upfront_fees
from sankofa.instalments.flat import flat_amounts
from sankofa.instalments.level import level_instalment
from sankofa.instalments.rows import Amounts
from sankofa.instalments.shapes import shaped_amounts
from sankofa.instalments.terms import Grace, RateBasis, Shape, Terms
from sankofa.instalments.tranches import declining_with_tranches
from sankofa.instalments.whole import rounded
from sankofa.kernel.money import Money, Rounding
from sankofa.kernel.periods import Day

MOST_ROWS = 3_660
_NO_GRACE = Grace()


class Row(NamedTuple):
    """One instalment.  Amounts are whole minor units of the schedule's currency."""

    number: int  # 0 is a down payment on the day of handing out
    due_on: Day
    days: int  # since the date before
    opening: int  # owed before the payment, without interest
    principal: int
    interest: int
    fees: int
    payment: int
    balance: int  # principal still owed after the payment


@dataclass(frozen=True, slots=True)
class Schedule:
    """The dated rows of one loan, and what is handed out.  `instalment` is the regular payment before the last.

    `received` and `kept` are by day: what the borrower gets in hand, and what was kept back or paid at once.
    """

    terms: Terms
    rows: tuple[Row, ...]
    instalment: int
    handed_out: tuple[tuple[Day, int], ...]
    upfront: int  # fees kept back or paid on the first day

    @property
    def currency(self) -> str:
        """The currency of every amount."""
        return self.terms.currency

    @property
    def total_interest(self) -> int:
        """All interest, in minor units."""
        return sum(row.interest for row in self.rows)

    @property
    def total_fees(self) -> int:
        """All fees, upfront and with instalments, in minor units."""
        return self.upfront + sum(row.fees for row in self.rows)

    @property
    def total_payments(self) -> int:
        """All that is paid on due dates, in minor units: principal, interest, fees."""
        return sum(row.payment for row in self.rows)

    @property
    def ends_on(self) -> Day:
        """The last due date."""
        return self.rows[-1].due_on

    def money(self, minor: int) -> Money:
        """Return minor units as money of this schedule's currency."""
        return Money(minor, self.currency)


def schedule(terms: Terms) -> Schedule:
    """Return the schedule that follows from terms: every due date with what is paid for what.

    Amounts are whole minor units.  Raises BadTerms (its subclasses name the mistake), NeverRepays.
    """
    if terms.basis is RateBasis.PROFIT_SHARE and terms.rate_percent:
        raise BadTerms("basis", terms.basis, "a profit share has no schedule of its own; price it as a range")
    agreed = _agreed_dates(terms)
    factors = period_factors(terms, agreed) if agreed else ()
    if not terms.basis.is_flat:
        if terms.rounding.carry:
            amounts, instalment = carried_amounts(terms, factors, len(agreed) or None)
        else:
            amounts, instalment = _declining(terms, agreed, factors)
    else:
        amounts, instalment = flat_amounts(terms, agreed)
    if not agreed:
        agreed = _agreed_dates(terms, len(amounts))
    return _dated(terms, agreed, amounts, instalment)


def _agreed_dates(terms: Terms, count: int | None = None) -> tuple[Day, ...]:
    if terms.due_on:
        return terms.due_on
    count = count or terms.count
    if count is None:
        return ()
    every = terms.every
    if terms.first_due_on is not None:
        return due_dates(terms.first_due_on, every, count, terms.closed)
    # Anchored at the day of handing out, so that a short month's end does not become the anchor.
    return due_dates(terms.starts_on, every, count, terms.closed, after=True)


def _declining(terms: Terms, agreed: tuple[Day, ...], factors: Sequence[Factor]) -> tuple[list[Amounts], int]:
    owed = terms.principal.minor - (terms.down_payment.minor if terms.down_payment else 0) + financed(terms)
    if terms.tranches:
        return declining_with_tranches(terms, agreed, factors, owed)
    if terms.fixed_instalment is not None and plain_rows(terms):
        return _fixed(terms, factors, owed, terms.fixed_instalment.minor)
    rounding = terms.rounding
    if terms.shape is Shape.EQUAL_INSTALMENTS and plain_rows(terms):
        instalment = level_instalment(terms, owed, factors)
        return _level_rows(owed, factors, instalment, rounding.interest, rounding.money_step), instalment
    return shaped_amounts(terms, factors, owed)


def plain_rows(terms: Terms) -> bool:
    """Whether every row pays interest and principal: no grace, no skipped row."""
    return terms.grace == _NO_GRACE and not terms.skipped


def financed(terms: Terms) -> int:
    """Return fees that are added to what is owed, in minor units."""
    return upfront_fees(terms).financed if terms.fees else 0


def _level_rows(
    owed: int, factors: Sequence[Factor], instalment: int, interest_rounding: Rounding, step: int
) -> list[Amounts]:
    amounts = []
    last = len(factors) - 1
    for place, (a, b) in enumerate(factors):
        interest = rounded(owed * a, b, interest_rounding, step)
        # Never below zero: interest that is more than the instalment is paid, not added to what is owed.
        principal = owed if place == last else max(0, min(instalment - interest, owed))
        left = owed - principal
        amounts.append(Amounts(owed, principal, interest, left))
        owed = left
    return amounts


def _fixed(terms: Terms, factors: Sequence[Factor], owed: int, instalment: int) -> tuple[list[Amounts], int]:
    """A given instalment: the loan ends when it is repaid, or with the last agreed date, which takes the rest."""
    rounding = terms.rounding
    every = period_factors(terms, ()) if not factors else ()
    amounts: list[Amounts] = []
    while owed and len(amounts) < MOST_ROWS:
        place = len(amounts)
        a, b = factors[place] if factors else every[0]
        interest = rounded(owed * a, b, rounding.interest, rounding.money_step)
        if instalment <= interest and interest:
            raise NeverRepays(terms.fixed_instalment, Money(interest, terms.currency))
        is_last = bool(factors) and place == len(factors) - 1
        principal = owed if is_last else min(instalment - interest, owed)
        amounts.append(Amounts(owed, principal, interest, owed - principal))
        owed -= principal
        if is_last:
            break
    if owed:
        raise NeverRepays(terms.fixed_instalment, Money(amounts[-1].interest, terms.currency))
    return amounts, instalment


def _dated(terms: Terms, agreed: tuple[Day, ...], amounts: Sequence[Amounts], instalment: int) -> Schedule:
    closed = terms.closed
    paid_on = agreed if closed is None else tuple(closed.shifted(day) for day in agreed)
    if closed is not None and any(later <= day for day, later in itertools.pairwise(paid_on)):
        first = next(place for place in range(1, len(paid_on)) if paid_on[place] <= paid_on[place - 1])
        raise OutOfOrder("closed", paid_on[first - 1], paid_on[first])
    last = len(amounts)
    while last > 1 and not any(amounts[last - 1]):
        last -= 1  # rounding up repaid the loan before its last date
    amounts = amounts[:last]
    fees = fees_of_rows(terms, amounts) if terms.fees else ()
    rows = []
    before = terms.starts_on
    if terms.down_payment is not None:
        down = terms.down_payment.minor
        rows.append(Row(0, before, 0, down + amounts[0].opening, down, 0, 0, down, amounts[0].opening))
    for place, (opening, principal, interest, balance) in enumerate(amounts):
        due_on = paid_on[place]
        fee = fees[place] if fees else 0
        rows.append(
            Row(
                place + 1,
                due_on,
                (due_on - before).days,
                opening,
                principal,
                interest,
                fee,
                principal + interest + fee,
                balance,
            )
        )
        before = due_on
    handed_out: tuple[tuple[Day, int], ...] = ((terms.starts_on, terms.principal.minor),)
    if terms.tranches:
        handed_out += tuple((tranche.on, tranche.amount.minor) for tranche in terms.tranches)
    upfront = upfront_fees(terms).paid if terms.fees else 0
    return Schedule(terms, tuple(rows), instalment, handed_out, upfront)
