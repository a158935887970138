"""Somebody carries the database, its log and the folder of files away, without the keys: what do they read?

A deployment of its own is filled by another process through the real actions, and dies in the middle.  Then its raw
bytes are searched for every protected word, as text in any encoding.  The readable ones are found, so the search works.
"""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sankofa.store.fields import sealed_fields
from tests.faults.fill import column_word

ROOT = Path(__file__).resolve().parents[2]
NOT_STOLEN = ("keys.", "secret", "static")
"""What does not lie where the database lies: the ring, the note of the erased beside it, and what everybody has."""


@pytest.fixture(scope="module")
def stolen(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[str]], dict[str, bytes]]:
    """What was written, by how it is to be found, and the bytes of every stolen file."""
    home = tmp_path_factory.mktemp("stolen") / "home"
    environment = {
        **os.environ,
        "SANKOFA_HOME": str(home),
        "SANKOFA_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "sankofa.project.settings",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.fill"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = json.loads(done.stdout.splitlines()[-1])
    files = {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.relative_to(home).as_posix().startswith(NOT_STOLEN)
    }
    return written, files


def _written_as(word: str) -> Iterator[bytes]:
    """The ways in which a word may lie in a file: as text, in figures, or as part of something in base 64."""
    plain = word.encode()
    yield plain
    yield from (word.encode("utf-16-le"), word.encode("utf-16-be"))
    yield from (plain.hex().encode(), plain.hex().upper().encode())
    # As JSON writes what is not ASCII.
    yield json.dumps(word)[1:-1].encode()
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain)
        yield coded[(before * 8 + 5) // 6 : len(plain) * 8 // 6]


def _found(word: str, files: dict[str, bytes]) -> list[str]:
    return [name for name, held in files.items() if any(form and form in held for form in _written_as(word))]


def test_what_was_stolen_is_the_database_its_log_and_the_files(stolen: Any) -> None:
    _, files = stolen
    assert {"sankofa.sqlite3", "sankofa.sqlite3-wal"} <= set(files)
    assert any(name.startswith("files/") for name in files)


def test_no_protected_word_is_readable_in_what_was_stolen(stolen: Any) -> None:
    written, files = stolen
    assert {word: found for word in written["protected"] if (found := _found(word, files))} == {}


def test_a_readable_word_is_found_so_that_the_search_proves_something(stolen: Any) -> None:
    written, files = stolen
    assert [word for word in written["readable"] if not _found(word, files)] == []


@pytest.mark.parametrize("form", range(9))
def test_the_search_finds_a_word_in_every_form(form: int) -> None:
    word = "Zqsomewordlongenough"
    forms = list(_written_as(word))
    assert _found(word, {"file": b"\x01\x02" + forms[form] + b"\x03"}) == ["file"]
    assert len(forms) == 9


def test_no_sealed_column_of_any_table_was_left_out(stolen: Any) -> None:
    """The list comes from the tables themselves: whoever adds a sealed column has added it here."""
    written, _ = stolen
    rooms = [(model, field) for model, field in sealed_fields() if model.__module__.startswith("sankofa.")]
    assert len(rooms) > 10
    words = {column_word(f"{model._meta.db_table}.{field.column}") for model, field in rooms}
    assert words <= set(written["protected"])


def test_somebody_erased_is_not_even_in_the_free_space_of_the_file(stolen: Any) -> None:
    written, files = stolen
    assert {word: found for word in written["erased"] if (found := _found(word, files))} == {}
