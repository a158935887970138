"""Workbooks in: XLSX read here, a row at a time; the older and the freer kinds in a process of their own.

What cannot be read here because of its looks alone (a style sheet that breaks the rules) is read there as well.
"""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

import sankofa
from sankofa.intake.files.archives import Archive, looked_at
from sankofa.intake.sheets import terms
from sankofa.intake.sheets.kept import unpacked
from sankofa.intake.sheets.terms import Left, Sheets, rows_of

_SECONDS_MAX = 60


def zipped_workbook(content: bytes, *, columns_max: int = terms.COLUMNS_MAX) -> Sheets:
    """Return the sheets of a workbook that is a zip archive: XLSX, or ODS.  Raises a kind of Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = looked_at(archive)
    except terms.Unreadable:
        raise
    except Exception as error:  # whatever a damaged or hostile archive makes the reader raise
        raise terms.Damaged from error
    if found.is_open_document:
        return read_apart(content)
    try:
        # The cached value of each cell is wanted, never the formula; links to other files are not followed.
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            return _sheets(book, found, columns_max)
        finally:
            book.close()
    except terms.Unreadable:
        raise
    except Exception:
        return read_apart(content)


def old_workbook(content: bytes) -> Sheets:
    """Return the sheets of a workbook of the kind before 2007 (.xls).  Raises a kind of Unreadable."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise terms.PasswordProtected
    if "WordDocument".encode("utf-16-le") in content or "PowerPoint Document".encode("utf-16-le") in content:
        raise terms.NotATable
    return read_apart(content)


def read_apart(content: bytes) -> Sheets:
    """Return the sheets of a workbook read in a process of its own, which may take so much memory and no more.

    That reader lays a sheet out whole before its first row, and a file of a few bytes can claim a sheet of any size.
    Raises a kind of Unreadable.
    """
    # -P: the folder of whoever starts the command is no place to find modules in.
    command = [sys.executable, "-P", "-m", "sankofa.intake.sheets.apart"]
    place = {"PYTHONPATH": str(Path(sankofa.__file__).parents[1]), "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(  # noqa: S603  our own module, and nothing of the sender's on the line
            command, input=content, capture_output=True, check=False, timeout=_SECONDS_MAX, env=place
        )
    except subprocess.TimeoutExpired as error:
        raise terms.UnpacksTooLarge from error
    if done.returncode < 0 or not done.stdout:
        # Killed by the limit on memory, or by the reader itself when it found none left.
        raise terms.UnpacksTooLarge if done.returncode < 0 else terms.Damaged
    told, _, rest = done.stdout.partition(b"\n")
    if told != b"read":
        raise _refusal(told.decode())
    return unpacked(rest)


def _refusal(code: str) -> terms.Unreadable:
    kind = next(kind for kind in terms.Unreadable.__subclasses__() if kind.code == code)
    match code:
        case terms.TooManyRows.code:
            return kind(rows=terms.ROWS_MAX)
        case terms.TooManyColumns.code:
            return kind(columns=terms.COLUMNS_MAX)
        case terms.TooLarge.code:
            return terms.too_large()
        case _:
            return kind()


def _sheets(book: Any, found: Archive, columns_max: int) -> Sheets:
    sheets = Sheets()
    sheets.is_1904 = book.epoch.year == 1904
    left = Left(columns_max=columns_max)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        # What the file says of its own size is often wrong, and would fill the sheet with blanks.
        sheet.reset_dimensions()
        values = sheet.iter_rows(values_only=True)
        merged = found.merged.get(sheet._worksheet_path.lstrip("/"), ())
        if rows := list(rows_of(sheet.title, values, left, merged=merged)):
            sheets[sheet.title] = rows
    if not sheets:
        raise terms.EmptyFile
    return sheets
