"""What was taken out of the record is found, sealed or not; and what the record says of its first break."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection

from sankofa.accounts.action import action
from sankofa.accounts.permissions import MANAGE
from sankofa.accounts.rules.terms import ScopeKind
from sankofa.audit import actions, queries
from sankofa.audit.models import Event, Seal, SealedEvent
from sankofa.audit.queries import Verification
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import wording
from sankofa.store import revisions
from sankofa.store.models import Revision
from tests import builders
from tests.builders import AT
from tests.rooms.test_audit import WHO

pytestmark = pytest.mark.django_db


def record(number: int = 1, **said: Any) -> Event:
    return actions.record(**{"kind": Kind.WRITE, "action": f"room.do_{number}", "who": WHO, "at": AT, **said})


def verified() -> Verification:
    *_, last = queries.verify()
    return last


def codes() -> list[str]:
    return [found.code for found in verified().broken]


def settle() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def tampering() -> Iterator[None]:
    """Somebody who may change the database itself: the refusals are out of their way."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_event_no_update")
            cursor.execute("DROP TRIGGER audit_event_no_delete")
        else:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        yield
        settle()


def test_events_stand_one_behind_the_other_and_name_the_one_before() -> None:
    places = [
        (event.turn, event.lane, event.number, event.seen_lane, event.seen_number)
        for event in (record(number) for number in range(3))
    ]
    assert places == [(1, 1, 1, None, None), (2, 1, 2, 1, 1), (3, 1, 3, 1, 2)]


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_an_event_taken_out_before_it_was_sealed_is_found(tampering: None, gone: int) -> None:
    events = [record(number) for number in range(4)]
    settle()
    Event.objects.filter(pk=events[gone].pk).delete()
    assert codes() == ["events_missing"]


def test_what_no_event_followed_yet_is_the_limit(tampering: None) -> None:
    """The very last event, unsealed, with nothing recorded after it: this is what the record cannot show."""
    record(1)
    last = record(2)
    settle()
    Event.objects.filter(pk=last.pk).delete()
    assert verified().is_whole


def test_the_end_of_a_lane_is_missed_where_another_saw_it(tampering: None) -> None:
    """Two lanes, as on PostgreSQL: the second one saw what the first one ended with."""
    record(1)
    end = record(2)
    _in_lane_two()
    settle()
    Event.objects.filter(pk=end.pk).delete()
    assert codes() == ["events_cut"]


def _in_lane_two() -> Event:
    from sankofa.audit import lanes
    from sankofa.audit.rules import order, proof
    from sankofa.store import keys

    latest = lanes._place(Event.objects.order_by("-turn"))
    place = order.next_place(2, last=None, latest=latest)
    event = Event(at=AT, kind="write", action="room.do", actor_kind="user", actor_id="1", turn=place.turn)
    event.lane, event.number, event.seen_lane, event.seen_number = 2, 1, place.seen_lane, place.seen_number
    event.mark = proof.vouched(proof.canonical(event.said()), key=keys.ring().audit)
    event.save(force_insert=True)
    return event


def test_the_first_break_is_named_with_the_seals_around_it(tampering: None) -> None:
    before = record(1)
    actions.seal(at=AT)
    broken, worse = record(2), record(3)
    actions.seal(at=AT)
    record(4)
    actions.seal(at=AT)
    settle()
    Event.objects.filter(pk__in=[broken.pk, worse.pk]).update(action="room.other")
    first = verified().first
    assert first is not None
    assert wording.text(first, "en", "sankofa.audit").startswith("The first broken event is number 2 of 2026-11-22")
    assert (first.facts["event"], first.facts["before"], first.facts["after"]) == (str(broken.pk), 1, 2)
    assert before.turn == 1


def test_a_record_that_is_whole_has_no_first_break() -> None:
    record()
    assert verified().first is None


def test_a_clock_set_back_a_year_is_a_remark_and_the_order_stays() -> None:
    record(1)
    record(2, at=AT - timedelta(days=365))
    record(3, at=AT - timedelta(days=364))
    actions.seal(at=AT - timedelta(days=364))
    record(4, at=AT + timedelta(days=1))
    found = verified()
    assert (found.is_whole, [note.code for note in found.notes]) == (
        True,
        [
            "clock_went_back",
        ],
    )
    assert found.notes[0].facts["times"] == 1
    assert [event.action[-1] for event in queries.latest()] == ["4", "3", "2", "1"]


def test_requests_that_overtake_one_another_are_no_remark() -> None:
    record(1)
    record(2, at=AT - timedelta(seconds=30))
    assert verified().notes == []


