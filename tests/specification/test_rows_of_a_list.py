"""What a row of an office's list says about a person, and what sends it back.

Source: the fields that the mapping asks registers to hold (9.4 g); the register's own rule for what cannot be.
"""

import dataclasses
from datetime import date

import pytest

from sankofa.intake.rules.terms import Cell, MappedRow
from sankofa.kernel.finding import Weight
from sankofa.kernel.money import Money
from sankofa.places.rules.matching import default_gazetteer
from sankofa.returnees.rules.papers import kind_under
from sankofa.returnees.rules.rows import Surroundings, read_row
from sankofa.returnees.rules.terms import Education, PartialDay, Precision, ReturnKind, Sex

TODAY = date(2026, 11, 22)
AROUND = Surroundings(country="BD", places=default_gazetteer(), day_first={}, on=TODAY)
GOOD = {"full_name": "AMINA RAHMAN", "sex": "F", "born": "13.04.1992", "district": "Sylhet", "destination": "K.S.A."}


def row(**cells: object) -> MappedRow:
    return MappedRow(14, {code: Cell(value) for code, value in {**GOOD, **cells}.items()})  # type: ignore[arg-type]


def test_a_good_row_becomes_a_person() -> None:
    person, found = read_row(row(returned_on="20/06/2021", education="SSC", return_kind="covid"), AROUND)
    assert found == []
    assert (person.given_name, person.family_name, person.sex) == ("Amina", "Rahman", Sex.FEMALE)
    assert person.born == PartialDay(date(1992, 4, 13), Precision.DAY)
    assert (person.place, person.journey.destination, person.language) == ("BD.60.91", "SA", "bn")
    assert person.journey.returned == PartialDay(date(2021, 6, 20), Precision.DAY)
    assert (person.education, person.journey.return_kind) == (Education.SECONDARY, ReturnKind.PANDEMIC)


def test_somebody_whose_name_stands_in_their_own_script_alone_is_called_by_it() -> None:
    person, found = read_row(row(full_name="", native_name="আমিনা রহমান"), AROUND)
    assert found == []
    assert (person.given_name, person.family_name, person.native_name) == ("আমিনা রহমান", "", "আমিনা রহমান")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("1992", PartialDay(date(1992, 1, 1), Precision.YEAR), id="year-only"),
        pytest.param(1992, PartialDay(date(1992, 1, 1), Precision.YEAR), id="year-as-a-number"),
        pytest.param("34 yrs", PartialDay(date(1992, 1, 1), Precision.ESTIMATED), id="age"),
        pytest.param("", PartialDay(None, Precision.UNKNOWN), id="nothing-is-unknown"),
    ],
)
def test_a_birth_is_kept_as_exactly_as_it_is_known(written: object, expected: PartialDay) -> None:
    assert read_row(row(born=written), AROUND)[0].born == expected


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        pytest.param({"full_name": ""}, "name_missing", id="no-name"),
        pytest.param({"full_name": "123"}, "name_without_letters", id="a-number-for-a-name"),
        pytest.param({"full_name": "<b>Amina</b>"}, "name_sign", id="marks-of-a-web-page"),
        pytest.param({"native_name": "আমিনা <রহমান>"}, "name_sign", id="marks-in-another-script"),
        pytest.param({"full_name": "Amina " + "x" * 90}, "too_long", id="a-story-for-a-name"),
        pytest.param({"return_reason": "x" * 201}, "too_long", id="a-story-for-a-reason"),
        pytest.param({"sex": "7"}, "word_not_known", id="sex-nobody-knows"),
        pytest.param({"returned_on": "2027-01-01"}, "day_to_come", id="return-in-the-future"),
        pytest.param(
            {"left_on": "2021-01-01", "returned_on": "2020-01-01"}, "return_before_departure", id="back-before-leaving"
        ),
        pytest.param({"left_on": "1990-01-01"}, "departure_before_birth", id="left-before-birth"),
        pytest.param({"born": "1900-01-01"}, "age_impossible", id="126-years-old"),
        pytest.param({"district": "Xyzzyville"}, "place_not_known", id="district-nobody-knows"),
        pytest.param({"destination": "Atlantis"}, "country_not_known", id="country-nobody-knows"),
    ],
)
def test_what_cannot_be_goes_back(cells: dict[str, object], code: str) -> None:
    _person, found = read_row(row(**cells), AROUND)
    assert code in [finding.code for finding in found if finding.weight is Weight.BARRIER]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        pytest.param({"sex": ""}, "sex_not_recorded", id="sex-not-written"),
        pytest.param({"phone": "8.80171E+12"}, "phone.digits_lost", id="phone-spoiled-by-the-spreadsheet"),
    ],
)
def test_what_is_only_unknown_goes_in_with_a_remark(cells: dict[str, object], code: str) -> None:
    person, found = read_row(row(**cells), AROUND)
    assert [finding.weight for finding in found if finding.weight is Weight.BARRIER] == []
    assert code.rpartition(".")[2] in [finding.code.rpartition(".")[2] for finding in found]
    assert person.phone == ""


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"full_name": "Amina <b>"}, "full_name"),
        ({"full_name": "", "given_name": "Amina", "family_name": "Rah=man"}, "family_name"),
        ({"native_name": "আমিনা #"}, "native_name"),
    ],
)
def test_a_sign_that_does_not_belong_in_a_name_is_told_at_its_cell(cells: dict[str, object], field: str) -> None:
    _person, found = read_row(row(**cells), AROUND)
    assert [finding.facts["field"] for finding in found if finding.code == "name_sign"] == [field]


