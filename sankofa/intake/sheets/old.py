"""What the reader of old and free workbooks does not tell: how days are counted, what is merged, what repeats itself.

Sources: [MS-XLS] 2.4.77 (Date1904), 2.4.117 (FilePass); OpenDocument 1.3 part 3, 19.676 to 19.679 (rows and columns
spanned and repeated).
"""

import io
import struct
import zipfile
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from sankofa.intake.sheets.terms import BLANKS_MAX, PasswordProtected, UnpacksTooLarge

_BEGINNING = struct.pack("<HH", 0x0809, 16)
_DATE_1904, _PASSWORD, _END_OF_BEGINNING = 0x0022, 0x002F, 0x000A
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_KIND = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_MERGED_MAX = 100_000

Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class About:
    """What is known of a workbook before it is read; `merged` by the name of the sheet, rows and columns from 0."""

    is_1904: bool = False
    merged: dict[str, list[Range]] = field(default_factory=dict)


def about(content: bytes) -> About:
    """Return what is known of a workbook before it is read.

    Raises PasswordProtected and UnpacksTooLarge, and what the readers of archive and XML raise where it is damaged.
    """
    if not content.startswith(b"PK"):
        return _of_old_workbook(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return _of_open_document(archive) if "content.xml" in archive.namelist() else About()


def _of_old_workbook(content: bytes) -> About:
    """Walk through the records at the beginning of an old workbook, as far as they tell of the whole of it."""
    place = content.find(_BEGINNING)
    while 0 <= place <= len(content) - 4:
        kind, length = struct.unpack_from("<HH", content, place)
        if kind == _PASSWORD:
            raise PasswordProtected
        if kind == _DATE_1904:
            return About(is_1904=content[place + 4 : place + 5] == b"\x01")
        if kind == _END_OF_BEGINNING:
            break
        place += 4 + length
    return About()


def _of_open_document(archive: zipfile.ZipFile) -> About:
    found = About()
    sheet, row, ranges, filled = "", 0, 0, 0
    with archive.open("content.xml") as held:
        for event, part in iterparse(held, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                if part.tag == f"{_TABLE}table":
                    sheet, row = part.get(f"{_TABLE}name", ""), 0
                continue
            if part.tag != f"{_TABLE}table-row":
                continue
            column, filled_here = 0, 0
            for cell in part:
                if cell.tag not in _CELLS:
                    continue
                if (down := _count(cell, "number-rows-spanned")) > 1:
                    found.merged.setdefault(sheet, []).append(((row, column), (row + down - 1, column)))
                    ranges += 1
                times = _count(cell, "number-columns-repeated")
                column += times
                filled_here = column if cell.get(_KIND) else filled_here
            times = _count(part, "number-rows-repeated")
            row += times
            # Blank rows below the list are repeated a million times in every file; rows that say something never are.
            filled += filled_here * times
            if filled > BLANKS_MAX or ranges > _MERGED_MAX:
                raise UnpacksTooLarge
            part.clear()
    return found


def _count(part: Element, name: str) -> int:
    return int(part.get(f"{_TABLE}{name}", "1"))
