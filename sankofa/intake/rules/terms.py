"""The nouns of files coming in.

A cell holds what the file held; nothing is interpreted before an importer reads it (see `reading`).  Numbers with a
binary fraction come as text, written the shortest way that means the same number, because money is never a float.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from sankofa.kernel.finding import Finding
from sankofa.places.rules.calendars import Calendar

T = TypeVar("T")
Value = str | int | bool | date | datetime | None
"""What a cell can hold.  None is an empty cell: not known, never zero and never false."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it stood in the file.  `is_merged`: the value stands in a cell above, merged down over this one."""

    value: Value = None
    is_merged: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether the cell says nothing: empty, or blanks only."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet; its number is the one that a spreadsheet shows beside it, from 1."""

    sheet: str
    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no cell of the row says anything."""
        return all(cell.is_empty for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its place from 0, its heading (told apart from another alike), what its rows say.

    Where headings stand in several rows, `heading` is all of them (Return / Date) and `own` the lowest alone (Date).
    """

    index: int
    heading: str
    examples: tuple[str, ...] = ()
    own: str = ""

    @property
    def letter(self) -> str:
        """The letter that a spreadsheet shows above the column: A, B ... Z, AA."""
        letters, rest = "", self.index + 1
        while rest:
            rest, sign = divmod(rest - 1, 26)
            letters = chr(ord("A") + sign) + letters
        return letters


class FieldKind(StrEnum):
    """What sort of value a field takes.  It decides what is learned from the column as a whole."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field that an importer can fill.

    `label` is English source text, marked with gettext_noop and translated when shown.  `synonyms` are headings that
    mean the field, by language (`{"en": ("surname",), "fr": ("nom de famille",)}`); the label always counts as one.
    `hxl` is its tag without attributes, such as `#adm2+name`, where there is one.  `never` is why a column of this is
    left out of every list, source text too; empty for a field that can be filled.
    """

    code: str
    label: str
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    required: bool = False
    example: str = ""
    kind: FieldKind = FieldKind.TEXT
    hxl: str = ""
    never: str = ""


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A row of the file with its cells by field code.  A field without a column is absent: use `row["code"]` freely."""

    number: int
    cells: Mapping[str, Cell]

    def __getitem__(self, code: str) -> Cell:
        return self.cells.get(code, EMPTY)


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table a row belongs to: what can be known only by looking at all rows.

    `day_first` says for every field of kind DAY whether days stand before months (True) or after them (False), as the
    column proves it or, where it proves nothing, as the officer chose.  None: the column contradicts itself, so what
    can be read both ways goes back.  `calendars` names the calendar of a field of days where it is not Gregorian.
    `headings` is what stands above the column that fills each field, as the office wrote it.
    """

    rows: tuple[MappedRow, ...]
    day_first: Mapping[str, bool | None] = field(default_factory=dict)
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a cell says.

    Nothing known and no finding: the cell is empty.  A value and a finding: readable, with a remark.  No value and a
    finding: it cannot be read, and the finding says why.
    """

    value: T | None = None
    finding: Finding | None = None


class Verdict(StrEnum):
    """What happens to a row."""

    NEW = "new"  # goes in
    REMARK = "remark"  # goes in, with a remark
    KNOWN = "known"  # already in the register; nothing is written
    REFUSED = "refused"  # goes back with its reasons


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """The verdict on one row, why, and what would be written.

    A finding says which field it is about by its fact `field` (the field's code; empty for the row as a whole); pages
    add row and heading.  One that speaks of an earlier row of the same file carries its number as the fact `earlier`.
    `record` is the importer's own term, opaque here.  `subject` is the id of the record that a KNOWN row is already.
    """

    row: int
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    record: object = None
    subject: str = ""


def row_reference(source: str, row: int) -> str:
    """Return the reference of one row of a file, for revisions: `file:<id>/14`."""
    return f"{source}/{row}"


def row_of(reference: str) -> int | None:
    """Return the row that the reference of a row names; None where it names none."""
    _source, _stroke, row = reference.rpartition("/")
    return int(row) if row.isdecimal() else None
