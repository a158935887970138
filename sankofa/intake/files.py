"""The edge where files are opened and written: XLSX and CSV in, XLSX out.

Whoever sends a file is told what would be right where it cannot be read.  A file is data from outside: what it unpacks
to is limited, hostile XML is refused by defusedxml, formulas are never computed (the value the sender saw last counts),
and a text that a spreadsheet would take for a formula is written so that it stays text (OWASP, CSV injection).
"""

import csv
import io
import itertools
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from sankofa.intake.rules.terms import Cell, Row, Value

BYTES_MAX = 15 * 1024 * 1024
UNPACKED_BYTES_MAX = 300 * 1024 * 1024
ROWS_MAX = 50_000
CELLS_MAX = 2_000_000
COLUMNS_MAX = 500
LINES_MAX = 1_048_576
"""As many as a spreadsheet can have, blank ones too: a file of a thousand bytes can claim a row number without end."""
BLANKS_MAX = 20_000_000
_DELIMITERS = ",;\t|"
_SNIFFED_LINES = 40
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")

Sheets = dict[str, list[Row]]


class Unreadable(Exception):
    """A file that cannot be read as a table; the class says what would be right (see `wording`)."""

    code = "unreadable"

    def __init__(self, **facts: int | str) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class EmptyFile(Unreadable):
    """The file holds nothing."""

    code = "file.empty"


class TooLarge(Unreadable):
    """The file, or what it unpacks to, is larger than one import may be."""

    code = "file.too_large"


class TooManyRows(Unreadable):
    """The file holds more rows than one import may have."""

    code = "file.too_many_rows"


class PasswordProtected(Unreadable):
    """The workbook asks for a password."""

    code = "file.password"


class OldWorkbook(Unreadable):
    """The workbook is of the format before 2007 (.xls)."""

    code = "file.old_workbook"


class OpenDocument(Unreadable):
    """The file is an OpenDocument (.ods)."""

    code = "file.open_document"


class Pdf(Unreadable):
    """The file is a PDF."""

    code = "file.pdf"


class WebPage(Unreadable):
    """The file is a web page, whatever its name says: some systems export HTML and call it .xls."""

    code = "file.web_page"


class NotATable(Unreadable):
    """The file is something else: a picture, a letter, a program."""

    code = "file.not_a_table"


class Damaged(Unreadable):
    """The file begins like a workbook but cannot be read to its end."""

    code = "file.damaged"


class StrangeLetters(Unreadable):
    """The text of the file is in an encoding that cannot be told."""

    code = "file.strange_letters"


CODES = frozenset(kind.code for kind in Unreadable.__subclasses__())


def sheets_of(content: bytes) -> Sheets:
    """Return the rows of every visible sheet that holds any, as they stand, by the name of the sheet.

    A CSV file is one sheet without a name.  Raises a kind of Unreadable that says what would be right.
    """
    if len(content) > BYTES_MAX:
        raise TooLarge(megabytes=BYTES_MAX // 1024 // 1024)
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise PasswordProtected if encrypted else OldWorkbook
    if content.startswith(b"PK"):
        return _workbook(content)
    if start.startswith(b"%PDF"):
        raise Pdf
    if start[:1] == b"<":
        raise WebPage
    if start.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"7z", b"Rar!", b"MZ")):
        raise NotATable
    return _text_table(content)


@dataclass(slots=True)
class _Left:
    """What a file may still hold, over all its sheets."""

    cells: int = CELLS_MAX
    blanks: int = BLANKS_MAX


# ---- workbooks


