"""What a database needs now and then so that it stays quick.

PostgreSQL counts by itself what lies in its tables.  SQLite has to be told to: without counts it believes that an
office has ten people, and reads all of them where a name would have led it to three.
"""

from django.db import connection

ROWS_LOOKED_AT = 1000


def count_rows() -> None:
    """Let the database count roughly what its indexes hold; takes a fraction of a second whatever the size."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")


def empty_log() -> bool:
    """Take what is in SQLite's log over into the database and empty the log; return whether it could be done now.

    The log keeps pages as they were, so somebody erased would be readable in it until it is written over.  Where
    somebody reads just now it is not done, and nobody waits: the next round tries again.  PostgreSQL keeps old rows
    until its own vacuum, and its log as long as its settings say.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        patience = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA busy_timeout=0")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return int(cursor.fetchone()[0]) == 0
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")
