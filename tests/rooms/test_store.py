"""What the tables are made of keeps its promises: sealed fields, money, labels, revisions, counters, files."""

import os
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from sankofa.kernel.money import Money
from sankofa.store import blobs, counters, keys, revisions
from sankofa.store.fields import NotSealed
from sankofa.store.models import Blob, Counter, Revision
from sankofa.store.plans import kept_plans
from sankofa.store.rules import sealing
from sankofa.store.rules.sealing import CannotOpen, KeyRing
from tests.builders import AT
from tests.rooms.ground import Note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground_tables")]


def _stored(note: Note, column: str) -> bytes | None:
    """What lies in the column, past the model."""
    with connection.cursor() as cursor:
        key = note.pk.hex if connection.vendor == "sqlite" else note.pk
        cursor.execute(f"SELECT {column} FROM ground_note WHERE id = %s", [key])
        (held,) = cursor.fetchone()
    return None if held is None else bytes(held)


def _store(note: Note, column: str, held: bytes | None) -> None:
    with connection.cursor() as cursor:
        key = note.pk.hex if connection.vendor == "sqlite" else note.pk
        cursor.execute(f"UPDATE ground_note SET {column} = %s WHERE id = %s", [held, key])


def test_what_is_sealed_is_not_readable_in_the_database_and_is_on_the_record() -> None:
    note = Note.objects.create(phone="+8801712345678")
    assert b"1712345678" not in (_stored(note, "phone") or b"")
    assert Note.objects.get(pk=note.pk).phone == "+8801712345678"


def test_equal_values_are_sealed_differently() -> None:
    one, other = Note.objects.create(phone="+880171"), Note.objects.create(phone="+880171")
    assert _stored(one, "phone") != _stored(other, "phone")


def test_a_sealed_value_copied_to_another_row_does_not_open() -> None:
    one, other = Note.objects.create(phone="+880171"), Note.objects.create(phone="+880999")
    _store(other, "phone", _stored(one, "phone"))
    with pytest.raises(CannotOpen):
        _ = Note.objects.get(pk=other.pk).phone


def test_a_sealed_value_copied_to_another_column_does_not_open() -> None:
    note = Note.objects.create(phone="1", answers={"a": 1})
    _store(note, "answers", _stored(note, "phone"))
    with pytest.raises(CannotOpen):
        _ = Note.objects.get(pk=note.pk).answers


@pytest.mark.parametrize("position", [0, 1, 5, 20, -1])
def test_a_sealed_value_with_one_byte_changed_does_not_open(position: int) -> None:
    note = Note.objects.create(phone="+880171")
    held = bytearray(_stored(note, "phone") or b"")
    held[position] ^= 1
    _store(note, "phone", bytes(held))
    with pytest.raises(CannotOpen):
        _ = Note.objects.get(pk=note.pk).phone


def test_an_unknown_value_stays_unknown_and_an_empty_one_empty() -> None:
    unknown, empty = Note.objects.create(phone=None), Note.objects.create(phone="")
    assert _stored(unknown, "phone") is None
    assert Note.objects.get(pk=unknown.pk).phone is None
    assert Note.objects.get(pk=empty.pk).phone == ""


def test_a_value_never_opened_is_written_back_as_it_was() -> None:
    note = Note.objects.create(phone="+880171")
    sealed = _stored(note, "phone")
    read = Note.objects.get(pk=note.pk)
    read.title = "changed"
    read.save()
    assert _stored(note, "phone") == sealed


def test_a_value_that_cannot_be_opened_does_not_stand_in_the_way_of_saving_another() -> None:
    note = Note.objects.create(phone="+880171")
    sealed = sealing.seal(b"x", ring=KeyRing.fresh(), place="elsewhere")
    _store(note, "phone", sealed)
    read = Note.objects.get(pk=note.pk)
    read.title = "changed"
    read.save()
    assert _stored(note, "phone") == sealed


