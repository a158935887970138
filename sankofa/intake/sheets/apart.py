"""Reads XLS and ODS in a process of its own: a workbook on standard input, its packed rows on standard output.

    python -m sankofa.intake.sheets.apart < list.xls

The first line says `read`, or the code of the refusal.  The process gives itself limits of memory and time before it
looks at the file, so that a sheet that claims sixteen million cells ends here and not in the web server.
"""

import io
import resource
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import python_calamine

from sankofa.intake.sheets import old, terms
from sankofa.intake.sheets.kept import packed
from sankofa.intake.sheets.terms import Left, Sheets, rows_of

MEMORY_MAX = 1024 * 1024 * 1024
SECONDS_MAX = 50


def main() -> None:
    """Read a workbook from standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = b"read\n" + packed(sheets(sys.stdin.buffer.read()))
    except terms.Unreadable as error:
        answer = error.code.encode() + b"\n"
    sys.stdout.buffer.write(answer)


def sheets(content: bytes) -> Sheets:
    """Return the rows of every visible sheet of a workbook.  Raises a kind of Unreadable."""
    try:
        about = old.about(content)
        with python_calamine.load_workbook(io.BytesIO(content)) as book:
            return _sheets(book, about)
    except terms.Unreadable:
        raise
    except python_calamine.PasswordError as error:
        raise terms.PasswordProtected from error
    except MemoryError as error:
        raise terms.UnpacksTooLarge from error
    except BaseException as error:  # a reader that gives up in Rust raises what is no Exception
        raise terms.Damaged from error


def _sheets(book: Any, about: old.About) -> Sheets:
    found, left = Sheets(), Left()
    found.is_1904 = about.is_1904
    for place, told in enumerate(book.sheets_metadata):
        if told.visible != python_calamine.SheetVisibleEnum.Visible:
            continue
        if told.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_index(place)
        if sheet.start is None:
            continue
        merged = sheet.merged_cell_ranges or about.merged.get(told.name, ())
        if rows := list(rows_of(told.name, _lines(sheet), left, merged=merged)):
            found[told.name] = rows
    if not found:
        raise terms.EmptyFile
    return found


def _lines(sheet: Any) -> Iterator[Sequence[object]]:
    """Yield the rows of a sheet from its first one, each from its first column: the reader leaves blank ones out."""
    blank = [None] * sheet.start[1]
    return ([*blank, *values] for values in sheet.iter_rows()) if blank else sheet.iter_rows()


if __name__ == "__main__":
    main()
