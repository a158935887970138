"""Schedules of many loans in one call, over NumPy arrays of whole minor units: the same integers as `schedule`.

For portfolios of plain loans: equal instalments or equal principal on a declining balance, or flat, with equal
periods.  A float only ever guesses where an instalment lies; near a rounding boundary exact code decides.
Arrays of rows are (instalment number, loan), so that one row of all loans lies together in memory.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.level import level_quotient
from sankofa.instalments.terms import MOST_PERCENT
from sankofa.instalments.whole import rounded
from sankofa.kernel.money import Rounding

Whole = NDArray[np.int64]
Days = NDArray[np.datetime64]

PPM = 1_000_000
"""Rates are whole millionths a year: 24 % is 240,000, which is four decimals of a percent."""

_DOUBT = 1e-4
_ROOM = 2**62


@dataclass(frozen=True, slots=True)
class ManySchedules:
    """The rows of many loans.  Amounts are minor units; rows beyond a loan's count are zero."""

    instalment: Whole  # by loan
    principal: Whole  # by row and loan
    interest: Whole
    balance: Whole

    @property
    def payment(self) -> Whole:
        """What is paid, by row and loan."""
        return self.principal + self.interest

    @property
    def total_interest(self) -> Whole:
        """All interest, by loan."""
        whole: Whole = self.interest.sum(axis=0)
        return whole


def _checked(principal: Whole, rate_ppm: Whole, count: Whole, denominator: int) -> None:
    if not principal.shape == rate_ppm.shape == count.shape or principal.ndim != 1:
        raise BadTerms("principal", principal.shape, "principals, rates and counts are lists of one length")
    if not principal.size:
        return
    if int(principal.min()) <= 0:
        raise BadTerms("principal", int(principal.min()), "a loan is more than zero")
    if int(count.min()) < 1 or int(count.max()) > 3_660:
        raise BadTerms("count", (int(count.min()), int(count.max())), "the number of instalments is 1 to 3,660")
    highest = int(rate_ppm.max())
    if int(rate_ppm.min()) < 0 or highest > MOST_PERCENT * 10_000:
        raise BadTerms("rate_ppm", highest, f"a rate is 0 to {MOST_PERCENT * 10_000:,} millionths a year")
    if 2 * int(principal.max()) * max(highest, 1) + denominator >= _ROOM:
        raise BadTerms("principal", int(principal.max()), "principal times rate must fit 62 bits; use `schedule`")


def declining_many(
    principal: Whole,
    rate_ppm: Whole,
    count: Whole,
    periods_a_year: int = 12,
    step: int = 1,
    equal_principal: bool = False,
) -> ManySchedules:
    """Return equal-instalment (or equal-principal) schedules on the declining balance, rounded half up.

    `principal` in minor units, `rate_ppm` in millionths a year, `count` of instalments, each by loan; `step` is the
    multiple to which instalments are rounded.  Raises BadTerms.
    """
    denominator = PPM * periods_a_year
    _checked(principal, rate_ppm, count, denominator)
    rows = int(count.max()) if principal.size else 0
    # One block, so that the memory of one call is taken up again by the next.
    principals, interests, balances = np.empty((3, rows, principal.size), np.int64)
    if equal_principal:
        instalment = _halves_up(principal, count)
    else:
        instalment = _instalments(principal, rate_ppm, count, denominator, step)
    owed = principal.copy()
    twice = 2 * rate_ppm
    uniform = principal.size > 0 and int(count.min()) == rows
    for row in range(rows):
        interest, part = interests[row], principals[row]
        np.multiply(owed, twice, out=interest)
        interest += denominator
        interest //= 2 * denominator
        if equal_principal:
            part[:] = instalment
        else:
            np.subtract(instalment, interest, out=part)
        if uniform and row == rows - 1:
            part[:] = owed
        else:
            np.minimum(part, owed, out=part)
            if step > 1:
                np.maximum(part, 0, out=part)
            if not uniform:
                np.copyto(part, owed, where=count == row + 1)
        np.subtract(owed, part, out=balances[row])
        owed = balances[row]
    return ManySchedules(instalment, principals, interests, balances)


def flat_many(principal: Whole, total_ppm: Whole, count: Whole, step: int = 1) -> ManySchedules:
    """Return flat schedules: `total_ppm` is the whole charge in millionths of the loan (15 % is 150,000)."""
    _checked(principal, np.minimum(total_ppm, MOST_PERCENT * 10_000), count, PPM)
    charged = principal * total_ppm
    whole = (2 * charged + PPM) // (2 * PPM)
    each = _halves_up(whole, count)
    # (principal + charge before rounding) / count, to the step, half up.
    divisor = 2 * PPM * count * step
    instalment = step * ((2 * (principal * PPM + charged) + PPM * count * step) // divisor)
    rows = int(count.max()) if principal.size else 0
    shape = (rows, principal.size)
    principals, interests = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    balances = np.zeros(shape, np.int64)
    usual = np.maximum(instalment - each, 0)
    owed, charge_left = principal.copy(), whole.copy()
    for row in range(rows):
        last, runs = count == row + 1, count > row
        principals[row] = np.where(last, owed, np.where(runs, np.minimum(usual, owed), 0))
        interests[row] = np.where(last, charge_left, np.where(runs, np.minimum(each, charge_left), 0))
        charge_left -= interests[row]
        owed = owed - principals[row]
        balances[row] = owed
    return ManySchedules(instalment, principals, interests, balances)


def _halves_up(amount: Whole, parts: Whole) -> Whole:
    return (2 * amount + parts) // (2 * parts)


def _instalments(principal: Whole, rate_ppm: Whole, count: Whole, denominator: int, step: int) -> Whole:
    """Level instalments: guessed in floats, decided exactly where the guess is near a half."""
    rate = rate_ppm / denominator
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        shrunk = np.exp(-count * np.log1p(rate))
        guess = np.where(rate_ppm == 0, principal / count, principal * rate / (1 - shrunk)) / step
    nearest = np.floor(guess + 0.5)
    # A guess below a thousand million steps is good to far less than a ten-thousandth of a step.
    doubtful = (np.abs(guess - nearest) > 0.5 - _DOUBT) | ~(guess < 1e9)
    exact = nearest.astype(np.int64) * step
    for place in np.flatnonzero(doubtful):
        factors = [(int(rate_ppm[place]), denominator)] * int(count[place])
        numerator, below = level_quotient(int(principal[place]), factors)
        exact[place] = rounded(numerator, below, Rounding.HALF_UP, step)
    return exact


def due_dates_many(starts_on: Days, count: int, months: int = 0, days: int = 0) -> Days:
    """Return due dates by row and loan: every so many months anchored at the day of the month, or so many days.

    `starts_on` are the days of handing out (datetime64[D]).  Raises BadTerms unless exactly one of months and days.
    """
    if (months > 0) == (days > 0):
        raise BadTerms("every", (months, days), "either a number of months or a number of days")
    steps = np.arange(1, count + 1)[:, None]
    dates: Days
    if days:
        dates = starts_on + (steps * days).astype("timedelta64[D]")
        return dates
    of_month = starts_on.astype("datetime64[M]")
    anchor = (starts_on - of_month.astype("datetime64[D]")).astype(np.int64)
    wanted = of_month + (steps * months).astype("timedelta64[M]")
    first = wanted.astype("datetime64[D]")
    length = ((wanted + np.timedelta64(1, "M")).astype("datetime64[D]") - first).astype(np.int64)
    dates = first + np.minimum(anchor, length - 1).astype("timedelta64[D]")
    return dates
