"""The forms of the library: complete in their languages, declinable, and readable for phones and people."""

from pathlib import Path

import pytest

from sankofa.surveys.rules import faults, filled, instance, library, outline
from sankofa.surveys.rules.constraint import Limit, limits
from sankofa.surveys.rules.relevance import ConditionNotUnderstood
from sankofa.surveys.rules.terms import CANNOT_READ, About, Kind, Unsaid

FORMS = [pytest.param(library.form(*one), id="/".join(one)) for one in library.shipped()]
WANTED = {
    "reintegration_score", "programme_monitoring", "satisfaction", "needs_assessment", "vulnerability_screen",
    "debt_survey", "skills", "family", "labour_migration", "employer", "business_visit",
}  # fmt: skip
ABOUT_THE_TALK = {"present", "mode", "interviewer_choice", "interview_language", "seen"}
"""What the interviewer notes about the talk itself; nobody has to be able to decline it."""


def test_the_library_holds_the_forms_of_a_programme() -> None:
    assert {code for code, _ in library.shipped()} == WANTED


@pytest.mark.parametrize("form", FORMS)
def test_every_word_is_there_in_every_language_of_the_form(form) -> None:  # type: ignore[no-untyped-def]
    assert {"en", "fr"} <= set(form.languages)
    for group in form.groups:
        assert set(group.label) == set(form.languages), group.code
    for question in form.questions:
        assert set(question.label) == set(form.languages), question.name
        for words in (question.hint, question.guidance, question.limit_words):
            assert not words or set(words) == set(form.languages), question.name
        for choice in question.choices:
            assert set(choice.label) == set(form.languages), (question.name, choice.code)


@pytest.mark.parametrize("form", FORMS)
def test_whoever_is_asked_can_say_that_they_do_not_know_or_will_not_say(form) -> None:  # type: ignore[no-untyped-def]
    unsaid = {value.value for value in Unsaid} - {CANNOT_READ.value}
    for question in form.questions:
        if question.kind.has_choices and question.name not in ABOUT_THE_TALK:
            assert unsaid <= {choice.code for choice in question.choices}, question.name


@pytest.mark.parametrize("form", FORMS)
def test_a_number_or_a_day_is_asked_only_of_whoever_will_say_it(form) -> None:  # type: ignore[no-untyped-def]
    for question in form.questions:
        if question.kind in (Kind.WHOLE_NUMBER, Kind.DAY):
            before = form.question(f"{question.name}_said")
            opened = [one.name for one in form.questions if holds(form, one, {before.name: {"dont_know"}})]
            assert question.name not in opened
            assert question.limits or question.kind is Kind.DAY, question.name


def holds(form, question, chosen) -> bool:  # type: ignore[no-untyped-def]
    from sankofa.surveys.rules.relevance import holds

    return question.group == form.question(next(iter(chosen))).group and holds(question.relevant, chosen)


@pytest.mark.parametrize("form", FORMS)
def test_what_can_hurt_can_stay_empty_and_the_interviewer_is_told(form) -> None:  # type: ignore[no-untyped-def]
    for question in form.questions:
        if question.is_sensitive and form.about is About.PERSON and not question.limits and question.kind.has_choices:
            assert not question.is_required, question.name
            assert "private talk" in question.guidance["en"], question.name


@pytest.mark.parametrize(("code", "version"), library.shipped())
def test_nothing_is_wrong_in_a_form_of_the_library_and_every_question_has_its_number(code: str, version: str) -> None:
    tables = library.tables(code, version)
    assert faults.faults(tables) == []
    read = outline.outline(tables)
    assert [item.number for item in read.questions] == list(range(1, len(read.questions) + 1))
    assert [item.name for item in read.questions] == [
        q.name for q in library.form(code, version).questions if q.is_asked
    ]
    assert outline.tables_of(outline.texts_of(tables)) == tables


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ()),
        (". >= 1", (Limit(True, 1),)),
        (". >= 0 and . <= 120", (Limit(True, 0), Limit(False, 120))),
        (". <= today()", (Limit(False, None),)),
    ],
)
def test_limits_are_read(text: str, read: tuple[Limit, ...]) -> None:
    assert limits(text) == read


@pytest.mark.parametrize("text", ["> 3", ". >= x", ". >= 1 or . <= 0", "regex(., 'a')", ". >= 1 and"])
def test_limits_that_are_not_understood_are_refused(text: str) -> None:
    with pytest.raises(ConditionNotUnderstood):
        limits(text)


DEBTS = library.form("debt_survey", "1")


@pytest.mark.parametrize(
    "xml",
    [b"", b"<data id='debt_survey'><owed>", b"no xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", b"\xff\xfe\x00"],
    ids=["empty", "cut-off", "no-xml", "hostile", "no-letters"],
)
def test_what_is_no_filled_form_is_said_to_be_none(xml: bytes) -> None:
    with pytest.raises(instance.NotAnInstance):
        instance.sent(xml, DEBTS)


def test_every_row_of_a_repeating_part_keeps_its_own_answers_and_nothing_is_dropped_in_silence() -> None:
    xml = """<data xmlns:orx="http://openrosa.org/xforms" id="debt_survey" version="1"><owed><any_debt>yes</any_debt>
    <secret>x</secret></owed><debts><stage>before</stage><pledge>land things</pledge></debts><debts/>
    <debts><stage>dont_know</stage></debts>
    <orx:meta><orx:instanceID>uuid:799a09e1-f23f-41b4-a9c4-f15f30628c36</orx:instanceID></orx:meta></data>"""
    read = instance.sent(xml, DEBTS)
    assert read.filled.answers == {"any_debt": "yes"}
    first, *others = read.filled.rows["debts"]
    assert first == {"stage": "before", "pledge": frozenset({"land", "things"})}
    assert others[-1] == {"stage": Unsaid.DONT_KNOW}
    assert read.unknown == ("owed/secret",)
    assert str(read.envelope.instance_id) == "799a09e1-f23f-41b4-a9c4-f15f30628c36"


def test_a_row_with_what_was_not_asked_is_named_with_its_number() -> None:
    said = filled.Filled({"any_debt": "yes"}, {"debts": ({"stage": "before", "borrowed": 5}, {"unheard": "x"})})
    found = [(one.code, one.facts["question"], row) for one, row in filled.findings(DEBTS, said) if row]
    assert ("answer.not_asked", "borrowed", 1) in found
    assert ("answer.to_no_question", "unheard", 2) in found


def test_a_real_form_of_others_is_outlined_and_converted(shared_data: Path) -> None:
    from sankofa.surveys import conversion, workbooks

    tables = workbooks.tables_in((shared_data / "xlsforms" / "REACH_2024_MSNA-kobo-tool_draft_v11.xlsx").read_bytes())
    read = outline.outline(tables)
    assert sum(item.repeats for item in read.items) == 4
    assert len(read.languages) == 2
    assert len(read.questions) > 150
    assert [found.code for found in faults.faults(tables)] == ["form.no_settings"]
    assert "<h:html" in conversion.xform_of(tables, asks_whom=False)
