"""The moment at which the tests stand: the house's clock begins there and goes on, whenever and wherever they run.

Rows are built for this moment, and pages ask the clock.  Were they to ask the machine's, a list would grow too old to
be taken back, midnight would pass between two lines, and a test would fail in another year for nobody's fault.
What Django measures by itself (sessions, signed values) goes by the machine's clock from beginning to end.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo

from sankofa.kernel import clock

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
"""A moment like any other: a Sunday morning, the same day in every zone from Dakar to Dhaka."""
ON = AT.date()

_began = time.monotonic()


class Standing(datetime):
    """What the house's clock reads instead of the machine's; `clock.now` stays the function that tables know."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        """Return AT and the time since the tests began."""
        return (AT + timedelta(seconds=time.monotonic() - _began)).astimezone(tz)


@contextmanager
def standing() -> Iterator[None]:
    """Let the house's clock in this process go by the moment of the tests."""
    clock.datetime = Standing
    try:
        yield
    finally:
        clock.datetime = datetime