def test_events_that_wait_long_for_their_seal_are_a_remark() -> None:
    record(1)
    record(2, at=AT + timedelta(hours=1))
    assert [note.code for note in verified().notes] == ["seal_waits"]
    actions.seal(at=AT)
    assert verified().notes == []


# Lines of histories.

BY = builders.actor(builders.grant(MANAGE, ScopeKind.EVERYWHERE), key="1")


@action(MANAGE, on="office")
def rename_for_a_test(*, office: Any, also: Any, by: Any, at: Any) -> None:
    """Change an office, and another one on the way."""
    before = also.image()
    also.name += " too"
    also.save()
    revisions.revise(also, before=before, at=at, actor="user:1", source="form")
    office.name += " anew"
    office.save()


@pytest.fixture
def renamed() -> Event:
    rename_for_a_test(office=builders.office(), also=builders.office(), by=BY, at=AT)
    return Event.objects.get()


def test_an_event_names_every_line_of_history_that_was_written_inside(renamed: Event) -> None:
    assert renamed.revisions == [line.pk.hex for line in Revision.objects.order_by("pk")]
    assert len(renamed.revisions or []) == 2
    assert codes() == []


def test_a_line_rewritten_or_gone_is_found(renamed: Event) -> None:
    line = Revision.objects.first()
    assert line is not None
    Revision.objects.filter(pk=line.pk).update(reason="another")
    assert codes() == ["revision_changed"]
    Revision.objects.filter(pk=line.pk).delete()
    assert codes() == ["revision_changed"]


def test_a_line_that_no_event_vouches_for_is_found(renamed: Event) -> None:
    revisions.first_revisions([(builders.office(), "")], at=AT, actor="user:1", source="form")
    assert codes() == ["revision_unvouched"]


def test_erased_lines_need_an_event_that_tells_of_it(renamed: Event) -> None:
    line = Revision.objects.first()
    assert line is not None
    Revision.objects.filter(pk=line.pk).update(erased_line=line.line, changes={}, salt="")
    assert codes() == ["revision_erased"]
    record(detail={"erased_revisions": [str(line.pk)]})
    assert codes() == []


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_take_lanes_of_their_own_and_leave_no_gap(at_once: Any) -> None:
    from django.db import transaction

    def write() -> int:
        for number in range(12):
            with transaction.atomic():
                record(number)
                if number % 4 == 3:
                    transaction.set_rollback(True)
        return 0

    at_once([write] * 6)
    found = verified()
    assert (found.is_whole, found.events) == (True, 54)
    for lane in set(Event.objects.values_list("lane", flat=True)):
        numbers = sorted(Event.objects.filter(lane=lane).values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


# Every byte.


def _raw(table: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid, * FROM {table}")
        return cursor.fetchall()


def _flips(value: Any) -> Iterator[Any]:
    """Yield a value with each of its bytes changed, one at a time; nothing becomes something."""
    match value:
        case None:
            yield 1
        case int():
            for bit in (1, 256):
                yield value ^ bit
        case str():
            held = value.encode()
            for place in range(len(held)):
                changed = bytes([*held[:place], held[place] ^ 1, *held[place + 1 :]])
                yield changed.decode(errors="replace")
            if not held:
                yield "x"


@pytest.mark.parametrize("table", ["audit_event", "audit_seal", "audit_sealedevent"])
@pytest.mark.skipif(connection.vendor != "sqlite", reason="bytes of rows are reached on SQLite")
def test_any_byte_that_is_changed_is_found(tampering: None, table: str) -> None:
    record(1, detail={"rows": [1, "zwei"], "of": None}, subject_kind="a.b", subject_id="7")
    actions.seal(at=AT)
    builders.office()
    rename_for_a_test(office=builders.office(), also=builders.office(), by=BY, at=AT)
    record(3)
    actions.seal(at=AT)
    record(4)
    record(5)
    assert codes() == []
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA table_info({table})")
        columns = [row[1] for row in cursor.fetchall()]
        unseen, tried = [], 0
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        for rowid, *values in _raw(table):
            for column, value in zip(columns, values, strict=True):
                for changed in _flips(value):
                    cursor.execute("SAVEPOINT flip")
                    try:
                        cursor.execute(f'UPDATE {table} SET "{column}" = %s WHERE rowid = %s', [changed, rowid])
                        tried += 1
                        if verified().is_whole:
                            unseen.append((column, value, changed))
                    except IntegrityError:
                        pass  # the database itself does not let this one be
                    cursor.execute("ROLLBACK TO flip")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert tried > 20
    assert unseen == []
    assert Seal.objects.count() == 2
    assert SealedEvent.objects.count() == 3
