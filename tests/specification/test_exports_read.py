"""What is read from an export of KoboToolbox or ODK, however it was asked for: worked examples.

Source: KoboToolbox, "Exporting and downloading your data", "Data with repeat groups"; ODK Central, "Submissions: CSV".
"""

from typing import Any

import pytest

from sankofa.surveys.rules import exported
from sankofa.surveys.rules.outline import Outline, outline

HOUSEHOLD = {
    "survey": [
        ["type", "name", "label::English (en)", "label::Français (fr)", "constraint"],
        ["date", "visited", "Day of the visit", "Jour de la visite", ""],
        ["begin_group", "home", "The home", "La maison", ""],
        ["select_one roof", "roof", "What is the **roof** made of?", "Le toit ?", ""],
        ["select_multiple help", "help", "Which help came?", "Quelle aide ?", ""],
        ["integer", "rooms", "How many rooms?", "Combien de pièces ?", ". >= 0 or . = -999"],
        ["geopoint", "place", "Where?", "Où ?", ""],
        ["image", "photo", "A picture", "Une photo", ""],
        ["end_group", "", "", "", ""],
        ["begin_repeat", "member", "Members", "Membres", ""],
        ["text", "name", "Name", "Nom", ""],
        ["integer", "age", "Age", "Âge", ""],
        ["begin_repeat", "job", "Jobs", "Emplois", ""],
        ["text", "work", "Work", "Travail", ""],
        ["end_repeat", "", "", "", ""],
        ["end_repeat", "", "", "", ""],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)", "label::Français (fr)"],
        ["roof", "tin", "Tin", "Tôle"],
        ["roof", "straw", "Straw and mud", "Paille"],
        ["roof", "dont_know", "I don't know", "Je ne sais pas"],
        ["help", "food", "Food", "Vivres"],
        ["help", "cash", "Cash, or a voucher", "Argent"],
    ],
    "settings": [["form_title", "form_id", "version"], ["Household", "household", "3"]],
}
ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def form() -> Outline:
    return outline(HOUSEHOLD)


def read(**tables: list[list[str]]) -> exported.Export:
    return exported.export({name.replace("__", "-"): rows for name, rows in tables.items()}, form())


def answers(read_now: exported.Export) -> dict[str, str]:
    (entry,) = read_now.entries
    return dict(entry.answers)


def codes(read_now: exported.Export) -> list[str]:
    return [found.code for found in read_now.findings if found.code != "sheet.missing"]


EXPECTED = {"visited": "2026-03-01", "roof": "tin", "help": "food cash", "rooms": "3"}


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        pytest.param(["visited", "roof", "help", "rooms"], ["2026-03-01", "tin", "food cash", "3"], id="names"),
        pytest.param(["visited", "home/roof", "home/help", "home/rooms"], ["2026-03-01", "tin", "food cash", "3"],
                     id="names-with-parts-by-strokes"),
        pytest.param(["visited", "home-roof", "home-help", "home-rooms"], ["2026-03-01", "tin", "food cash", "3"],
                     id="names-with-parts-by-hyphens"),
        pytest.param(["Day of the visit", "What is the roof made of?", "Which help came?", "How many rooms?"],
                     ["2026-03-01", "Tin", "Food Cash, or a voucher", "3"], id="words-of-questions-and-choices"),
        pytest.param(["Jour de la visite", "La maison/Le toit ?", "La maison/Quelle aide ?", "Combien de pièces ?"],
                     ["2026-03-01", "Tôle", "Vivres Argent", "3"], id="words-of-another-language-with-parts"),
        pytest.param(["visited", "roof", "help", "help/food", "help/cash", "rooms"],
                     ["2026-03-01T00:00:00.000Z", "tin", "food cash", "1", "1", "3.0"], id="one-column-and-split"),
        pytest.param(["visited", "roof", "home-help/food", "home-help/cash", "rooms"],
                     ["2026-03-01", "tin", "1", "1", "3"], id="split-columns-alone"),
        pytest.param(["visited", "roof", "Which help came?/Food", "Which help came?/Cash, or a voucher", "rooms"],
                     ["2026-03-01", "TIN", "TRUE", "True", "3"], id="split-columns-in-words"),
        pytest.param(["_id", "_uuid", "_submission_time", "visited", "roof", "help", "rooms", "photo_URL", "_tags"],
                     ["1", ONE, "2026-03-01T10:00:00", "2026-03-01", "tin", "food cash", "3", "https://x.org/1", ""],
                     id="with-what-the-system-adds"),
    ],
)  # fmt: skip
def test_the_same_answers_are_read_whatever_stands_above_them(headings: list[str], row: list[str]) -> None:
    now = read(data=[headings, row])
    assert answers(now) == EXPECTED
    assert codes(now) in ([], ["submission.no_number"])


