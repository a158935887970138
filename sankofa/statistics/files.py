"""The files in which a table is taken: CSV and workbook, each row with the number of the copy and how to treat it."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
from django.utils.translation import gettext
from openpyxl.cell import WriteOnlyCell

from sankofa.intake.files import harmless
from sankofa.statistics.showing import Field, Shown, lines_of

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def written(shown: Shown, kind: str, *, mark: str, about: Sequence[tuple[str, str]]) -> bytes:
    """Return a table as the bytes of a file; `about` stands on it: which copy, who took it, when, what for."""
    head, lines = lines_of(shown, mark=mark)
    if kind == "csv":
        return _csv(head, lines)
    return _xlsx(head, lines, mark, about)


def _csv(head: list[str], lines: list[list[Field]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(one) for one in head])
    for line in lines:
        writer.writerow(["" if one is None else harmless(one) if isinstance(one, str) else str(one) for one in line])
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(head: list[str], lines: list[list[Field]], mark: str, about: Sequence[tuple[str, str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    book.properties.title = mark
    book.properties.description = " · ".join(f"{label}: {said}" for label, said in about)
    sheets: tuple[tuple[str, list[list[Field]]], ...] = (
        (gettext("Table"), [[*head], *lines]),
        (gettext("About this copy"), [[*pair] for pair in about]),
    )
    for title, held in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.oddFooter.center.text = " · ".join(said for _label, said in about[:3]).replace("&", "&&")
        for line in held:
            sheet.append([_cell(sheet, one) for one in line])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cell(sheet: Any, value: Field) -> Any:
    if not isinstance(value, str):
        return value
    made: Any = WriteOnlyCell(sheet, harmless(value))
    made.data_type = "s"
    return made
