"""The one place that reads the clock.

It is called at the edge of the house (views, commands, imports); everything further in is told the day (`on`) or the
moment (`at`), so that any answer can be given again for any day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_frozen: ContextVar[datetime | None] = ContextVar("sankofa_clock_frozen", default=None)


class UnknownZone(ValueError):
    """This is not the name of a time zone, such as Asia/Dhaka."""

    def __init__(self, zone: str) -> None:
        super().__init__(zone)
        self.zone = zone

    def __str__(self) -> str:
        return f"{self.zone!r} is not the name of a time zone, such as Asia/Dhaka."


def now() -> datetime:
    """Return the present moment, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today(zone: str) -> date:
    """Return what day it is in a time zone: in Dhaka the new day begins while it is still evening in Dakar.

    Raises UnknownZone.
    """
    return day_of(now(), zone)


def day_of(at: datetime, zone: str) -> date:
    """Return the day on which a moment falls in a time zone.  Raises UnknownZone."""
    _check_aware(at)
    try:
        return at.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(zone) from error


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Let the clock stand still at a moment: for tests, and for giving an earlier day's answer again.

    It holds for the running task or thread only; a thread started inside reads the real clock.
    """
    _check_aware(at)
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield at.astimezone(UTC)
    finally:
        _frozen.reset(token)


def _check_aware(at: datetime) -> None:
    if at.utcoffset() is None:
        raise ValueError(f"The moment {at} does not say its time zone.")
