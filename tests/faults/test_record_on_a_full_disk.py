"""The disk is full while the record is sealed: what was recorded stays, and the seal is made when there is room."""

from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from sankofa.audit import actions, kept, queries
from sankofa.audit.models import Event, Seal, SealedEvent
from tests.builders import AT
from tests.rooms.test_audit_places import record, verified

pytestmark = pytest.mark.django_db(transaction=True)
FULL = Path("/dev/full")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how full a database is can be set on SQLite")
def test_a_seal_that_finds_no_room_leaves_nothing_behind_and_is_made_later() -> None:
    for number in range(400):
        record(number)
    with connection.cursor() as cursor:
        # What earlier tests left free would be room.
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DatabaseError, match="full"), transaction.atomic():
            actions.seal(at=AT)
        assert (Seal.objects.count(), SealedEvent.objects.count(), Event.objects.count()) == (0, 0, 400)
        assert verified().is_whole
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert actions.seal_all(at=AT) == 400
    found = verified()
    assert (found.is_whole, found.unsealed, queries.events_count()) == (True, 0, 400)


@pytest.mark.skipif(not FULL.exists(), reason="this machine has no /dev/full")
def test_a_seal_to_be_kept_is_there_whole_or_not_at_all_and_the_record_goes_on(tmp_path: Path) -> None:
    record(1)
    actions.seal(at=AT)
    name = "sankofa-2026-11-22-seal-000000001.txt"
    (tmp_path / f"{name}.part").symlink_to(FULL)
    with pytest.raises(OSError, match="No space left"):
        kept.write_daily(tmp_path, at=AT)
    assert not (tmp_path / name).exists()
    record(2)
    assert actions.seal(at=AT) is not None
    assert kept.waits(tmp_path, on=AT.date()) is not None
    assert kept.write_daily(tmp_path, at=AT) is not None
    assert kept.waits(tmp_path, on=AT.date()) is None
    assert verified().is_whole
