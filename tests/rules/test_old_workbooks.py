"""Workbooks of every kind are read alike, and none takes more of the machine than it may."""

import io
import struct
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from sankofa.intake import files
from sankofa.intake.files import workbooks
from sankofa.intake.rules.terms import Cell, Row
from sankofa.intake.sheets import old, terms
from tests.sheets_made import MANIFEST, ods, ods_cell, ods_row, xls

SPANNED = 'table:number-rows-spanned="3" table:number-columns-spanned="1"'
WIDE = 'table:number-columns-repeated="16384"'
COVERED = "<table:covered-table-cell/>"


def values(rows: list[Row]) -> list[list[object]]:
    return [[cell.value for cell in row.cells] for row in rows]


def changed(content: bytes, **parts: tuple[bytes, bytes]) -> bytes:
    """Return a zip archive with something put in the place of something else in its entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            for was, becomes in [parts[name] for name in parts if name in entry.filename]:
                assert was in part
                part = part.replace(was, becomes, 1)
            target.writestr(entry.filename, part)
    return held.getvalue()


def xlsx(*lines: list[object], merged: tuple[str, ...] = (), is_1904: bool = False) -> bytes:
    book = openpyxl.Workbook()
    if is_1904:
        book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    for area in merged:
        sheet.merge_cells(area)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_an_old_workbook_is_read_with_its_numbers_days_and_places() -> None:
    content = xls({2: [None, "নাম", "Returned"], 3: [None, "Amina", 44270.0, 3.5]}, day_columns=frozenset({2}))
    rows = files.sheets_of(content)["List"]
    assert [row.number for row in rows] == [3, 4]
    assert values(rows) == [[None, "নাম", "Returned"], [None, "Amina", date(2021, 3, 15), "3.5"]]


def test_an_open_document_is_read_with_its_numbers_and_places() -> None:
    blank = ods_row(None, attributes='table:number-rows-repeated="2"')
    far_below = ods_row(None, attributes='table:number-rows-repeated="1048000"')
    content = ods(ods_row("Name", "Age") + blank + ods_row("Amina", 34) + far_below)
    rows = files.sheets_of(content)["List"]
    assert [row.number for row in rows] == [1, 4]
    assert values(rows) == [["Name", "Age"], ["Amina", 34]]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            xlsx(
                ["List of Sylhet"], ["District", "Name"], ["Sylhet", "Amina"], [None, "Karim"], [None, "Rahima"],
                merged=("A1:B1", "A3:A5"),
            ),
            id="xlsx",
        ),
        pytest.param(
            xls(
                {0: ["List of Sylhet"], 1: ["District", "Name"], 2: ["Sylhet", "Amina"], 3: [None, "Karim"],
                 4: [None, "Rahima"]},
                merged=[(0, 0, 0, 1), (2, 4, 0, 0)],
            ),
            id="xls",
        ),
        pytest.param(
            ods(
                ods_row("List of Sylhet") + ods_row("District", "Name")
                + f"<table:table-row>{ods_cell('Sylhet', SPANNED)}{ods_cell('Amina')}</table:table-row>"
                + f"<table:table-row>{COVERED}{ods_cell('Karim')}</table:table-row>"
                + f"<table:table-row>{COVERED}{ods_cell('Rahima')}</table:table-row>"
            ),
            id="ods",
        ),
    ],
)  # fmt: skip
def test_a_value_merged_down_belongs_to_every_row_and_a_title_merged_across_to_none(content: bytes) -> None:
    (rows,) = files.sheets_of(content).values()
    assert values(rows) == [
        ["List of Sylhet"], ["District", "Name"], ["Sylhet", "Amina"], ["Sylhet", "Karim"], ["Sylhet", "Rahima"],
    ]  # fmt: skip
    assert [row.cells[0].is_merged for row in rows] == [False, False, False, True, True]
    assert files.unpacked(files.packed({"": rows}))[""] == [Row("", row.number, row.cells) for row in rows]


def test_a_merged_value_ends_with_its_range() -> None:
    lines: list[list[object]] = [["District", "Name"], ["Sylhet", "Amina"], [None, "Karim"], [None, "Rahima"]]
    (rows,) = files.sheets_of(xlsx(*lines, merged=("A2:A3",))).values()
    assert values(rows)[2:] == [["Sylhet", "Karim"], [None, "Rahima"]]


def test_cells_merged_far_below_the_list_make_no_rows() -> None:
    (rows,) = files.sheets_of(xlsx(["District", "Name"], ["Sylhet", "Amina"], merged=("A2:A500",))).values()
    assert [row.number for row in rows] == [1, 2]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(xlsx(["a"], [1], is_1904=True), True, id="xlsx-of-a-macintosh"),
        pytest.param(xlsx(["a"], [1]), False, id="xlsx"),
        pytest.param(xls({0: ["a"], 1: [1]}, is_1904=True), True, id="xls-of-a-macintosh"),
        pytest.param(xls({0: ["a"], 1: [1]}), False, id="xls"),
    ],
)
def test_a_workbook_says_from_which_day_its_days_are_counted(content: bytes, expected: bool) -> None:
    sheets = files.sheets_of(content)
    assert sheets.is_1904 is expected
    assert files.unpacked(files.packed(sheets)).is_1904 is expected


def test_a_file_kept_before_old_workbooks_were_read_is_opened_still() -> None:
    import json
    import zlib

    assert files.unpacked(zlib.compress(json.dumps({"sheets": [[1, ["a"]]]}).encode())) == {
        "sheets": [Row("sheets", 1, (Cell("a"),))]
    }


def test_a_workbook_with_a_style_sheet_that_breaks_the_rules_is_read_all_the_same() -> None:
    content = changed(xlsx(["Name", "Returned"], ["Amina", 7]), styles=(b"<fonts", b'<fonts broken="1"><nonsense/'))
    with pytest.raises(Exception):  # noqa: B017, PT011  whatever the first reader makes of it
        openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    (rows,) = files.sheets_of(content).values()
    assert values(rows) == [["Name", "Returned"], ["Amina", 7]]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(xls({0: ["a"]}, extra=struct.pack("<HHHHH", 0x2F, 6, 0, 1, 2)), files.PasswordProtected, id="xls"),
        pytest.param(
            ods(ods_row("a"), parts={"META-INF/manifest.xml": f"{MANIFEST}<encryption-data/>"}),
            files.PasswordProtected, id="ods",
        ),
        pytest.param(xls({0: ["a"], 1: ["b"]})[:1200], files.Damaged, id="xls-cut-off"),
        pytest.param(ods("<table:table-row>"), files.Damaged, id="ods-that-is-no-xml"),
        pytest.param(ods(""), files.EmptyFile, id="empty-ods"),
        pytest.param(ods(ods_row("a") * 3 + "<!DOCTYPE x>"), files.Damaged, id="ods-that-declares-entities"),
        pytest.param(xls({0: ["a"], 1: ["b"] * 256, 65535: [1]} | {n: [2] for n in range(2, 50_200)}),
                     files.UnpacksTooLarge, id="xls-that-claims-a-whole-sheet"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_of_them_is_refused_by_its_kind(content: bytes, expected: type[files.Unreadable]) -> None:
    with pytest.raises(expected):
        files.sheets_of(content)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(ods_row("a", attributes='table:number-rows-repeated="1048576"'), id="one-row-a-million-times"),
        pytest.param(
            f'<table:table-row table:number-rows-repeated="60000">{ods_cell("a", WIDE)}</table:table-row>',
            id="a-thousand-million-cells",
        ),
        pytest.param(
            "".join(ods_row(n, attributes='table:number-rows-repeated="1000000000"') for n in range(9)), id="no-end"
        ),
    ],
)
def test_an_open_document_that_repeats_itself_without_end_is_refused_apart(body: str) -> None:
    import resource

    content = ods(body)
    assert len(content) < 5_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises((files.TooManyRows, files.TooManyColumns, files.UnpacksTooLarge, files.TooLarge)):
        files.sheets_of(content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000, "kilobytes in the process that asked"


def test_a_workbook_whose_sheet_lies_about_its_size_is_refused() -> None:
    content = bytearray(xlsx(["a"], ["b"]))
    place = content.rfind(b"xl/worksheets/sheet1.xml") - 46 + 24
    content[place : place + 4] = struct.pack("<I", 10)
    with pytest.raises(files.Damaged):
        files.sheets_of(bytes(content))


def test_every_refusal_comes_back_whole_from_the_process_apart() -> None:
    for kind in terms.Unreadable.__subclasses__():
        assert type(workbooks._refusal(kind.code)) is kind


def test_what_is_no_workbook_at_all_counts_its_days_as_usual() -> None:
    assert not old.about(b"").is_1904
    assert not old.about(old._BEGINNING + bytes(4)).is_1904
