"""Answers as files: a workbook with a sheet for each table, or CSV files in a ZIP, with a codebook."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from sankofa.intake.files import csv_of, harmless
from sankofa.surveys.rules.answer_tables import Cell


def workbook(tables: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """Return tables as XLSX, a sheet for each; a text that looks like a formula stays text."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in tables.items():
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, cell, is_bold=not number) for cell in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def archive(tables: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """Return tables as CSV files in a ZIP."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, rows in tables.items():
            made.writestr(f"{name}.csv", csv_of(rows, delimiter=","))
    return held.getvalue()


def _cell(sheet: Any, value: Cell, *, is_bold: bool) -> Any:
    made: Any = WriteOnlyCell(sheet, value=harmless(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        made.data_type = "s"
    if is_bold:
        made.font = Font(bold=True)
    return made
