"""Files are read as they really arrive, and what cannot be read is refused with what would be right."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from sankofa.intake import files
from sankofa.intake.rules import judging, mapping, reading
from sankofa.intake.rules.table import layout
from sankofa.intake.rules.terms import Row
from sankofa.intake.sheets import terms
from sankofa.kernel import wording

LANGUAGES = ("en", "fr", "ur")


def workbook(*lines: list[object], title: str = "List") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for line in lines:
        sheet.append(line)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def values(rows: list[Row]) -> list[list[object]]:
    return [[cell.value for cell in row.cells] for row in rows]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("name,phone\nAmina,1\n", [["name", "phone"], ["Amina", "1"]], id="comma"),
        pytest.param("name;phone\nAmina;1,5\n", [["name", "phone"], ["Amina", "1,5"]], id="semicolon"),
        pytest.param("name\tphone\nAmina\t1\n", [["name", "phone"], ["Amina", "1"]], id="tab"),
        pytest.param("name|phone\nAmina|1\n", [["name", "phone"], ["Amina", "1"]], id="bar"),
        pytest.param("sep=;\nname;phone\nAmina;1\n", [["name", "phone"], ["Amina", "1"]], id="told"),
        pytest.param('name,note\nAmina,"a\nb, c"\n', [["name", "note"], ["Amina", "a\nb, c"]], id="line-in-a-cell"),
        pytest.param("name\nAmina\n", [["name"], ["Amina"]], id="one-column"),
    ],
)  # fmt: skip
def test_text_files_are_cut_where_their_lines_say(content: str, expected: list[list[object]]) -> None:
    assert values(files.sheets_of(content.encode())[""]) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_letters_are_read_in_every_usual_encoding(encoding: str) -> None:
    assert values(files.sheets_of("nom;âge\nAmélie;34\n".encode(encoding))[""])[1] == ["Amélie", "34"]


def test_a_workbook_gives_its_values_days_and_exact_fractions() -> None:
    content = workbook(["a", "b", "c", "d", "e"], [0.1, 8801712345678.0, datetime(2021, 3, 15), True, None], [], ["x"])  # noqa: DTZ001
    rows = files.sheets_of(content)["List"]
    assert values(rows) == [["a", "b", "c", "d", "e"], ["0.1", 8801712345678, datetime(2021, 3, 15), True], ["x"]]  # noqa: DTZ001
    assert [row.number for row in rows] == [1, 2, 4]


def test_a_formula_counts_by_the_value_that_the_sender_saw() -> None:
    content = _with_part(workbook(["sum"], ["=1+1"]), "xl/worksheets/sheet1.xml", "<v></v>", "<v>2</v>")
    assert values(files.sheets_of(content)["List"])[1] == [2]


def _with_part(content: bytes, name: str, old: str, new: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            part = source.read(entry)
            if entry.filename == name:
                text = part.decode().replace("<v />", "<v></v>").replace("<v/>", "<v></v>")
                assert old in text
                part = text.replace(old, new, 1).encode()
            target.writestr(entry.filename, part)
    return held.getvalue()


def _zip(**parts: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return held.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", files.EmptyFile, id="empty"),
        pytest.param(b"\xef\xbb\xbf \r\n", files.EmptyFile, id="blanks"),
        pytest.param(workbook(), files.EmptyFile, id="empty-workbook"),
        pytest.param(OLE, files.Damaged, id="damaged-xls"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), files.PasswordProtected, id="password"),
        pytest.param(_zip(mimetype=b"application/vnd.oasis.opendocument.text"), files.NotATable, id="a-letter-odt"),
        pytest.param(_zip(word__document=b"<w/>"), files.NotATable, id="a-letter"),
        pytest.param(b"%PDF-1.7 ...", files.Pdf, id="pdf"),
        pytest.param(b"<html><table><tr><td>x</td></tr></table></html>", files.WebPage, id="html-called-xls"),
        pytest.param(b"\x89PNG\r\n\x1a\n....", files.Picture, id="picture"),
        pytest.param(bytes(range(1, 32)) * 20, files.NotATable, id="bytes"),
        pytest.param(workbook(["a"], ["b"])[:700], files.Damaged, id="cut-off"),
        pytest.param(b"na\x81me\nAmina\n", files.StrangeLetters, id="no-encoding-known"),
        pytest.param("имя;город\nИванова;Ереван\n".encode("cp1251"), files.StrangeLetters, id="another-script"),
        pytest.param(b"name,phone\nAmina,01\x00\x007\n", files.HoldsNuls, id="nul-bytes"),
        pytest.param(b'name,phone\nAmi"na,1\n"Karim,2\nRahima,3\n', files.UnequalQuotes, id="unequal-quotes"),
        pytest.param(b",".join([b"a"] * 600) + b"\n", files.TooManyColumns, id="600-columns"),
        pytest.param("<html>502</html>".encode("utf-16"), files.WebPage, id="an-error-page-called-csv"),
        pytest.param(b"\x00\x00\x00\x18ftypheic" + bytes(range(256)), files.Picture, id="photo-of-a-phone"),
        pytest.param(b"x" * (files.BYTES_MAX + 1), files.TooLarge, id="too-many-bytes"),
        pytest.param(b"a,b\n" * (files.ROWS_MAX + 200), files.TooManyRows, id="too-many-rows"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_kind(content: bytes, expected: type[files.Unreadable]) -> None:
    with pytest.raises(expected):
        files.sheets_of(content)


def test_hostile_markup_in_a_workbook_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet'
    with pytest.raises(files.Damaged):
        files.sheets_of(_with_part(workbook(["a"], ["b"]), "xl/worksheets/sheet1.xml", "<worksheet", bomb))


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terms, "UNPACKED_BYTES_MAX", 100)
    with pytest.raises(files.UnpacksTooLarge):
        files.sheets_of(workbook(["a"], ["b"]))


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param('<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>', id="a-row-number-without-end"),
        pytest.param("<row/>" * (files.LINES_MAX + 1), id="more-blank-rows-than-a-sheet-has"),
        pytest.param('<row><c r="XFD1"/></row>' * 1300, id="blank-cells-far-to-the-right"),
    ],
)
def test_a_small_workbook_that_claims_endless_blanks_is_refused(inside: str) -> None:
    content = _with_part(workbook(["a"], ["b"]), "xl/worksheets/sheet1.xml", "</sheetData>", f"{inside}</sheetData>")
    assert len(content) < 100_000
    with pytest.raises(files.TooManyRows):
        files.sheets_of(content)


def test_a_text_file_of_blank_lines_is_refused() -> None:
    with pytest.raises(files.TooManyRows):
        files.sheets_of(b"a,b\n" + b"\n" * files.LINES_MAX)


def test_a_small_workbook_with_endless_shared_texts_is_refused() -> None:
    held = io.BytesIO(workbook(["a"], ["b"]))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/moreStrings.xml", "<sst>" + "<si/>" * (files.CELLS_MAX + 1000) + "</sst>")
    assert len(held.getvalue()) < 100_000
    with pytest.raises(files.UnpacksTooLarge):
        files.sheets_of(held.getvalue())


def test_what_goes_back_reads_like_what_came_and_holds_no_formula() -> None:
    made = files.workbook_of(
        [
            ["Name", "Phone", "What to correct"],
            ["=cmd|' /C calc'!A0", "+880 1712", "Row 2: …"],
            [date(2021, 3, 15), 7, None],
        ],
        title="List: 2021/03",
        bold_rows=frozenset({0}),
        right_to_left=True,
    )
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheet = book.active
    assert sheet is not None
    assert sheet.sheet_view.rightToLeft
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "s"]
    again = files.sheets_of(made)[sheet.title]
    assert reading.cleaned(str(again[1].cells[0].value)) == "=cmd|' /C calc'!A0"
    assert again[1].cells[1].value == "+880 1712"
    assert again[2].cells[0].value == datetime(2021, 3, 15)  # noqa: DTZ001


def test_every_code_has_a_text_in_every_language() -> None:
    codes = reading.CODES | judging.CODES | files.CODES | {"file.no_table"}
    assert wording.missing_codes(codes, "sankofa.intake", LANGUAGES) == {}
    assert wording.uneven_codes("sankofa.intake", LANGUAGES) == {}


@pytest.mark.parametrize(
    ("name", "sheet", "header", "rows_min"),
    [
        pytest.param("service-map-3w-hxl/Nigeria_3W_August_2021.xlsx", None, 1, 4000, id="nigeria-3w"),
        pytest.param("service-map-3w-hxl/3W_TCD_Oct2021.xlsx", None, 1, 700, id="chad-3w"),
        pytest.param("unhcr-population/HDX_Solutions.csv", "", 1, 150, id="unhcr-solutions"),
        pytest.param("unhcr-population/HDX_Demographics.csv", "", 1, 1100, id="unhcr-demographics"),
        pytest.param("record-linkage/fake_1000.csv", "", 1, 900, id="people"),
        pytest.param("remittances-worldbank/remittance-inflows.xlsx", None, 1, 200, id="remittances"),
    ],
)
def test_real_files_are_read_as_tables(
    name: str, sheet: str | None, header: int | None, rows_min: int, shared_data: Path
) -> None:
    sheets = files.sheets_of((shared_data / name).read_bytes())
    found = [laid for one, rows in sheets.items() if (laid := layout(one, rows))]
    longest = max(found, key=lambda laid: len(laid.rows))
    assert len(longest.rows) >= rows_min
    assert header is None or longest.header_row == header
    assert sheet is None or longest.sheet == sheet


def test_the_old_workbooks_of_the_world_bank_are_read_under_their_headings(shared_data: Path) -> None:
    path = shared_data / "remittances-worldbank" / "sending-cost-to-country.xls"
    laid = layout("Data", files.sheets_of(path.read_bytes())["Data"])
    assert laid is not None
    assert (laid.header_row, laid.columns[0].heading, len(laid.rows) > 250) == (4, "Country Name", True)


def test_every_heading_is_remembered_by_words_only() -> None:
    assert mapping.normalised("  Date de\u00a0Naissance (jj/mm/aaaa) * ") == "date de naissance"
