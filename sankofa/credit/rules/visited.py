"""What visits to a business say of it, as far as a look at a loan asks: whether it runs, since when, what it brings in.

A visit sees a business open on its day.  So the first of the visits that found it open without a break is the day since
which it runs at the latest: it may be older, never younger.

Source: responsible-finance rules, 1.2 (`business_status`, `business_start`); Knowledge Paper 1, 4.2.1 (R36: close
visits in the first months).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sankofa.credit.rules.terms import BusinessStatus

OPEN: Final = "open"
_STANDS: Final[Mapping[str, BusinessStatus]] = {
    OPEN: BusinessStatus.RUNNING,
    "paused": BusinessStatus.STARTED,
    "closed": BusinessStatus.NONE,
    "sold": BusinessStatus.NONE,
    "never": BusinessStatus.PLANNED,
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit: its day, how the business stood, and what it sold and spent in the month before; None: not known."""

    on: date
    state: str | None = None
    sold: int | None = None
    spent: int | None = None
    currency: str = ""

    @property
    def left(self) -> int | None:
        """What was left of the sales, in whole units of its money; below zero where more was spent."""
        return None if self.sold is None or self.spent is None else self.sold - self.spent


def business_by(visits: Sequence[Visit]) -> tuple[BusinessStatus, date] | None:
    """Return how the business stood at the last visit that could tell, and its day; None where none could."""
    told = [one for one in _in_order(visits) if one.state in _STANDS]
    return (_STANDS[str(told[-1].state)], told[-1].on) if told else None


def running_since(visits: Sequence[Visit]) -> date | None:
    """Return since when a business runs at the latest, by its visits; None where the last one did not find it open."""
    since = None
    for one in _in_order(visits):
        if one.state == OPEN:
            since = since or one.on
        elif one.state in _STANDS:
            since = None
    return since


def _in_order(visits: Sequence[Visit]) -> list[Visit]:
    return sorted(visits, key=lambda one: one.on)