def test_a_district_of_a_country_whose_districts_are_not_listed_sends_nobody_back() -> None:
    person, found = read_row(row(country="Côte d'Ivoire", district="Abidjan"), AROUND)
    assert [(finding.code, finding.weight) for finding in found] == [("places_not_listed", Weight.CONCERN)]
    assert person.place == ""


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param({"given_name": "Amina", "family_name": "Rahman"}, ("Amina", "Rahman"), id="both"),
        pytest.param({"given_name": "Zalmai"}, ("Zalmai", ""), id="given-name-only"),
        pytest.param({"family_name": "ZALMAI"}, ("Zalmai", ""), id="the-one-name-under-the-other-heading"),
        pytest.param({"full_name": "Zalmai"}, ("Zalmai", ""), id="one-word"),
    ],
)
def test_a_person_may_have_one_name(cells: dict[str, object], expected: tuple[str, str]) -> None:
    person, found = read_row(row(**{"full_name": "", **cells}), AROUND)
    assert found == []
    assert (person.given_name, person.family_name) == expected


@pytest.mark.parametrize(
    ("written", "kept", "codes"),
    [
        pytest.param("BX 0123456", "BX 0123456", [], id="passport"),
        pytest.param("0012345", "0012345", [], id="leading-noughts-stay"),
        pytest.param("1234567.0", "1234567", [], id="a-number-that-grew-decimals"),
        pytest.param("1.99126930160001e+16", "", ["digits_lost"], id="digits-lost-in-the-spreadsheet"),
        pytest.param("BX01\ufffd3", "BX01\ufffd3", ["broken_character"], id="a-letter-lost"),
        pytest.param("unknown", "", [], id="unknown-is-no-number"),
        pytest.param("Nil", "", [], id="nil-is-no-number"),
    ],
)
def test_a_document_number_is_kept_as_written_or_not_at_all(written: str, kept: str, codes: list[str]) -> None:
    person, found = read_row(row(document_number=written), AROUND)
    assert (person.document_number, [finding.code for finding in found]) == (kept, codes)
    assert not [finding for finding in found if finding.weight is Weight.BARRIER]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        pytest.param("Passport no.", "passport", id="passport"),
        pytest.param("N° de passeport", "passport", id="passport-in-french"),
        pytest.param("Passport / NID", "identity", id="either-of-two-papers"),
        pytest.param("National passport or ID", "identity", id="either-in-words"),
        pytest.param("NID", "identity", id="identity-card"),
        pytest.param("", "identity", id="nothing-above"),
    ],
)
def test_a_heading_that_names_passports_alone_says_the_kind_of_paper(heading: str, kind: str) -> None:
    around = dataclasses.replace(AROUND, paper_kind=kind_under(heading))
    assert read_row(row(document_number="BX0123456"), around)[0].document_kind == kind


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        pytest.param("L898902C36", [], id="icao-specimen-with-its-check-figure"),
        pytest.param("L898902C37", ["passport_check"], id="a-check-figure-that-fails"),
        pytest.param("BX0123456", [], id="nine-signs-without-one"),
        pytest.param("BX01", ["passport_length"], id="too-short"),
    ],
)
@pytest.mark.parametrize("says_itself", [True, False])
def test_a_passport_number_that_cannot_be_one_goes_in_with_a_remark(
    number: str, codes: list[str], says_itself: bool
) -> None:
    around = AROUND if says_itself else dataclasses.replace(AROUND, paper_kind="passport")
    cells = {"document_number": number, **({"document_kind": "Passport"} if says_itself else {})}
    person, found = read_row(row(**cells), around)
    assert (person.document_kind, person.document_number) == ("passport", number)
    assert [(one.code, one.weight, one.facts["field"]) for one in found] == [
        (code, Weight.CONCERN, "document_number") for code in codes
    ]