@pytest.mark.parametrize(
    ("heading", "cell", "said", "remark"),
    [
        pytest.param("roof", "Straw and mud", "straw", None, id="a-choice-in-words"),
        pytest.param("roof", "glass", "glass", "value.not_offered", id="a-choice-the-list-does-not-have"),
        pytest.param("roof", "dnk", "dont_know", None, id="unknown-under-the-code-of-the-form"),
        pytest.param("roof", "I don't know", "dont_know", None, id="unknown-in-words"),
        pytest.param("help", "food tents", "food tents", "value.not_offered", id="one-of-several-not-offered"),
        pytest.param("rooms", "-999", "-999", None, id="a-number-that-stands-for-unknown"),
        pytest.param("rooms", "Don't know", "Don't know", "value.unknown_in_words", id="unknown-for-a-number"),
        pytest.param("rooms", "many", "many", "value.not_a_number", id="no-number"),
        pytest.param("rooms", "2.5", "2.5", "value.not_whole", id="a-part-of-a-room"),
        pytest.param("visited", "1 March", "1 March", "value.not_a_day", id="no-day"),
        pytest.param("photo", "1709.jpg", "1709.jpg", "export.media", id="a-picture-that-is-not-in-the-file"),
        pytest.param("rooms", "", None, None, id="nothing-is-nothing"),
    ],
)  # fmt: skip
def test_a_value_is_kept_and_what_does_not_fit_is_named(
    heading: str, cell: str, said: str | None, remark: str | None
) -> None:
    now = read(data=[["_uuid", heading, "_index"], [ONE, cell, "1"]])
    assert answers(now).get(heading) == said
    assert codes(now) == ([] if remark is None else [remark])
    found = next((one for one in now.findings if one.code.startswith("value.")), None)
    if found is not None:
        assert (found.facts["sheet"], found.facts["row"], found.facts["column"]) == ("data", 2, heading)


@pytest.mark.parametrize(
    ("ticks", "whole", "said", "remarks"),
    [
        pytest.param(["1", "0"], "food", "food", [], id="they-agree"),
        pytest.param(["1", "1"], "food", "food", ["value.ticks_differ"], id="they-differ"),
        pytest.param(["1", "perhaps"], "food", "food", ["value.not_a_tick"], id="no-tick"),
        pytest.param(["", ""], "food", "food", [], id="the-columns-are-empty"),
        pytest.param(["0", "0"], "", None, [], id="nothing-is-ticked"),
    ],
)
def test_one_column_counts_before_a_column_for_each_choice(
    ticks: list[str], whole: str, said: str | None, remarks: list[str]
) -> None:
    now = read(data=[["_uuid", "help", "help/food", "help/cash"], [ONE, whole, *ticks]])
    assert answers(now).get("help") == said
    assert codes(now) == remarks


def test_a_point_cut_into_its_parts_is_put_together() -> None:
    headings = ["_uuid", "_place_latitude", "_place_longitude", "_place_altitude", "_place_precision"]
    assert answers(read(data=[headings, [ONE, "5.55", "-0.2", "61", "4.5"]]))["place"] == "5.55 -0.2 61 4.5"
    headings = ["KEY", "home-place-Latitude", "home-place-Longitude"]
    assert answers(read(data=[headings, [ONE, "5.55", "-0.2"]]))["place"] == "5.55 -0.2 0 0"


