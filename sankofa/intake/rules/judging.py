"""What can be said of rows before anybody knows what they mean: what is missing, what comes twice, how days look.

The verdict of the importer is joined with it here; the graver one holds, and every reason is kept, so that one look at
a row is enough to put it right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sankofa.intake.rules.reading import DayOrder, day_order, is_empty, shown, years_written
from sankofa.intake.rules.table import Layout
from sankofa.intake.rules.terms import EMPTY, Cell, FieldKind, FieldSpec, MappedRow, RowOutcome, Table, Verdict
from sankofa.kernel.finding import Finding, Weight, gravest, gravest_first
from sankofa.places.rules.calendars import Calendar, likely

SOURCE = "files coming in"
_FIRST_OF_1904 = date(1904, 1, 1)
LOOKS_LIKE_SOMEBODY = "looks_like_somebody"
CODES = frozenset({"missing", "same_as_row", LOOKS_LIKE_SOMEBODY})


def table_of(
    laid: Layout,
    mapping: Mapping[int, str],
    fields: Sequence[FieldSpec],
    *,
    day_first: bool,
    calendars: Mapping[str, Calendar] | None = None,
    is_1904: bool = False,
) -> Table:
    """Return the rows of a layout with their cells by field, and how days are written in each field of days.

    `day_first` is what the officer chose; it holds where a column proves nothing.  `calendars` is what they chose for
    fields of days that are not Gregorian.  `is_1904`: bare day numbers count from 1 January 1904 and become the days
    that they mean.
    """
    days = [spec.code for spec in fields if spec.kind is FieldKind.DAY and spec.code in mapping.values()]
    counted = frozenset(days) if is_1904 else frozenset()
    rows = tuple(
        MappedRow(
            row.number,
            {
                code: _from_1904(_cell(row.cells, index)) if code in counted else _cell(row.cells, index)
                for index, code in mapping.items()
            },
        )
        for row in laid.rows
    )
    orders = {code: day_order(row[code] for row in rows) for code in days}
    chosen: dict[DayOrder, bool | None] = {
        DayOrder.DAY_FIRST: True,
        DayOrder.MONTH_FIRST: False,
        DayOrder.UNPROVEN: day_first,
        DayOrder.MIXED: None,
    }
    above = {column.index: column.heading for column in laid.columns}
    headings = {code: above.get(index, "") for index, code in mapping.items()}
    return Table(rows, {code: chosen[order] for code, order in orders.items()}, dict(calendars or {}), headings)


def calendar_guesses(laid: Layout, *, country: str) -> dict[int, Calendar]:
    """Return the calendar other than the Gregorian one that the years of a column look like, by the column's place.

    A guess to be shown to whoever confirms the columns; nothing is read by it.  Columns where fewer than half of the
    filled cells hold a year are left out.
    """
    found = {}
    for column in laid.columns:
        cells = [cell for row in laid.rows if not is_empty(cell := _cell(row.cells, column.index))]
        years = years_written(cells)
        if 2 * len(years) >= len(cells) and (guess := likely(years, country=country)) is not None:
            found[column.index] = guess
    return found


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """Return the verdict that findings alone lead to: a barrier sends the row back, anything else is a remark."""
    weight = gravest(findings)
    if weight is None:
        return Verdict.NEW
    return Verdict.REFUSED if weight is Weight.BARRIER else Verdict.REMARK


def repeated_rows(table: Table) -> dict[int, int]:
    """Return the rows that say exactly what an earlier row says, with the number of that row."""
    first: dict[tuple[str, ...], int] = {}
    repeated = {}
    for row in table.rows:
        said = tuple(shown(row.cells[code].value) for code in sorted(row.cells))
        if (earlier := first.setdefault(said, row.number)) != row.number:
            repeated[row.number] = earlier
    return repeated


def missing(row: MappedRow, fields: Sequence[FieldSpec]) -> list[Finding]:
    """Return a finding for every required field that the row leaves empty."""
    return [
        Finding("missing", Weight.BARRIER, SOURCE, field=spec.code, example=spec.example or "…")
        for spec in fields
        if spec.required and is_empty(row[spec.code])
    ]


def joined(row: MappedRow, outcome: RowOutcome, fields: Sequence[FieldSpec], repeated: Mapping[int, int]) -> RowOutcome:
    """Return an importer's outcome joined with what is known of the row as such.  Gravest findings come first."""
    assert outcome.row == row.number, "an importer answers row by row, in order"
    if outcome.verdict is Verdict.KNOWN:
        return outcome
    if row.number in repeated:
        same = Finding("same_as_row", Weight.NOTE, SOURCE, field="", earlier=repeated[row.number])
        return replace(outcome, verdict=Verdict.KNOWN, findings=(same,))
    lacking = missing(row, fields)
    found = tuple(gravest_first([*lacking, *outcome.findings]))
    return replace(outcome, verdict=Verdict.REFUSED if lacking else outcome.verdict, findings=found)


def left_out(outcome: RowOutcome) -> RowOutcome:
    """Return the outcome of a row that goes back because it looks like somebody who is there already."""
    why = Finding(LOOKS_LIKE_SOMEBODY, Weight.BARRIER, SOURCE, field="")
    return replace(outcome, verdict=Verdict.REFUSED, findings=(why,))


def is_left_out(held: Iterable[str]) -> bool:
    """Whether the marks kept of a row say that it goes back because it looks like somebody."""
    return f":{LOOKS_LIKE_SOMEBODY}" in held


def counted(verdicts: Iterable[str]) -> dict[str, int]:
    """Return how many rows have each verdict, all verdicts named."""
    counts = {str(verdict): 0 for verdict in Verdict}
    for verdict in verdicts:
        counts[str(verdict)] += 1
    return counts


def _cell(cells: Sequence[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else EMPTY


def _from_1904(cell: Cell) -> Cell:
    """Return the day that a bare number of five figures means where days count from 1 January 1904."""
    if isinstance(cell.value, int) and 10_000 <= cell.value <= 99_999:
        return Cell(_FIRST_OF_1904 + timedelta(days=cell.value), cell.is_merged)
    return cell


def earlier_row(findings: Iterable[Finding]) -> int | None:
    """Return the earlier row of the same file that a finding speaks of (its fact `earlier`), if one does."""
    for finding in findings:
        if isinstance(earlier := finding.facts.get("earlier"), int):
            return earlier
    return None


def marks(findings: Iterable[Finding]) -> list[str]:
    """Return what may be kept of findings in the clear: field and code, never what a cell said."""
    return [f"{finding.facts.get('field', '')}:{finding.code}" for finding in findings]