@pytest.mark.parametrize("said", ["unknown", "inconnu", "N.A.", "NA"])
def test_a_country_or_district_said_to_be_unknown_stays_unknown(said: str) -> None:
    person, found = read_row(row(district=said, destination=said), AROUND)
    assert found == []
    assert (person.place, person.journey.destination) == ("", "")


def test_a_return_known_by_its_year_only_may_lie_in_the_year_of_the_departure() -> None:
    _person, found = read_row(row(left_on="2021-03-01", returned_on="2021"), AROUND)
    assert found == []


@pytest.mark.parametrize(
    ("note", "is_synthetic"),
    [
        pytest.param("SYNTHETIC - invented person", True, id="an-invented-person"),
        pytest.param("Worked with synthetic fibres", False, id="a-real-one-who-worked-with-fibres"),
        pytest.param("", False, id="no-note"),
    ],
)
def test_only_a_row_that_begins_by_saying_so_makes_an_invented_person(note: str, is_synthetic: bool) -> None:
    assert read_row(row(note=note), AROUND)[0].is_synthetic is is_synthetic


def more(**cells: object) -> dict[str, list[dict[str, str]]]:
    """Return what a row says beyond the first page, by the kind of record; nothing may speak against the row."""
    person, found = read_row(row(**cells), AROUND)
    assert found == []
    kinds: dict[str, list[dict[str, str]]] = {}
    for one in person.more:
        kinds.setdefault(one.kind, []).append(dict(one.said))
    return kinds


@pytest.mark.parametrize(
    ("cells", "kind", "said"),
    [
        pytest.param({"father_name": "KARIM UDDIN"}, "profile", {"father_name": "Karim Uddin"}, id="father"),
        pytest.param({"nationality": "Bangladeshi"}, "profile", {"nationality_id": "BD"}, id="nationality-of-people"),
        pytest.param({"nationality": "India", "district": ""}, "profile", {"nationality_id": "IN"}, id="as-a-country"),
        pytest.param({"birth_country": "Inde"}, "profile", {"birth_country_id": "IN"}, id="born-abroad-in-french"),
        pytest.param(
            {"other_number": "AG-0077", "other_number_of": "Red Crescent"},
            "reference",
            {"kind": "agency", "number": "AG-0077", "issuer": "Red Crescent"},
            id="another-agency",
        ),
        pytest.param(
            {"occupation_before": "bricklayer"},
            "work",
            {"time": "before", "occupation": "bricklayer", "isco": "7112"},
            id="an-occupation-with-its-code",
        ),
        pytest.param(
            {"occupation_wanted": "small shop of her own"},
            "work",
            {"time": "wanted", "occupation": "small shop of her own"},
            id="an-occupation-without-a-guessed-code",
        ),
        pytest.param({"channel": "irrégulier"}, "passage", {"channel": "irregular"}, id="without-papers-in-french"),
        pytest.param(
            {"reasons_return": "fin de contrat; famille"}, "passage", {"reasons_return": "contract family"},
            id="two-reasons",
        ),
        pytest.param({"returned_to": "Sylhet"}, "passage", {"returned_to_id": "BD.60.91"}, id="where-they-live-since"),
        pytest.param({"recruiter_licence": "RL-12"}, "passage", {"recruiter_licence": "RL-12"}, id="licence"),
    ],
)  # fmt: skip
def test_what_a_list_says_beyond_the_first_page_is_kept(
    cells: dict[str, object], kind: str, said: dict[str, str]
) -> None:
    assert more(**cells) == {kind: [said]}


