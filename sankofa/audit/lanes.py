"""Take a place in the record: a lane that nobody else is writing in, and the next number there.

SQLite lets one writer in at a time, so one lane is enough.  On PostgreSQL a lane is held by an advisory lock until the
transaction ends; whoever finds one held takes the next, so that nobody waits while there are lanes left.
"""

import secrets

from django.db import connection
from django.db.models import QuerySet

from sankofa.audit.models import Event
from sankofa.audit.rules.order import Place, next_place

LANES = 16
LOCKS = 1_398_034_228
"""The advisory locks of the lanes: a number of our own, so that no other program's locks are met."""


def take() -> Place:
    """Return the place of the next event.  Must run inside the transaction that records it."""
    assert connection.in_atomic_block, "a place is taken inside the transaction that records the event"
    lane = _free_lane() if connection.vendor == "postgresql" else 1
    placed = Event.objects.filter(turn__isnull=False)
    latest = _place(placed.order_by("-turn", "-lane"))
    last = latest if latest is None or latest.lane == lane else _place(placed.filter(lane=lane).order_by("-number"))
    return next_place(lane, last=last, latest=latest)


def _place(events: QuerySet[Event]) -> Place | None:
    found = events.only("turn", "lane", "number").first()
    if found is None:
        return None
    assert found.turn is not None
    assert found.lane is not None
    assert found.number is not None
    return Place(found.turn, found.lane, found.number)


def _free_lane() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT lane FROM generate_series(1, %s) AS lane WHERE pg_try_advisory_xact_lock(%s, lane) LIMIT 1",
            [LANES, LOCKS],
        )
        free = cursor.fetchone()
        if free is not None:
            return int(free[0])
        # All are being written in: wait for one of them, each writer for another as far as chance allows.
        lane = 1 + secrets.randbelow(LANES)
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, lane])
        return lane
