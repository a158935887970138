"""Where the table lies in a sheet, and which column fills which field: as lists really arrive."""

import pytest

from sankofa.intake.rules import mapping
from sankofa.intake.rules.table import Skipped, data_sheets, layout
from sankofa.intake.rules.terms import Cell, Column, FieldSpec, Row, Value

FIELDS = (
    FieldSpec(
        "name", "Full name", {"en": ("name of returnee",), "fr": ("nom complet", "nom et prénom")}, required=True
    ),
    FieldSpec("sex", "Sex", {"en": ("gender",), "fr": ("sexe",)}),
    FieldSpec("born", "Date of birth", {"en": ("dob",), "fr": ("date de naissance",)}),
    FieldSpec("returned_on", "Date of return", {"fr": ("date de retour",)}),
    FieldSpec("phone", "Phone", {"en": ("mobile",), "fr": ("téléphone",)}, hxl="#contact+phone"),
    FieldSpec("district", "District", {"fr": ("cercle",)}, hxl="#adm2+name"),
)


def sheet(*lines: list[Value], name: str = "List") -> list[Row]:
    """Return the rows of a sheet, numbered as the lines stand."""
    return [Row(name, number, tuple(map(Cell, line))) for number, line in enumerate(lines, start=1)]


NAMES: list[Value] = ["Full name", "Sex", "Phone"]
AMINA: list[Value] = ["Amina Rahman", "F", "01712345678"]
KARIM: list[Value] = ["Karim Sheikh", "M", "01812345678"]


@pytest.mark.parametrize(
    ("lines", "header", "data", "skipped"),
    [
        pytest.param([NAMES, AMINA, KARIM], 1, [2, 3], [], id="plain"),
        pytest.param(
            [["Returnees of Sylhet, 2021"], [], NAMES, AMINA], 3, [4], [(1, Skipped.ABOVE)], id="title-above"
        ),
        pytest.param(
            [["Organisation:", "WARBE"], ["Month:", "March"], NAMES, AMINA], 3, [4],
            [(1, Skipped.ABOVE), (2, Skipped.ABOVE)], id="two-lines-above",
        ),
        pytest.param([NAMES, AMINA, [], KARIM], 1, [2, 4], [], id="blank-row-between"),
        pytest.param([NAMES, AMINA, KARIM, ["Total", None, 2]], 1, [2, 3], [(4, Skipped.TOTAL)], id="total-below"),
        pytest.param([NAMES, AMINA, ["Grand total: 1"]], 1, [2], [(3, Skipped.TOTAL)], id="total-in-words"),
        pytest.param([NAMES, AMINA, ["Totaux", "", "1"]], 1, [2], [(3, Skipped.TOTAL)], id="total-french"),
        pytest.param([NAMES, ["Total Barry", "M", "Conakry"]], 1, [2], [], id="a-person-called-total"),
        pytest.param([NAMES, AMINA, NAMES, KARIM], 1, [2, 4], [(3, Skipped.AGAIN)], id="headings-of-the-next-page"),
        pytest.param(
            [NAMES, ["#name", "#meta+sex", "#contact +phone"], AMINA], 1, [3], [(2, Skipped.TAGS)], id="hxl-below"
        ),
        pytest.param(
            [["#name", "#meta+sex", "#contact+phone"], NAMES, AMINA], 2, [3], [(1, Skipped.TAGS)], id="hxl-above"
        ),
        pytest.param(
            [NAMES, AMINA, [], ["Prepared by S. Das"]], 1, [2], [(4, Skipped.NOTE)], id="note-below"
        ),
    ],
)  # fmt: skip
def test_headings_rows_and_what_is_neither(
    lines: list[list[Value]], header: int, data: list[int], skipped: list[tuple[int, Skipped]]
) -> None:
    laid = layout("List", sheet(*lines), is_known=mapping.knows(FIELDS))
    assert laid is not None
    assert (laid.header_row, [row.number for row in laid.rows], list(laid.skipped)) == (header, data, skipped)


