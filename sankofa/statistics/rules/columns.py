"""Everything that tables are counted from, as columns: one place for each talk with a score, no names anywhere.

A count of a register of a million talks is one pass over such columns.  They are made once, office by office, and kept
sealed; what is not known is -1, never zero.  Scores are whole ten-thousandths: 6140 is 0.6140.

Several answers of one person to one question are the bits of a whole number; 0 means that nobody recorded an answer.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Whole: TypeAlias = npt.NDArray[Any]
Chosen: TypeAlias = npt.NDArray[np.bool_]

NOT_KNOWN: Final = -1
SCORES: Final = ("economic", "social", "psychosocial", "composite")
SINGLE: Final[Mapping[str, tuple[str, ...]]] = {
    "group": ("returnee", "abroad"),
    "sex": ("female", "male", "other", "unknown"),
    "education": (
        "none", "primary", "secondary", "vocational", "undergraduate", "graduate", "postgraduate", "unknown",
    ),
    "return_kind": ("voluntary", "forced", "pandemic", "contract_end", "unknown"),
}  # fmt: skip
"""Of what everybody has exactly one: the codes in the order in which tables show them."""
MANY: Final[Mapping[str, tuple[str, ...]]] = {
    "learned": ("none", "livelihood", "education", "language"),
    "reasons": (
        "pandemic", "contract", "family", "dismissed", "wages", "illness", "abuse", "papers", "sent_back", "danger",
        "leave", "saved", "other",
    ),
    "wanted": ("business", "job", "migrate", "retirement", "none"),
}  # fmt: skip
"""Of what somebody can say several: the codes in the order in which tables show them; who said none is left out."""
NAMED: Final = ("district", "destination", "office", "scheme")
"""What has its own names in every register."""


class NotTheseColumns(ValueError):
    """The bytes hold no columns, or those of another making; count anew."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


_KINDS: Final[Mapping[str, Any]] = {
    "keys": np.uint64,
    "people": np.uint64,
    "talk_on": np.int32,
    "turn": np.int16,
    "is_latest": np.bool_,
    "economic": np.int16,
    "social": np.int16,
    "psychosocial": np.int16,
    "composite": np.int16,
    "group": np.int8,
    "sex": np.int8,
    "education": np.int8,
    "return_kind": np.int8,
    "learned": np.int32,
    "reasons": np.int32,
    "wanted": np.int32,
    "age": np.int16,
    "abroad": np.int16,
    "home": np.int16,
    "district": np.int32,
    "destination": np.int32,
    "office": np.int32,
    "scheme": np.int32,
}
COLUMNS: Final = tuple(_KINDS)


@dataclass(frozen=True)
class Columns:
    """One place for each talk with a score; all columns are equally long.

    `keys` and `people` tell talks and people apart and say nothing of them.  `talk_on` is a day as the number of days
    since the first of January of the year 1.  `turn` is 1 for somebody's first talk.  `age` is in full years at the
    return; `abroad` (all journeys) and `home` (since the last return, on the day of the talk) are full months.
    """

    keys: Whole
    people: Whole
    talk_on: Whole
    turn: Whole
    is_latest: Whole
    economic: Whole
    social: Whole
    psychosocial: Whole
    composite: Whole
    group: Whole
    sex: Whole
    education: Whole
    return_kind: Whole
    learned: Whole
    reasons: Whole
    wanted: Whole
    age: Whole
    abroad: Whole
    home: Whole
    district: Whole
    destination: Whole
    office: Whole
    scheme: Whole
    names: Mapping[str, tuple[str, ...]]
    """What the numbers of `district`, `destination`, `office` and `scheme` stand for."""

    def __len__(self) -> int:
        return len(self.keys)

    def of(self, chosen: Chosen) -> "Columns":
        """Return the columns of some talks only."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in COLUMNS})

    def score(self, name: str) -> Whole:
        """Return a score as whole ten-thousandths; -1 where too few questions were answered."""
        found: Whole = getattr(self, name)
        return found

    def year(self) -> Whole:
        """Return the year of each talk."""
        first = np.datetime64("0001-01-01", "D")
        years: Whole = (first + (self.talk_on - 1).astype("timedelta64[D]")).astype("datetime64[Y]").astype(np.int32)
        return years + 1970


def nobody() -> Columns:
    """Return columns without anybody."""
    return Columns(**{name: np.empty(0, dtype=kind) for name, kind in _KINDS.items()}, names=dict.fromkeys(NAMED, ()))


def columns_of(rows: Sequence[Mapping[str, Any]]) -> Columns:
    """Return talks, one mapping each, as columns; names stand in full and are numbered here."""
    names = {name: tuple(sorted({str(row[name]) for row in rows})) for name in NAMED}
    numbers = {name: {code: number for number, code in enumerate(known)} for name, known in names.items()}
    held = {}
    for name in COLUMNS:
        said = [row[name] for row in rows]
        held[name] = np.array([numbers[name][str(one)] for one in said] if name in NAMED else said, dtype=_KINDS[name])
    return Columns(**held, names=names)


def bits_of(question: str, codes: Sequence[str]) -> int:
    """Return several answers as the bits of a whole number; answers that are on no list count for nothing."""
    known = MANY[question]
    return sum(1 << known.index(code) for code in set(codes) if code in known)


def packed(columns: Columns) -> bytes:
    """Return columns as bytes, to be sealed and kept."""
    out = io.BytesIO()
    names = np.frombuffer(json.dumps(columns.names, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez(out, names=names, **{name: getattr(columns, name) for name in COLUMNS})
    return out.getvalue()


def unpacked(held: bytes) -> Columns:
    """Return the columns that bytes hold.  Raises NotTheseColumns."""
    try:
        with np.load(io.BytesIO(held), allow_pickle=False) as found:
            names = json.loads(found["names"].tobytes().decode())
            known = {name: found[name].astype(_KINDS[name], copy=False) for name in COLUMNS}
    except (KeyError, ValueError, OSError) as error:
        raise NotTheseColumns(str(error)) from error
    return Columns(**known, names={name: tuple(names[name]) for name in NAMED})


def joined(parts: Sequence[Columns]) -> Columns:
    """Return the columns of several offices as one; each name keeps one number."""
    if not parts:
        return nobody()
    if len(parts) == 1:
        return parts[0]
    names = {name: tuple(sorted({one for part in parts for one in part.names[name]})) for name in NAMED}
    held: dict[str, Whole] = {}
    for column in COLUMNS:
        if column in NAMED:
            number = {code: place for place, code in enumerate(names[column])}
            held[column] = np.concatenate(
                [
                    np.array([number[code] for code in part.names[column]], dtype=np.int32)[getattr(part, column)]
                    for part in parts
                ]
            )
        else:
            held[column] = np.concatenate([getattr(part, column) for part in parts])
    return Columns(**held, names=names)
