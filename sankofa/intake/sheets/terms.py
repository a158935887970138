"""What may come in at most, why a file cannot be read, and the rows of its sheets as they stand.

Nothing here opens a file, so that the process that reads old workbooks starts at once (see `apart`).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sankofa.intake.rules.terms import Cell, Row, Value

BYTES_MAX = 15 * 1024 * 1024
UNPACKED_BYTES_MAX = 300 * 1024 * 1024
ROWS_MAX = 50_000
CELLS_MAX = 2_000_000
COLUMNS_MAX = 500
LINES_MAX = 1_048_576
"""As many as a spreadsheet can have, blank ones too: a file of a thousand bytes can claim a row number without end."""
BLANKS_MAX = 20_000_000


class Sheets(dict[str, list[Row]]):
    """The rows of every sheet that holds any, by the name of the sheet.

    `is_1904` says that the workbook counts days from 1 January 1904, as those of old Macintosh computers do: a bare
    day number then means another day (ECMA-376 part 1, 18.17.4.1).
    """

    is_1904: bool = False


class Unreadable(Exception):
    """A file that cannot be read as a table; the class says what would be right (see `wording`)."""

    code = "unreadable"

    def __init__(self, **facts: int | str) -> None:
        super().__init__(self.code, facts)
        self.facts = facts


class EmptyFile(Unreadable):
    """The file holds nothing."""

    code = "file.empty"


class OnlyHeadings(Unreadable):
    """The file holds a row of headings and nothing below it."""

    code = "file.only_headings"


class TooLarge(Unreadable):
    """The file is larger than one import may be."""

    code = "file.too_large"


class UnpacksTooLarge(Unreadable):
    """The file is small, but what it unpacks to is not: made to fill a machine, or full of formatted blanks."""

    code = "file.unpacks_too_large"


class TooManyRows(Unreadable):
    """The file holds more rows than one import may have."""

    code = "file.too_many_rows"


class TooManyColumns(Unreadable):
    """A row of the file is wider than any list is."""

    code = "file.too_many_columns"


class PasswordProtected(Unreadable):
    """The workbook asks for a password."""

    code = "file.password"


class Pdf(Unreadable):
    """The file is a PDF."""

    code = "file.pdf"


class Picture(Unreadable):
    """The file is a picture: a photo or a scan of a list."""

    code = "file.picture"


class WebPage(Unreadable):
    """The file is a web page, whatever its name says: some systems export HTML and call it .xls, or answer an error."""

    code = "file.web_page"


class NotATable(Unreadable):
    """The file is something else: a letter, a program."""

    code = "file.not_a_table"


class Damaged(Unreadable):
    """The file begins like a workbook but cannot be read to its end."""

    code = "file.damaged"


class UnequalQuotes(Unreadable):
    """A quotation mark of a text file is opened and never closed, so everything below it is one cell."""

    code = "file.unequal_quotes"


class HoldsNuls(Unreadable):
    """A text file has bytes in it that no text has: it was cut off while it was copied, or is no text."""

    code = "file.nuls"


class StrangeLetters(Unreadable):
    """The text of the file is in an encoding that cannot be told."""

    code = "file.strange_letters"


CODES = frozenset(kind.code for kind in Unreadable.__subclasses__())


def too_large() -> TooLarge:
    """Return the refusal of a file that is too large, with what would fit."""
    return TooLarge(megabytes=BYTES_MAX // 1024 // 1024)


@dataclass(slots=True)
class Left:
    """What a file may still hold, over all its sheets."""

    cells: int = CELLS_MAX
    blanks: int = BLANKS_MAX
    columns_max: int = COLUMNS_MAX
    """How many cells one row may have; this does not grow less."""


Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]
"""The first and the last cell of each merged range, row before column, counted from 0."""


def rows_of(
    sheet: str, lines: Iterable[Sequence[object]], left: Left, *, first: int = 1, merged: Merged = ()
) -> Iterator[Row]:
    """Yield the filled rows of a sheet, a value merged down over several rows standing in each of them.

    A value merged across columns stands in the first of them only: a title over a whole table is no data.  `first` is
    the number of the first line.  Raises TooManyRows, TooManyColumns and TooLarge.
    """
    begins: dict[int, list[tuple[int, int]]] = {}
    for (top, column), (bottom, _) in merged:
        if bottom > top:
            begins.setdefault(top + 1, []).append((column, bottom + 1))
    carried: dict[int, tuple[int, Value]] = {}
    filled = 0
    for number, values in enumerate(lines, start=first):
        # Blank rows and blank cells cost time as well, and a small file can hold any number of them.
        left.blanks -= max(1, len(values))
        if number > LINES_MAX or left.blanks < 0:
            raise TooManyRows(rows=ROWS_MAX)
        cells = [Cell(_value(value)) for value in _without_blanks_behind(values)]
        carried = {column: held for column, held in carried.items() if held[0] >= number}
        cells = _with_carried(cells, carried)
        for column, until in begins.get(number, ()):
            if column < len(cells) and not cells[column].is_empty:
                carried[column] = (until, cells[column].value)
        if not cells:
            continue
        filled += 1
        left.cells -= len(cells)
        if filled > ROWS_MAX + 100:
            raise TooManyRows(rows=ROWS_MAX)
        if len(cells) > left.columns_max:
            raise TooManyColumns(columns=left.columns_max)
        if left.cells < 0:
            raise too_large()
        yield Row(sheet, number, tuple(cells))


def _with_carried(cells: list[Cell], carried: dict[int, tuple[int, Value]]) -> list[Cell]:
    """Return the cells of a row with what is merged into it from above.

    A row that holds nothing else stays blank: cells are often merged far below the list they belong to.
    """
    if not cells or not carried:
        return cells
    width = max(len(cells), max(carried) + 1)
    cells = cells + [Cell()] * (width - len(cells))
    for column, (_, value) in carried.items():
        if cells[column].is_empty:
            cells[column] = Cell(value, is_merged=True)
    return cells


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
