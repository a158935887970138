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
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS_MIN = 5
_WORDS_MAX = 60  # a heading is no longer than this
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

    `header_row` is the lowest row of headings, `header_rows` are all of them.  `tags` are HXL tags by column.  Rows
    hold as many cells as there are columns to the last one.
    """

    sheet: str
    header_row: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    skipped: tuple[tuple[int, Skipped], ...]
    tags: Mapping[int, str]
    header_rows: tuple[int, ...] = ()

    @property
    def merged_rows(self) -> int:
        """How many rows hold a value that stands in a cell above and is merged down over them."""
        return sum(any(cell.is_merged for cell in row.cells) for row in self.rows)


def nobody_knows(heading: str) -> bool:  # noqa: ARG001
    """Say of every heading that it is not known."""
    return False


def layout(
    sheet: str,
    rows: Sequence[Row],
    *,
    is_known: Callable[[str], bool] = nobody_knows,
    header_row: int | None = None,
    header_first: int | None = None,
) -> Layout | None:
    """Return how a sheet is laid out, or None where it holds no table (no headings, or no row below them).

    `is_known` says of a heading whether some field goes by that name; it tells headings from other rows of text.
    `header_row` is the number of the row that somebody says holds the headings; `header_first` that of the first of
    them where they stand in several.
    """
    filled = [row for row in rows if not row.is_empty]
    header = (
        _header(filled, is_known) if header_row is None else next((r for r in filled if r.number == header_row), None)
    )
    if header is None:
        return None
    width = max(len(row.cells) for row in filled if row.number >= header.number)
    above = next((row for row in filled if row.number == header.number - 1), None)
    over = _rows_over(header, filled, is_known, header_first)
    headings, heads = _headings(header, over, width), _texts(header)
    tags: dict[int, str] = {}
    data: list[Row] = []
    top = over[0].number if over else header.number
    skipped = [(row.number, Skipped.ABOVE) for row in filled if row.number < top]
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
        Column(index, heading, _examples(data, index), own if over else "")
        for index, (heading, own) in enumerate(headings)
        if heading or any(not row.cells[index].is_empty for row in data)
    ]
    header_rows = (*(row.number for row in over), header.number)
    return Layout(sheet, header.number, tuple(columns), tuple(data), tuple(skipped), tags, header_rows)


def data_sheets(sheets: Mapping[str, Sequence[Row]], *, is_known: Callable[[str], bool] = nobody_knows) -> list[Layout]:
    """Return the sheets that hold a table, the likeliest first: most headings known, then most cells filled."""
    found = [laid for name, rows in sheets.items() if (laid := layout(name, rows, is_known=is_known))]
    return sorted(found, key=lambda laid: _likelihood(laid, is_known), reverse=True)


def skipped_counts(laid: Layout) -> dict[Skipped, int]:
    """Return how many rows were not read as data, by reason."""
    return dict(Counter(why for _, why in laid.skipped))


def _likelihood(laid: Layout, is_known: Callable[[str], bool]) -> tuple[int, int]:
    known = sum(is_known(column.heading) or is_known(column.own) for column in laid.columns)
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
    if likely is None or below is None or _is_tags(below) or _texts(below) == _texts(likely):
        return likely
    if sum(is_known(text) for text in set(_texts(below))) > 1 or _completes(below, likely, is_known):
        return below
    return likely


def _completes(below: Row, upper: Row, is_known: Callable[[str], bool]) -> bool:
    """Whether a row says what is in the columns of the groups above it: Date and Reason, below Return."""
    if not _is_worded(below):
        return False
    pairs = _joined([upper], below, max(len(upper.cells), len(below.cells)))
    grouped = [heading for heading, own in pairs if own and own != heading]
    return any(is_known(heading) for heading in grouped)


def _is_worded(row: Row) -> bool:
    """Whether a row holds nothing but short words."""
    return all(
        isinstance(cell.value, str) and len(said := shown(cell.value)) <= _WORDS_MAX and any(s.isalpha() for s in said)
        for cell in row.cells
        if not cell.is_empty
    )


def _rows_over(
    header: Row, filled: Sequence[Row], is_known: Callable[[str], bool], header_first: int | None
) -> list[Row]:
    """Return the rows of headings above the lowest one: those that somebody named, else one that groups columns.

    A row groups columns where it is merged into the lower one, where it says what the lower one leaves out, tells two
    headings alike apart, or makes a heading known that is not known alone.  A text that stands alone at the beginning
    of its row is a title.
    """
    if header_first is not None:
        return [row for row in filled if header_first <= row.number < header.number and not _is_tags(row)]
    above = next((row for row in filled if row.number == header.number - 1), None)
    if above is None or _is_tags(above) or not _is_worded(above):
        return []
    if len(_texts(above)) == 1 and not above.cells[0].is_empty:
        return []
    pairs = _joined([above], header, max(len(above.cells), len(header.cells)))
    own = [text for _, text in pairs if text]
    says_more = len(_texts(above)) > 1 and any(heading and not text for heading, text in pairs)
    tells_apart = _repetitions(own) > _repetitions([heading for heading, text in pairs if text])
    becomes_known = any(is_known(heading) and not is_known(text) for heading, text in pairs if text)
    is_merged = any(cell.is_merged for cell in header.cells)
    return [above] if is_merged or says_more or tells_apart or becomes_known else []


def _header_score(row: Row, is_known: Callable[[str], bool]) -> int:
    """Return how much a row looks like headings: short different texts, known ones above all, or years."""
    texts = [shown(cell.value) for cell in row.cells if isinstance(cell.value, str) and not cell.is_empty]
    others = [cell.value for cell in row.cells if not isinstance(cell.value, str) and cell.value is not None]
    written_years = {text for text in texts if _YEAR.fullmatch(text)}
    if len(written_years) < _YEARS_MIN:
        written_years = set()  # somebody's years, not a row of them
    years = {value for value in others if isinstance(value, int) and 1900 <= value <= 2100}
    if not texts or _is_tags(row):
        return 0
    worded = {text for text in texts if any(sign.isalpha() for sign in text) and len(text) <= _WORDS_MAX}
    known = sum(is_known(text) for text in set(texts))
    unlike = (
        2 * (len(others) - len(years))
        + sum(text not in worded and text not in written_years for text in texts)
        + _repetitions(texts)
    )
    return 5 * known + len(worded) + len(years) + len(written_years) - unlike


def _repetitions(texts: Sequence[str]) -> int:
    return len(texts) - len(set(texts))


def _headings(header: Row, over: Sequence[Row], width: int) -> list[tuple[str, str]]:
    """Return the heading of each column and its lowest part alone; of two alike the second is given a number."""
    seen: Counter[str] = Counter()
    headings = []
    for heading, own in _joined(over, header, width):
        seen[heading] += 1
        headings.append((f"{heading} ({seen[heading]})" if heading and seen[heading] > 1 else heading, own))
    return headings


def _joined(over: Sequence[Row], header: Row, width: int) -> list[tuple[str, str]]:
    """Return the headings of each column with the groups above it, and its own one.

    A group stands above its first column and holds until the next one begins, as far as columns have headings.
    """
    owns = [shown(cell.value) for cell in _widened(header, width).cells]
    groups: list[list[str]] = []
    for row in over:
        held, group = [], ""
        for cell, own in zip(_widened(row, width).cells, owns, strict=False):
            group = shown(cell.value) or (group if own else "")
            held.append(group)
        groups.append(held)
    pairs = []
    for index, own in enumerate(owns):
        parts = dict.fromkeys(part for part in (*(held[index] for held in groups), own) if part)
        pairs.append((" / ".join(parts), own))
    return pairs


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
