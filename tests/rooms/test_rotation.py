"""Changing the key while the product runs: nothing is lost, a stop goes on, and an old key goes only when unneeded."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.db import connection

from sankofa.audit.models import Event
from sankofa.kernel.identifiers import uuid7
from sankofa.project import hooks
from sankofa.shell import drafts
from sankofa.store import blobs, keys, revisions, rotation, subjects
from sankofa.store.commands import keys as command
from sankofa.store.models import Blob, Rotation, SubjectKey
from sankofa.store.rules import sealing
from tests import builders
from tests.builders import AT
from tests.rooms.ground import Note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground_tables")]


@pytest.fixture(autouse=True)
def ring_file(tmp_path: Path, settings: Any) -> Path:
    """A ring of this test's own, whose file may change."""
    hooks.fill()
    path = tmp_path / "keys.json"
    keys.write_ring(keys.read_ring(Path(django_settings.KEY_RING_FILE)), path)
    settings.KEY_RING_FILE = path
    settings.BLOB_FOLDER = tmp_path / "files"
    return path


def run(rotating: Rotation | None = None) -> int:
    return sum(rotation.reseal(rotating or rotation.begin(at=AT), at=AT))


def numbers(*records: Any) -> set[int | None]:
    """The numbers of the ring's keys under which values lie."""
    held = [bytes(row.sealed_key) for row in records if hasattr(row, "sealed_key")]
    held += [bytes.fromhex(row.image()["phone"]) for row in records if isinstance(row, Note)]
    return {sealing.key_number_of(value) for value in held}


def test_everything_is_sealed_anew_and_opens_as_before() -> None:
    whose = uuid7()
    theirs, nobodys = Note.objects.create(phone="+880171", about=whose), Note.objects.create(phone="+880999")
    blob = blobs.keep(b"a file")
    before = theirs.image()["phone"]
    assert run() == 3
    subjects.forget()
    theirs, nobodys = (Note.objects.get(pk=note.pk) for note in (theirs, nobodys))
    blob = Blob.objects.get(pk=blob.pk)
    assert (theirs.phone, nobodys.phone, blobs.content_of(blob)) == ("+880171", "+880999", b"a file")
    assert numbers(SubjectKey.objects.get(pk=whose), blob, nobodys) == {keys.ring().current}
    assert theirs.image()["phone"] == before, "what lies under a person's own key follows that key"


def test_values_from_before_there_were_keys_of_people_come_under_their_persons_key() -> None:
    note = Note.objects.create(phone="+880171")
    whose = uuid7()
    Note.objects.filter(pk=note.pk).update(about=whose)
    run()
    subjects.forget()
    held = Note.objects.get(pk=note.pk)
    assert sealing.subject_of(bytes.fromhex(held.image()["phone"])) == whose
    assert held.phone == "+880171"


def test_the_ring_keeps_every_older_key_and_its_other_keys(ring_file: Path) -> None:
    before = keys.ring()
    run()
    after = keys.ring()
    assert after.current == before.current + 1
    assert {**after.sealing, **before.sealing} == after.sealing
    assert (after.index, after.audit) == (before.index, before.audit)
    assert ring_file.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in ring_file.parent.glob("keys.json?*")] == ["keys.json.lock"]


def test_a_new_key_is_used_at_once_by_whoever_read_the_ring_before(ring_file: Path) -> None:
    assert keys.ring().current == 1
    keys.change_ring(ring_file, sealing.KeyRing.with_new_key)
    assert numbers(Note.objects.create(phone="+880171")) == {2}