@pytest.mark.parametrize("open_first", [True, False])
def test_an_unchanged_value_is_not_sealed_again(open_first: bool) -> None:
    note = Note.objects.create(phone="+880171", answers={"b": 1, "a": [2]})
    sealed = _stored(note, "phone"), _stored(note, "answers")
    read = Note.objects.get(pk=note.pk)
    if open_first:
        read.phone = f"{read.phone}"
        read.answers = {"a": [2], "b": 1} if read.answers else None
    read.save()
    assert (_stored(note, "phone"), _stored(note, "answers")) == sealed


def test_a_changed_value_is_sealed_anew() -> None:
    note = Note.objects.create(phone="+880171")
    sealed = _stored(note, "phone")
    note.phone = "+880172"
    note.save()
    assert _stored(note, "phone") != sealed
    assert Note.objects.get(pk=note.pk).phone == "+880172"


def test_answers_changed_in_place_are_saved() -> None:
    note = Note.objects.create(answers={"q1": ["yes"]})
    read = Note.objects.get(pk=note.pk)
    read.answers["q1"].append("no")
    read.save()
    assert Note.objects.get(pk=note.pk).answers == {"q1": ["yes", "no"]}


def test_answers_changed_in_place_and_set_again_are_saved() -> None:
    note = Note.objects.create(answers={"q1": 1})
    read = Note.objects.get(pk=note.pk)
    answers = read.answers
    answers["q1"] = 2
    read.answers = answers
    read.save()
    assert Note.objects.get(pk=note.pk).answers == {"q1": 2}


def test_yes_and_one_are_different_answers() -> None:
    note = Note.objects.create(answers={"q1": 1})
    read = Note.objects.get(pk=note.pk)
    assert read.answers == {"q1": 1}
    read.answers = {"q1": True}
    read.save()
    assert Note.objects.get(pk=note.pk).answers["q1"] is True


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"নাম": "রহিমা", "x": None, "y": [1, 2.5, False, ""]}, id="every-kind"),
        pytest.param([], id="empty-list"),
        pytest.param({}, id="empty"),
        pytest.param("text", id="text"),
        pytest.param(0, id="zero"),
        pytest.param(False, id="no"),
    ],
)
def test_answers_come_back_as_they_were_given(answers: Any) -> None:
    read = Note.objects.get(pk=Note.objects.create(answers=answers).pk)
    assert read.answers == answers
    assert type(read.answers) is type(answers)


def test_a_value_can_be_forgotten() -> None:
    note = Note.objects.create(phone="+880171")
    read = Note.objects.get(pk=note.pk)
    assert read.phone
    read.phone = None
    read.save()
    assert _stored(note, "phone") is None


def test_a_column_left_out_of_a_list_is_read_when_asked_for_and_not_sealed_again() -> None:
    note = Note.objects.create(phone="+880171")
    sealed = _stored(note, "phone")
    read = Note.objects.defer("phone").get(pk=note.pk)
    assert read.phone == "+880171"
    read.save()
    assert _stored(note, "phone") == sealed


def test_reading_a_record_again_is_not_changing_it() -> None:
    note = Note.objects.create(phone="+880171", answers={"q": 1})
    read = Note.objects.get(pk=note.pk)
    before = read.image()
    read.refresh_from_db()
    assert revisions.changes_between(before, read.image()) == {}
    assert read.phone == "+880171"


@pytest.mark.parametrize("column", ["phone", "answers"])
def test_a_plain_value_cannot_reach_a_sealed_column(column: str) -> None:
    note = Note.objects.create()
    with pytest.raises(NotSealed), transaction.atomic():
        Note.objects.filter(pk=note.pk).update(**{column: "+880171"})
    with pytest.raises(NotSealed), transaction.atomic():
        list(Note.objects.filter(**{column: "+880171"}))
    note.phone = "+880171"
    note.answers = "+880171"
    with pytest.raises(NotSealed), transaction.atomic():
        Note.objects.bulk_update([note], [column])
    assert _stored(note, column) is None


def test_many_made_in_one_statement_are_sealed_each_for_its_own_row() -> None:
    made = Note.objects.bulk_create([Note(phone=f"+88017{n}", answers=[n]) for n in range(5)])
    assert [(n.phone, n.answers) for n in Note.objects.order_by("id")] == [
        (f"+88017{n}", [n]) for n in range(len(made))
    ]


