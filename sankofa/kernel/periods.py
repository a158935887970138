"""Days, months and spans of days, reckoned as people and contracts do.

A day is a plain date.  A span runs from its first day until the day after its last.  Months are anchored: what falls
due on the 31st falls due on 28 February and again on 31 March, never drifting to the 28th.  Weeks are those of
ISO 8601: they begin on Monday, and the first of a year holds its first Thursday.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, Self

Day = date


class EndsBeforeItStarts(ValueError):
    """A span would end before it starts."""

    def __init__(self, from_: Day, until: Day) -> None:
        super().__init__(from_, until)
        self.from_ = from_
        self.until = until

    def __str__(self) -> str:
        return f"What starts on {self.from_} cannot end before, on {self.until}."


class NotYetBorn(ValueError):
    """A person has no age on a day before their birth."""

    def __init__(self, born: Day | int, on: Day) -> None:
        super().__init__(born, on)
        self.born = born
        self.on = on

    def __str__(self) -> str:
        return f"Who was born in or on {self.born} has no age on {self.on}."


def add_months(day: Day, months: int, anchor_day: int | None = None) -> Day:
    """Return the day so many months later, on the anchor day of the month or, where there is none, on its last day.

    The anchor is the day of the month that was agreed, 1 to 31; without one it is the day itself.  With the anchor
    kept, 31 January is followed by 28 February and 31 March.  Negative months go back.
    """
    anchor = day.day if anchor_day is None else anchor_day
    if not 1 <= anchor <= 31:
        raise ValueError(f"The anchor is a day of the month, 1 to 31, not {anchor}.")
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(anchor, monthrange(year, month)[1]))


def months_between(from_: Day, until: Day) -> int:
    """Return how many whole months have passed from one day until another.

    A month is full on the same day of the month, or on the last day of a shorter one: from 31 January until
    28 February is one month, until 27 February none.  Raises EndsBeforeItStarts.
    """
    if until < from_:
        raise EndsBeforeItStarts(from_, until)
    months = (until.year - from_.year) * 12 + until.month - from_.month
    return months - (add_months(from_, months) > until)


class Age(NamedTuple):
    """A person's age in whole years, as far as it is known: at least and at most.

    Where doubt must count as "too young", ask `age.least >= 18`.
    """

    least: int
    most: int

    @property
    def is_exact(self) -> bool:
        """Whether the age is known to the year."""
        return self.least == self.most


def age_on(born: Day | int, on: Day) -> Age:
    """Return a person's age on a day, from the day of birth or from the year alone.

    With the year alone the birthday may still be to come, so that two ages are possible except on 31 December.  Who
    was born on 29 February grows older on 1 March in other years: doubt counts as younger.  Raises NotYetBorn.
    """
    if isinstance(born, int):
        most = on.year - born
        least = most if (on.month, on.day) == (12, 31) else max(most - 1, 0)
    else:
        most = least = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if most < 0:
        raise NotYetBorn(born, on)
    return Age(least, most)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The days from the first until, and without, the last: a span until 1 July ends with 30 June.

    `until` equal to `from_` holds no day.  A fact whose end is not known has no span yet.
    """

    from_: Day
    until: Day

    def __post_init__(self) -> None:
        if self.until < self.from_:
            raise EndsBeforeItStarts(self.from_, self.until)

    @property
    def days(self) -> int:
        """How many days the span holds."""
        return (self.until - self.from_).days

    @property
    def last_day(self) -> Day:
        """The last day inside the span, as people say it: "1 January to 31 March".  An empty span has none."""
        if not self:
            raise ValueError(f"The span from {self.from_} holds no day.")
        return self.until - timedelta(days=1)

    def __bool__(self) -> bool:
        return self.from_ < self.until

    def __contains__(self, day: Day) -> bool:
        return self.from_ <= day < self.until

    def __iter__(self) -> Iterator[Day]:
        return (self.from_ + timedelta(days=passed) for passed in range(self.days))

    def overlaps(self, other: "Span") -> bool:
        """Whether at least one day is in both spans."""
        return self.common_with(other) is not None

    def common_with(self, other: "Span") -> "Span | None":
        """Return the days that are in both spans, or None where there are none."""
        from_, until = max(self.from_, other.from_), min(self.until, other.until)
        return Span(from_, until) if from_ < until else None

    def __str__(self) -> str:
        return f"{self.from_}/{self.until}"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of a year; as text 2026-11."""

    year: int
    number: int

    def __post_init__(self) -> None:
        _check_number(self, 12)

    @classmethod
    def of(cls, day: Day) -> Self:
        """Return the month that a day falls into."""
        return cls(day.year, day.month)

    @property
    def span(self) -> Span:
        """The days of the month."""
        first = date(self.year, self.number, 1)
        return Span(first, add_months(first, 1))

    def later(self, months: int) -> "Month":
        """Return the month so many months later; negative goes back."""
        return Month.of(add_months(self.span.from_, months))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter of a calendar year; as text 2026-Q4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        _check_number(self, 4)

    @classmethod
    def of(cls, day: Day) -> Self:
        """Return the quarter that a day falls into."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def span(self) -> Span:
        """The days of the quarter."""
        first = date(self.year, 3 * self.number - 2, 1)
        return Span(first, add_months(first, 3))

    def later(self, quarters: int) -> "Quarter":
        """Return the quarter so many quarters later; negative goes back."""
        return Quarter.of(add_months(self.span.from_, 3 * quarters))

    def __str__(self) -> str:
        return f"{self.year:04}-Q{self.number}"


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week by ISO 8601, Monday to Sunday; as text 2026-W48.  Its year is the year of its Thursday."""

    year: int
    number: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def of(cls, day: Day) -> Self:
        """Return the week that a day falls into."""
        return cls(*day.isocalendar()[:2])

    @property
    def span(self) -> Span:
        """The seven days of the week."""
        monday = date.fromisocalendar(self.year, self.number, 1)
        return Span(monday, monday + timedelta(weeks=1))

    def later(self, weeks: int) -> "Week":
        """Return the week so many weeks later; negative goes back."""
        return Week.of(self.span.from_ + timedelta(weeks=weeks))

    def __str__(self) -> str:
        return f"{self.year:04}-W{self.number:02}"


def _check_number(period: Month | Quarter, highest: int) -> None:
    if not 1 <= period.number <= highest:
        raise ValueError(f"{type(period).__name__} {period.number} does not exist; they run from 1 to {highest}.")
