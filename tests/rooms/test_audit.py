"""The audit is append-only, stands or falls with what it reports, and finds what was changed behind its back."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from sankofa.audit import actions, queries
from sankofa.audit.models import Event, Seal, SealedEvent
from sankofa.audit.queries import Verification
from sankofa.audit.rules import proof
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import wording
from tests.builders import AT

pytestmark = pytest.mark.django_db

WHO = actions.Who("user", "0192")


def _record(number: int = 1, **said: Any) -> Event:
    return actions.record(**{"kind": Kind.WRITE, "action": f"room.do_{number}", "who": WHO, "at": AT, **said})


def _verified() -> Verification:
    *_, last = queries.verify()
    return last


def _broken() -> list[str]:
    return [wording.text(found, "en", "sankofa.audit") for found in _verified().broken]


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
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _sealed(count: int) -> list[Event]:
    events = [_record(number) for number in range(count)]
    actions.seal(at=AT)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return events


def test_an_event_is_gone_with_the_transaction_it_reports() -> None:
    def fail() -> None:
        _record()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        fail()
    assert not Event.objects.exists()


def test_the_database_refuses_to_change_an_event() -> None:
    event = _record()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(action="something else")
    assert Event.objects.get().action == "room.do_1"


def test_the_database_refuses_to_delete_an_event() -> None:
    event = _record()
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()
    assert Event.objects.count() == 1


def test_an_event_cannot_be_recorded_over_another() -> None:
    event = _record()
    event.action = "something else"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save(force_insert=True)


def test_the_untouched_record_is_whole() -> None:
    _sealed(5)
    _record(6)
    found = _verified()
    assert (found.is_whole, found.events, found.seals, found.unsealed) == (True, 6, 1, 1)


def test_an_empty_record_is_whole() -> None:
    found = _verified()
    assert (found.is_whole, found.events, found.seals, found.last_root) == (True, 0, 0, proof.EMPTY_ROOT)


@pytest.mark.parametrize(
    "detail",
    [
        pytest.param({}, id="none"),
        pytest.param({"b": 1, "a": {"z": [1, 2], "y": None}}, id="nested"),
        pytest.param({"name": "রহিমা — “quoted” \\ /"}, id="scripts-and-signs"),
        pytest.param({"count": 10**15, "none": 0, "less": -1}, id="numbers"),
        pytest.param({1: "one", 2: "two", 10: "ten"}, id="keys-that-are-numbers"),
        pytest.param({"rows": ("a", "b")}, id="tuples"),
    ],
)
def test_what_the_database_gives_back_is_what_was_vouched_for(detail: dict[Any, Any]) -> None:
    _record(detail=detail)
    assert _broken() == []


@pytest.mark.parametrize("number", [0.1, 1.0, 1e300, float("nan"), float("inf")])
def test_a_number_that_databases_write_in_their_own_way_is_refused(number: float) -> None:
    with pytest.raises(TypeError, match="decimals"):
        _record(detail={"rows": [{"share": number}]})


def test_a_moment_with_an_offset_is_vouched_for_as_it_is_given_back() -> None:
    _record(at=datetime(2026, 11, 22, 15, 30, 0, 123, tzinfo=timezone(timedelta(hours=6))))
    actions.seal(at=datetime(2026, 11, 22, 15, 31, tzinfo=timezone(timedelta(hours=6))))
    assert _broken() == []


@pytest.mark.parametrize(
    "change",
    [
        {"action": "room.other"},
        {"at": AT + timedelta(microseconds=1)},
        {"kind": "read"},
        {"actor_kind": "system"},
        {"actor_id": "0193"},
        {"on_behalf_of": "0194"},
        {"subject_kind": "x"},
        {"subject_id": "x"},
        {"detail": {"a": 2}},
        {"revision_digest": "0" * 64},
        {"mark": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.usefixtures("tampering")
def test_a_changed_event_is_found(change: dict[str, Any]) -> None:
    _record()
    event = _record(detail={"a": 1})
    Event.objects.filter(pk=event.pk).update(**change)
    assert _broken() == [f"Event {event.pk} does not say what was vouched for."]


@pytest.mark.usefixtures("tampering")
def test_an_event_that_changed_places_with_another_is_found() -> None:
    one, other = _record(1), _record(2)
    Event.objects.filter(pk=one.pk).update(action=other.action, mark=other.mark)
    assert len(_broken()) == 1


@pytest.mark.usefixtures("tampering")
def test_an_event_slipped_in_without_the_key_is_found() -> None:
    _sealed(2)
    forged = Event(at=AT, kind="write", action="room.forged", actor_kind="user", actor_id="1", mark="ab" * 32)
    forged.save(force_insert=True)
    assert _broken() == [f"Event {forged.pk} does not say what was vouched for."]


def test_a_removed_sealed_event_is_found(tampering: None) -> None:
    events = _sealed(4)
    SealedEvent.objects.filter(event=events[1]).delete()
    Event.objects.filter(pk=events[1].pk).delete()
    assert _broken() == [
        f"Lane 1 of the record has a gap before event {events[2].pk}: 1 missing from number 2 on.",
        "Seal 1 holds other events than were sealed: 3 of 4.",
    ]


def test_an_event_taken_out_of_its_seal_is_found() -> None:
    events = _sealed(3)
    SealedEvent.objects.filter(event=events[2]).delete()
    assert _broken() == ["Seal 1 holds other events than were sealed: 2 of 3."]
    assert _verified().unsealed == 1


def test_a_removed_seal_is_found_and_only_it_is_accused() -> None:
    for _ in range(3):
        _sealed(2)
    SealedEvent.objects.filter(seal_id=2).delete()
    Seal.objects.filter(number=2).delete()
    assert _broken() == [
        "Seal 2 is missing before seal 3.",
        "Seal 3 does not follow the seal before it.",
    ]


def test_the_first_seal_removed_is_found() -> None:
    for _ in range(2):
        _sealed(1)
    SealedEvent.objects.filter(seal_id=1).delete()
    Seal.objects.filter(number=1).delete()
    assert "Seal 1 is missing before seal 2." in _broken()


def test_reordered_events_are_found() -> None:
    _sealed(4)
    SealedEvent.objects.filter(position=1).update(position=99)
    SealedEvent.objects.filter(position=2).update(position=1)
    SealedEvent.objects.filter(position=99).update(position=2)
    assert _broken() == ["Seal 1 holds other events than were sealed: 4 of 4."]


@pytest.mark.parametrize("change", [{"root": "0" * 64}, {"events": 3}, {"at": AT + timedelta(seconds=1)}], ids=str)
def test_a_changed_seal_is_found(change: dict[str, Any]) -> None:
    _sealed(2)
    Seal.objects.filter(number=1).update(**change)
    assert "Seal 1 does not say what was vouched for." in _broken()


def test_the_last_seal_cut_off_is_only_seen_by_who_holds_its_root() -> None:
    _sealed(2)
    _sealed(2)
    held_outside = _verified().last_root
    SealedEvent.objects.filter(seal_id=2).delete()
    Seal.objects.filter(number=2).delete()
    found = _verified()
    assert (found.is_whole, found.unsealed) == (True, 2)
    assert found.last_root != held_outside


def test_sealing_takes_what_is_not_sealed_yet_and_chains() -> None:
    _sealed(3)
    _record(9)
    second = actions.seal(at=AT)
    assert second is not None
    assert (second.number, second.events, second.previous) == (2, 1, Seal.objects.get(number=1).root)
    assert actions.seal(at=AT) is None


def test_sealing_many_goes_on_until_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SEAL_EVENTS_MAX", 4)
    for number in range(10):
        _record(number)
    assert actions.seal_all(at=AT) == 10
    assert list(Seal.objects.order_by("number").values_list("events", flat=True)) == [4, 4, 2]
    assert _verified().is_whole


@pytest.mark.django_db(transaction=True)
def test_sealers_at_once_seal_every_event_once(at_once: Any) -> None:
    for number in range(40):
        _record(number)
    sealed = at_once([lambda: actions.seal_all(at=AT)] * 6)
    assert sum(sealed) == 40
    found = _verified()
    assert (found.is_whole, found.unsealed) == (True, 0)


@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_one_another_or_for_the_sealer(at_once: Any) -> None:
    def write() -> int:
        for number in range(10):
            _record(number)
        return 0

    assert sum(at_once([write, write, lambda: actions.seal_all(at=AT), write])) <= 30
    actions.seal_all(at=AT)
    assert (_verified().is_whole, _verified().events) == (True, 30)


def test_events_about_a_record_come_newest_first() -> None:
    for minute in range(3):
        _record(minute, at=AT + timedelta(minutes=minute), subject_kind="a.b", subject_id="1")
    _record(9, subject_kind="a.b", subject_id="2")
    assert [event.action for event in queries.events_about("a.b", "1")] == ["room.do_2", "room.do_1", "room.do_0"]


def test_latest_can_be_read_page_by_page() -> None:
    for minute in range(3):
        _record(minute, at=AT + timedelta(minutes=minute))
    assert [event.action for event in queries.latest(until=AT + timedelta(minutes=2))] == ["room.do_1", "room.do_0"]
    assert queries.latest().count() == 3
