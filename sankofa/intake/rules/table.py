"""Where the table lies in a sheet: its headings, its rows, and what is neither.

Sheets from offices begin with a title and end with a total; blank rows separate, headings come again on every printed
page, and files from humanitarian partners carry a row of HXL tags (hxlstandard.org 1.1).  Whatever is not read as a row
of data is listed with its reason, so that nothing is skipped in silence.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sankofa.intake.rules.reading import shown
from sankofa.intake.rules.terms import EMPTY, Cell, Column, Row

HEADINGS_WITHIN = 40  # filled rows from the top in which headings are looked for
_EXAMPLES = 3
_TAG = re.compile(r"#[a-z][a-z0-9_]*(\s*\+[a-z0-9_]+)*")
_TOTALS = (
    "grand total", "total general", "sous total", "sub total", "subtotal", "total", "totals", "totaux", "sum", "somme",
    "کل", "میزان", "مجموع", "মোট", "সর্বমোট", "कुल", "जम्मा", "එකතුව", "மொத்தம்",
)  # fmt: skip


class Skipped(StrEnum):
    """Why a row of a sheet is not a row of data."""

    ABOVE = "above"  # a title or a note above the headings
    TAGS = "tags"  # HXL tags
    AGAIN = "again"  # the headings once more
    TOTAL = "total"
    NOTE = "note"  # a remark below the table


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out: its headings, its rows of data, and the rows that are neither, each with its reason.

    `tags` are HXL tags by column.  Rows hold as many cells as there are columns to the last one.
    """

    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    skipped: tuple[tuple[int, Skipped], ...]
    tags: Mapping[int, str]


def nobody_knows(heading: str) -> bool:  # noqa: ARG001
    """Say of every heading that it is not known."""
    return False


def layout(
    sheet: str,
    rows: Sequence[Row],
    *,
    is_known: Callable[[str], bool] = nobody_knows,
    header_row: int | None = None,
) -> Layout | None:
    """Return how a sheet is laid out, or None where it holds no table (no headings, or no row below them).

    `is_known` says of a heading whether some field goes by that name; it tells headings from other rows of text.
    `header_row` is the number of the row that somebody says holds the headings.
    """
    filled = [row for row in rows if not row.is_empty]
    header = (
        _header(filled, is_known) if header_row is None else next((r for r in filled if r.number == header_row), None)
    )
    if header is None:
        return None
    width = max(len(row.cells) for row in filled if row.number >= header.number)
    above = next((row for row in filled if row.number == header.number - 1), None)
    headings, heads = _headings(header, above, width), _texts(header)
    tags: dict[int, str] = {}
    data: list[Row] = []
    skipped = [(row.number, Skipped.ABOVE) for row in filled if row.number < header.number]
    if above is not None and _is_tags(above):
        tags = _tags(above)
        skipped = [(number, Skipped.TAGS if number == above.number else why) for number, why in skipped]
    previous = header.number
    ended = False
    for row in filled:
        if row.number <= header.number:
            continue
        ended = ended or (bool(data) and row.number > previous + 1)
        previous = row.number
        if why := _why_skipped(row, heads, width=width, after_a_gap=ended):
            skipped.append((row.number, why))
            tags = _tags(row) if why is Skipped.TAGS and not tags else tags
        else:
            data.append(_widened(row, width))
    if not data:
        return None
    columns = [
        Column(index, heading, _examples(data, index))
        for index, heading in enumerate(headings)
        if heading or any(not row.cells[index].is_empty for row in data)
    ]
    return Layout(sheet, header.number, tuple(columns), tuple(data), tuple(skipped), tags)


def data_sheets(sheets: Mapping[str, Sequence[Row]], *, is_known: Callable[[str], bool] = nobody_knows) -> list[Layout]:
    """Return the sheets that hold a table, the likeliest first: most headings known, then most cells filled."""
    found = [laid for name, rows in sheets.items() if (laid := layout(name, rows, is_known=is_known))]
    return sorted(found, key=lambda laid: _likelihood(laid, is_known), reverse=True)


def skipped_counts(laid: Layout) -> dict[Skipped, int]:
    """Return how many rows were not read as data, by reason."""
    return dict(Counter(why for _, why in laid.skipped))


def _likelihood(laid: Layout, is_known: Callable[[str], bool]) -> tuple[int, int]:
    known = sum(is_known(column.heading) for column in laid.columns)
    return known, len(laid.rows) * len(laid.columns)


