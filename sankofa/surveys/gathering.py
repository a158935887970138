"""The edge where files of other systems are opened: a workbook, CSV files, or a ZIP of them.

Several files are kept as one.  What an archive unpacks to is limited before anything is taken into memory; what is no
table in it, such as pictures, is counted and left alone.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

from sankofa.intake import files
from sankofa.intake.rules.reading import shown
from sankofa.intake.sheets.terms import UNPACKED_BYTES_MAX, Sheets
from sankofa.surveys.rules.outline import Tables

FILES_MAX: Final = 100
COLUMNS_MAX: Final = 4_000
"""A form of 250 questions with a column for every choice is wider than any list of people."""
_DAY: Final = (1980, 1, 1, 0, 0, 0)


class NoTables(Exception):
    """The archive holds neither a workbook nor a CSV file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The sheets of a file of another system, and how many other files lay beside them."""

    tables: Tables
    others: int = 0


def packed(sent: Iterable[tuple[str, bytes]]) -> bytes:
    """Return one or several files as one content: what is zipped as it is, CSV files as an archive."""
    given = list(sent)
    if len(given) == 1 and given[0][1].startswith(b"PK"):
        return given[0][1]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in given:
            # The same files give the same bytes, whenever they are sent.
            archive.writestr(zipfile.ZipInfo(PurePosixPath(name).name or "file", _DAY), content)
    return held.getvalue()


def opened(content: bytes) -> Opened:
    """Return the sheets of a content that `packed` made.  Raises a kind of files.Unreadable, and NoTables."""
    if len(content) > files.BYTES_MAX:
        raise files.TooLarge(megabytes=files.BYTES_MAX // 1024 // 1024)
    entries = _entries(content)
    if entries is None:
        return Opened(_tables(files.sheets_of(content, columns_max=COLUMNS_MAX), ""))
    tables: dict[str, list[list[str]]] = {}
    others = 0
    for name, held in entries:
        kind = PurePosixPath(name).suffix.casefold()
        if kind not in (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods"):
            others += 1
            continue
        tables |= _tables(files.sheets_of(held, columns_max=COLUMNS_MAX), PurePosixPath(name).stem)
    if not tables:
        raise NoTables
    return Opened(tables, others)


def kept(tables: Tables) -> bytes:
    """Return sheets as bytes, to be read again without opening a workbook."""
    return zlib.compress(json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode(), 3)


def read_again(content: bytes) -> Tables:
    """Return sheets that were kept."""
    tables: dict[str, Any] = json.loads(zlib.decompress(content))
    return tables


def _entries(content: bytes) -> list[tuple[str, bytes]] | None:
    """The files of an archive of tables; None where the content is a workbook itself, or no archive."""
    if not content.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = [entry for entry in archive.infolist() if not entry.is_dir()]
            names = {entry.filename.casefold() for entry in listed}
            if "mimetype" in names or any(name.startswith("xl/workbook") for name in names):
                return None
            if any(entry.flag_bits & 1 for entry in listed):
                raise files.PasswordProtected
            tables = [entry for entry in listed if not entry.filename.startswith("__MACOSX")]
            if sum(entry.file_size for entry in tables) > UNPACKED_BYTES_MAX:
                raise files.UnpacksTooLarge
            wanted = [entry for entry in tables if "media/" not in entry.filename][:FILES_MAX]
            return [(entry.filename, archive.read(entry)) for entry in wanted]
    except files.Unreadable:
        raise
    except Exception as error:  # whatever a damaged or hostile archive makes the reader raise
        raise files.Damaged from error


def _tables(sheets: Sheets, stem: str) -> dict[str, list[list[str]]]:
    """The rows of sheets under the numbers they had; a sheet without a name is called after its file."""
    found = {}
    for name, rows in sheets.items():
        table: list[list[str]] = []
        for row in rows:
            table += [[] for _ in range(row.number - 1 - len(table))]
            table.append(["" if cell.is_merged else shown(cell.value) for cell in row.cells])
        found[name.strip() or stem or "data"] = table
    return found
