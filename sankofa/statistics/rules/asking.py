"""A question to the records: what stands down the side of a table, what along the top, and of whom.

The same question is asked again by the same words: it stands in the address of the page, on every copy and on record.

Source: the South Asia mapping, 8.2 and 8.3: its Tables 1 to 4 and Figures 7 to 9 are questions like these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Final

import numpy as np

from sankofa.statistics.rules import columns as held
from sankofa.statistics.rules.columns import MANY, NAMED, NOT_KNOWN, SINGLE, Chosen, Columns, Whole

UNKNOWN: Final = "unknown"
ALL_SCORES: Final = "all"
LATEST: Final = "latest"
TURNS: Final = (LATEST, "1", "2", "3", "4")
BANDS: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "age": (("-24", 0), ("25-34", 25), ("35-44", 35), ("45-54", 45), ("55-", 55)),
    "abroad": (("-5", 0), ("6-11", 6), ("12-23", 12), ("24-59", 24), ("60-119", 60), ("120-", 120)),
    "home": (
        ("0-5", 0), ("6-11", 6), ("12-23", 12), ("24-35", 24), ("36-47", 36), ("48-59", 48), ("60-", 60),
    ),
}  # fmt: skip
"""Our own bands: the mapping draws points, not bands.  Each has its code and where it begins, unit as in `Columns`."""
ONE_EACH: Final = (*SINGLE, *BANDS, "district", "destination", "office", "year")
"""What everybody has exactly one of; only these can stand along the top."""
WAYS: Final = (*ONE_EACH, *MANY)
"""All that can stand down the side."""


class NotAQuestion(ValueError):
    """The words of a question say something that cannot be asked; `field` names it."""

    def __init__(self, field: str, said: object) -> None:
        super().__init__(field, said)
        self.field = field
        self.said = said

    def __str__(self) -> str:
        return f"{self.field} cannot be {self.said!r}."


@dataclass(frozen=True, slots=True)
class Question:
    """What a table shows.  `score` may be "all": the three dimensions and the composite, for whole lines only.

    `place` is a district or anything above it by its path, or "office:" with the id of an office; empty for all.
    Days are days of talks; `until_on` is excluded.  `scheme` is empty for the one shipped as the default.
    """

    rows: str = "group"
    columns: str = ""
    score: str = "composite"
    place: str = ""
    from_on: date | None = None
    until_on: date | None = None
    scheme: str = ""
    turn: str = LATEST
    is_screened: bool = False

    def __post_init__(self) -> None:
        for name, known in (
            ("rows", WAYS),
            ("columns", ("", *ONE_EACH)),
            ("score", (*held.SCORES, ALL_SCORES)),
            ("turn", TURNS),
        ):
            if getattr(self, name) not in known:
                raise NotAQuestion(name, getattr(self, name))
        if self.columns == self.rows:
            raise NotAQuestion("columns", self.columns)
        if self.columns and self.score == ALL_SCORES:
            raise NotAQuestion("score", self.score)
        if self.from_on is not None and self.until_on is not None and self.until_on <= self.from_on:
            raise NotAQuestion("until_on", self.until_on.isoformat())

    @property
    def scores(self) -> tuple[str, ...]:
        """The scores that the table shows, the composite last."""
        return held.SCORES if self.score == ALL_SCORES else (self.score,)

    @property
    def takes_several(self) -> bool:
        """Whether somebody can stand in several rows."""
        return self.rows in MANY

    def record(self) -> dict[str, Any]:
        """Return the question as JSON can hold it, with what differs from the shortest one."""
        found = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if value != one.default or one.name == "rows":
                found[one.name] = value.isoformat() if isinstance(value, date) else value
        return found

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> "Question":
        """Return the question that a record holds.  Raises NotAQuestion."""
        told = dict(record)
        for name in ("from_on", "until_on"):
            if told.get(name):
                try:
                    told[name] = date.fromisoformat(told[name])
                except ValueError as error:
                    raise NotAQuestion(name, told[name]) from error
        known = {one.name for one in fields(cls)}
        for name in told.keys() - known:
            raise NotAQuestion(name, told[name])
        return cls(**told)


@dataclass(frozen=True)
class Division:
    """How talks are divided: the codes in their order, and for each talk the place of its code among them."""

    codes: tuple[str, ...]
    places: Whole
    bits: bool = False
    """Whether `places` holds several answers at once, each a bit."""
    of: str = field(default="", compare=False)

    def chosen(self, place: int) -> Chosen:
        """Return the talks that have one of the codes."""
        found: Chosen = (self.places >> place) & 1 == 1 if self.bits else self.places == place
        return found


def asked(columns: Columns, question: Question, *, scheme: str) -> Chosen:
    """Return the talks that a question is about, before any screen; `scheme` is the default one's name."""
    found: Chosen = np.ones(len(columns), dtype=np.bool_)
    wanted = question.scheme or scheme
    found &= columns.scheme == _number(columns, "scheme", wanted)
    found &= columns.is_latest if question.turn == LATEST else columns.turn == int(question.turn)
    if question.from_on is not None:
        found &= columns.talk_on >= question.from_on.toordinal()
    if question.until_on is not None:
        found &= columns.talk_on < question.until_on.toordinal()
    if question.place.startswith("office:"):
        found &= columns.office == _number(columns, "office", question.place.removeprefix("office:"))
    elif question.place:
        inside = [
            number
            for number, path in enumerate(columns.names["district"])
            if path == question.place or path.startswith(f"{question.place}.")
        ]
        found &= np.isin(columns.district, inside)
    return found


def division(columns: Columns, way: str) -> Division:
    """Return how talks are divided in one way, codes without anybody left out where the register names them itself."""
    if way in MANY:
        return Division(MANY[way], getattr(columns, way), bits=True, of=way)
    if way in SINGLE:
        return Division(SINGLE[way], getattr(columns, way), of=way)
    if way in BANDS:
        held_: Whole = getattr(columns, way)
        starts = np.array([start for _, start in BANDS[way]])
        places = np.searchsorted(starts, held_, side="right") - 1
        codes = (*(code for code, _ in BANDS[way]), UNKNOWN)
        return Division(codes, np.where(held_ == NOT_KNOWN, len(codes) - 1, places), of=way)
    if way in NAMED:
        return Division(tuple(one or UNKNOWN for one in columns.names[way]), getattr(columns, way), of=way)
    years = columns.year()
    known, places = np.unique(years, return_inverse=True)
    return Division(tuple(str(year) for year in known), places, of=way)


def at(question: Question, **changed: Any) -> Question:
    """Return the question with something changed."""
    return replace(question, **changed)


def _number(columns: Columns, name: str, code: str) -> int:
    names = columns.names[name]
    return names.index(code) if code in names else NOT_KNOWN - 1
