"""The form of the score as shipped, the reader of forms, and the way through a form.

Source: xlsform.org; domain notes on the score, 1.2; screens, pattern 4.
"""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sankofa.kernel.wording import missing_codes, texts, uneven_codes
from sankofa.surveys.rules import path
from sankofa.surveys.rules.relevance import (
    ALWAYS,
    AllOf,
    AnyOf,
    ConditionNotUnderstood,
    Equals,
    Not,
    Selected,
    condition,
    holds,
)
from sankofa.surveys.rules.terms import CANNOT_READ, DONT_KNOW, PREFER_NOT, Kind, Unsaid
from sankofa.surveys.rules.xlsform import InstrumentNotUnderstood, Sheets, instrument, sheets, shipped
from sankofa.sustainability.rules import scheme as schemes
from sankofa.sustainability.rules.explanation import CAUTIONS
from sankofa.sustainability.rules.score import Reason
from sankofa.sustainability.rules.terms import COMPOSITE

FORM = shipped("reintegration_score", "1")
FOLDER = files("sankofa.surveys") / "instruments" / "reintegration_score" / "1"
SHEETS = sheets(FOLDER)
SCORED = [f"e{n}" for n in range(1, 10)] + [f"s{n}" for n in range(1, 12)] + [f"p{n}" for n in range(1, 10)]
LANGUAGES = ("en", "fr", "ur")


# --- The form as shipped ---------------------------------------------------------------------------------------------


