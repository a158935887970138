"""Due dates: on which days instalments fall due.

Every date is reckoned from the agreed first one, never from the date before it, so that what is due on the 31st falls
on 28 February and again on 31 March.  Days on which nobody can pay (holidays, market and prayer days) shift a due date
in the agreed way.  Source: "Responsible finance", section 7; Knowledge Paper 1, section 4.2 on meeting days.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from sankofa.instalments.errors import BadTerms
from sankofa.kernel.periods import Day, add_months


class Unit(StrEnum):
    """The unit in which the time between instalments is agreed."""

    DAY = "day"
    WEEK = "week"
    HALF_MONTH = "half_month"
    MONTH = "month"
    YEAR = "year"
    MEETING = "meeting"  # such as the first and third Tuesday of every month


class Shift(StrEnum):
    """Where a due date goes that falls on a day on which nobody can pay."""

    NONE = "none"
    NEXT = "next"  # the next open day
    PREVIOUS = "previous"  # the open day before
    NEXT_IN_MONTH = "next_in_month"  # the next open day, unless it is in another month: then the one before
    SKIP = "skip"  # no instalment on that date; all later ones move by one


_A_YEAR = {
    Unit.DAY: Fraction(365),
    Unit.WEEK: Fraction(52),
    Unit.HALF_MONTH: Fraction(24),
    Unit.MONTH: Fraction(12),
    Unit.YEAR: Fraction(1),
}
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Every:
    """How often an instalment falls due: every two weeks, every month, twice a month, on meeting days.

    `weekday` (0 is Monday) and `ordinals` (1 to 5, or -1 for the last) belong to meeting days alone: the first and
    third Tuesday are `Every(unit=Unit.MEETING, weekday=1, ordinals=(1, 3))`.
    """

    n: int = 1
    unit: Unit = Unit.MONTH
    weekday: int | None = None
    ordinals: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.n < 1:
            raise BadTerms("every", self.n, "the number of units between two instalments is at least 1")
        if self.unit is Unit.MEETING:
            right = self.weekday in range(7) and self.ordinals
            if not right or not set(self.ordinals) <= {1, 2, 3, 4, 5, -1}:
                raise BadTerms(
                    "every", self.ordinals, "meeting days need a weekday 0 to 6 and ordinals among 1 to 5 and -1"
                )

    @property
    def a_year(self) -> Fraction:
        """How many such periods make a year by convention: 12 months, 52 weeks, 365 days."""
        if self.unit is Unit.MEETING:
            return Fraction(12 * len(self.ordinals), self.n)
        return _A_YEAR[self.unit] / self.n

    @property
    def units_a_year(self) -> tuple[int, int]:
        """How many such periods make a year, as whole numerator and denominator."""
        if self.unit is Unit.MEETING:
            return 12 * len(self.ordinals), self.n
        return _A_YEAR[self.unit].numerator, self.n

    def all_after(self, anchor: Day, count: int) -> list[Day]:
        """Return the dates of the first so many steps after the anchor date, meeting days excepted."""
        if self.unit is not Unit.MONTH:
            return [self.after(anchor, step) for step in range(1, count + 1)]
        year, month, day = anchor.year, anchor.month - 1, anchor.day
        dates = []
        for _ in range(count):
            month += self.n
            year += month // 12
            month %= 12
            length = _LENGTHS[month] if month != 1 else monthrange(year, 2)[1]
            dates.append(date(year, month + 1, day if day <= length else length))
        return dates

    def after(self, anchor: Day, steps: int) -> Day:
        """Return the date so many steps after the anchor date (or before it); meeting days have no such answer."""
        unit = self.unit
        if unit is Unit.MONTH:
            return add_months(anchor, steps * self.n)
        if unit is Unit.WEEK:
            return anchor + timedelta(days=7 * self.n * steps)
        if unit is Unit.DAY:
            return anchor + timedelta(days=self.n * steps)
        if unit is Unit.YEAR:
            return add_months(anchor, 12 * steps * self.n)
        return self._half_month(anchor, steps * self.n)

    @staticmethod
    def _half_month(anchor: Day, halves: int) -> Day:
        # Two days a month, fifteen apart: the 1st and 16th, the 15th and 30th (28 or 29 February).
        early = anchor.day if anchor.day <= 15 else anchor.day - 15
        place = 2 * (anchor.year * 12 + anchor.month - 1) + (anchor.day > 15) + halves
        months, late = divmod(place, 2)
        year, month = divmod(months, 12)
        wanted = early + 15 if late else early
        return date(year, month + 1, min(wanted, monthrange(year, month + 1)[1]))


MONTHLY = Every()
WEEKLY = Every(unit=Unit.WEEK)


@dataclass(frozen=True, slots=True)
class Closed:
    """The days on which nobody can pay, and where due dates go that fall on them."""

    holidays: frozenset[Day] = frozenset()
    weekdays: frozenset[int] = frozenset()  # 0 is Monday
    shift: Shift = Shift.NEXT

    def __post_init__(self) -> None:
        if len(self.weekdays & set(range(7))) == 7:
            raise BadTerms("closed", sorted(self.weekdays), "at least one weekday stays open")

    def is_closed(self, day: Day) -> bool:
        """Whether nobody can pay on this day."""
        return day in self.holidays or day.weekday() in self.weekdays

    def shifted(self, day: Day) -> Day:
        """Return the day on which an instalment agreed for this day is paid."""
        if not self.is_closed(day) or self.shift in {Shift.NONE, Shift.SKIP}:
            return day
        if self.shift is Shift.PREVIOUS:
            return self._nearest_open(day, -1)
        later = self._nearest_open(day, 1)
        if self.shift is Shift.NEXT_IN_MONTH and later.month != day.month:
            return self._nearest_open(day, -1)
        return later

    def _nearest_open(self, day: Day, step: int) -> Day:
        while self.is_closed(day):
            day += timedelta(days=step)
        return day


def due_dates(
    first_on: Day, every: Every, count: int, closed: Closed | None = None, after: bool = False
) -> tuple[Day, ...]:
    """Return the agreed dates of so many instalments, the first of them on `first_on`, before any shift.

    With `after`, `first_on` is the day of handing out, and the first instalment falls one period later.  Only
    `Shift.SKIP` changes agreed dates: an instalment that would fall on a closed day is left out, and the last comes one
    period later.  For meeting days `first_on` is the earliest day on which the first meeting may be.
    """
    if every.unit is Unit.MEETING:
        return _meeting_days(first_on + timedelta(days=after), every, count, closed)
    if closed is None or closed.shift is not Shift.SKIP:
        return (
            (first_on, *every.all_after(first_on, count - 1)) if not after else tuple(every.all_after(first_on, count))
        )
    dates: list[Day] = []
    step = int(after)
    while len(dates) < count:
        day = every.after(first_on, step)
        if not closed.is_closed(day):
            dates.append(day)
        elif step > 20 * count + 1000:
            raise BadTerms("closed", len(closed.holidays), "some due dates must fall on open days")
        step += 1
    return tuple(dates)


def _meeting_days(first_on: Day, every: Every, count: int, closed: Closed | None) -> tuple[Day, ...]:
    skipping = closed is not None and closed.shift is Shift.SKIP
    dates: list[Day] = []
    month = first_on.replace(day=1)
    while len(dates) < count:
        of_month = sorted({day for ordinal in every.ordinals if (day := _meeting_day(month, every, ordinal))})
        for day in of_month:
            if day >= first_on and not (skipping and closed is not None and closed.is_closed(day)):
                dates.append(day)
        month = add_months(month, every.n)
    return tuple(dates[:count])


def _meeting_day(month: Day, every: Every, ordinal: int) -> Day | None:
    length = monthrange(month.year, month.month)[1]
    first = 1 + ((every.weekday or 0) - month.weekday()) % 7
    of_month = range(first, length + 1, 7)
    if ordinal == -1:
        return month.replace(day=of_month[-1])
    return month.replace(day=of_month[ordinal - 1]) if ordinal <= len(of_month) else None
