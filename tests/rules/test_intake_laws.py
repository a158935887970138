"""Laws of files coming in: nothing that stands in a cell makes reading fail, and what is written can be read back."""

from datetime import date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sankofa.intake.files import harmless, packed, unpacked
from sankofa.intake.rules import judging, mapping, reading, stages, table
from sankofa.intake.rules.numerals import NotOneNumber, TwoNumbers, number
from sankofa.intake.rules.reading import CODES, Day, Precision
from sankofa.intake.rules.terms import Cell, Column, FieldKind, FieldSpec, MappedRow, Row, RowOutcome, Verdict
from sankofa.kernel.money import Money

TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789.,-/ eE+()'kKtT", max_size=24),
    st.from_regex(r"[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}", fullmatch=True),
)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.dates(), st.datetimes(), TEXTS, st.floats().map(repr))
CELLS = VALUES.map(Cell)
DAYS = st.dates(date(reading.YEAR_MIN, 1, 1), date(reading.YEAR_MAX, 12, 31))


@given(CELLS, st.sampled_from([True, False, None]), st.sampled_from(["BDT", "XOF", "TND"]))
def test_nothing_in_a_cell_makes_reading_fail(cell: Cell, day_first: bool | None, currency: str) -> None:
    for read in (
        reading.read_text(cell, "f"), reading.read_code(cell, "f"), reading.read_whole_number(cell, "f"),
        reading.read_phone(cell, "f"), reading.read_day(cell, "f", day_first), reading.read_age(cell, "f"),
        reading.read_money(cell, "f", currency), reading.read_yes_no(cell, "f"),
    ):  # fmt: skip
        if read.finding is not None:
            assert read.finding.code in CODES
            assert read.finding.facts["field"] == "f"


@given(DAYS, st.sampled_from(Precision))
def test_a_day_written_by_us_is_read_back_as_it_was(day: date, precision: Precision) -> None:
    known = {
        Precision.DAY: Day(day),
        Precision.MONTH: Day(day.replace(day=1), Precision.MONTH),
        Precision.YEAR: Day(day.replace(month=1, day=1), Precision.YEAR),
    }[precision]
    assert reading.read_day(Cell(str(known)), "f", day_first=None).value == known


@given(DAYS, st.booleans())
def test_a_day_in_figures_is_read_in_the_order_of_its_column(day: date, day_first: bool) -> None:
    written = day.strftime("%d/%m/%Y" if day_first else "%m/%d/%Y")
    assert reading.read_day(Cell(written), "f", day_first).value == Day(day)


@given(st.lists(DAYS, min_size=1))
def test_a_column_written_in_one_order_is_never_taken_for_the_other(days: list[date]) -> None:
    order = reading.day_order(Cell(day.strftime("%d/%m/%Y")) for day in days)
    assert order in {reading.DayOrder.DAY_FIRST, reading.DayOrder.UNPROVEN}


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["BDT", "XOF", "TND"]))
def test_an_amount_written_by_us_is_read_back_to_the_last_unit(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    read = reading.read_money(Cell(str(amount)), "f", currency)
    if read.finding is not None:
        assert (read.finding.code, currency) == ("two_numbers", "TND")
    else:
        assert read.value == amount


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from([",", " ", "\u00a0", "'"]))
def test_thousands_set_apart_mean_the_same_number(value: int, sign: str) -> None:
    assert number(f"{value:,}".replace(",", sign)) == value


@given(TEXTS)
def test_a_number_is_exact_or_refused(text: str) -> None:
    try:
        value: object = number(text)
    except (NotOneNumber, TwoNumbers) as refusal:
        value = refusal
    assert isinstance(value, Decimal | NotOneNumber) or (isinstance(value, TwoNumbers) and value.whole != value.decimal)


@given(st.text())
def test_cleaning_twice_is_cleaning_once_unless_an_apostrophe_stood_in_front(text: str) -> None:
    once = reading.cleaned(text)
    assert reading.cleaned(once) == once or once[:1] in reading._APOSTROPHES


