"""The nouns of protecting a table: the policy, and the interval a reader can infer.

Source: responsible-finance rules, section 8.3.  The policy's numbers are defaults; a country pack may tighten them.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

SOURCE = "responsible-finance rules, 8.3"


class Progress(Protocol):
    """Somebody who wants to know how far a long audit has come."""

    def __call__(self, done: int, of: int) -> None:
        """Take note that so many hidden cells of all of them have been looked at."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The least and the most that a hidden number can be, for a reader who knows everything that is published.

    `most` is None where nothing published sets a limit.  Where `is_exact` is False, the reader may be in more doubt
    than this, never in less.
    """

    least: int
    most: int | None
    is_exact: bool = True

    @property
    def width(self) -> int | None:
        """How far apart the two ends are; nothing (0) means that the number is as good as published."""
        return None if self.most is None else self.most - self.least

    def __str__(self) -> str:
        return f"{self.least} to {'any number' if self.most is None else self.most}"


@dataclass(frozen=True, slots=True)
class Need:
    """The doubt that must remain about one hidden number: an interval so wide, reaching at least so far up."""

    width: int
    reach: int

    def is_met_by(self, interval: Interval) -> bool:
        """Whether a reader who infers this interval is left with enough doubt."""
        return interval.most is None or (interval.most - interval.least >= self.width and interval.most >= self.reach)


class PolicyOutOfRange(ValueError):
    """A policy asks for something that cannot be."""

    def __init__(self, field: str, value: object, right: str) -> None:
        super().__init__(field, value, right)
        self.field = field
        self.value = value
        self.right = right

    def __str__(self) -> str:
        return f"{self.field} is {self.value}; it must be {self.right}."


@dataclass(frozen=True, slots=True)
class Policy:
    """How small is small, and how much doubt is enough.

    Counts of people below `threshold` are hidden (Washington State Department of Health: "Suppress all non-zero counts
    which are less than ten"), and every hidden number keeps an interval at least `width` wide that reaches the
    threshold.  `zeros_are_shown` follows that rule; the acro checks hold zeros for telling too, then set it to False.
    Where zeros are shown, a reader knows that nothing hidden is zero, and the audit lets the reader know it.

    Sums of money or hours are hidden where fewer than `threshold` people stand behind them or a few dominate them: the
    `top` largest hold more than `top_share` (acro: 2 and 90 %), or the rest is below `near_share` of the largest, so
    that the second largest could work the largest out (p % rule; acro: 10 %).
    """

    threshold: int = 10
    width: int = 10
    zeros_are_shown: bool = True
    top: int = 2
    top_share: Fraction = Fraction(9, 10)
    near_share: Fraction = Fraction(1, 10)
    percentage_base: int = 30
    range_base: int = 50
    rounding_base: int = 5
    rounding_doubt: int = 2
    totals_may_be_hidden: bool = True

    def __post_init__(self) -> None:
        for field, least in (("threshold", 1), ("width", 1), ("top", 1), ("percentage_base", 1), ("range_base", 20)):
            if getattr(self, field) < least:
                raise PolicyOutOfRange(field, getattr(self, field), f"a whole number of at least {least}")
        for field in ("top_share", "near_share"):
            if not 0 < getattr(self, field) < 1:
                raise PolicyOutOfRange(field, getattr(self, field), "a share between 0 and 1")
        if self.rounding_base < 2:
            raise PolicyOutOfRange("rounding_base", self.rounding_base, "a whole number of at least 2")
        if not 1 <= self.rounding_doubt < self.rounding_base:
            raise PolicyOutOfRange("rounding_doubt", self.rounding_doubt, "at least 1 and below the rounding base")

    @property
    def hidden_least(self) -> int:
        """The least that a reader of the policy must expect behind a hidden number."""
        return 1 if self.zeros_are_shown else 0
