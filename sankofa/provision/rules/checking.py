"""When what a paper reported counts: once somebody nearby has confirmed it, and for six months from that day.

Nobody is sent to a door that may be closed.  Phone, place and rules are confirmed one by one; only all three together
make a check that holds.

Source: the project's own rule, from service mapping in the Reintegration Handbook (IOM, 2019), 1.4: a map of services
is brought up to date regularly, or it leads people astray.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sankofa.kernel.periods import add_months
from sankofa.provision.rules.terms import Entry, Kind, Level, Status

HOLDS_MONTHS: Final = 6
SOON_DAYS: Final = 30
"""So many days before a check ends it stands in the list of those to be asked again."""


class State(StrEnum):
    """How far an entry can be relied upon today."""

    NOT_CHECKED = "not_checked"  # reported by a paper or an office, and confirmed by nobody yet
    HOLDS = "holds"
    ENDED = "ended"  # confirmed once, longer ago than six months
    NOT_SO = "not_so"  # somebody asked, and it was not as written


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What somebody found out about an entry on a day."""

    checked_on: date
    phone: bool
    place: bool
    rules: bool

    @property
    def is_whole(self) -> bool:
        """Whether all three are as written; only then does it hold."""
        return self.phone and self.place and self.rules

    @property
    def holds_until(self) -> date | None:
        """The day from which it holds no more; None where it never holds."""
        return add_months(self.checked_on, HOLDS_MONTHS) if self.is_whole else None


def holds_until(confirmed: Confirmed, entry: Entry) -> date | None:
    """Return the day from which a check of an entry holds no more: six months later, or once the entry is over."""
    last_day = entry.span.last_day
    if confirmed.holds_until is None or last_day is None:
        return confirmed.holds_until
    return min(confirmed.holds_until, last_day + timedelta(days=1))


def state(checked_on: date | None, holds_until: date | None, *, on: date) -> State:
    """Return how far an entry can be relied upon, by its latest check."""
    if checked_on is None:
        return State.NOT_CHECKED
    if holds_until is None:
        return State.NOT_SO
    return State.HOLDS if on < holds_until else State.ENDED


def ask_again_before(*, on: date) -> date:
    """Return the day before which a check must end to be asked for again now."""
    return on + timedelta(days=SOON_DAYS)


def is_for_people(entry: Entry) -> bool:
    """Whether one person can go there: a programme, a service, or a body that serves people one by one, not closed."""
    if entry.status in {Status.CLOSED, Status.PLANNED}:
        return False
    return entry.kind in {Kind.PROGRAMME, Kind.SERVICE} or (
        entry.kind is Kind.BODY and Level.INDIVIDUAL in entry.levels and bool(entry.approaches)
    )