def test_a_sheet_without_rows_below_its_headings_holds_no_table() -> None:
    assert layout("List", sheet(NAMES)) is None
    assert layout("List", []) is None


def test_somebody_may_say_which_row_holds_the_headings() -> None:
    laid = layout("List", sheet(["a", "b", "c"], NAMES, AMINA), header_row=2)
    assert laid is not None
    assert [column.heading for column in laid.columns] == NAMES


def test_two_headings_alike_are_told_apart_and_a_column_without_one_is_kept() -> None:
    laid = layout("List", sheet(["Name", "Phone", "Phone", ""], ["Amina", "1", "2", "3"], ["Karim", "4"]))
    assert laid is not None
    assert [(column.heading, column.letter) for column in laid.columns] == [
        ("Name", "A"), ("Phone", "B"), ("Phone (2)", "C"), ("", "D"),
    ]  # fmt: skip
    assert laid.columns[1].examples == ("1", "4")


def test_headings_in_two_rows_are_read_together() -> None:
    upper: list[Value] = ["Full name", "Person", None, "Phone", "Papers"]
    laid = layout(
        "List", sheet(upper, [None, "Sex", "Date of birth", None, "Kind"], ["Amina", "F", "1992", "017", "NID"]),
        is_known=mapping.knows(FIELDS),
    )  # fmt: skip
    assert laid is not None
    assert (laid.header_row, len(laid.rows)) == (2, 1)
    assert [column.heading for column in laid.columns] == [
        "Full name", "Person / Sex", "Person / Date of birth", "Phone", "Papers / Kind",
    ]  # fmt: skip
    assert (laid.header_rows, laid.skipped) == ((1, 2), ())


DATED = FieldSpec("returned_on", "Date of return", {"en": ("return date",)})
YEARS = ("1999", "2000", "2001", "2002", "2003")
WHY = FieldSpec("reason", "Reason for return")


@pytest.mark.parametrize(
    ("lines", "header_rows", "headings"),
    [
        pytest.param(
            [["Full name", "Return", None, "Phone"], [None, "Date", "Reason", None], ["Amina", "2021", "visa", "017"]],
            (1, 2), ["Full name", "Return / Date", "Return / Reason", "Phone"], id="the-group-says-what-date-it-is",
        ),
        pytest.param(
            [["Returnees of Sylhet"], ["Birth", None, "Return", None], ["Date", "Place", "Date", "Place"],
             ["1992", "Sylhet", "2021", "Dhaka"]],
            (2, 3), ["Birth / Date", "Birth / Place", "Return / Date", "Return / Place"], id="two-dates-told-apart",
        ),
        pytest.param(
            [["Month:", "March"], ["Full name", "Sex", "Phone"], AMINA], (2,), ["Full name", "Sex", "Phone"],
            id="a-line-above-is-no-group",
        ),
        pytest.param(
            [["Full name", "Sex", "Year"], ["#name", "#date+birth", "#date+return"], ["Amina", "F", 2021]], (1,),
            ["Full name", "Sex", "Year"], id="a-row-of-tags-is-no-second-row-of-headings",
        ),
        pytest.param(
            [["Source", "World figures"], ["Full name", "Code", *YEARS], ["Amina", "B", *"12345"]],
            (2,), ["Full name", "Code", *YEARS], id="years-written-as-text-are-headings",
        ),
    ],
)  # fmt: skip
def test_which_rows_are_headings(lines: list[list[Value]], header_rows: tuple[int, ...], headings: list[str]) -> None:
    laid = layout("List", sheet(*lines), is_known=mapping.knows((*FIELDS, DATED, WHY)))
    assert laid is not None
    assert (laid.header_rows, [column.heading for column in laid.columns]) == (header_rows, headings)