def _header(filled: Sequence[Row], is_known: Callable[[str], bool]) -> Row | None:
    """Return the row that holds the headings: the one most like headings, the upper of two that are equally so.

    Where headings stand in two rows the lower one is returned, because the list begins below it.
    """
    likely: Row | None = None
    best = 0
    for row in filled[:HEADINGS_WITHIN]:
        if (score := _header_score(row, is_known)) > best:
            likely, best = row, score
    below = next((row for row in filled if likely is not None and row.number == likely.number + 1), None)
    if likely is None or below is None or _texts(below) == _texts(likely):
        return likely
    return below if sum(is_known(text) for text in set(_texts(below))) > 1 else likely


def _header_score(row: Row, is_known: Callable[[str], bool]) -> int:
    """Return how much a row looks like headings: short different texts, known ones above all, or years."""
    texts = [shown(cell.value) for cell in row.cells if isinstance(cell.value, str) and not cell.is_empty]
    others = [cell.value for cell in row.cells if not isinstance(cell.value, str) and cell.value is not None]
    years = {value for value in others if isinstance(value, int) and 1900 <= value <= 2100}
    if not texts or _is_tags(row):
        return 0
    worded = {text for text in texts if any(sign.isalpha() for sign in text) and len(text) <= 60}
    known = sum(is_known(text) for text in set(texts))
    unlike = 2 * (len(others) - len(years)) + sum(text not in worded for text in texts) + _repetitions(texts)
    return 5 * known + len(worded) + len(years) - unlike


def _repetitions(texts: Sequence[str]) -> int:
    return len(texts) - len(set(texts))


def _headings(header: Row, above: Row | None, width: int) -> list[str]:
    """Return the headings; the second of two alike is told apart by a number.

    Where headings stand in two rows, one that spans both rows is written in the upper one.  A text that stands alone
    in its row is a title.
    """
    spanning: tuple[Cell, ...] = ()
    if above is not None and len(_texts(above)) > 1 and not _is_tags(above):
        spanning = _widened(above, width).cells
    seen: Counter[str] = Counter()
    headings = []
    for index, cell in enumerate(_widened(header, width).cells):
        heading = shown(cell.value) or (shown(spanning[index].value) if spanning else "")
        seen[heading] += 1
        headings.append(f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading)
    return headings


def _why_skipped(row: Row, heads: list[str], *, width: int, after_a_gap: bool) -> Skipped | None:
    if _is_tags(row):
        return Skipped.TAGS
    filled = [cell for cell in row.cells if not cell.is_empty]
    if len(filled) > 1 and _texts(row) == heads:
        return Skipped.AGAIN
    if _is_total(row) and (width > 1 or len(filled) > 1):
        return Skipped.TOTAL
    if after_a_gap and len(filled) == 1 and width > 2:
        return Skipped.NOTE
    return None


def _is_total(row: Row) -> bool:
    """Whether a row adds up: it begins with a word for total and holds nothing else but numbers."""
    filled = [cell for cell in row.cells if not cell.is_empty]
    if not isinstance(filled[0].value, str):
        return False
    first = _letters(filled[0].value)
    if first not in _TOTALS and not any(first.startswith(f"{word} ") for word in _TOTALS[:5]):
        return False
    return all(_is_number(cell) for cell in filled[1:])


def _is_number(cell: Cell) -> bool:
    said = shown(cell.value)
    return isinstance(cell.value, int) or (any(s.isdecimal() for s in said) and not any(s.isalpha() for s in said))


def _is_tags(row: Row) -> bool:
    if not any(isinstance(cell.value, str) and "#" in cell.value for cell in row.cells):
        return False
    texts = _texts(row)
    return 2 * sum(bool(_TAG.fullmatch(text.casefold())) for text in texts) > len(texts)


def _texts(row: Row) -> list[str]:
    return [shown(cell.value) for cell in row.cells if not cell.is_empty]


def _tags(row: Row) -> dict[int, str]:
    texts = {index: re.sub(r"\s", "", shown(cell.value).casefold()) for index, cell in enumerate(row.cells)}
    return {index: text for index, text in texts.items() if _TAG.fullmatch(text)}


def _widened(row: Row, width: int) -> Row:
    missing = width - len(row.cells)
    return Row(row.sheet, row.number, (*row.cells, *(EMPTY,) * missing)) if missing > 0 else row


def _examples(rows: Iterable[Row], index: int) -> tuple[str, ...]:
    """Return the first different things that a column says."""
    examples: dict[str, None] = {}
    for row in rows:
        if not row.cells[index].is_empty:
            examples.setdefault(shown(row.cells[index].value))
        if len(examples) == _EXAMPLES:
            break
    return tuple(examples)


def _letters(text: str) -> str:
    """Return the words of a text alone, in small letters without accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(
        sign if sign.isalpha() or unicodedata.category(sign) == "Mc" else " "
        for sign in folded
        if unicodedata.category(sign) != "Mn"
    )
    return " ".join(kept.split())
