"""What the command line does with the record: check it, put seals into a folder, say the last root."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sankofa.audit import kept
from sankofa.audit.rules import daily
from sankofa.audit.verification import Verification, against, verify
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding


class NotASealFile(Exception):
    """A file is no seal of this record; the text says why."""

    def __init__(self, file: Path, why: str) -> None:
        self.file = file
        self.why = why
        super().__init__(f"{file.name} is no seal of this record: {why}.")


def check(*, files: Sequence[Path], key: str, folder: Path | None, at: datetime, step: Callable[[int], None]) -> Any:
    """Check the whole record, and against seals kept elsewhere; return what was found, in English sentences.

    Raises NotASealFile.
    """
    seals = [_read(file, key) for file in files]
    found = Verification()
    for found in verify():
        step(found.events)
    found.broken.extend(one for seal in seals for one in against(seal))
    waiting = kept.waits(folder, on=at.date())
    notes = [*found.notes, *([] if waiting is None else [waiting])]
    return {
        "whole": found.is_whole,
        "events": found.events,
        "seals": found.seals,
        "unsealed": found.unsealed,
        "last_root": found.last_root,
        "head": found.head,
        "kept": len(seals),
        "first": "" if found.first is None else _sentence(found.first),
        "broken": [_sentence(one) for one in found.broken],
        "notes": [_sentence(one) for one in notes],
    }


def check_kept(files: Sequence[Path], *, key: str) -> Any:
    """Check that the record begins with what kept seals cover, without the ring of keys.  Raises NotASealFile."""
    broken = [_sentence(one) for file in files for one in against(_read(file, key))]
    return {"whole": not broken, "kept": len(files), "broken": broken}


def _read(file: Path, key: str) -> daily.DaySeal:
    try:
        return daily.read(file.read_text(encoding="utf-8"), key=key)
    except (OSError, UnicodeDecodeError) as unread:
        raise NotASealFile(file, "it cannot be read") from unread
    except daily.NotASeal as wrong:
        raise NotASealFile(file, wrong.why) from None


def _sentence(found: Finding) -> str:
    return wording.text(found, "en", "sankofa.audit")
