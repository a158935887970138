"""The files in which a list is handed out: CSV, workbook, Parquet, each with its dictionary and its marks.

Made part by part, so that memory does not grow with the list (a workbook is held whole, and is limited for that).
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext
from openpyxl.cell import WriteOnlyCell

from sankofa.intake.files import harmless
from sankofa.returnees.leaving.columns import CHOICES, Cell, columns_of
from sankofa.returnees.rules.exporting import Column, Format, Kind

if TYPE_CHECKING:
    from sankofa.returnees.models import Export

LINES_AT_ONCE = 500
ROW_GROUP = 10_000


def about(export: "Export", *, taken_by: str, taken_at: str) -> list[tuple[str, str]]:
    """Return what stands on every copy: which list, who took it, when, what for, of how many people."""
    return [
        (gettext("List"), export.receipt),
        (gettext("Taken out by"), taken_by),
        (gettext("Taken out"), taken_at),
        (gettext("What for"), export.purpose),
        (gettext("People"), str(export.rows)),
        (
            gettext("How to treat it"),
            gettext("Not to be passed on or published. Every row carries a mark that tells who took it out."),
        ),
        (
            gettext("What is not known"),
            gettext(
                "A code says unknown. An empty cell means not recorded. "
                "A day that is known by its month or year stands on the first day, with the precision beside it."
            ),
        ),
    ]


def dictionary(export: "Export") -> list[list[str]]:
    """Return the data dictionary: for each column its code, name, HXL tag, what its cells are, values and meaning."""
    return [
        [
            column.code,
            gettext(column.label),
            column.hxl,
            column.kind.value,
            "; ".join(f"{code} = {label}" for code, label in CHOICES.get(column.code, ())),
            gettext(column.meaning) if column.meaning else "",
        ]
        for column in columns_of(export.held_groups)
    ]


def dictionary_head() -> list[str]:
    """Return the headings of the data dictionary."""
    return [
        gettext("Column"),
        gettext("Name"),
        gettext("Tag"),
        gettext("What its cells are"),
        gettext("Values"),
        gettext("Meaning"),
    ]


def written(export: "Export", rows: Iterator[list[Cell]], marks: Sequence[tuple[str, str]]) -> Iterator[bytes]:
    """Yield a list as the bytes of a file in its format, part by part; memory does not grow with its length."""
    columns = columns_of(export.held_groups)
    match Format(export.format):
        case Format.CSV:
            return _csv(columns, rows)
        case Format.XLSX:
            return iter([_xlsx(export, columns, rows, marks)])
        case Format.PARQUET:
            return _parquet(export, columns, rows, marks)


class _Line:
    def write(self, line: str) -> str:
        return line


def _csv(columns: Sequence[Column], rows: Iterator[list[Cell]]) -> Iterator[bytes]:
    writer = csv.writer(_Line())
    yield b"\xef\xbb\xbf"
    for line in ([gettext(column.label) for column in columns], [column.hxl for column in columns]):
        yield str(writer.writerow(line)).encode()
    held: list[str] = []
    for row in rows:
        held.append(str(writer.writerow([_as_text(cell) for cell in row])))
        if len(held) == LINES_AT_ONCE:
            yield "".join(held).encode()
            held = []
    yield "".join(held).encode()


def _as_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
        case _:
            return harmless(cell)


def _xlsx(
    export: "Export", columns: Sequence[Column], rows: Iterator[list[Cell]], marks: Sequence[tuple[str, str]]
) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    book.properties.title = export.receipt
    book.properties.description = " · ".join(f"{label}: {said}" for label, said in marks[:4])
    lines: list[tuple[str, Iterable[Sequence[Cell]]]] = [
        (gettext("People"), _with_head(columns, rows)),
        (gettext("Dictionary"), [dictionary_head(), *dictionary(export)]),
        (gettext("About this copy"), marks),
    ]
    for title, held in lines:
        sheet = book.create_sheet(title[:31])
        sheet.oddFooter.center.text = f"{export.receipt} · {marks[1][1]} · {marks[2][1]}".replace("&", "&&")
        for line in held:
            sheet.append([_workbook_cell(sheet, cell) for cell in line])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _with_head(columns: Sequence[Column], rows: Iterator[list[Cell]]) -> Iterator[Sequence[Cell]]:
    yield [gettext(column.label) for column in columns]
    yield [column.hxl for column in columns]
    yield from rows


def _workbook_cell(sheet: Any, cell: Cell) -> Any:
    if not isinstance(cell, str):
        return cell
    made: Any = WriteOnlyCell(sheet, harmless(cell))
    made.data_type = "s"
    return made


_ARROW: Mapping[Kind, Any] = {Kind.WHOLE: pa.int64(), Kind.DAY: pa.date32()}


class _Parts:
    """A file that gives back what was written to it since it was last asked."""

    def __init__(self) -> None:
        self.held: list[bytes] = []
        self.size = 0
        self.closed = False

    def write(self, part: bytes) -> int:
        self.held.append(bytes(part))
        self.size += len(part)
        return len(part)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        """Nothing waits."""

    def close(self) -> None:
        self.closed = True

    def given(self) -> bytes:
        given, self.held = b"".join(self.held), []
        return given


def _parquet(
    export: "Export", columns: Sequence[Column], rows: Iterator[list[Cell]], marks: Sequence[tuple[str, str]]
) -> Iterator[bytes]:
    fields = [
        pa.field(
            column.code,
            _ARROW.get(column.kind, pa.string()),
            metadata={"label": gettext(column.label), "hxl": column.hxl, "meaning": line[-1], "values": line[4]},
        )
        for column, line in zip(columns, dictionary(export), strict=True)
    ]
    schema = pa.schema(fields, metadata={"about": json.dumps(dict(marks), ensure_ascii=False)})
    parts = _Parts()
    with pq.ParquetWriter(parts, schema, compression="zstd") as writer:
        for some in _batches(rows):
            writer.write_table(_table(some, schema))
            yield parts.given()
    yield parts.given()


def _table(rows: Sequence[Sequence[Cell]], schema: Any) -> Any:
    held = zip(*rows, strict=True)
    return pa.Table.from_arrays(
        [
            pa.array([cell if cell != "" else None for cell in cells], field.type)
            for cells, field in zip(held, schema, strict=True)
        ],
        schema=schema,
    )


def _batches(rows: Iterator[list[Cell]]) -> Iterator[list[list[Cell]]]:
    held: list[list[Cell]] = []
    for row in rows:
        held.append(row)
        if len(held) == ROW_GROUP:
            yield held
            held = []
    if held:
        yield held