KOBO = {
    "Household": [
        ["visited", "_uuid", "_id", "_index"],
        ["2026-03-01", ONE, "71", "1"],
        ["2026-03-02", TWO, "72", "2"],
    ],
    "member": [
        ["name", "age", "_index", "_parent_table_name", "_parent_index", "_submission__id", "_submission__uuid"],
        ["Ama", "30", "1", "Household", "1", "71", ONE],
        ["Kofi", "4", "2", "Household", "2", "72", TWO],
    ],
    "job": [["work", "_index", "_parent_table_name", "_parent_index"], ["baker", "1", "member", "1"]],
}
ODK = {
    "Household": [["SubmissionDate", "visited", "meta-instanceID", "KEY"],
                  ["2026-03-01T10:00:00Z", "2026-03-01", f"uuid:{ONE}", f"uuid:{ONE}"],
                  ["2026-03-02T10:00:00Z", "2026-03-02", f"uuid:{TWO}", f"uuid:{TWO}"]],
    "Household-member": [["name", "age", "PARENT_KEY", "KEY"],
                         ["Ama", "30", f"uuid:{ONE}", f"uuid:{ONE}/member[1]"],
                         ["Kofi", "4", f"uuid:{TWO}", f"uuid:{TWO}/member[1]"]],
    "Household-job": [["work", "PARENT_KEY", "KEY"],
                      ["baker", f"uuid:{ONE}/member[1]", f"uuid:{ONE}/member[1]/job[1]"]],
}  # fmt: skip
PLAIN_NUMBERS = {
    "main": [["visited", "uuid", "index"], ["2026-03-01", ONE, "6"], ["2026-03-02", TWO, "9"]],
    "people": [["name", "age", "uuid", "_parent_index", "_index"], ["Ama", "30", ONE, "6", "1"],
               ["Kofi", "4", TWO, "9", "2"]],
    "work": [["work", "_parent_index"], ["baker", "1"]],
}  # fmt: skip


@pytest.mark.parametrize(
    "tables",
    [
        pytest.param(KOBO, id="kobo-a-sheet-for-a-repeat"),
        pytest.param(ODK, id="odk-a-file-for-a-repeat"),
        pytest.param(PLAIN_NUMBERS, id="sheets-under-names-of-their-own"),
    ],
)
def test_rows_of_repeats_stand_below_the_rows_they_belong_to(tables: dict[str, Any]) -> None:
    now = exported.export(tables, form())
    first, second = now.entries
    assert [row.answers["name"] for row in first.below["member"]] == ["Ama"]
    assert [row.answers["name"] for row in second.below["member"]] == ["Kofi"]
    assert [row.answers["work"] for row in first.below["member"][0].below["job"]] == ["baker"]
    assert [(sheet.repeat, sheet.rows, sheet.linked) for sheet in now.sheets] == [("", 2, 2), ("member", 2, 2),
                                                                                  ("job", 1, 1)]  # fmt: skip
    assert [str(exported.instance_id(entry, code="household")) for entry in now.entries] == [ONE, TWO]
    assert codes(now) == []


def altered(sheet: str, row: int, **cells: str) -> dict[str, list[list[str]]]:
    tables = {name: [list(line) for line in rows] for name, rows in KOBO.items()}
    for heading, text in cells.items():
        tables[sheet][row][tables[sheet][0].index(heading)] = text
    return tables


