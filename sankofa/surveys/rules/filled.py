"""A whole form as it was filled: the answers, and for every part that repeats one row of answers each time.

A debt survey asks the same questions for every debt, a household survey for every person.  Such answers are never
mixed into one: every row keeps its own.

Source: xlsform.org, "Repeats".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from sankofa.kernel.finding import Finding, Weight
from sankofa.surveys.rules import path
from sankofa.surveys.rules.relevance import holds
from sankofa.surveys.rules.terms import Answer, Answers, Instrument, Question, codes

Kept: TypeAlias = Mapping[str, Sequence[Any]]
"""As answers are stored: codes by question, and for every part that repeats a list of such mappings."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers of a form, and the rows of its repeating parts in the order they were given."""

    answers: Answers
    rows: Mapping[str, tuple[Answers, ...]] = field(default_factory=dict)


def asked_in_row(form: Instrument, repeat: str, answers: Answers, row: Answers) -> tuple[Question, ...]:
    """Return the questions that are asked in one row of a repeating part, in order."""
    chosen = {question.name: codes(answers.get(question.name)) for question in path.asked(form, answers)}
    now = []
    for question in form.questions:
        if question.repeat == repeat and holds(question.relevant, chosen):
            now.append(question)
            chosen[question.name] = codes(row.get(question.name))
    return tuple(now)


def findings(form: Instrument, filled: Filled, *, on: date | None = None) -> Iterator[tuple[Finding, int | None]]:
    """Yield everything that keeps a filled form from being taken, and in which row, counted from 1."""
    for found in path.form_findings(form, filled.answers, on=on):
        yield found, None
    repeats = {group.code for group in form.groups if group.is_repeat}
    for repeat, rows in filled.rows.items():
        for number, row in enumerate(rows, start=1):
            now = asked_in_row(form, repeat, filled.answers, row) if repeat in repeats else ()
            for question in now:
                for found in path.findings(question, row.get(question.name), on=on):
                    yield found, number
            for name in sorted(row.keys() - {question.name for question in now}):
                source = "xlsform.org: relevant, repeats"
                known = any(question.name == name and question.repeat == repeat for question in form.questions)
                if known:
                    yield Finding("answer.not_asked", Weight.NOTE, source, question=name), number
                else:
                    yield Finding("answer.to_no_question", Weight.BARRIER, source, question=name), number


def kept(filled: Filled) -> dict[str, Any]:
    """Return a filled form as it is stored."""
    return {
        **_codes(filled.answers),
        **{repeat: [_codes(row) for row in rows] for repeat, rows in filled.rows.items() if rows},
    }


def understood(form: Instrument, stored: Kept) -> Filled:
    """Return a stored form as the rules know it; what fits no question of this version is left out."""
    outside = _answers(form, "", stored)
    rows = {
        group.code: tuple(_answers(form, group.code, row) for row in stored[group.code])
        for group in form.groups
        if group.is_repeat and stored.get(group.code)
    }
    return Filled(outside, rows)


def _codes(answers: Answers) -> dict[str, list[str]]:
    return {name: sorted(codes(given)) for name, given in answers.items()}


def _answers(form: Instrument, repeat: str, stored: Kept) -> dict[str, Answer]:
    known: dict[str, Answer] = {}
    for question in form.questions:
        if question.repeat == repeat:
            given = path.answer(question, stored.get(question.name, ()))
            if given is not None:
                known[question.name] = given
    return known