def test_the_form_asks_its_questions_in_three_parts_after_those_about_the_talk():
    assert [group.code for group in FORM.groups] == ["interview", "economic", "social", "psychosocial"]
    asked = [question.name for question in FORM.questions if question.group in ("economic", "social", "psychosocial")]
    assert asked == [
        *(f"e{n}" for n in range(1, 11)), *(f"s{n}" for n in range(1, 12)), *(f"p{n}" for n in range(1, 11)),
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_form_is_there_in_every_language(language):
    assert FORM.languages == LANGUAGES
    for group in FORM.groups:
        assert group.label[language]
    for question in FORM.questions:
        assert question.label[language]
        assert bool(question.hint) == bool(question.hint.get(language))
        assert bool(question.guidance) == bool(question.guidance.get(language))
        for choice in question.choices:
            assert choice.label[language], (question.name, choice.code)


@pytest.mark.parametrize("name", [*SCORED, "e10", "p10"])
def test_every_question_says_why_we_ask_and_lets_people_decline(name):
    question = FORM.question(name)
    assert question.hint["en"]
    assert {unsaid.value for unsaid in Unsaid if unsaid is not CANNOT_READ} <= {
        choice.code for choice in question.choices
    }


@pytest.mark.parametrize("name", ["e4", "e5", "p4", "p5", "p6", "p7", "p8", "p10"])
def test_a_sensitive_question_can_stay_empty_and_tells_the_interviewer_so(name):
    question = FORM.question(name)
    assert question.is_sensitive
    assert not question.is_required
    assert "private talk" in question.guidance["en"]


def test_the_urdu_words_are_in_arabic_script():
    for question in FORM.questions:
        for text in (question.label["ur"], *(choice.label["ur"] for choice in question.choices)):
            assert not re.search(r"[A-Za-z]", text), text


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def test_the_english_questions_read_at_about_the_sixth_grade():
    """Flesch-Kincaid, counted simply: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    grades = {}
    for question in FORM.questions:
        text = question.label["en"]
        words = re.findall(r"[A-Za-z']+", text)
        sentences = len([part for part in re.split(r"[.?!:]+", text) if part.strip()])
        grades[question.name] = 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    assert sum(grades.values()) / len(grades) < 5
    assert max(grades.values()) < 8, max(grades, key=grades.get)


def test_the_reasons_to_leave_are_tagged_as_wish_or_need():
    tags = {choice.code: choice.tag for choice in FORM.question("p10").choices}
    assert tags.pop("dont_know") == tags.pop("prefer_not") == ""
    assert tags == {
        **dict.fromkeys(("misses_people", "way_of_life", "work_or_study_abroad", "other_wish"), "wish"),
        **dict.fromkeys(("no_work", "unsafe", "no_services", "family_pressure", "debts", "other_need"), "need"),
    }


@pytest.mark.parametrize("file", schemes.SHIPPED)
def test_every_choice_of_every_scored_question_has_a_value_in_every_shipped_scheme(file):
    read = schemes.shipped(file, FORM)
    assert sorted(read.worth) == sorted(SCORED)
    for name, values in read.worth.items():
        assert set(values) == {choice.code for choice in FORM.question(name).choices}
    assert {name for dimension in read.dimensions for name in dimension.weights} == set(SCORED)


@pytest.mark.parametrize("file", schemes.SHIPPED)
def test_everything_a_shipped_scheme_can_say_has_words_in_every_language(file):
    read = schemes.shipped(file, FORM)
    wanted = {*schemes.finding_codes(read), *CAUTIONS, f"dimension.{COMPOSITE}", *(f"reason.{r}" for r in Reason)}
    wanted |= {"unknown.too_few_answers", "unknown.dimension_unknown"}
    wanted |= {
        f"change.{code}" for code in ("not_comparable", "unknown", "answered_differently", "no_question_in_common")
    }
    assert missing_codes(wanted, "sankofa.sustainability", LANGUAGES) == {}


@pytest.mark.parametrize("room", ["sankofa.surveys", "sankofa.sustainability"])
def test_no_translation_drops_a_fact(room):
    assert uneven_codes(room, LANGUAGES) == {}


def test_words_shown_to_caseworkers_are_their_words():
    shown = " ".join(texts("sankofa.sustainability", "en").values()).lower()
    assert not [word for word in ("composite", "scheme", "renormalis", "sensitivity", "instrument") if word in shown]


# --- The way through the form ----------------------------------------------------------------------------------------

TALK = {"interviewer_choice": "choice_met", "present": "alone", "mode": "phone", "interview_language": "ur"}


@pytest.mark.parametrize(
    ("answers", "after", "next_one"),
    [
        pytest.param({}, None, "welcome", id="begins-with-the-welcome"),
        pytest.param({"present": "alone"}, "present", "mode", id="alone"),
        pytest.param({"present": "others"}, "present", "private_talk", id="others-can-hear"),
        pytest.param(
            {"interview_language": "other"}, "interview_language", "interview_language_other", id="other-words"
        ),
        pytest.param({"interview_language": "ur"}, "interview_language", "e1", id="urdu"),
        pytest.param({"e9": "yes"}, "e9", "e10", id="looking-for-work"),
        pytest.param({"e9": "no"}, "e9", "s1", id="not-looking"),
        pytest.param({"e9": DONT_KNOW}, "e9", "s1", id="not-sure-whether-looking"),
        pytest.param({}, "e9", "s1", id="unanswered"),
        pytest.param({"p9": "no"}, "p9", "p10", id="cannot-stay"),
        pytest.param({"p9": PREFER_NOT}, "p9", None, id="the-end"),
        pytest.param({"p9": "no"}, "p10", None, id="the-end-after-reasons"),
    ],
)
def test_the_next_page_follows_from_the_answers(answers, after, next_one):
    found = path.next_question(FORM, answers, after)
    assert (found.name if found else None) == next_one


def test_the_way_back_is_the_way_that_was_come():
    assert path.question_before(FORM, {"e9": "no"}, "s1").name == "e9"
    assert path.question_before(FORM, {"e9": "yes"}, "s1").name == "e10"
    assert path.question_before(FORM, {}, "welcome") is None


@given(st.fixed_dictionaries({}, optional={"present": st.sampled_from(["alone", "others"]),
                                           "e9": st.sampled_from(["yes", "no", DONT_KNOW]),
                                           "p9": st.sampled_from(["yes", "no", PREFER_NOT])}))  # fmt: skip
def test_going_forward_meets_every_question_asked_once_and_going_back_the_same(answers):
    forward = []
    page = path.next_question(FORM, answers)
    while page is not None:
        forward.append(page)
        page = path.next_question(FORM, answers, page.name)
    assert tuple(forward) == path.asked(FORM, answers)
    for earlier, later in pairwise(forward):
        assert path.question_before(FORM, answers, later.name) == earlier


@pytest.mark.parametrize(
    ("name", "given_codes", "read"),
    [
        pytest.param("e1", ["ok"], "ok", id="one"),
        pytest.param("e1", ["dont_know"], DONT_KNOW, id="does-not-know"),
        pytest.param("e8", ["prefer_not"], PREFER_NOT, id="prefers-not"),
        pytest.param("e8", ["land", "tools"], frozenset({"land", "tools"}), id="several"),
        pytest.param("e8", ["land"], frozenset({"land"}), id="one-of-several"),
        pytest.param("e1", [], None, id="nothing"),
        pytest.param("e1", ["  "], None, id="blank"),
        pytest.param("interview_language_other", ["dont_know"], "dont_know", id="free-text-is-only-text"),
    ],
)
def test_what_comes_in_is_read_as_an_answer(name, given_codes, read):
    assert path.answer(FORM.question(name), given_codes) == read


def test_unsaid_answers_are_values_of_their_own():
    assert DONT_KNOW != PREFER_NOT
    assert DONT_KNOW not in (None, False, 0, "", "dont_know")


@pytest.mark.parametrize(
    ("name", "given_answer", "found"),
    [
        pytest.param("e1", "ok", [], id="fits"),
        pytest.param("e1", None, ["answer.missing"], id="needed"),
        pytest.param("p7", None, [], id="sensitive-may-stay-empty"),
        pytest.param("e1", DONT_KNOW, [], id="does-not-know"),
        pytest.param("mode", DONT_KNOW, ["answer.not_offered"], id="not-offered-here"),
        pytest.param("e1", "delighted", ["answer.not_offered"], id="no-such-choice"),
        pytest.param("e1", frozenset({"ok", "satisfied"}), ["answer.only_one"], id="two-for-one"),
        pytest.param("e8", frozenset({"land", "none"}), ["answer.stands_alone"], id="land-and-none"),
        pytest.param("e8", frozenset({"none"}), [], id="none"),
        pytest.param("e8", frozenset({"land", "boat"}), ["answer.not_offered"], id="one-unknown-of-two"),
        pytest.param("welcome", "ok", ["answer.to_a_note"], id="a-note"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_named(name, given_answer, found):
    assert [finding.code for finding in path.findings(FORM.question(name), given_answer)] == found


@pytest.mark.parametrize(("text", "found"), [("12", []), ("-3", []), ("twelve", 1), ("1.5", 1), ("٣", 1)])
def test_a_whole_number_is_read_and_anything_else_named(text, found):
    question = replace(FORM.question("interview_language_other"), kind=Kind.WHOLE_NUMBER)
    read = path.answer(question, [text])
    expected = ["answer.not_a_whole_number"] if found else []
    assert [finding.code for finding in path.findings(question, read)] == expected
    assert isinstance(read, int) == (not found)


def test_a_whole_form_names_what_is_missing_and_what_no_longer_belongs():
    answers = {**TALK, "e9": "no", "e10": frozenset({"pay"}), "x1": "?"}
    found = path.form_findings(FORM, answers)
    missing = [finding.facts["question"] for finding in found if finding.code == "answer.missing"]
    assert missing == [
        *(f"e{n}" for n in (1, 2, 3, 6, 7, 8)), *(f"s{n}" for n in range(1, 12)), "p1", "p2", "p3", "p9",
    ]  # fmt: skip
    assert [(f.code, f.facts["question"]) for f in found if f.code != "answer.missing"] == [
        ("answer.not_asked", "e10"), ("answer.to_no_question", "x1"),
    ]  # fmt: skip


def test_an_answer_to_a_question_no_longer_asked_opens_no_other():
    form = instrument(small(survey_rows=[
        "select_one yn,a,A?,", "select_one yn,b,B?,${a} = 'yes'", "text,c,C?,${b} = 'yes'",
    ]))  # fmt: skip
    assert [q.name for q in path.asked(form, {"a": "yes", "b": "yes"})] == ["a", "b", "c"]
    assert path.not_asked(form, {"a": "no", "b": "yes"}) == {"b", "c"}


def test_progress_counts_what_is_asked_of_this_person_and_no_notes():
    assert path.progress(FORM, {}) == path.Progress(0, 33)
    assert path.progress(FORM, {**TALK, "e9": "yes", "p9": "no"}) == path.Progress(6, 35)
    assert path.first_open(FORM, TALK).name == "e1"


# --- Conditions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ALWAYS),
        ("${x} = 'y'", Equals("x", "y")),
        ('${x}="y"', Equals("x", "y")),
        ("${x} != 'y'", Not(Equals("x", "y"))),
        ("selected(${x}, 'y')", Selected("x", "y")),
        ("not(selected(${x}, 'y'))", Not(Selected("x", "y"))),
        (
            "${a} = '1' or ${b} = '2' and ${c} = '3'",
            AnyOf((Equals("a", "1"), AllOf((Equals("b", "2"), Equals("c", "3"))))),
        ),
        (
            "(${a} = '1' or ${b} = '2') and ${c} = '3'",
            AllOf((AnyOf((Equals("a", "1"), Equals("b", "2"))), Equals("c", "3"))),
        ),
    ],
)
def test_a_condition_is_read(text, read):
    assert condition(text) == read


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("${x}", 4),
        ("${x} > 3", 5),
        ("${x} = y", 7),
        ("${x} = 'y' ${z} = 'y'", 11),
        ("selected(${x} 'y')", 14),
        ("not ${x} = 'y'", 4),
        ("(${x} = 'y'", 11),
        ("count(${x})", 0),
    ],
)
def test_a_condition_that_is_not_understood_says_where(text, position):
    with pytest.raises(ConditionNotUnderstood) as stopped:
        condition(text)
    assert stopped.value.position == position
    assert f"character {position + 1}" in str(stopped.value)


@pytest.mark.parametrize(
    ("text", "chosen", "holding"),
    [
        ("${x} = 'y'", {"x": {"y"}}, True),
        ("${x} = 'y'", {}, False),
        ("${x} != 'y'", {}, True),
        ("${x} != 'y'", {"x": {"y"}}, False),
        ("selected(${x}, 'y')", {"x": {"y", "z"}}, True),
        ("not(selected(${x}, 'y'))", {}, True),
        ("${a} = '1' or ${b} = '2' and ${c} = '3'", {"a": {"1"}}, True),
        ("(${a} = '1' or ${b} = '2') and ${c} = '3'", {"a": {"1"}}, False),
    ],
)
def test_a_condition_holds_as_in_every_xforms_engine(text, chosen, holding):
    assert holds(condition(text), chosen) is holding


# --- The reader of forms ---------------------------------------------------------------------------------------------


def small(
    survey_rows: list[str] = (),
    choice_rows: list[str] = ("yn,yes,Yes,", "yn,no,No,"),
    settings: str = "Small,small,1,English (en)",
    survey_headings: str = "type,name,label::English (en),relevant",
    choice_headings: str = "list_name,name,label::English (en),exclusive",
) -> Sheets:
    return Sheets(
        "\n".join([survey_headings, *survey_rows]),
        "\n".join([choice_headings, *choice_rows]),
        "form_title,form_id,version,default_language\n" + settings,
    )


YES_NO = "select_one yn,a,A?,"


@pytest.mark.parametrize(
    ("text", "file", "row", "column", "right"),
    [
        pytest.param(small(["select_won yn,a,A?,"]), "survey.csv", 2, "type", "select_one", id="unknown-type"),
        pytest.param(small([YES_NO, "select_one ny,b,B?,"]), "survey.csv", 3, "type", "lists yn", id="unknown-list"),
        pytest.param(small([YES_NO, "text,a,Again?,"]), "survey.csv", 3, "name", "no other row", id="name-twice"),
        pytest.param(small([YES_NO, "text,My Name,B?,"]), "survey.csv", 3, "name", "small letters", id="bad-name"),
        pytest.param(small(["select_one yn,a,,"]), "survey.csv", 2, "label::English (en)", "words", id="no-label"),
        pytest.param(
            small([YES_NO, "text,b,B?,${z} = 'yes'"]), "survey.csv", 3, "relevant", "further up", id="unknown-question"
        ),
        pytest.param(
            small(["text,b,B?,${a} = 'yes'", YES_NO]), "survey.csv", 2, "relevant", "further up", id="later-question"
        ),
        pytest.param(
            small([YES_NO, "text,b,B?,${a} = 'maybe'"]), "survey.csv", 3, "relevant", "yes, no", id="unknown-choice"
        ),
        pytest.param(
            small([YES_NO, "text,b,B?,${a} > 3"]), "survey.csv", 3, "relevant", "character 6", id="unknown-condition"
        ),
        pytest.param(
            small(["select_multiple yn,a,A?,", "text,b,B?,${a} = 'yes'"]),
            "survey.csv", 3, "relevant", "selected(${a}, 'yes')", id="equals-on-several",
        ),
        pytest.param(small([YES_NO, "begin_group,g,G,"]), "survey.csv", 3, "type", "end_group", id="group-left-open"),
        pytest.param(small([YES_NO, "end_group,g,,"]), "survey.csv", 3, "type", "begin_group", id="group-not-opened"),
        pytest.param(
            small(["begin_group,g,G,", YES_NO, "end_group,h,,"]), "survey.csv", 4, "name", "opened", id="other"
        ),
        pytest.param(
            small([YES_NO], ["yn,yes,Yes,", "yn,yes,Again,"]), "choices.csv", 3, "name", "not yet", id="choice-twice"
        ),
        pytest.param(
            small([YES_NO], ["yn,yes,Yes,", "yn,no,No,", "xy,x,X,"]), "choices.csv", 1, "list_name", "uses", id="unused"
        ),
        pytest.param(
            small([YES_NO], ["yn,yes,Yes,perhaps"]), "choices.csv", 2, "exclusive", "yes, no", id="exclusive-perhaps"
        ),
        pytest.param(
            small(["select_multiple yn,a,A?,"], ["yn,yes,Yes,", "yn,none,None,yes"]),
            "survey.csv", 2, "constraint", "count-selected(.) = 1", id="constraint-missing",
        ),
        pytest.param(
            small(["select_multiple yn,a,A?,"], ["yn,yes,Yes,", "yn,dont_know,I don't know,"]),
            "survey.csv", 2, "type", "exclusive", id="unsaid-beside-others",
        ),
        pytest.param(
            small([YES_NO], survey_headings="type,name,label::English (en),relevent"),
            "survey.csv", 1, "relevent", "one of these headings", id="unknown-heading",
        ),
        pytest.param(
            small([YES_NO], choice_headings="list,name,label::English (en),exclusive"),
            "choices.csv", 1, "list_name", "a column headed", id="missing-heading",
        ),
        pytest.param(small([YES_NO + ",more"]), "survey.csv", 2, "after the last", "no cell", id="cell-too-many"),
        pytest.param(
            small([YES_NO], settings="Small,small,1,Dutch (nl)"),
            "settings.csv", 2, "default_language", "English (en)", id="unknown-language",
        ),
        pytest.param(
            small([YES_NO], settings="Small,,1,English (en)"), "settings.csv", 2, "form_id", "a value", id="no-form-id"
        ),
    ],
)  # fmt: skip
def test_a_fault_names_file_row_and_column_and_what_would_be_right(text, file, row, column, right):
    with pytest.raises(InstrumentNotUnderstood) as refused:
        instrument(text)
    places = [(fault.file, fault.row, fault.column) for fault in refused.value.faults]
    assert (file, row, column) in places
    fault = refused.value.faults[places.index((file, row, column))]
    assert right in fault.right
    assert f"{file}, row {row}, column “{column}”" in str(refused.value)


def test_text_that_is_no_table_is_refused_as_a_fault_too():
    text = small([YES_NO])
    with pytest.raises(InstrumentNotUnderstood) as refused:
        instrument(replace(text, survey=text.survey + '\ntext,b,"' + "x" * 200_000))
    assert [fault.file for fault in refused.value.faults] == ["survey.csv"]


def test_all_faults_are_reported_at_once():
    with pytest.raises(InstrumentNotUnderstood) as refused:
        instrument(small(["select_one yn,a,,", "selct yn,b,B?,", "text,C,C?,"]))
    assert [fault.row for fault in refused.value.faults] == [2, 3, 4]


def test_a_group_that_is_not_asked_takes_its_questions_with_it():
    form = instrument(small([YES_NO, "begin_group,g,G,${a} = 'yes'", "text,b,B?,", "end_group,g,,"]))
    assert [q.name for q in path.asked(form, {"a": "no"})] == ["a"]
    assert [q.name for q in path.asked(form, {"a": "yes"})] == ["a", "b"]


def test_empty_rows_and_a_byte_order_mark_do_no_harm(tmp_path):
    text = small([YES_NO, "", ",,,"])
    for name, content in (("survey.csv", text.survey), ("choices.csv", text.choices), ("settings.csv", text.settings)):
        (tmp_path / name).write_text(content, encoding="utf-8-sig")
    assert [question.name for question in instrument(sheets(tmp_path)).questions] == ["a"]
