"""The edge where files are opened and written: XLSX, XLS, ODS and CSV in, XLSX and CSV out.

Whoever sends a file is told what would be right where it cannot be read.  A file is data from outside: what it unpacks
to is limited, hostile XML is refused, formulas are never computed (the value the sender saw last counts), and a text
that a spreadsheet would take for a formula is written so that it stays text (OWASP, CSV injection).

Modules: workbooks (`workbooks`, `archives`), plain text (`text`, `encodings`), what goes out (`written`).  What may
come in and why not, and the process that reads the old kinds, are in `sankofa.intake.sheets`.
"""

from sankofa.intake.files.text import delimiter_of, text_table
from sankofa.intake.files.workbooks import old_workbook, zipped_workbook
from sankofa.intake.files.written import csv_of, harmless, workbook_of
from sankofa.intake.sheets.kept import packed, unpacked
from sankofa.intake.sheets.terms import (
    BYTES_MAX,
    CELLS_MAX,
    CODES,
    COLUMNS_MAX,
    LINES_MAX,
    ROWS_MAX,
    Damaged,
    EmptyFile,
    HoldsNuls,
    NotATable,
    OnlyHeadings,
    PasswordProtected,
    Pdf,
    Picture,
    Sheets,
    StrangeLetters,
    TooLarge,
    TooManyColumns,
    TooManyRows,
    UnequalQuotes,
    UnpacksTooLarge,
    Unreadable,
    WebPage,
)

__all__ = [
    "BYTES_MAX",
    "CELLS_MAX",
    "CODES",
    "COLUMNS_MAX",
    "LINES_MAX",
    "ROWS_MAX",
    "Damaged",
    "EmptyFile",
    "HoldsNuls",
    "NotATable",
    "OnlyHeadings",
    "PasswordProtected",
    "Pdf",
    "Picture",
    "Sheets",
    "StrangeLetters",
    "TooLarge",
    "TooManyColumns",
    "TooManyRows",
    "UnequalQuotes",
    "UnpacksTooLarge",
    "Unreadable",
    "WebPage",
    "csv_of",
    "delimiter_of",
    "harmless",
    "packed",
    "sheets_of",
    "unpacked",
    "workbook_of",
]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OTHERS = (b"{\\rtf", b"\x1f\x8b", b"7z", b"Rar!", b"MZ", b"\x7fELF")


def sheets_of(content: bytes, *, columns_max: int = COLUMNS_MAX) -> Sheets:
    """Return the rows of every visible sheet that holds any, as they stand, by the name of the sheet.

    A CSV file is one sheet without a name.  `columns_max` is how wide a row may be.
    Raises a kind of Unreadable that says what would be right.
    """
    if len(content) > BYTES_MAX:
        raise TooLarge(megabytes=BYTES_MAX // 1024 // 1024)
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise EmptyFile
    if content.startswith(_OLE):
        return old_workbook(content)
    if content.startswith(b"PK"):
        return zipped_workbook(content, columns_max=columns_max)
    # The letters of a page may be two bytes wide; what it begins with is told without them.
    start = content[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if start.startswith(b"%PDF"):
        raise Pdf
    if start[:1] == b"<":
        raise WebPage
    if content.startswith(_PICTURES) or content[8:12] == b"WEBP" or content[4:8] == b"ftyp":
        raise Picture
    if start.startswith(_OTHERS):
        raise NotATable
    return text_table(content, columns_max=columns_max)
