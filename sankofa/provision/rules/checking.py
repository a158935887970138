"""When what a paper reported counts: once somebody nearby has confirmed it, and for six months from that day.

Nobody is sent to a door that may be closed.  Phone, place and rules are confirmed one by one; only all three together
make a check that holds.

Of a check all who work here may make use.  What everybody can find needs two people who say the same number.

Source: the project's own rule, from service mapping in the Reintegration Handbook (IOM, 2019), 1.4: a map of services
is brought up to date regularly, or it leads people astray.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from sankofa.kernel.periods import add_months
from sankofa.provision.rules.terms import Entry, Kind, Level, Status

HOLDS_MONTHS: Final = 6
SHORTEST: Final = 3
"""So many digits a phone number has at least; shorter ones in a text are floors and hours."""
_NUMBER: Final = re.compile(r"[0-9][0-9 \u00a0().-]*")
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


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody who stands behind a number: who, which number or text that holds it, and until when; None is open."""

    who: str
    number: str
    until: date | None = None


def public_until(number: str, witnesses: Iterable[Witness]) -> date | None:
    """Return the day from which fewer than two people stand behind a number; None where two never did.

    What everybody can find is never one person's word: a false number would bring whoever looks for help to somebody
    else's phone.
    """
    longest: dict[str, date] = {}
    for one in witnesses:
        if is_same_number(number, one.number):
            longest[one.who] = max(longest.get(one.who, date.min), one.until or date.max)
    ends = sorted(longest.values(), reverse=True)
    return ends[1] if len(ends) > 1 else None


def is_same_number(number: str, said: str) -> bool:
    """Whether every phone number in a text is said in another one too, digit for digit, however they are grouped.

    A number with another beginning is another number: it can ring in another country.
    """
    numbers = _numbers(number)
    return bool(numbers) and numbers <= _numbers(said)


def _numbers(text: str) -> frozenset[str]:
    plain = "".join(str(unicodedata.digit(sign, sign)) for sign in text)
    runs = ("".join(sign for sign in run if sign.isdigit()) for run in _NUMBER.findall(plain))
    return frozenset(run for run in runs if len(run) >= SHORTEST)


def status_on(status: Status, last_day: date | None, *, on: date) -> Status:
    """Return whether help runs on a day: past its last day it is over, whatever its source said once."""
    return Status.CLOSED if last_day is not None and on > last_day else status


def is_over(entry: Entry, on: date) -> bool:
    """Whether an entry gives no help on a day: closed, only planned, or past its last day.

    A year or a month given as the end counts to its last day.
    """
    return status_on(entry.status, entry.span.last_day, on=on) in (Status.CLOSED, Status.PLANNED)


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