FIELDS = (
    FieldSpec("name", "Name", {"fr": ("nom",)}, required=True),
    FieldSpec("born", "Date of birth", {"en": ("dob",)}, kind=FieldKind.DAY),
    FieldSpec("phone", "Phone", {"fr": ("téléphone",)}, hxl="#contact+phone"),
)
GRIDS = st.lists(st.lists(CELLS, max_size=6), max_size=12)


def _rows(grid: list[list[Cell]]) -> list[Row]:
    return [Row("S", number, tuple(cells)) for number, cells in enumerate(grid, start=1)]


@given(GRIDS)
def test_every_filled_row_is_heading_data_or_skipped_with_a_reason(grid: list[list[Cell]]) -> None:
    rows = _rows(grid)
    laid = table.layout("S", rows, is_known=mapping.knows(FIELDS))
    if laid is None:
        return
    told = [laid.header_row, *(row.number for row in laid.rows), *(row for row, _ in laid.skipped)]
    assert sorted(told) == [row.number for row in rows if not row.is_empty]
    assert {len(row.cells) for row in laid.rows} == {max(len(row.cells) for row in laid.rows)}


@given(st.lists(st.text(max_size=20), max_size=8))
def test_a_field_is_proposed_for_one_column_at_most(headings: list[str]) -> None:
    columns = [Column(index, heading) for index, heading in enumerate(headings)]
    found = mapping.proposals(columns, FIELDS)
    assert len({proposal.field for proposal in found.values()}) == len(found)
    assert all(0 <= proposal.confidence <= 100 for proposal in found.values())


@given(st.lists(st.text(max_size=20)).flatmap(lambda texts: st.tuples(st.just(texts), st.permutations(texts))))
def test_headings_are_known_again_in_any_order(headings: tuple[list[str], list[str]]) -> None:
    assert mapping.signature(headings[0]) == mapping.signature(headings[1])


@given(GRIDS)
def test_rows_kept_between_pages_come_back_as_they_were(grid: list[list[Cell]]) -> None:
    sheets = {"S": _rows(grid)}
    assert unpacked(packed(sheets)) == sheets


@given(st.text())
def test_no_text_that_goes_out_is_taken_for_a_formula(text: str) -> None:
    written = harmless(text)
    assert written[:1] not in set("=@\t\r\n")
    assert written[:1] not in set("+-") or all(sign in "+-0123456789 .," or sign.isdecimal() for sign in written)


@given(st.lists(CELLS, min_size=3, max_size=3))
def test_a_row_without_what_it_needs_never_goes_in(cells: list[Cell]) -> None:
    row = MappedRow(2, {"name": Cell(" "), "born": cells[1], "phone": cells[2]})
    joined = judging.joined(row, RowOutcome(2, Verdict.NEW), FIELDS, {})
    assert joined.verdict is Verdict.REFUSED
    assert [finding.code for finding in joined.findings] == ["missing"]


def test_no_stage_leads_back_once_rows_are_going_in() -> None:
    reached, waiting = set(), [stages.Stage.APPLYING]
    while waiting:
        following = stages.NEXT[waiting.pop()] - reached
        reached |= following
        waiting += following
    assert reached == {stages.Stage.APPLYING, stages.Stage.DONE, stages.Stage.UNDOING, stages.Stage.UNDONE}
    assert stages.NEXT[stages.Stage.UNDONE] == frozenset()


@given(st.datetimes())
def test_a_moment_is_shown_without_a_zone(at: datetime) -> None:
    assert "+" not in reading.shown(at)


def test_bare_day_numbers_of_a_workbook_that_counts_from_1904_are_the_days_they_mean() -> None:
    rows = [Row("", 1, (Cell("Name"), Cell("Date"))), Row("", 2, (Cell(43000), Cell(42808)))]
    laid = table.layout("", rows)
    assert laid is not None
    specs = [FieldSpec("name", "Name"), FieldSpec("on", "Date", kind=FieldKind.DAY)]
    for is_1904, expected in ((True, date(2021, 3, 15)), (False, 42808)):
        read = judging.table_of(laid, {0: "name", 1: "on"}, specs, day_first=True, is_1904=is_1904)
        assert (read.rows[0]["name"].value, read.rows[0]["on"].value) == (43000, expected)
