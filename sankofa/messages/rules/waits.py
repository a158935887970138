"""How long to wait before a message or a call to a partner is tried again, and when to stop.

Waits grow, so that a gateway that is down is not besieged when it comes back; the last wait is repeated until the
message is too old.  Source: the Standard Webhooks specification recommends growing waits over several days.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

MESSAGE_WAITS: Sequence[timedelta] = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
CALL_WAITS: Sequence[timedelta] = (
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
)
CALLED_FOR = timedelta(days=3)


def next_try_at(tried_at: datetime, *, tries: int, waits: Sequence[timedelta], until: datetime) -> datetime | None:
    """Return when to try again after so many tries; None where that would be too late.  `until` is excluded."""
    assert tries >= 1, "a first try needs no waiting"
    following = tried_at + waits[min(tries, len(waits)) - 1]
    return following if following < until else None
