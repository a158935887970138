"""The moment at which the tests stand: the house's clock begins there and goes on, whenever and wherever they run.

Rows are built for this moment, and pages ask the clock.  Were they to ask the machine's, a list would grow too old to
be taken back, midnight would pass between two lines, and a test would fail in another year for nobody's fault.
What Django measures by itself (sessions, signed values) goes by the machine's clock from beginning to end.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sankofa.kernel import clock

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
"""A moment like any other: a Sunday morning, the same day in every zone from Dakar to Dhaka."""
ON = AT.date()

machines_now = clock.now
"""What the product itself goes by."""
_began = time.monotonic()


def now() -> datetime:
    """Return AT and the time since the tests began, or the moment at which a test let the clock stand still."""
    return clock._frozen.get() or AT + timedelta(seconds=time.monotonic() - _began)


@contextmanager
def standing() -> Iterator[None]:
    """Let the house's clock in this process go by the moment of the tests."""
    clock.now = now
    try:
        yield
    finally:
        clock.now = machines_now