def test_what_was_sealed_under_an_older_key_still_opens_and_new_values_use_the_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note = Note.objects.create(phone="+880171")
    ring = keys.ring()
    newer = KeyRing(current=2, sealing={**ring.sealing, 2: os.urandom(32)}, index=ring.index, audit=ring.audit)
    monkeypatch.setattr(keys, "ring", lambda: newer)
    read = Note.objects.get(pk=note.pk)
    assert read.phone == "+880171"
    read.phone = "+880172"
    read.save()
    assert (_stored(note, "phone") or b"")[1:3] == (2).to_bytes(2, "big")


def test_a_key_that_is_not_on_the_ring_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    note = Note.objects.create(phone="+880171")
    other = KeyRing(current=7, sealing={7: os.urandom(32)}, index=os.urandom(32), audit=os.urandom(32))
    monkeypatch.setattr(keys, "ring", lambda: other)
    with pytest.raises(CannotOpen, match="key 1 is not on the key ring"):
        _ = Note.objects.get(pk=note.pk).phone


def test_a_key_ring_comes_back_from_its_file_and_is_never_overwritten(tmp_path: Path) -> None:
    ring = KeyRing.fresh()
    keys.write_ring(ring, tmp_path / "keys.json")
    assert keys.read_ring(tmp_path / "keys.json") == ring
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        keys.write_ring(KeyRing.fresh(), tmp_path / "keys.json")
    assert keys.read_ring(tmp_path / "keys.json") == ring


def test_a_blind_index_finds_equals_and_keeps_purposes_apart() -> None:
    ring = keys.ring()
    phone = sealing.blind_index("+880171", ring=ring, purpose="phone")
    assert phone == sealing.blind_index("+880171", ring=ring, purpose="phone")
    assert phone != sealing.blind_index("+880172", ring=ring, purpose="phone")
    assert phone != sealing.blind_index("+880171", ring=ring, purpose="document")
    assert phone != sealing.blind_index("+880171", ring=KeyRing.fresh(), purpose="phone")


def test_an_amount_comes_back_exactly() -> None:
    note = Note(cost=Money(9_007_199_254_740_993, "BDT"))
    note.save()
    assert Note.objects.get(pk=note.pk).cost == Money(9_007_199_254_740_993, "BDT")


def test_an_amount_that_is_not_known_is_none_and_not_zero() -> None:
    unknown, nothing = Note.objects.create(cost=None), Note.objects.create(cost=Money(0, "XOF"))
    assert Note.objects.get(pk=unknown.pk).cost is None
    assert Note.objects.get(pk=nothing.pk).cost == Money(0, "XOF")


