"""Plans that PostgreSQL keeps: a question put in the same words again and again is planned once.

Planning takes longer than answering where somebody is asked for by their key.  A kept plan is made without knowing the
values, so it suits questions by key alone: of a list "due before a day" nobody knows how many lines it has, and a plan
that fits every day reads the whole register for some.
Source: https://www.postgresql.org/docs/current/sql-prepare.html, Notes.  See `OPTIONS` in `project/settings`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

ASKED_BEFORE = 5
"""So often the same words are asked before their plan is kept."""


@contextmanager
def kept_plans() -> Iterator[None]:
    """Let the database keep the plans of what is asked here, all of it by key.  SQLite plans at once and keeps none."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    held = connection.connection
    before, held.prepare_threshold = held.prepare_threshold, ASKED_BEFORE
    try:
        yield
    finally:
        held.prepare_threshold = before