@pytest.mark.parametrize(
    ("tables", "found", "row", "members"),
    [
        pytest.param(altered("member", 2, _submission__uuid="33333333-3333-4333-8333-333333333333"), "row.orphan", 3,
                     [1, 0], id="the-form-it-names-is-not-there"),
        pytest.param(altered("member", 2, _parent_index="9", _submission__id="", _submission__uuid=""), "row.orphan", 3,
                     [1, 0], id="the-row-it-counts-to-is-not-there"),
        pytest.param(altered("member", 2, _parent_index="1"), "row.links_differ", 3, [1, 1],
                     id="number-and-counter-name-two-forms-and-the-number-counts"),
        pytest.param(altered("Household", 2, _index="1"), None, None, [1, 1],
                     id="counters-that-begin-anew-name-nobody-but-the-number-does"),
        pytest.param(altered("Household", 2, _uuid=ONE, visited="2026-03-01", _index="3"), "submission.twice", 3, None,
                     id="the-same-form-twice"),
        pytest.param(altered("Household", 2, _uuid=ONE), "submission.number_twice", 3, None,
                     id="two-forms-under-one-number"),
    ],
)  # fmt: skip
def test_what_cannot_be_linked_is_named_and_put_under_nobody(
    tables: dict[str, Any], found: str | None, row: int | None, members: list[int] | None
) -> None:
    del tables["job"]
    if found == "submission.twice":
        del tables["member"]
    now = exported.export(tables, form())
    about = [one for one in now.findings if one.code == found]
    assert [one.facts["row"] for one in about] == ([] if row is None else [row])
    if members is not None:
        assert [len(entry.below.get("member", [])) for entry in now.entries] == members
        assert [one for one in now.findings if one.code != "sheet.missing"] == about


def test_two_forms_under_one_number_that_differ_are_both_kept() -> None:
    now = read(data=[["_uuid", "rooms"], [ONE, "3"], [ONE, "4"]])
    numbers = [exported.instance_id(entry, code="household") for entry in now.entries]
    assert len(set(numbers)) == 2
    assert str(numbers[0]) == ONE


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("1a2409f8-203c-44414d-8b878f-d7e3b40fc192", id="a-number-that-is-no-uuid"),
        pytest.param("", id="no-number"),
    ],
)
def test_a_form_without_a_number_of_its_own_gets_the_same_one_every_time(number: str) -> None:
    numbers = [
        exported.instance_id(read(data=[["_uuid", "rooms"], [number, "3"]]).entries[0], code="household")
        for _ in range(2)
    ]
    assert numbers[0] == numbers[1]
    other = read(data=[["_uuid", "rooms"], [number, "4"]]).entries[0]
    assert (exported.instance_id(other, code="household") == numbers[0]) == bool(number)


def test_a_column_of_case_numbers_is_recognised_by_the_check_character() -> None:
    rows = [["_uuid", "rooms", "file no"], [ONE, "3", "SK-26-004217-5"], [TWO, "2", "sk260042175"]]
    now = exported.export({"data": rows}, form(), case_column="file no")
    assert now.case_columns == ("file no",)
    assert [entry.case_number for entry in now.entries] == ["SK-26-004217-5", "sk260042175"]
    assert exported.export({"data": [rows[0], [ONE, "3", "SK-26-004217-6"]]}, form()).case_columns == ()


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        pytest.param({}, "export.no_main_sheet", id="nothing"),
        pytest.param({"data": [["a", "b"], ["1", "2"]]}, "export.no_main_sheet", id="no-heading-of-this-form"),
        pytest.param({"data": [["_uuid", "rooms", "roms"], [ONE, "1", "2"]]}, "column.unknown", id="an-unknown-column"),
        pytest.param({"data": [["_uuid", "rooms"], [ONE, "1"]], "notes": [["a"], ["b"]]}, "sheet.unknown",
                     id="an-unknown-sheet"),
        pytest.param({"data": [["_uuid", "rooms"], [ONE, "1"]]}, "sheet.missing", id="a-part-without-a-sheet"),
    ],
)  # fmt: skip
def test_what_is_strange_about_a_file_is_named(tables: dict[str, Any], code: str) -> None:
    assert code in [found.code for found in exported.export(tables, form()).findings]
