"""Somebody of whom every room holds something is erased by two people on the pages: nothing of them is left anywhere.

Not in the raw bytes of the database, its log and the folder of files, and not in what whoever holds every key could
open.  Only the list they came with holds the rows of others too: it stays sealed until its time is over.  A backup made
before brings them back, and the restore erases them again.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.test_stolen_file import NOT_STOLEN, ROOT, _found

IN_THE_LIST = {"Zqgonegiven", "Zqgonefamily", "জকেগন", "8801744498765", "ZXG4443332", "Zqgonereturn"}
CODE = "tests.faults.erase_everything"


def run(home: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "SANKOFA_HOME": str(home),
        "SANKOFA_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "sankofa.project.settings",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def told(home: Path, what: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(run(home, CODE, what).splitlines()[-1])
    return held


def bytes_of(home: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not path.relative_to(home).as_posix().startswith(NOT_STOLEN)
    }


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was there before, afterwards, and after a restore of the backup made between."""
    folder = tmp_path_factory.mktemp("everywhere")
    home, cli = folder / "home", "sankofa.project.cli"
    filled = told(home, "fill")
    before = told(home, "read")
    run(home, cli, "backup-key", str(folder / "backup.key"))
    run(home, cli, "backup", str(folder / "backups"), "--key-ring-too", str(folder / "ring.copy"), "--json")
    afterwards = told(home, "erase")
    # The note of the erased is kept with the ring, and so comes back with it.
    ring = folder / "ring.now"
    ring.write_bytes((home / "keys.json").read_bytes())
    ring.with_suffix(".erased").write_bytes((home / "keys.erased").read_bytes())
    new = folder / "new"
    run(
        new, cli, "restore", str(folder / "backups"), "--home", str(new), "--backup-key", str(folder / "backup.key"),
        "--key-ring", str(ring), "--json",
    )  # fmt: skip
    restored = told(new, "read")
    files, new_files = bytes_of(home), bytes_of(new)
    return {
        "filled": filled,
        "before": before,
        "afterwards": afterwards,
        "restored": restored,
        "later": told(home, "later"),
        "restored_later": told(new, "later"),
        "files": files,
        "new_files": new_files,
    }


def sentinels() -> list[str]:
    os.environ.setdefault("SANKOFA_HOME", "unused")
    from tests.faults.erase_everything import SENTINELS

    return list(SENTINELS)


def test_before_every_word_was_there_so_that_the_search_proves_something(story: dict[str, Any]) -> None:
    # What a picture says beside itself is taken off when it is kept; the approver has not said anything yet.
    assert set(sentinels()) - set(story["before"]["found"]) == {"Zqgoneevidence", "Zqgoneapproving"}


@pytest.mark.parametrize("moment", ["afterwards", "restored"])
def test_nobody_who_holds_every_key_reads_a_word_but_in_the_list_they_came_with(
    story: dict[str, Any], moment: str
) -> None:
    assert story[moment]["where"] == ["blob"]
    assert set(story[moment]["found"]) <= IN_THE_LIST


@pytest.mark.parametrize("moment", ["later", "restored_later"])
def test_once_the_time_of_the_list_is_over_nothing_is_left(story: dict[str, Any], moment: str) -> None:
    assert (story[moment]["found"], story[moment]["where"]) == ([], [])


def test_afterwards_no_word_is_left_in_the_bytes(story: dict[str, Any]) -> None:
    assert {word: found for word in sentinels() if (found := _found(word, story["files"]))} == {}


def test_counts_stay_and_the_record_is_whole(story: dict[str, Any]) -> None:
    for moment in ("before", "afterwards", "restored", "later", "restored_later"):
        assert story[moment]["count"] == story["filled"]["count"]
        assert story[moment]["scores"] == 1
        assert story[moment]["broken"] == []
    assert story["before"]["erased"] == 0
    assert story["afterwards"]["erased"] == 1


def test_a_backup_made_before_brings_nobody_back(story: dict[str, Any]) -> None:
    assert story["restored"]["erased"] == 1
    assert {word: found for word in sentinels() if (found := _found(word, story["new_files"]))} == {}