def _workbook(content: bytes) -> Sheets:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
        # The cached value of each cell is wanted, never the formula; links to other files are not followed.
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            return _sheets(book)
        finally:
            book.close()
    except Unreadable:
        raise
    except Exception as error:  # whatever a damaged or hostile workbook makes the reader raise
        raise Damaged from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES_MAX or len(entries) > 5_000:
        raise TooLarge(megabytes=BYTES_MAX // 1024 // 1024)
    if "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]:
        raise OpenDocument
    if any(entry.flag_bits & 1 for entry in entries):
        raise PasswordProtected
    if not any(name.casefold().startswith("xl/workbook") for name in names):
        raise NotATable
    # The reader takes every shared text into memory before the first row, and an empty one needs five bytes only.
    if sum(len(_SHARED_TEXT.findall(part)) for entry in entries for part in _parts(archive, entry)) > CELLS_MAX:
        raise TooLarge(megabytes=BYTES_MAX // 1024 // 1024)


def _parts(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as held:
        while part := held.read(1 << 20):
            yield part


def _sheets(book: Any) -> Sheets:
    sheets: Sheets = {}
    left = _Left()
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        # What the file says of its own size is often wrong, and would fill the sheet with blanks.
        sheet.reset_dimensions()
        values = sheet.iter_rows(values_only=True)
        if rows := list(_rows(sheet.title, values, left)):
            sheets[sheet.title] = rows
    if not sheets:
        raise EmptyFile
    return sheets


def _rows(sheet: str, lines: Iterable[Sequence[object]], left: _Left) -> Iterator[Row]:
    filled = 0
    for number, values in enumerate(lines, start=1):
        # Blank rows and blank cells cost time as well, and a small file can hold any number of them.
        left.blanks -= max(1, len(values))
        if number > LINES_MAX or left.blanks < 0:
            raise TooManyRows(rows=ROWS_MAX)
        cells = tuple(Cell(_value(value)) for value in _without_blanks_behind(values))
        if not cells:
            continue
        filled += 1
        left.cells -= len(cells)
        if filled > ROWS_MAX + 100:
            raise TooManyRows(rows=ROWS_MAX)
        if left.cells < 0 or len(cells) > COLUMNS_MAX:
            raise TooLarge(megabytes=BYTES_MAX // 1024 // 1024)
        yield Row(sheet, number, cells)


def _without_blanks_behind(values: Sequence[object]) -> Sequence[object]:
    last = len(values)
    while last and (values[last - 1] is None or values[last - 1] == ""):
        last -= 1
    return values[:last]


def _value(value: object) -> Value:
    """Return what a cell holds; a binary fraction as the shortest text that means it, because money is never one."""
    match value:
        case None | bool() | int() | str() | datetime() | date():
            return value
        case float():
            return int(value) if value.is_integer() and abs(value) < 10**15 else repr(value)
        case time():
            return value.isoformat("minutes")
        case timedelta():
            return str(value)
        case _:
            return str(value)


# ---- text


def _text_table(content: bytes) -> Sheets:
    text = _decoded(content)
    lines = text.splitlines()
    delimiter = None
    if lines and (told := re.fullmatch(r'"?sep=(.)"?', lines[0].strip(), re.IGNORECASE)):
        delimiter = told[1]
        text = text.partition("\n")[2]
    delimiter = delimiter or _delimiter(text)
    try:
        values = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = list(_rows("", values, _Left()))
    except csv.Error as error:
        raise Damaged from error
    if not rows:
        raise EmptyFile
    return {"": rows}


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content[:2000]:
        even, odd = content[0:2000:2].count(0), content[1:2000:2].count(0)
        encodings = ["utf-16-le" if odd > even else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or _is_gibberish(text):
            raise NotATable
        return text
    raise StrangeLetters


def _is_gibberish(text: str) -> bool:
    start = text[:4000]
    return sum(ord(sign) < 32 and sign not in "\t\r\n\v\f" for sign in start) * 20 > len(start)


def _delimiter(text: str) -> str:
    """Return what sets the cells apart: the sign that cuts most lines into equally many."""

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            lines = list(
                itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _SNIFFED_LINES)
            )
        except csv.Error:
            return 0, 0
        widths = Counter(len(line) for line in lines if len(line) > 1)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return times * (width > 1), width

    return max(_DELIMITERS, key=evenness)


# ---- rows kept between pages


def packed(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """Return the rows of sheets as compressed bytes, for `unpacked`."""
    held = {
        name: [[row.number, [_kept(cell.value) for cell in row.cells]] for row in rows] for name, rows in sheets.items()
    }
    return zlib.compress(
        json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 3
    )


def unpacked(content: bytes) -> Sheets:
    """Return the rows that `packed` kept."""
    held = json.loads(zlib.decompress(content).decode("utf-8", "surrogatepass"))
    return {
        name: [Row(name, number, tuple(Cell(_restored(value)) for value in values)) for number, values in rows]
        for name, rows in held.items()
    }


def _kept(value: Value) -> Any:
    match value:
        case datetime():
            return {"t": value.isoformat()}
        case date():
            return {"d": value.isoformat()}
        case _:
            return value


def _restored(value: Any) -> Value:
    match value:
        case {"t": moment}:
            return datetime.fromisoformat(moment)
        case {"d": day}:
            return date.fromisoformat(day)
        case _:
            kept: Value = value
            return kept


# ---- workbooks out


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