def test_a_ring_that_cannot_be_written_stays_as_it_was(ring_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ring_file.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keys.change_ring(ring_file, sealing.KeyRing.with_new_key)
    assert ring_file.read_bytes() == before
    assert keys.ring().current == 1
    assert sorted(file.name for file in ring_file.parent.glob("keys.json*")) == ["keys.json", "keys.json.lock"]


def test_a_rotation_that_was_stopped_goes_on_with_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    notes = [Note.objects.create(phone=f"+88017{number}") for number in range(7)]
    stopped = rotation.reseal(rotation.begin(at=AT), at=AT)
    assert [next(stopped), next(stopped)] == [2, 2]
    stopped.close()
    kept = Rotation.objects.get()
    assert (kept.step, kept.resealed, kept.finished_at) == ("ground_note.phone", 4, None)
    again = rotation.begin(at=AT)
    assert (again.pk, keys.ring().current) == (kept.pk, 2)
    assert run(again) == 3
    assert Rotation.objects.get().finished_at == AT
    assert [Note.objects.get(pk=note.pk).phone for note in notes] == [f"+88017{number}" for number in range(7)]


def test_a_rotation_whose_row_was_lost_goes_on_with_the_key_that_is_there(ring_file: Path) -> None:
    keys.change_ring(ring_file, sealing.KeyRing.with_new_key)
    assert rotation.begin(at=AT).to_key == 2
    assert keys.ring().current == 2


def test_what_somebody_writes_meanwhile_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    note = Note.objects.create(phone="+880171")
    replace = rotation.Column.replace

    def meanwhile(column: rotation.Column, changes: Any) -> None:
        if column.label == "ground_note.phone":
            held = Note.objects.get(pk=note.pk)
            held.phone = "+880999"
            held.save()
        replace(column, changes)

    monkeypatch.setattr(rotation.Column, "replace", meanwhile)
    run()
    assert Note.objects.get(pk=note.pk).phone == "+880999"


def test_what_somebody_writes_meanwhile_under_the_old_key_is_resealed_in_the_next_round(
    monkeypatch: pytest.MonkeyPatch, ring_file: Path
) -> None:
    old = keys.ring()
    Note.objects.create(phone="+880171")
    late: list[Note] = []
    to_reseal = rotation.to_reseal

    def straggler(rotating: Rotation) -> int:
        if not late:
            with monkeypatch.context() as before:
                before.setattr(keys, "ring", lambda: old)
                late.append(Note.objects.create(phone="+880999"))
        return to_reseal(rotating)

    rotating = rotation.begin(at=AT)
    monkeypatch.setattr(rotation, "to_reseal", straggler)
    run(rotating)
    assert numbers(Note.objects.get(pk=late[0].pk)) == {2}
    assert Rotation.objects.get().finished_at == AT


def test_every_sealed_column_of_every_table_is_found() -> None:
    labels = {column.label for column in rotation.columns()}
    assert {
        "store_subjectkey.sealed_key",
        "store_blob.sealed_key",
        "returnees_person.phone",
        "returnees_document.number",
        "returnees_journey.return_reason",
        "surveys_submission.answers",
        "sustainability_score.flags",
        "shell_draft.content",
        "intake_incomingfile.name",
        "ground_note.answers",
    } <= labels


def test_an_old_key_is_retired_once_nothing_needs_it() -> None:
    Note.objects.create(phone="+880171")
    rotating = rotation.begin(at=AT)
    with pytest.raises(rotation.StillNeeded) as refused:
        rotation.retire(1, at=AT)
    assert refused.value.needing == {"ground_note.phone": 1}
    run(rotating)
    rotation.retire(1, at=AT)
    assert set(keys.ring().sealing) == {2}
    assert Note.objects.get().phone == "+880171"


def test_an_old_key_that_opens_a_history_is_retired_only_by_giving_that_up() -> None:
    note = Note.objects.create(phone="+880171")
    revisions.revise(note, before=None, at=AT, actor="user:1", source="form")
    run()
    with pytest.raises(rotation.StillNeeded) as refused:
        rotation.retire(1, at=AT)
    assert refused.value.needing == {rotation.HISTORY: 1}
    rotation.retire(1, at=AT, with_history=True)
    assert set(keys.ring().sealing) == {2}


def test_a_history_under_a_persons_own_key_needs_no_old_key() -> None:
    note = Note.objects.create(phone="+880171", about=uuid7())
    revisions.revise(note, before=None, at=AT, actor="user:1", source="form")
    run()
    rotation.retire(1, at=AT)
    assert set(keys.ring().sealing) == {2}


def test_neither_the_current_key_nor_one_that_is_not_there_is_retired() -> None:
    with pytest.raises(rotation.CurrentKey):
        rotation.retire(1, at=AT)
    with pytest.raises(rotation.UnknownKey):
        rotation.retire(7, at=AT)


def test_what_happened_to_the_keys_is_on_record_without_the_keys() -> None:
    run()
    rotation.retire(1, at=AT)
    events = [(event.action, event.detail) for event in Event.objects.order_by("id")]
    assert events == [
        ("store.key_added", {"key": 2}),
        ("store.resealed", {"key": 2}),
        ("store.key_retired", {"key": 1}),
    ]


def test_the_keys_of_the_erased_are_left_alone() -> None:
    whose = uuid7()
    subjects.destroy(whose, at=AT)
    run()
    assert bytes(SubjectKey.objects.get(pk=whose).sealed_key) == b""


def test_the_command_shows_rotates_and_retires() -> None:
    Note.objects.create(phone="+880171")
    owner = builders.user()
    drafts.keep(owner_id=str(owner.pk), flow="test", subject="1", content={"a": 1})
    cli = CliRunner()

    def said(*arguments: str) -> Any:
        return cli.invoke(command, arguments, obj=lambda: None)

    shown = json.loads(said("status", "--json").output)
    assert (shown["current"], shown["missing"]) == (1, [])
    assert shown["keys"]["1"]["ground_note.phone"] == shown["keys"]["1"]["shell_draft.content"] == 1
    refused = said("retire", "1")
    assert refused.exit_code == 1
    assert "current one" in refused.output
    rotated = json.loads(said("rotate", "--json").output)
    assert (rotated["key"], rotated["left"]) == (2, 0)
    assert "Key 2 (current)" in said("status").output
    assert "off the ring" in said("retire", "1").output
    assert "no key 1" in said("retire", "1").output


def test_the_command_says_that_a_key_is_missing(ring_file: Path) -> None:
    Note.objects.create(phone="+880171")
    ring = keys.read_ring(ring_file)
    ring_file.unlink()
    keys.write_ring(sealing.KeyRing(7, {7: os.urandom(32)}, ring.index, ring.audit), ring_file)
    shown = CliRunner().invoke(command, ["status"], obj=lambda: None)
    assert shown.exit_code == 1
    assert "Key 1 (MISSING): 1 values" in shown.output


@pytest.mark.skipif(connection.vendor == "postgresql", reason="looks at the bytes of SQLite's own file")
def test_after_a_rotation_nothing_in_the_table_lies_under_the_old_key() -> None:
    for number in range(3):
        Note.objects.create(phone=f"+88017{number}")
    run()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ground_note WHERE hex(phone) LIKE '010001%'")
        assert cursor.fetchone() == (0,)
