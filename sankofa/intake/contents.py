"""A file opened for work: its sheets, its table, and the verdicts on its rows.

Opened once per request or command and handed to the actions, because unsealing and reading ten thousand rows for
every five hundred of them would be slow on the machines of a district office.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sankofa.intake import files
from sankofa.intake.importers import Importer, importer_called
from sankofa.intake.rules import judging, mapping, table
from sankofa.intake.rules.table import Layout
from sankofa.intake.rules.terms import FieldSpec, MappedRow, RowOutcome, Table
from sankofa.intake.sheets.terms import Sheets
from sankofa.places.rules.calendars import Calendar
from sankofa.store import blobs

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.intake.models import IncomingFile


class NoTable(files.Unreadable):
    """No sheet of the file holds headings with rows below them."""

    code = "file.no_table"


@dataclass(frozen=True)
class Contents:
    """The rows of a file, and what its importer knows about them."""

    sheets: Sheets
    importer: Importer
    fields: Sequence[FieldSpec] = field(default_factory=tuple)

    @cached_property
    def layouts(self) -> list[Layout]:
        """The sheets that hold a table, the likeliest first."""
        return table.data_sheets(self.sheets, is_known=mapping.knows(self.fields))

    def layout(
        self, sheet: str | None = None, header_row: int | None = None, header_first: int | None = None
    ) -> Layout:
        """Return how a sheet is laid out; without a name the likeliest sheet.  Raises NoTable, OnlyHeadings."""
        if sheet is None and header_row is None:
            if not self.layouts:
                raise files.OnlyHeadings if sum(map(len, self.sheets.values())) == 1 else NoTable
            return self.layouts[0]
        name = sheet if sheet is not None else self.layout().sheet
        laid = self.layout_if_any(name, header_row, header_first)
        if laid is None:
            raise NoTable
        return laid

    def layout_if_any(self, name: str, header_row: int | None, header_first: int | None) -> Layout | None:
        """Return how a sheet is laid out below these headings, or None where no table is there."""
        return table.layout(
            name,
            self.sheets.get(name, []),
            is_known=mapping.knows(self.fields),
            header_row=header_row,
            header_first=header_first,
        )


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was confirmed about a file: which sheet, where its headings stand, which column fills which field."""

    sheet: str
    header_row: int
    columns: tuple[tuple[int, str], ...]
    day_first: bool
    calendars: tuple[tuple[str, Calendar], ...] = ()
    header_first: int | None = None

    @classmethod
    def of(cls, file: "IncomingFile") -> "Confirmed":
        """Return what was confirmed about a mapped file."""
        assert file.header_row is not None, "only a mapped file is opened for work"
        columns, calendars = tuple(sorted(file.columns.items())), tuple(sorted(file.calendars.items()))
        return cls(file.sheet, file.header_row, columns, file.day_first, calendars, file.header_first)


@dataclass(frozen=True)
class Work:
    """A mapped file opened for checking or letting in: its rows by field."""

    confirmed: Confirmed
    importer: Importer
    fields: Sequence[FieldSpec]
    laid: Layout
    table: Table

    @cached_property
    def repeated(self) -> dict[int, int]:
        """The rows that say exactly what an earlier row says."""
        return judging.repeated_rows(self.table)

    @cached_property
    def headings(self) -> dict[str, str]:
        """What stands above the column that fills each field; the column's letter where nothing does."""
        names = {column.index: column.heading or column.letter for column in self.laid.columns}
        return {code: names[place] for place, code in self.confirmed.columns if place in names}

    def rows_numbered(self, numbers: Collection[int]) -> list[MappedRow]:
        """Return the rows with these numbers, in the order of the sheet."""
        return [row for row in self.table.rows if row.number in numbers]

    def judged(self, rows: Sequence[MappedRow], *, office: "Office", on: date) -> list[RowOutcome]:
        """Return the verdict on rows, the importer's joined with what is known of any row."""
        outcomes = self.importer.judge(rows, table=self.table, office=office, on=on)
        assert len(outcomes) == len(rows), "an importer answers every row"
        return [
            judging.joined(row, outcome, self.fields, self.repeated)
            for row, outcome in zip(rows, outcomes, strict=True)
        ]


def opened(file: "IncomingFile") -> Contents:
    """Return what a file holds.  Raises UnknownImporter where its importer is gone."""
    importer = importer_called(file.importer)
    return Contents(files.unpacked(blobs.content_of(file.reading)), importer, importer.fields())


def at_work(file: "IncomingFile", contents: Contents | None = None) -> Work:
    """Return a mapped file opened for work."""
    held = contents or opened(file)
    told = Confirmed.of(file)
    laid = held.layout(told.sheet, told.header_row, told.header_first)
    rows = judging.table_of(
        laid,
        dict(told.columns),
        held.fields,
        day_first=told.day_first,
        calendars=dict(told.calendars),
        is_1904=held.sheets.is_1904,
    )
    return Work(told, held.importer, held.fields, laid, rows)