def test_somebody_may_say_that_headings_stand_in_several_rows_or_in_one() -> None:
    lines: list[list[Value]] = [["Person", None], ["Full name", "Phone"], ["Amina", "017"]]
    several = layout("List", sheet(*lines), header_row=2, header_first=1)
    one = layout("List", sheet(*lines), header_row=2, header_first=2)
    assert several is not None
    assert one is not None
    assert [column.heading for column in several.columns] == ["Person / Full name", "Person / Phone"]
    assert [column.heading for column in one.columns] == ["Full name", "Phone"]
    assert (several.skipped, one.skipped) == ((), ((1, Skipped.ABOVE),))


def test_a_group_and_its_column_fill_a_field_together_and_the_column_alone_is_never_quite_sure() -> None:
    columns = [Column(0, "Return / Date", own="Date"), Column(1, "Return / Reason", own="Reason"),
               Column(2, "Return / Phone", own="Phone")]  # fmt: skip
    found = mapping.proposals(columns, (*FIELDS, WHY))
    assert {index: one.field for index, one in found.items()} == {0: "returned_on", 1: "reason", 2: "phone"}
    assert found[2].confidence < mapping.SURE <= found[1].confidence


def test_a_title_right_above_the_headings_is_no_heading() -> None:
    laid = layout("List", sheet(["Phone list of Sylhet"], [None, *NAMES], [1, *AMINA]), is_known=mapping.knows(FIELDS))
    assert laid is not None
    assert [column.heading for column in laid.columns] == ["", *NAMES]


def test_the_sheet_with_known_headings_comes_first_even_if_another_is_longer() -> None:
    codes = sheet(["Code", "Meaning"], *([f"c{n}", "some meaning"] for n in "abcdefghij"), name="Codes")
    found = data_sheets({"Codes": codes, "List": sheet(NAMES, AMINA)}, is_known=mapping.knows(FIELDS))
    assert [laid.sheet for laid in found] == ["List", "Codes"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("Full name", "name", id="label"),
        pytest.param("FULL NAME *", "name", id="capitals-and-star"),
        pytest.param("Nom et Prénom", "name", id="french"),
        pytest.param("nom et prenom", "name", id="french-without-accents"),
        pytest.param("Téléphone", "phone", id="french-phone"),
        pytest.param("Date of birth (dd/mm/yyyy)", "born", id="hint-in-brackets"),
        pytest.param("Date of retrun", "returned_on", id="exchanged-letters"),
        pytest.param("Date of return to Bangladesh", "returned_on", id="longer"),
        pytest.param("Mobile", "phone", id="synonym"),
        pytest.param("Distric", "district", id="letter-lost"),
        pytest.param("Phone 2", None, id="the-second-phone-is-not-the-phone"),
        pytest.param("Sexton", None, id="another-word"),
        pytest.param("Date", None, id="too-little"),
        pytest.param("What to correct", None, id="our-own-column"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_heading_is_recognised(heading: str, expected: str | None) -> None:
    found = mapping.proposals([Column(0, heading)], FIELDS)
    assert (found[0].field if found else None) == expected


def test_hxl_tags_name_the_column_where_the_heading_does_not() -> None:
    columns = [Column(0, "Numéro joignable"), Column(1, "Zone 2")]
    found = mapping.proposals(columns, FIELDS, {0: "#contact+phone", 1: "#adm2+code"})
    assert {index: proposal.field for index, proposal in found.items()} == {0: "phone"}


def test_what_was_confirmed_before_goes_before_what_the_words_say() -> None:
    columns = [Column(0, "Mobile"), Column(1, "Contact"), Column(2, "Sex")]
    found = mapping.proposals(columns, FIELDS, remembered={"Mobile": "", "Contact": "phone", "Sex": "sex"})
    assert {index: proposal.field for index, proposal in found.items()} == {1: "phone", 2: "sex"}


def test_fields_left_out_and_fields_filled_twice_are_named() -> None:
    assert [spec.code for spec in mapping.missing_fields({0: "phone"}, FIELDS)] == ["name"]
    assert mapping.doubled_fields({0: "phone", 1: "phone", 2: "name"}) == {"phone"}