def test_several_languages_in_one_cell_are_told_apart() -> None:
    assert more(languages="Bangla, arabe and Hindi; bn")["language"] == [
        {"language": "bn"}, {"language": "ar"}, {"language": "hi"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(dict.fromkeys(("father_name", "cost", "languages", "reasons_return", "channel"), ""), id="empty"),
        pytest.param({"father_name": "unknown", "sector": "N/A", "languages": "inconnu"}, id="said-to-be-unknown"),
        pytest.param({"cost_currency": "BDT"}, id="a-currency-of-no-amount"),
        pytest.param({"other_number_of": "Red Crescent"}, id="an-agency-without-a-number"),
    ],
)
def test_what_a_cell_does_not_say_makes_no_record(cells: dict[str, object]) -> None:
    assert more(**cells) == {}


@pytest.mark.parametrize(
    ("cells", "amount", "codes"),
    [
        pytest.param({"cost": "350,000", "cost_currency": "BDT"}, Money(35_000_000, "BDT"), [], id="currency-beside"),
        pytest.param({"cost": "350,000", "cost_currency": "Taka"}, Money(35_000_000, "BDT"), [], id="its-name"),
        pytest.param({"cost": "Tk 3.5 lakh"}, Money(35_000_000, "BDT"), [], id="in-the-cell"),
        pytest.param(
            {"cost_minor": 35_000_000, "cost_currency": "BDT"}, Money(35_000_000, "BDT"), [], id="as-taken-out"
        ),
        pytest.param({"cost": "350,000"}, None, ["currency_missing"], id="no-currency"),
        pytest.param({"cost": "Rs 350,000"}, None, ["currency_missing"], id="rupees-of-four-countries"),
        pytest.param({"cost": "10", "cost_currency": "Rupees"}, None, ["currency_not_known"], id="rupees-beside"),
        pytest.param(
            {"cost": "9" * 30, "cost_currency": "BDT"}, None, ["amount_impossible"], id="no-journey-costs-that"
        ),
        pytest.param({"cost": "a lot", "cost_currency": "BDT"}, None, ["not_an_amount"], id="in-words"),
        pytest.param({"cost": "unknown"}, None, [], id="not-known"),
    ],
)
def test_an_amount_is_kept_with_its_currency_or_not_at_all(
    cells: dict[str, object], amount: Money | None, codes: list[str]
) -> None:
    person, found = read_row(row(**cells), AROUND)
    assert (person.journey.cost, [finding.code for finding in found]) == (amount, codes)
    assert not [finding for finding in found if finding.weight is Weight.BARRIER]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        pytest.param({"languages": "Bangla, Klingon"}, "language_not_known", id="language-nobody-knows"),
        pytest.param({"channel": "by boat"}, "word_not_known", id="neither-with-nor-without-papers"),
        pytest.param({"sector": "stuff"}, "word_not_known", id="kind-of-work-nobody-knows"),
        pytest.param({"nationality": "Martian"}, "country_not_known", id="nationality-nobody-knows"),
        pytest.param({"father_name": "x" * 161}, "too_long", id="a-story-for-a-father"),
        pytest.param({"other_number": "1" * 61}, "too_long", id="a-number-without-end"),
        pytest.param(
            {"reasons_return": "homesick", "return_reason": "the boss"}, "word_not_known", id="two-stories-of-a-reason"
        ),
    ],
)
def test_a_word_beyond_the_first_page_that_nobody_listed_goes_back(cells: dict[str, object], code: str) -> None:
    _person, found = read_row(row(**cells), AROUND)
    assert code in [finding.code for finding in found if finding.weight is Weight.BARRIER]


def test_a_reason_on_no_list_is_kept_in_words_and_the_others_by_their_codes() -> None:
    person, found = read_row(row(reasons_return="end of contract; homesick"), AROUND)
    assert [(finding.code, finding.weight) for finding in found] == [("kept_in_words", Weight.NOTE)]
    assert person.journey.return_reason == "end of contract; homesick"
    assert [dict(one.said) for one in person.more] == [{"reasons_return": "contract"}]


def test_a_nationality_without_a_country_of_origin_tells_where_districts_lie() -> None:
    person, found = read_row(row(nationality="Nepali", district="Kathmandu"), AROUND)
    assert found == []
    assert person.place.startswith("NP.")
