"""Answers that are meant to break the reader: numbers without end, moments before time, trees without bottom.

Source: promise 44 in SECURITY.md, for filled forms: kept, explained, and no fault of the server.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from sankofa.surveys.rules import (
    answer_tables,
    cells,
    constraint,
    faults,
    instance,
    library,
    outline,
    path,
    relevance,
    shape,
)
from sankofa.surveys.rules.relevance import ConditionNotUnderstood
from sankofa.surveys.rules.terms import Kind

DEBTS = library.form("debt_survey", "1")
PEOPLE = next(question for question in DEBTS.questions if question.name == "people")
SHAPE = shape.shape(outline.outline(library.tables("debt_survey", "1")))
PLACE = next(place for place in SHAPE.places if place.name == "people")


@pytest.mark.parametrize("text", ["9" * 5_000, "--5", "5-", "٥", "²", "1e9", ""])
def test_what_is_no_number_of_a_life_is_kept_as_text_and_named(text: str) -> None:
    assert path.whole_number(text) is None
    given = path.answer(PEOPLE, [text])
    assert given == (text or None)
    assert [found.code for found in path.findings(replace(PEOPLE, is_required=True), given)] == [
        "answer.not_a_whole_number" if text else "answer.missing"
    ]


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("-7", -7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_a_number_of_a_life_is_read(text: str, number: int) -> None:
    assert PEOPLE.kind is Kind.WHOLE_NUMBER
    assert path.answer(PEOPLE, [text]) == number


@pytest.mark.parametrize("text", ["--5", "9" * 5_000, "²"])
def test_a_figure_that_a_form_of_others_let_through_stays_text_in_every_table(text: str) -> None:
    form = outline.outline(library.tables("debt_survey", "1"))
    held = answer_tables.Held("mark", "2026-01-01", "office", "device", {"people": [text]})
    assert any(text in row for row in answer_tables.wide(form, [held], texts=False)["answers"])
    assert any(text in row for row in answer_tables.long(form, [held], texts=False)["answers"])
    summed = {one.place.name: one for one in answer_tables.summaries(form, [held.answers])}
    assert (summed["people"].answered, summed["people"].smallest) == (1, None)


@pytest.mark.parametrize("text", ["1E+999999999", "9" * 5_000, "-1E+99999"])
def test_a_power_of_ten_in_a_file_is_no_number(text: str) -> None:
    said = cells.one(text, PLACE, SHAPE)
    assert (said.text, [found.code for found in said.remarks]) == (text, ["value.not_a_number"])


def test_a_limit_without_end_is_not_understood() -> None:
    with pytest.raises(ConditionNotUnderstood):
        constraint.limits(". >= " + "9" * 5_000)


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(b"<a>" + b"<b/>" * (instance.ELEMENTS_MAX + 1) + b"</a>", id="too many"),
        pytest.param(b"<a>" * 3_000 + b"</a>" * 3_000, id="too deep"),
        pytest.param(b"<a>" + b" " * instance.SIZE_MAX + b"</a>", id="too long"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>', id="entities"),
        pytest.param(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', id="a file of the server"),
        pytest.param(b'<?xml version="1.0" encoding="no-such"?><a/>', id="unknown letters"),
        pytest.param(b"<a>", id="cut off"),
    ],
)
def test_a_text_that_would_fill_the_memory_is_no_form(xml: bytes) -> None:
    for read in (
        instance.envelope,
        lambda text: instance.told(text, frozenset()),
        lambda text: instance.sent(text, DEBTS),
    ):
        with pytest.raises(instance.NotAnInstance):
            read(xml)


def test_a_form_as_large_as_one_can_be_is_read() -> None:
    rows = b"<row><name>Rahima</name></row>" * 30_000
    assert len(instance.told(b"<a>" + rows + b"</a>", frozenset({"row"})).answers["row"]) == 30_000
    deep = b"<a>" * 50 + b"yes" + b"</a>" * 50
    assert instance.told(deep, frozenset()).answers == {"a": ["yes"]}


@pytest.mark.parametrize("begins", ["(", "not("])
def test_brackets_without_end_are_not_understood_and_those_of_a_person_are(begins: str) -> None:
    def nested(depth: int) -> str:
        return begins * depth + "${a} = 'yes'" + ")" * depth

    assert relevance.condition(nested(relevance.DEEP_MAX)) is not None
    for depth in (relevance.DEEP_MAX + 1, 5_000):
        with pytest.raises(ConditionNotUnderstood, match="brackets"):
            relevance.condition(nested(depth))


def test_brackets_beside_one_another_are_no_depth() -> None:
    beside = " and ".join(["(${a} = 'yes')"] * 500)
    assert len(list(relevance.mentioned(relevance.condition(beside)))) == 500


@pytest.mark.parametrize("column", ["relevant", "constraint", "calculation"])
def test_a_form_with_brackets_without_end_is_told_the_row_and_the_column(column: str) -> None:
    def tables(text: str) -> outline.Tables:
        survey = [["type", "name", "label", column], ["text", "a", "A?", ""], ["text", "b", "B?", text]]
        return outline.tables_of(outline.texts_of({
            "survey": survey, "settings": [["form_title", "form_id", "version"], ["Deep", "deep", "1"]],
        }))  # fmt: skip

    assert faults.faults(tables("(" * 50 + "${a} = ')'" + ")" * 50)) == []
    found = faults.faults(tables("(" * 5_000 + "${a} = '1'" + ")" * 5_000))
    assert [(one.code, one.facts["row"], one.facts["column"]) for one in found] == [("expression.too_deep", 3, column)]
