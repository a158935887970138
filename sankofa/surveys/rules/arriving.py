"""What is judged about a filled form that came in: when it was filled, and whether it asks the same as another.

A phone may lie without signal for weeks, and its clock may be wrong by days.  The form says when it was finished by the
phone's clock; the phone says what its clock shows when it sends.  Both are wrong by the same, so the difference between
the phone's clock and ours at the sending puts the day right.  Where nothing tells, the day on which the form came in is
the last on which it can have been filled.

Source: getodk.github.io/xforms-spec, "Preload Attributes" (start, end); OpenRosa 1.0, header Date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sankofa.kernel.finding import Finding, Weight

CLOCK_MAY_DIFFER: Final = timedelta(hours=12)
"""Clocks that differ by less are taken as they are: a wrong time zone is no wrong day."""
CLOCKS_BEGIN: Final = 1970
CLOCKS_END: Final = 2200
ONE_ROUND: Final = timedelta(days=14)
"""Two talks by the same form within two weeks are one round that was asked twice, not a change in a life."""
_SOURCE: Final = "docs/adr/0042"


@dataclass(frozen=True, slots=True)
class Filled:
    """The day on which a form was filled, and what had to be noted about the clock of the device."""

    on: date
    notes: tuple[Finding, ...] = ()


def filled(*, ended_at: datetime | None, clock_at: datetime | None, received_at: datetime, zone: str) -> Filled:
    """Return the day on which a form was filled.

    `ended_at` is when the form says it was finished and `clock_at` what the device's clock said when it was sent, both
    by the device's clock and either perhaps not known; `received_at` is by ours.
    """
    here = ZoneInfo(zone)
    last = received_at.astimezone(here).date()
    if ended_at is None:
        return Filled(last)
    drift = timedelta() if clock_at is None else clock_at - received_at
    notes: list[Finding] = []
    if abs(drift) < CLOCK_MAY_DIFFER:
        drift = timedelta()
    else:
        hours = round(abs(drift) / timedelta(hours=1))
        is_ahead = drift > timedelta()
        found = Finding(
            "arrival.clock_ahead" if is_ahead else "arrival.clock_behind", Weight.NOTE, _SOURCE, hours=hours
        )
        notes.append(found)
    at = ended_at if ended_at.tzinfo is not None else ended_at.replace(tzinfo=here)
    on = (at - drift).astimezone(here).date()
    if on > last:
        notes.append(Finding("arrival.day_not_come", Weight.NOTE, _SOURCE, day=on))
        return Filled(last, tuple(notes))
    return Filled(on, tuple(notes))


def is_same_round(one_on: date, other_on: date, *, same_sender: bool) -> bool:
    """Whether two talks with one person by the same form ask the same thing twice.

    Who comes back to somebody within days knows that they were there: then only the same day is the same talk.
    """
    return one_on == other_on if same_sender else abs(one_on - other_on) < ONE_ROUND


def moment(text: str) -> datetime | None:
    """Return a moment as a phone writes it, such as 2026-03-31T09:12:45.000+06:00; None where it is none."""
    try:
        return believable(datetime.fromisoformat(text.strip()))
    except ValueError:
        return None


def believable(at: datetime) -> datetime | None:
    """Return a moment that a clock can show, however wrong it is; None at the ends of time, where nothing is reckoned.

    Every phone begins to count in 1970; nobody asks anything with one that says it is the year 2200.
    """
    return at if CLOCKS_BEGIN <= at.year < CLOCKS_END else None
