"""What a proposal would change, row by row, and the digest of exactly that: an approval is of what was seen."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sankofa.kernel.money import Money

HIDDEN = "hidden"
"""Stands for a sealed value: that it changes is seen, what it says is not."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row: what changes, its value before and after (None where nothing is known), and a trace of sealed values.

    `is_word` says that the values are words of the product, to be shown in the reader's language.
    """

    label: str
    before: str | None
    after: str | None
    is_word: bool = False
    trace: str = ""

    def record(self) -> list[Any]:
        """Return the row as JSON can hold it, for `Change(*row)`."""
        return [self.label, self.before, self.after, self.is_word, self.trace]


def rows_of(pairs: Mapping[str, Sequence[Any]], labels: Mapping[str, str], *, sealed: Iterable[str]) -> list[Change]:
    """Return rows for changed fields, as `store.revisions.changes_between` gives them; sealed values stay hidden."""
    hidden = frozenset(sealed)
    return [
        _hidden_row(labels[name], before, after)
        if name in hidden
        else Change(labels[name], _text(before), _text(after))
        for name, (before, after) in pairs.items()
    ]


def digest_of(kind: str, subject_id: str, content: Any, rows: Iterable[Change], amount: Money | None) -> str:
    """Return the digest of what is proposed and of what it would change: another content is another digest."""
    said = [kind, subject_id, content, [row.record() for row in rows], None if amount is None else str(amount)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _hidden_row(label: str, before: Any, after: Any) -> Change:
    trace = hashlib.sha256(json.dumps([before, after], default=str).encode()).hexdigest()
    shown = [None if value in {None, ""} else HIDDEN for value in (before, after)]
    return Change(label, shown[0], shown[1], is_word=True, trace=trace)


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
