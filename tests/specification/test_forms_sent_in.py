"""What is said of a form that somebody sends in, and of a new version of a form: worked examples.

Source: xlsform.org (survey, choices, settings); issue of the instruments, "Bad input" and "Versions".
"""

from pathlib import Path

import pytest
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from sankofa.kernel.finding import Weight
from sankofa.surveys.rules import changes, faults, kinds
from sankofa.surveys.rules.outline import outline, tables_of
from sankofa.surveys.workbooks import tables_in

SETTINGS = "form_title,form_id,version,default_language\nCows,cows,1,English (en)"
CHOICES = "list_name,name,label::English (en)\nyn,yes,Yes\nyn,no,No"
HEAD = "type,name,label::English (en),relevant"


def form(*rows: str, choices: str = CHOICES, settings: str = SETTINGS) -> dict[str, list[list[str]]]:
    return tables_of({"survey": "\n".join([HEAD, *rows]), "choices": choices, "settings": settings})


@pytest.mark.parametrize(
    ("rows", "choices", "settings", "found", "row"),
    [
        pytest.param(["select_one yn,has,Cows?,"], CHOICES, SETTINGS, None, None, id="nothing-is-wrong"),
        pytest.param(["text,a,A?,${b} = 'x'"], CHOICES, SETTINGS, "reference.broken", 2, id="a-reference-to-nothing"),
        pytest.param(["text,a,Dear ${nobody}?,"], CHOICES, SETTINGS, "reference.broken", 2,
                     id="a-reference-in-the-words"),
        pytest.param(["text,a,A?,", "text,a,B?,"], CHOICES, SETTINGS, "question.name_twice", 3, id="a-name-twice"),
        pytest.param(["text,2 a,A?,"], CHOICES, SETTINGS, "question.bad_name", 2, id="a-name-with-a-blank"),
        pytest.param(["text,,A?,"], CHOICES, SETTINGS, "question.no_name", 2, id="no-name"),
        pytest.param([",a,A?,"], CHOICES, SETTINGS, "question.no_type", 2, id="no-type"),
        pytest.param(["select_one colours,a,A?,"], CHOICES, SETTINGS, "question.no_such_list", 2, id="no-such-list"),
        pytest.param(["text,a,,"], CHOICES, SETTINGS, "question.no_label", 2, id="nothing-to-read"),
        pytest.param(["begin_group,g,G,", "text,a,A?,"], CHOICES, SETTINGS, "part.not_ended", 2,
                     id="a-part-without-end"),
        pytest.param(["text,a,A?,", "end_repeat,r,,"], CHOICES, SETTINGS, "part.not_begun", 3,
                     id="an-end-without-beginning"),
        pytest.param(["text,a,A?,"], CHOICES + "\nyn,yes,Sure", SETTINGS, "choice.twice", 4, id="a-choice-twice"),
        pytest.param(["text,a,A?,"], CHOICES + "\nyn,not sure,Perhaps", SETTINGS, "choice.blank_in_name", 4,
                     id="a-choice-with-a-blank"),
        pytest.param(["text,a,A?,"], CHOICES, "form_title,form_id,version\nCows,,1", "form.no_id", 2, id="no-form-id"),
        pytest.param(["text,a,A?,"], CHOICES, "form_title,form_id\nCows,cows", "form.no_version", 2, id="no-version"),
        pytest.param(["text,a,A?,"], CHOICES, "form_title,form_id,version\nCows,cows,1/2", "form.bad_version", 2,
                     id="a-version-that-fits-no-address"),
        pytest.param(["text,a,A?,"], CHOICES, "form_title,form_id,version\nCows,cows,..", "form.bad_version", 2,
                     id="a-version-of-dots"),
        pytest.param(["text,a,A?,"], CHOICES, f"form_title,form_id,version\nCows,cows,{'7' * 61}", "form.bad_version",
                     2, id="a-version-without-end"),
        pytest.param(["text,a,A?,"], CHOICES, "form_title,form_id,version\nCows,cows,2026 (March) ۲", None, None,
                     id="a-version-in-words"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_form_is_named_with_its_row(
    rows: list[str], choices: str, settings: str, found: str | None, row: int | None
) -> None:
    said = faults.faults(form(*rows, choices=choices, settings=settings))
    assert [(one.code, one.facts["row"]) for one in said] == ([] if found is None else [(found, row)])


def test_a_file_without_the_sheet_survey_is_told_which_sheets_it_has() -> None:
    (said,) = faults.faults(tables_of({"sheet1": "a,b", "notes": "c"}))
    assert (said.code, said.weight, said.facts["sheets"]) == ("form.no_survey_sheet", Weight.BARRIER, "sheet1, notes")


def test_choices_that_are_meant_to_be_there_twice_are_no_fault() -> None:
    settings = "form_title,form_id,version,allow_choice_duplicates\nCows,cows,1,yes"
    assert faults.faults(form("select_one yn,a,A?,", choices=CHOICES + "\nyn,yes,Sure", settings=settings)) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        pytest.param(["text,a,A?,"], ["text,a,A?,"], [], id="nothing"),
        pytest.param(["text,a,A?,"], ["text,a,A?,", "text,b,B?,"], ["changed.question_added"], id="one-more"),
        pytest.param(["text,a,A?,", "text,b,B?,"], ["text,a,A?,"], ["changed.question_removed"], id="one-less"),
        pytest.param(["text,a,A?,", "text,b,B?,"], ["text,b,B?,", "text,a,A?,"], ["changed.order"], id="turned-round"),
        pytest.param(["text,a,A?,"], ["text,a,Really?,"], ["changed.wording"], id="other-words"),
        pytest.param(["text,a,A?,"], ["integer,a,A?,"], ["changed.kind"], id="a-number-instead-of-words"),
        pytest.param(["select_one yn,a,A?,", "text,b,B?,"], ["select_one yn,a,A?,", "text,b,B?,${a} = 'yes'"],
                     ["changed.when_asked"], id="asked-in-other-cases"),
    ],
)  # fmt: skip
def test_a_new_version_says_what_changed(before: list[str], after: list[str], found: list[str]) -> None:
    said = changes.changes(outline(form(*before)), outline(form(*after)))
    assert [one.code for one in said] == found


@pytest.mark.parametrize(
    ("choices", "found"),
    [
        pytest.param(CHOICES + "\nyn,dont_know,I don't know", ["changed.choice_added"], id="one-more-choice"),
        pytest.param("list_name,name,label::English (en)\nyn,yes,Yes", ["changed.choice_removed"], id="one-less"),
        pytest.param(CHOICES.replace("Yes", "Sure"), ["changed.choice_wording"], id="other-words"),
        pytest.param("list_name,name,label::English (en)\nyn,no,No\nyn,yes,Yes", ["changed.choice_order"],
                     id="turned-round"),
    ],
)  # fmt: skip
def test_a_new_version_says_what_changed_in_the_choices(choices: str, found: list[str]) -> None:
    row = "select_one yn,a,A?,"
    said = changes.changes(outline(form(row)), outline(form(row, choices=choices)))
    assert [one.code for one in said] == found


@pytest.mark.parametrize(
    ("kind", "code", "right"),
    [
        pytest.param("intger", "question.mistyped", "integer", id="a-letter-is-missing"),
        pytest.param("select_mutiple yn", "question.mistyped", "select_multiple yn", id="with-its-list"),
        pytest.param("begn group", "question.mistyped", "begin_group", id="a-part"),
        pytest.param("blood pressure", "question.no_such_type", None, id="like-no-other"),
    ],
)
def test_a_type_that_does_not_exist_is_named_with_the_nearest(kind: str, code: str, right: str | None) -> None:
    (said,) = faults.faults(form(f"{kind},a,A?,"))
    assert (said.code, said.facts["row"], said.facts["column"]) == (code, 2, "type")
    assert right is None or said.facts["right"] == right


def test_every_type_that_the_converter_takes_is_known() -> None:
    assert [kind for kind in QUESTION_TYPE_DICT if not kinds.is_known(kind)] == []
    listed = ["select_one a", "select multiple a", "select_one_from_file a.csv", "rank a", "select_one a or_other"]
    assert [kind for kind in listed if not kinds.is_known(kind)] == []


def test_a_reference_that_was_mistyped_is_named_with_the_nearest_name() -> None:
    (said,) = faults.faults(form("select_one yn,has_cows,A?,", "text,b,B?,${has_cow} = 'yes'"))
    assert (said.code, said.facts["row"], said.facts["column"]) == ("reference.mistyped", 3, "relevant")
    assert said.facts["right"] == "has_cows"


@pytest.mark.parametrize(
    ("rows", "row", "names"),
    [
        pytest.param(["text,a,A?,${a} = 'x'"], 2, "a → a", id="itself"),
        pytest.param(["text,a,A?,${b} = 'x'", "text,b,B?,${a} = 'x'"], 3, "a → b → a", id="each-other"),
        pytest.param(["begin_group,g,G,${a} = 'x'", "text,a,A?,", "end_group,,,"], 2, "a → a", id="its-own-part"),
        pytest.param(["text,a,A?,", "text,b,B?,${a} = 'x'", "text,c,C?,${a} = 'x' and ${b} = 'y'"], None, None,
                     id="no-circle"),
    ],
)  # fmt: skip
def test_questions_that_wait_for_one_another_are_named(rows: list[str], row: int | None, names: str | None) -> None:
    said = [(one.facts["row"], one.facts["names"]) for one in faults.faults(form(*rows))]
    assert said == ([] if row is None else [(row, names)])


def test_the_form_of_a_real_survey_lacks_nothing_but_its_settings(shared_data: Path) -> None:
    book = (shared_data / "xlsforms" / "REACH_2024_MSNA-kobo-tool_draft_v11.xlsx").read_bytes()
    tables = tables_in(book)
    assert [found.code for found in faults.faults(tables)] == ["form.no_settings"]
    tables["settings"] = [["form_title", "form_id", "version"], ["Needs", "msna", "11"]]
    assert faults.faults(tables) == []
    assert len(outline(tables).questions) == 200
