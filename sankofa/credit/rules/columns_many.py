"""Many cases as columns: one array for each fact, so that a rule is one comparison for everybody at once.

What takes a loop over a person's own list (debts, other ways, topics) is put into one number for each case first.
Amounts of the cash grid are whole numbers of a ten-thousandth of a minor unit, rounded down; who comes so near to a
limit that this could matter is handed to the exact core (`unsure`), as is whoever has an override on file.

Source: responsible-finance rules, 1.2 and 1.6; `suitability_many` is the question asked of these columns.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain, pairwise, repeat
from math import floor
from operator import attrgetter, is_not
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sankofa.credit.rules.capacity_many import factor_of
from sankofa.credit.rules.cash_flow import YEAR, NotTwelveMonths
from sankofa.credit.rules.policy import Policy
from sankofa.credit.rules.terms import Case
from sankofa.debts.rules.burden import is_due, service
from sankofa.debts.rules.terms import TIMES_A_MONTH
from sankofa.kernel.periods import add_months

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]

SCALE: Final = 10_000
LARGEST: Final = 10**12  # minor units; a case with more goes to the exact core, so that nothing overflows
BAND: Final = 1_000  # a tenth of a minor unit; every rounding below together stays far inside
MOST_DAILY: Final = 400
MOST_DEBTS: Final = 40


class Columns:
    """The facts of many cases on one day under one policy."""

    def __init__(self, cases: Sequence[Case], policy: Policy, on: date) -> None:
        self.cases = cases
        self.policy = policy
        self.on = on
        self.count = len(cases)
        self.unsure: Flags = self.flags(lambda case: bool(case.overrides))
        self._codes: dict[str, NDArray[np.int8]] = {}
        self._kinds: dict[str, dict[Any, int]] = {}

        self.services = [self._services(case) for case in cases]
        """What each open debt of each case takes in a month, as a whole number over another; None: not known."""

    def flags(self, asked: Callable[[Case], bool]) -> Flags:
        """Return whether something holds, for each case."""
        return np.fromiter(map(asked, self.cases), dtype=np.bool_, count=self.count)

    def equals(self, name: str, *values: StrEnum) -> Flags:
        """Return whether a fact is one of these values, for each case; `offer.due_diligence` is a name."""
        if name not in self._codes:
            kinds = {value: place for place, value in enumerate(type(values[0]))}
            self._kinds[name] = kinds
            self._codes[name] = np.fromiter(
                map(kinds.__getitem__, map(attrgetter(name), self.cases)), dtype=np.int8, count=self.count
            )
        wanted = [self._kinds[name][value] for value in values]
        column = self._codes[name]
        found: Flags = column == wanted[0]
        for code in wanted[1:]:
            found |= column == code
        return found

    def known(self, name: str) -> Flags:
        """Return whether a fact is known, for each case."""
        got = map(attrgetter(name), self.cases)
        return np.fromiter(map(is_not, got, repeat(None)), dtype=np.bool_, count=self.count)

    def numbers(self, name: str, unknown: int = -1) -> Numbers:
        """Return a small number for each case, and `unknown` where nobody knows."""
        got = map(attrgetter(name), self.cases)
        return np.array([unknown if value is None else min(value, LARGEST) for value in got], dtype=np.int64)

    def days(self, name: str) -> Numbers:
        """Return a day as its ordinal for each case, and 0 where nobody knows."""
        got = map(attrgetter(name), self.cases)
        return np.array([0 if value is None else value.toordinal() for value in got], dtype=np.int64)

    def bits(self, asked: Callable[[Case], int]) -> Numbers:
        """Return a set as the bits of a number, for each case."""
        return np.fromiter(map(asked, self.cases), dtype=np.int64, count=self.count)

    @cached_property
    def cash(self) -> tuple[Flags, Flags, Flags, Flags]:
        """Whether the grid is known, a payment falls in a month short of cash, the year fits, a bad year dips."""
        asked = np.fromiter(map(self._has_grid, self.cases, self.services), np.bool_, self.count)
        places = np.flatnonzero(asked)
        cases = [self.cases[place] for place in places.tolist()]
        paid, too_large = self._payments(cases)
        debts, debts_too_large = self._debts(cases, [self.services[place] for place in places.tolist()])
        months, months_too_large = self._months(cases)
        opening = np.fromiter(
            (min(case.opening_cash.minor, LARGEST + 1) if case.opening_cash else 0 for case in cases),
            np.int64,
            len(cases),
        )
        lost: Flags = too_large | debts_too_large | months_too_large | (opening > LARGEST)
        business, other, expenses = (months[:, :, part] * SCALE for part in range(3))
        start = (opening * SCALE)[:, None]
        kept = self.policy.burden.business_income_kept.fraction
        # a product of two large numbers would overflow: whole units first, then the rest
        stressed = business // kept.denominator * kept.numerator
        stressed += business % kept.denominator * kept.numerator // kept.denominator
        expected = start + np.cumsum(business + other - expenses - debts - paid, axis=1)
        bad_year = start + np.cumsum(stressed + other - expenses - debts - paid, axis=1)
        near = np.logical_or((np.abs(expected) <= BAND).any(axis=1), (np.abs(bad_year) <= BAND).any(axis=1))
        self.unsure[places[lost | near]] = True
        short, fits, dips = (np.zeros(self.count, dtype=np.bool_) for _ in range(3))
        short[places] = ((paid > 0) & (expected < 0)).any(axis=1)
        fits[places] = (expected >= 0).all(axis=1) & (bad_year[:, -1] >= 0)
        dips[places] = (bad_year < 0).any(axis=1)
        return asked, short, fits, dips

    def _services(self, case: Case) -> tuple[tuple[int, int] | None, ...]:
        if not case.debts:
            return ()
        monthly = [service(debt, self.on, self.policy.burden) for debt in case.debts]
        return tuple(None if one is None else (one.numerator, one.denominator) for one in monthly)

    def _has_grid(self, case: Case, services: tuple[tuple[int, int] | None, ...]) -> bool:
        offer = case.offer
        return bool(
            case.months
            and case.amount is not None
            and case.debts is not None
            and (offer.payments or (offer.rate_percent is not None and offer.instalments is not None))
            and None not in services
        )

    def _payments(self, cases: Sequence[Case]) -> tuple[Numbers, Flags]:
        rows, sizes, too_large = [], [], np.zeros(len(cases), dtype=np.bool_)
        patterns: dict[tuple[int, str], list[int]] = {}
        for place, case in enumerate(cases):
            offer, amount = case.offer, case.amount
            assert amount is not None
            if offer.payments:
                due = [0] * YEAR
                for payment in offer.payments:
                    if 1 <= payment.month <= YEAR:
                        due[payment.month - 1] += payment.amount.minor
                too_large[place] = sum(due) > LARGEST
                rows.append([0] * YEAR if too_large[place] else due)
                sizes.append(SCALE)
                continue
            above, below = factor_of(offer)
            size = above * amount.minor * SCALE // below
            key = (offer.instalments or 0, offer.frequency)
            if key not in patterns:
                times = TIMES_A_MONTH[offer.frequency]
                made = [min(key[0], floor(times * month)) for month in range(YEAR + 1)]
                patterns[key] = [after - before for before, after in pairwise(made)]
            too_large[place] = size > LARGEST * SCALE // MOST_DAILY
            rows.append(patterns[key])
            sizes.append(0 if too_large[place] else size)
        # so little a month that it rounds to nothing would look like no payment at all
        too_large |= np.fromiter((size < 1 for size in sizes), np.bool_, len(cases))
        table = np.array(rows, dtype=np.int64).reshape(len(cases), YEAR)
        return table * np.array(sizes, dtype=np.int64)[:, None], too_large

    def _debts(
        self, cases: Sequence[Case], services: Sequence[tuple[tuple[int, int] | None, ...]]
    ) -> tuple[Numbers, Flags]:
        owners, monthly, whole, waits = [], [], [], []
        too_large = np.zeros(len(cases), dtype=np.bool_)
        starts = [add_months(self.on, month + 1) for month in range(YEAR)]
        for place, case in enumerate(cases):
            too_large[place] = len(case.debts or ()) > MOST_DEBTS
            for debt, monthly_service in zip(case.debts or (), services[place], strict=True):
                if too_large[place] or not is_due(debt, self.on, self.policy.burden):
                    continue
                assert monthly_service is not None
                size = monthly_service[0] * SCALE // monthly_service[1]
                owed = debt.balance.minor * SCALE if debt.balance is not None else size * YEAR
                if size > LARGEST or owed > LARGEST * SCALE:
                    too_large[place] = True
                    continue
                owners.append(place)
                monthly.append(size)
                whole.append(owed)
                waits.append(0 if debt.due_from is None else bisect_right(starts, debt.due_from))
        paid = np.zeros((len(cases), YEAR + 1), dtype=np.int64)
        if owners:
            active = np.maximum(np.arange(YEAR + 1)[None, :] - np.array(waits)[:, None], 0)
            sums = np.minimum(np.array(monthly, dtype=np.int64)[:, None] * active, np.array(whole)[:, None])
            np.add.at(paid, np.array(owners), sums)
        return np.diff(paid, axis=1), too_large

    def _months(self, cases: Sequence[Case]) -> tuple[Numbers, Flags]:
        if bad := next((case for case in cases if len(case.months) != YEAR), None):
            raise NotTwelveMonths(len(bad.months))
        months = chain.from_iterable(case.months for case in cases)
        flat = list(chain.from_iterable(map(attrgetter("business.minor", "other.minor", "expenses.minor"), months)))
        try:
            table = np.array(flat, dtype=np.int64)
        except OverflowError:
            table = np.array([min(number, LARGEST) for number in flat], dtype=np.int64)
        shaped = table.reshape(len(cases), YEAR, 3)
        too_large: Flags = np.asarray((shaped > LARGEST // YEAR).any(axis=(1, 2)))
        return np.where(too_large[:, None, None], 0, shaped), too_large
