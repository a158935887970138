"""Tables as they go out: a workbook or a CSV file, in which a text that looks like a formula stays text.

Source: OWASP, CSV injection.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from sankofa.intake.rules.reading import shown
from sankofa.intake.rules.terms import Value


def csv_of(rows: Iterable[Sequence[Value]], *, delimiter: str) -> bytes:
    """Return rows as a CSV file that every spreadsheet opens with its letters whole (UTF-8 with its mark)."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=delimiter)
    writer.writerows(
        [harmless(value if isinstance(value, str) else shown(value)) for value in values] for values in rows
    )
    return held.getvalue().encode("utf-8-sig", "replace")


def workbook_of(
    rows: Iterable[Sequence[Value]],
    *,
    title: str,
    bold_rows: frozenset[int],
    right_to_left: bool,
    last_column_width: int = 60,
) -> bytes:
    """Return a workbook of one sheet.  `bold_rows` are places in `rows`, from 0; the last column is wide and wraps."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("' ") or "1")
    sheet.sheet_view.rightToLeft = right_to_left
    lines = [list(values) for values in rows]
    width = max((len(values) for values in lines), default=1)
    for index in range(1, width + 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = last_column_width if index == width else 18
    for place, values in enumerate(lines):
        sheet.append(
            [
                _cell(sheet, value, is_bold=place in bold_rows, wraps=index + 1 == width)
                for index, value in enumerate(values)
            ]
        )
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _cell(sheet: Any, value: Value, *, is_bold: bool, wraps: bool) -> Any:
    cell: Any = WriteOnlyCell(sheet)
    cell.value = harmless(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, datetime | date):
        cell.number_format = "yyyy-mm-dd"
    if is_bold:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="F1EADF")
    if wraps:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe before = + - @, save in a plain number."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:32_000]
    if text[:1] in "=+-@\t\r\n" and text and not re.fullmatch(r"[+-]?[\d ]+(?:[.,]\d+)?", text):
        return f"'{text}"
    return text
