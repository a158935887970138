"""A seal that was kept elsewhere shows whether the record of today begins with what was sealed then."""

from datetime import timedelta
from pathlib import Path

import pytest

from sankofa.audit import actions, commands, kept
from sankofa.audit.models import Event, Seal, SealedEvent
from sankofa.audit.rules import daily
from sankofa.audit.verification import against
from sankofa.store import keys
from tests.builders import AT
from tests.rooms.test_audit_places import record, settle, tampering, verified

pytestmark = pytest.mark.django_db
__all__ = ["tampering"]


def sealed(count: int) -> None:
    for number in range(count):
        record(number)
    actions.seal(at=AT)
    settle()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    for _ in range(3):
        sealed(2)
    made = kept.write(tmp_path, at=AT)
    assert made is not None
    return made


def check(file: Path, key: str = "") -> list[str]:
    return [found.code for found in against(daily.read(file.read_text(encoding="utf-8"), key=key))]


def test_a_record_that_went_on_continues_the_kept_seal(file: Path) -> None:
    sealed(2)
    assert check(file) == []
    key = (file.parent / kept.PUBLIC_KEY).read_text(encoding="utf-8").strip()
    assert check(file, key) == []
    assert file.name == "sankofa-2026-11-22-seal-000000003.txt"


def test_an_end_that_was_cut_off_is_found(file: Path, tampering: None) -> None:
    gone = list(SealedEvent.objects.filter(seal_id=3).values_list("event_id", flat=True))
    SealedEvent.objects.filter(seal_id=3).delete()
    Seal.objects.filter(number=3).delete()
    Event.objects.filter(pk__in=gone).delete()
    assert verified().is_whole, "by itself the record cannot know"
    assert check(file) == ["kept_cut_off"]


def test_a_record_written_anew_with_the_keys_in_hand_is_found(file: Path, tampering: None) -> None:
    SealedEvent.objects.all().delete()
    Seal.objects.all().delete()
    Event.objects.all().delete()
    for _ in range(3):
        sealed(2)
    assert verified().is_whole
    assert check(file) == ["kept_differs"]


def test_any_byte_of_a_kept_seal_that_is_changed_is_found(file: Path) -> None:
    held = file.read_bytes()
    key = daily.public_key(keys.ring().audit)
    for place in range(len(held) - 1):
        changed = bytes([*held[:place], held[place] ^ 1, *held[place + 1 :]])
        with pytest.raises((daily.NotASeal, UnicodeDecodeError)):
            daily.read(changed.decode(), key=key)


def test_a_seal_signed_by_somebody_else_is_not_ours(file: Path) -> None:
    seal = daily.read(file.read_text(encoding="utf-8"))
    other = daily.written(seal, audit_key=b"x" * 32)
    with pytest.raises(daily.NotASeal, match="signature"):
        daily.read(other)
    theirs = daily.DaySeal(seal.at, seal.seal, seal.events, seal.head, daily.public_key(b"x" * 32))
    text = daily.written(theirs, audit_key=b"x" * 32)
    assert daily.read(text) == theirs
    with pytest.raises(daily.NotASeal, match="signature"):
        daily.read(text, key=daily.public_key(keys.ring().audit))


def test_kept_seals_are_checked_with_the_public_key_alone(file: Path, settings: object) -> None:
    key = (file.parent / kept.PUBLIC_KEY).read_text(encoding="utf-8").strip()
    settings.KEY_RING_FILE = file.parent / "there-is-none"  # type: ignore[attr-defined]
    assert commands.check_kept([file], key=key) == {"whole": True, "kept": 1, "broken": []}


def test_the_command_compares_and_tells(file: Path) -> None:
    outcome = commands.check(files=[file], key="", folder=file.parent, at=AT, step=lambda _: None)
    assert (outcome["whole"], outcome["kept"], outcome["notes"]) == (True, 1, [])
    file.write_text("something else", encoding="utf-8")
    with pytest.raises(commands.NotASealFile, match="not in the form"):
        commands.check(files=[file], key="", folder=None, at=AT, step=lambda _: None)


def test_one_seal_a_day_is_put_into_the_folder(file: Path) -> None:
    sealed(1)
    assert kept.write_daily(file.parent, at=AT) is None
    assert kept.write_daily(file.parent, at=AT + timedelta(days=1)) is not None
    assert len(list(file.parent.glob("*-seal-*"))) == 2


def test_nothing_recorded_nothing_written(tmp_path: Path) -> None:
    assert kept.write(tmp_path, at=AT) is None
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_a_seal_of_late_is_told(file: Path, tmp_path: Path) -> None:
    def told(folder: Path | None, days: int) -> str:
        found = kept.waits(folder, on=(AT + timedelta(days=days)).date())
        return "" if found is None else found.code

    assert [told(tmp_path, 2), told(tmp_path, 3), told(tmp_path / "none", 0), told(None, 9)] == [
        "",
        "day_seal_waits",
        "day_seal_none",
        "",
    ]
