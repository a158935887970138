"""Arrears, classes and portfolio at risk of very many loans in one call: the same whole numbers as `arrears`.

Instalments lie one after the other, those of a loan together and in the order of their due dates; `starts` says
where each loan begins.  Days are ordinals (`date.toordinal`), amounts whole minor units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from sankofa.instalments.errors import BadTerms
from sankofa.kernel.periods import Day
from sankofa.loans.rules.agreement import Bucket, Lateness
from sankofa.loans.rules.arrears import USUAL

Whole = npt.NDArray[np.int64]
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The instalments of many loans.  `due_on` and `amounts` by instalment; the others by loan.

    `paid` is what was paid towards the instalments of a loan, oldest first; `outstanding` is its principal.
    """

    starts: Whole
    due_on: Whole
    amounts: Whole
    paid: Whole
    outstanding: Whole
    is_rescheduled: npt.NDArray[np.bool_]

    def __post_init__(self) -> None:
        loans, instalments = len(self.starts), len(self.due_on)
        if len(self.amounts) != instalments:
            raise BadTerms("amounts", len(self.amounts), f"one for each of {instalments} due dates")
        for field in ("paid", "outstanding", "is_rescheduled"):
            if len(getattr(self, field)) != loans:
                raise BadTerms(field, len(getattr(self, field)), f"one for each of {loans} loans")
        if loans and (self.starts[0] != 0 or self.starts[-1] >= instalments or np.any(np.diff(self.starts) <= 0)):
            raise BadTerms("starts", "as given", "they rise from 0, and every loan has an instalment")
        for field in ("amounts", "paid", "outstanding"):
            values = getattr(self, field)
            if values.dtype != np.int64:
                raise BadTerms(field, values.dtype, "whole minor units in int64")
            if len(values) and values.min() < 0:
                raise BadTerms(field, int(values.min()), "amounts are zero or more")


@dataclass(frozen=True, slots=True)
class ArrearsMany:
    """What `arrears` answers, by loan: `since` is an ordinal, 0 where nothing is late; `bucket` a place, -1 for
    none."""

    since: Whole
    days: Whole
    amount: Whole
    bucket: Whole


def unpaid_many(portfolio: Portfolio) -> Whole:
    """Return what is unpaid of every instalment when payments settle the oldest first."""
    amounts, starts = portfolio.amounts, portfolio.starts
    if not len(starts):
        return amounts.copy()
    until = np.cumsum(amounts)
    before = until[starts] - amounts[starts]
    counts = np.diff(np.append(starts, len(amounts)))
    until -= np.repeat(before + portfolio.paid, counts)
    return np.clip(until, 0, amounts)


def arrears_many(portfolio: Portfolio, on: Day, lateness: Lateness = USUAL) -> ArrearsMany:
    """Return how late every loan is on a day.  The same as `arrears` of each loan by itself."""
    starts = portfolio.starts
    nothing = np.zeros(0, dtype=np.int64)
    if not len(starts):
        return ArrearsMany(nothing, nothing, nothing, nothing)
    today = on.toordinal()
    late = unpaid_many(portfolio)
    late[portfolio.due_on >= today] = 0
    amount = np.add.reduceat(late, starts)
    since = np.minimum.reduceat(np.where(late > 0, portfolio.due_on, _NEVER), starts)
    is_late = amount > (lateness.tolerance.minor if lateness.tolerance else 0)
    since = np.where(is_late, since, 0)
    days = np.where(is_late, np.maximum(today - since - lateness.grace_days, 0), 0)
    return ArrearsMany(since, days, amount, _bucket_places(days, lateness.buckets))


def _bucket_places(days: Whole, buckets: Sequence[Bucket]) -> Whole:
    froms = np.array([from_ for from_, _ in buckets], dtype=np.int64)
    places = np.searchsorted(froms, days, side="right").astype(np.int64) - 1
    last = buckets[-1][1] if buckets else 0
    return np.where(days > last, -1, places) if last is not None else places


@dataclass(frozen=True, slots=True)
class AtRiskMany:
    """Portfolio at risk by number of days, and principal by class of days (place -1 of `buckets`: none)."""

    portfolio: int
    at_risk: dict[int, int]
    by_bucket: tuple[int, ...]

    def share(self, days: int) -> Fraction | None:
        """Return PAR of more than so many days; None where there is no portfolio."""
        return Fraction(self.at_risk[days], self.portfolio) if self.portfolio else None


def at_risk_many(
    portfolio: Portfolio,
    late: ArrearsMany,
    days: Sequence[int] = (1, 30, 90),
    buckets: int = 6,
    *,
    includes_rescheduled: bool = True,
) -> AtRiskMany:
    """Return portfolio at risk and the ageing of all loans.  The same sums as `at_risk`."""
    outstanding = portfolio.outstanding
    risky = {}
    for more_than in days:
        mask = late.days > more_than
        if includes_rescheduled:
            mask |= portfolio.is_rescheduled
        risky[more_than] = int(outstanding[mask].sum())
    by_bucket = tuple(int(outstanding[late.bucket == place].sum()) for place in range(buckets))
    return AtRiskMany(int(outstanding.sum()), risky, by_bucket)
