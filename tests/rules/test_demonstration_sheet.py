"""The messy sheet: as untidy as it says, the same every time, and with the truth about each of its rows."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from sankofa.project.demonstration.person import NOTE
from sankofa.project.demonstration.population import people
from sankofa.project.demonstration.sheet import (
    ENGLISH,
    FRENCH,
    FRENCH_COUNTRIES,
    HEADERS,
    READ_ME,
    SPOILT,
    ExpectedRow,
    Verdict,
    spellings,
    write_messy_sheet,
)

ON = date(2026, 11, 22)
PEOPLE = {person.number: person for person in people(1, 2_000, ON)}


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, list[ExpectedRow]]:
    path = tmp_path_factory.mktemp("sheet") / "returnees.xlsx"
    return path, write_messy_sheet(list(PEOPLE.values()), path, seed=1, on=ON)


@pytest.fixture(scope="module")
def book(written):
    return openpyxl.load_workbook(written[0])


@pytest.fixture(scope="module")
def truth(written) -> list[ExpectedRow]:
    return written[1]


def cell(book, row: ExpectedRow, field: str):
    column = [key for key, _ in HEADERS[row.sheet]].index(field) + 1
    return book[row.sheet].cell(row.row, column).value


def test_every_row_of_the_file_has_its_truth(book, truth):
    for title in (ENGLISH, FRENCH):
        rows = [row.row for row in truth if row.sheet == title]
        assert rows == list(range(1, book[title].max_row + 1))


def test_the_same_people_and_seed_give_the_same_cells(book, truth, tmp_path):
    again = write_messy_sheet(list(PEOPLE.values()), tmp_path / "again.xlsx", seed=1, on=ON)
    assert again == truth
    other = openpyxl.load_workbook(tmp_path / "again.xlsx")
    for title in (ENGLISH, FRENCH):
        assert list(other[title].values) == list(book[title].values)


def test_everybody_is_written_once_and_two_or_three_in_a_hundred_twice(truth):
    described = Counter(row.person for row in truth if row.person is not None)
    assert set(described) == set(PEOPLE)
    assert max(described.values()) == 2
    twice = sum(count == 2 for count in described.values())
    assert 0.02 <= twice / len(PEOPLE) <= 0.03
    assert twice == sum(row.verdict is Verdict.DUPLICATE for row in truth)


def test_a_duplicate_stands_below_a_row_that_is_accepted(truth):
    accepted = {(row.sheet, row.person): row.row for row in truth if row.verdict is Verdict.ACCEPT}
    for row in truth:
        if row.verdict is Verdict.DUPLICATE:
            assert accepted[row.sheet, row.person] < row.row


def test_about_two_rows_in_a_hundred_are_wrong_in_every_way_there_is(truth):
    wrong = [row for row in truth if row.verdict is Verdict.REFUSE]
    assert 0.015 <= len(wrong) / len(PEOPLE) <= 0.03
    for title in (ENGLISH, FRENCH):
        assert {row.reason for row in wrong if row.sheet == title} == {reason for reason, _ in SPOILT}


def test_a_wrong_row_is_wrong_in_the_way_it_says(book, truth):
    for row in truth:
        if row.verdict is not Verdict.REFUSE:
            continue
        match row.reason:
            case "impossible_date":
                assert str(cell(book, row, "returned")).startswith(("31.02.", "31/02/"))
            case "return_before_departure":
                assert cell(book, row, "returned") < cell(book, row, "left")
            case "no_name":
                assert not cell(book, row, "name" if row.sheet == ENGLISH else "family_name")
            case "unknown_district":
                assert cell(book, row, "district") == "Xyzzyville"
            case "sex_not_readable":
                assert cell(book, row, "sex") == "7"
            case "future_date":
                assert cell(book, row, "returned").date() > ON
            case other:
                pytest.fail(f"nobody knows what {other} is")


def test_an_accepted_row_says_what_is_known_of_the_person(book, truth):
    for row in truth:
        if row.verdict is not Verdict.ACCEPT:
            continue
        person, words = PEOPLE[row.person], spellings()["fr" if row.sheet == FRENCH else "en"]
        assert _plain(cell(book, row, "district")).casefold() == person.place.casefold()
        assert _plain(cell(book, row, "destination")) in words["country"][person.destination]
        assert cell(book, row, "home") in words["home"][person.country]
        if row.reason == "sex_not_recorded":
            assert cell(book, row, "sex") is None
        else:
            local = words.get("sex_local", {}).get(person.country, {}).get(person.sex)
            assert cell(book, row, "sex") in [*words["sex"][person.sex], local]
        assert _day(cell(book, row, "returned")) == person.returned_on
        assert _day(cell(book, row, "left")) == person.left_on


def _plain(value: str) -> str:
    return " ".join(value.split())


def _day(value) -> date:
    if isinstance(value, datetime):
        return value.date()
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %b %Y"):
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise AssertionError(value)


def test_rows_without_a_person_are_skipped_and_only_those(truth):
    for row in truth:
        assert (row.person is None) == (row.verdict is Verdict.SKIP)
    reasons = Counter(row.reason for row in truth if row.verdict is Verdict.SKIP)
    assert reasons["title"] == reasons["note"] == reasons["header"] == reasons["total"] == 2
    assert reasons["tags"] == 1
    assert reasons["empty"] > 10


def test_every_row_about_a_person_says_that_they_are_invented(book, truth):
    for row in truth:
        if row.person is not None:
            assert cell(book, row, "note") == NOTE
    assert book[READ_ME]["A1"].value.startswith("SYNTHETIC DATA")


def test_french_speaking_offices_have_a_sheet_of_their_own(truth):
    for row in truth:
        if row.person is not None:
            assert (row.sheet == FRENCH) == (PEOPLE[row.person].country in FRENCH_COUNTRIES)


@pytest.mark.parametrize(
    ("field", "holds"),
    [
        pytest.param(
            "phone", lambda value: isinstance(value, str) and "E+" in value, id="phones-in-scientific-notation"
        ),
        pytest.param("phone", lambda value: isinstance(value, int), id="phones-as-numbers"),
        pytest.param(
            "phone", lambda value: isinstance(value, str) and value.startswith("'+"), id="phones-with-apostrophe"
        ),
        pytest.param("phone", lambda value: isinstance(value, str) and " " in value, id="phones-with-blanks"),
        pytest.param("birth", lambda value: isinstance(value, int), id="births-as-a-year"),
        pytest.param("birth", lambda value: isinstance(value, str) and "approx" in value, id="births-as-an-age"),
        pytest.param("birth", lambda value: isinstance(value, datetime), id="births-as-a-date"),
        pytest.param("returned", lambda value: isinstance(value, str) and "." in value, id="dates-with-dots"),
        pytest.param("returned", lambda value: isinstance(value, str) and value[4:5] == "-", id="dates-as-iso"),
        pytest.param("name", lambda value: isinstance(value, str) and value.isupper(), id="names-in-capitals"),
        pytest.param("name", lambda value: isinstance(value, str) and "\u00a0" in value, id="names-with-hard-blanks"),
        pytest.param(
            "name", lambda value: isinstance(value, str) and value != value.strip(), id="names-with-stray-blanks"
        ),
        pytest.param("sex", lambda value: value in ("পুরুষ", "মহিলা"), id="sexes-in-bengali"),
        pytest.param("destination", lambda value: value == "K.S.A.", id="countries-in-short"),
    ],
)
def test_the_list_is_as_untidy_as_it_promises(book, truth, field, holds):
    rows = [row for row in truth if row.person is not None and row.sheet == ENGLISH]
    assert any(holds(cell(book, row, field)) for row in rows)


def test_a_phone_that_the_spreadsheet_cut_is_not_called_readable(book, truth):
    cut = [row for row in truth if row.phone_cut]
    assert cut
    for row in cut:
        assert row.phone is None
        assert PEOPLE[row.person].phone is not None
        assert "E+" in cell(book, row, "phone")


def test_a_readable_phone_has_every_digit_of_the_number(book, truth):
    for row in truth:
        if row.phone is not None:
            digits = "".join(sign for sign in str(cell(book, row, "phone")) if sign.isdigit())
            assert digits.removeprefix("00") == row.phone.removeprefix("+")


def test_an_age_is_right_to_within_a_year(book, truth):
    for row in truth:
        if row.birth == "age" and row.verdict is Verdict.ACCEPT:
            years = int("".join(sign for sign in str(cell(book, row, "birth")) if sign.isdigit()))
            assert abs(ON.year - years - PEOPLE[row.person].birth_year) <= 1


def test_a_list_of_one_country_has_one_sheet_beside_the_read_me(tmp_path):
    malians = [person for person in PEOPLE.values() if person.country == "ML"]
    write_messy_sheet(malians, tmp_path / "ml.xlsx", seed=2)
    assert openpyxl.load_workbook(tmp_path / "ml.xlsx").sheetnames == [FRENCH, READ_ME]