@pytest.mark.parametrize(
    ("minor", "currency"),
    [
        pytest.param(None, "BDT", id="currency-without-amount"),
        pytest.param(100, "", id="amount-without-currency"),
        pytest.param(-1, "BDT", id="negative"),
    ],
)
def test_the_database_refuses_half_an_amount_and_a_negative_one(minor: int | None, currency: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(cost_minor=minor, cost_currency=currency)


@pytest.mark.parametrize("names", [{"en": ""}, {"en": 1}, ["en"], "text", {}, None], ids=repr)
def test_a_label_needs_a_text_for_every_language_it_names(names: Any) -> None:
    field = Note._meta.get_field("names")
    with pytest.raises(ValidationError):
        field.clean(names, None)


def test_a_label_with_texts_is_accepted() -> None:
    assert Note._meta.get_field("names").clean({"en": "Yes", "ur": "ہاں"}, None) == {"en": "Yes", "ur": "ہاں"}


def test_an_image_holds_sealed_values_sealed() -> None:
    note = Note.objects.create(phone="+880171")
    held = note.image()["phone"]
    assert held == (_stored(note, "phone") or b"").hex()
    assert Note.objects.defer("phone").get(pk=note.pk).image()["phone"] == held


def test_an_image_does_not_change_with_the_record() -> None:
    note = Note.objects.create(facts={"steps": ["one"]})
    before = note.image()
    note.facts["steps"].append("two")
    assert revisions.changes_between(before, note.image()) == {"facts": [{"steps": ["one"]}, {"steps": ["one", "two"]}]}


def test_the_same_moment_written_in_another_zone_is_no_change() -> None:
    note = Note.objects.create(seen_at=AT)
    before = note.image()
    note.seen_at = AT.astimezone(timezone(timedelta(hours=6)))
    assert revisions.changes_between(before, note.image()) == {}


def test_the_first_revision_holds_every_known_fact_and_the_next_only_what_changed() -> None:
    note = Note.objects.create(title="one")
    revisions.revise(note, before=None, at=AT, actor="user:1", source="form")
    before = note.image()
    note.title = "two"
    note.save()
    revisions.revise(note, before=before, at=AT, actor="user:1", source="form", reason="a slip")
    first, second = revisions.history_of(note)
    assert (first.number, first.changes["title"]) == (1, [None, "one"])
    assert (second.number, second.changes, second.reason) == (2, {"title": ["one", "two"]}, "a slip")


def test_a_revision_says_the_same_after_it_is_read_back() -> None:
    note = Note.objects.create(title="one", cost=Money(5, "BDT"), seen_at=AT)
    elsewhere = datetime(2026, 11, 22, 15, 30, 1, 500, tzinfo=timezone(timedelta(hours=6)))
    made = revisions.revise(note, before=None, at=elsewhere, actor="user:1", source="form")
    assert made is not None
    assert Revision.objects.get(pk=made.pk).canonical() == made.canonical()


def test_nothing_changed_means_no_revision() -> None:
    note = Note.objects.create(title="one")
    assert revisions.revise(note, before=note.image(), at=AT, actor="user:1", source="form") is None
    assert not list(revisions.history_of(note))


def test_a_revision_holds_no_plain_text_of_a_sealed_field() -> None:
    note = Note.objects.create(phone="+8801712345678")
    made = revisions.revise(note, before=None, at=AT, actor="user:1", source="form")
    assert made is not None
    assert b"1712345678" not in made.canonical()


def test_first_revisions_of_many_are_those_of_each() -> None:
    notes = [Note.objects.create(title=str(n)) for n in range(3)]
    made = revisions.first_revisions([(n, f"row {n.title}") for n in notes], at=AT, actor="user:1", source="import")
    assert [(r.subject_id, r.number, r.source_reference) for r in made] == [
        (str(n.pk), 1, f"row {n.title}") for n in notes
    ]


def test_portable_facts_of_an_image_can_be_kept_as_json() -> None:
    note = Note(facts={"a": 1}, cost=Money(1, "BDT"), seen_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert note.image()["seen_at"] == "2026-01-01T00:00:00+00:00"
    assert note.image()["id"] == str(note.pk)
    assert Decimal(note.image()["cost_minor"]) == 1


def test_numbers_are_given_out_once_and_in_order() -> None:
    assert list(counters.take("case:2026")) == [1]
    assert list(counters.take("case:2026", 3)) == [2, 3, 4]
    assert list(counters.take("case:2027")) == [1]
    assert list(counters.take("case:2026")) == [5]


def test_a_number_taken_in_a_transaction_that_failed_is_given_out_again() -> None:
    counters.take("case:2026")

    def take_and_fail() -> None:
        counters.take("case:2026", 10)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_and_fail()
    assert list(counters.take("case:2026")) == [2]


@pytest.mark.django_db(transaction=True)
def test_a_number_is_not_given_out_outside_a_transaction() -> None:
    with pytest.raises(AssertionError):
        counters.take("case:2026")


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_once_are_all_different(at_once: Any) -> None:
    def take_five() -> list[int]:
        taken: list[int] = []
        for _ in range(5):
            with transaction.atomic():
                taken += counters.take("case:2026", 2)
        return taken

    given = at_once([take_five] * 8)
    assert sorted(number for numbers in given for number in numbers) == list(range(1, 81))
    assert Counter.objects.get(name="case:2026").value == 80


@pytest.mark.django_db(transaction=True)
def test_the_same_file_kept_at_once_is_kept_once_and_opens(at_once: Any) -> None:
    content = uuid4().bytes * 1000
    kept = at_once([lambda: blobs.keep(content)] * 8)
    assert len({blob.pk for blob in kept}) == 1
    assert all(blobs.content_of(blob) == content for blob in kept)
    assert _files_of(kept[0]) == 1


def _files_of(blob: Blob) -> int:
    return sum(1 for file in Path(settings.BLOB_FOLDER).rglob("*") if file.is_file() and file.name == blob.pk.hex)


def test_a_file_comes_back_and_lies_on_disk_sealed() -> None:
    content = b"a letter " * 100
    blob = blobs.keep(content)
    assert blobs.content_of(Blob.objects.get(pk=blob.pk)) == content
    on_disk = (Path(settings.BLOB_FOLDER) / blob.pk.hex[-2:] / blob.pk.hex).read_bytes()
    assert b"a letter" not in on_disk
    assert blob.size_bytes == len(content)


def test_the_same_content_is_kept_once() -> None:
    assert blobs.keep(b"same").pk == blobs.keep(b"same").pk
    assert blobs.keep(b"").pk != blobs.keep(b"same").pk
    assert blobs.content_of(blobs.keep(b"")) == b""


def test_the_address_of_a_file_tells_nobody_its_content() -> None:
    import hashlib

    assert blobs.keep(b"same").address != hashlib.sha256(b"same").hexdigest()


def test_the_file_is_on_disk_before_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    plain = Blob.objects.get_or_create

    def looking(**kwargs: Any) -> Any:
        seen.append(sum(1 for file in Path(settings.BLOB_FOLDER).rglob(kwargs["defaults"]["id"].hex)))
        return plain(**kwargs)

    monkeypatch.setattr(Blob.objects, "get_or_create", looking)
    blobs.keep(uuid4().bytes)
    assert seen == [1]


def test_a_destroyed_key_makes_the_file_unreadable(django_capture_on_commit_callbacks: Any) -> None:
    blob = blobs.keep(b"to be erased")
    with django_capture_on_commit_callbacks(execute=True):
        blobs.destroy(blob)
    with pytest.raises(blobs.Destroyed):
        blobs.content_of(Blob.objects.get(pk=blob.pk))
    assert _files_of(blob) == 0


def test_content_kept_again_after_its_key_was_destroyed_opens() -> None:
    blobs.destroy(blobs.keep(b"comes again"))
    assert blobs.content_of(blobs.keep(b"comes again")) == b"comes again"


def test_a_file_lost_from_disk_is_kept_again() -> None:
    blob = blobs.keep(b"lost")
    (Path(settings.BLOB_FOLDER) / blob.pk.hex[-2:] / blob.pk.hex).unlink()
    with pytest.raises(FileNotFoundError):
        blobs.content_of(blob)
    assert blobs.content_of(blobs.keep(b"lost")) == b"lost"


def test_a_file_changed_on_disk_does_not_open() -> None:
    blob = blobs.keep(b"changed")
    path = Path(settings.BLOB_FOLDER) / blob.pk.hex[-2:] / blob.pk.hex
    held = path.read_bytes()
    path.write_bytes(held[:-1] + bytes([held[-1] ^ 1]))
    with pytest.raises(CannotOpen):
        blobs.content_of(blob)


def _planned() -> int:
    """Return of how many questions to the table of notes PostgreSQL keeps a plan."""
    with connection.cursor() as cursor:
        asked = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"
        cursor.execute(asked, [f"%{Note._meta.db_table}%"])
        return int(cursor.fetchone()[0])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="plans are kept on PostgreSQL; SQLite makes them at once")
def test_plans_are_kept_of_what_is_asked_by_key_and_of_nothing_else() -> None:
    def ask() -> None:
        for _again in range(7):
            Note.objects.filter(pk=uuid4()).first()

    ask()
    assert _planned() == 0
    with kept_plans():
        ask()
    assert _planned() == 1
    with pytest.raises(LookupError), kept_plans():
        raise LookupError
    for _again in range(7):
        list(Note.objects.order_by("pk"))
    assert _planned() == 1
