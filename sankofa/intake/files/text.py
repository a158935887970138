"""Tables of plain text: CSV and its cousins, in whatever encoding and with whatever sign between the cells."""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sankofa.intake.files.encodings import decoded
from sankofa.intake.sheets.terms import COLUMNS_MAX, EmptyFile, Left, Sheets, UnequalQuotes, rows_of

_DELIMITERS = ",;\t|"
_SNIFFED_LINES = 40
_LINES_IN_A_CELL_MAX = 40
"""A remark of so many lines is a remark; of more, a quotation mark that was forgotten."""
_END = "\x1aend of the list"
"""Put below the last line: where it does not stand alone in the end, a quotation mark is open still."""


def text_table(content: bytes, *, columns_max: int = COLUMNS_MAX) -> Sheets:
    """Return the one sheet of a text file, without a name.  Raises a kind of Unreadable."""
    text, delimiter = _cut(decoded(content))
    rows = list(rows_of("", _lines(text, delimiter), Left(columns_max=columns_max)))
    if not rows:
        raise EmptyFile
    return Sheets({"": rows})


def delimiter_of(content: bytes) -> str:
    """Return the sign that sets the cells of a text file apart.  Raises a kind of Unreadable."""
    return _cut(decoded(content))[1]


def _cut(text: str) -> tuple[str, str]:
    """Return a text without the line that names what sets its cells apart, if there is one, and that sign."""
    first = text[:20].splitlines()[:1]
    if first and (told := re.fullmatch(r'"?sep=(.)"?', first[0].strip(), re.IGNORECASE)):
        return text.partition("\n")[2], told[1]
    return text, _delimiter(text)


def _lines(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    """Yield the lines of a text cut into cells.  Raises UnequalQuotes, naming the row where a mark is not closed."""
    read = csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=delimiter)
    row, line = 0, 0
    while True:
        row += 1
        try:
            cells = next(read)
        except csv.Error as error:
            # A cell longer than any: what follows lies between two quotation marks.
            raise UnequalQuotes(row=row) from error
        if cells == [_END]:
            return
        if cells and cells[-1].endswith(_END):
            raise UnequalQuotes(row=row)
        if read.line_num - line > _LINES_IN_A_CELL_MAX:
            raise UnequalQuotes(row=row)
        line = read.line_num
        yield cells


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
