"""When a list is stopped because too many of its rows look like people who are there already.

More than half of what would go in: then the list is likelier an old one, or another office's, than a new one, and
hundreds of pairs would wait for somebody to compare them.  One record that more than five rows look like stops it too:
no person is on a list six times.  A short list is never stopped; its pairs are compared one by one.

Source: HOPE's brakes on duplicates in a batch (half of a batch, more than five matches of one person), wish 1 of the
comparison of registers.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SHORT_LIST = 10
"""Fewer rows than this are looked at one by one."""
MATCHES_MAX = 5
"""As many rows may look like one record; one more stops the list."""


class Brake(StrEnum):
    """Whether a list is stopped, and how it went on."""

    OFF = "off"
    PULLED = "pulled"  # stopped; somebody has to say how it goes on
    OTHERS = "others"  # only rows that look like nobody go in
    RELEASED = "released"  # all rows go in, for a reason


@dataclass(frozen=True, slots=True)
class Alikes:
    """How much of what would go in looks like records that are there already."""

    going_in: int
    alike: int
    most: int
    """How many rows look like one and the same record, at most."""

    @property
    def is_too_many(self) -> bool:
        """Whether the list is stopped."""
        if self.going_in < SHORT_LIST:
            return False
        return 2 * self.alike > self.going_in or self.most > MATCHES_MAX


def alikes(going_in: int, subjects: Iterable[str]) -> Alikes:
    """Return how many rows look like somebody; `subjects` holds, for each such row, whom."""
    held = Counter(subjects)
    return Alikes(going_in, held.total(), max(held.values(), default=0))
