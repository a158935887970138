"""Forms as spreadsheets: what is published goes out as XLSX, and what others made comes in.

Reading is left to `intake`, which reads workbooks whose looks alone keep openpyxl from them, and says in words what
cannot be read.
"""

import io
from typing import Final

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from sankofa.intake.files import sheets_of
from sankofa.intake.rules.reading import shown
from sankofa.surveys.rules.outline import Tables

KEPT: Final = ("survey", "choices", "settings", "external_choices", "entities", "osm")
"""The sheets that make a form; others, such as notes of their authors, are not kept."""
_WIDE: Final = ("label", "hint", "guidance", "relevant", "constraint")


def workbook(tables: Tables) -> bytes:
    """Return a form as XLSX, a sheet for a sheet; a text that looks like a formula stays text."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        for index, heading in enumerate(rows[0] if rows else (), start=1):
            sheet.column_dimensions[get_column_letter(index)].width = 44 if heading.startswith(_WIDE) else 22
        for number, row in enumerate(rows):
            cells = []
            for text in row:
                cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text) or None)
                if cell.value is not None:
                    cell.data_type = "s"
                if not number:
                    cell.font = Font(bold=True)
                cells.append(cell)
            sheet.append(cells)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def tables_in(content: bytes) -> dict[str, list[list[str]]]:
    """Return the sheets of a form that somebody sent, rows under the numbers they had.  Raises a kind of Unreadable.

    A file without a sheet of a known name keeps its sheets under their own names, so that it can be said what they are.
    """
    found: dict[str, list[list[str]]] = {}
    for name, rows in sheets_of(content).items():
        table: list[list[str]] = []
        for row in rows:
            table += [[] for _ in range(row.number - 1 - len(table))]
            # What is merged down over rows is a heading of its author's, never a value of every row.
            table.append(["" if cell.is_merged else shown(cell.value) for cell in row.cells])
        found[name.strip().casefold()] = table
    known: dict[str, list[list[str]]] = {name: found[name] for name in KEPT if name in found}
    return known if "survey" in known else found
