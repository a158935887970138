"""Answers as they are typed from paper: the numbers that stand on the paper, and a sign for what cannot be read.

Whoever types looks at the paper and not at the screen, so choices are typed by their numbers, several with a blank
between them, and what cannot be read is typed as `?`.  It stays a value of its own: nobody knows what was answered,
and that is neither "I don't know" nor nothing.

Source: the printed form (its numbers); data entry with a second typing, as in EpiData's "double entry".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sankofa.kernel.finding import Finding
from sankofa.surveys.rules import path
from sankofa.surveys.rules.filled import Filled, asked_in_row, kept
from sankofa.surveys.rules.terms import CANNOT_READ, Answer, Answers, Instrument, Kind, Question, codes

DOUBT: Final = "?"
"""What is typed where the paper cannot be read."""

Texts = Mapping[str, str]
"""What was typed, by question."""


@dataclass(frozen=True, slots=True)
class Typing:
    """What somebody typed from one paper: the texts by question, and for every repeating part one row each time."""

    texts: Texts
    rows: Mapping[str, Sequence[Texts]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that two people typed differently; `row` counts from 1 in a part that repeats."""

    question: Question
    row: int | None
    first: str
    second: str


def given(question: Question, text: str) -> Answer | None:
    """Return the answer that was typed; None where nothing was.  What fits no number is kept for `findings` to name."""
    said = text.strip()
    if not said:
        return None
    if said == DOUBT:
        return CANNOT_READ
    if not question.kind.has_choices:
        return path.answer(question, [said])
    return path.answer(question, [_code(question, part) for part in said.replace(",", " ").split()])


def as_typed(question: Question, answer: Answer | None) -> str:
    """Return an answer as it is typed from paper."""
    if answer is CANNOT_READ:
        return DOUBT
    if not question.kind.has_choices:
        return "" if answer is None else str(answer)
    places = {choice.code: number for number, choice in enumerate(question.choices, start=1)}
    chosen = codes(answer)
    numbers = sorted(places[code] for code in chosen if code in places)
    return " ".join([*map(str, numbers), *sorted(code for code in chosen if code not in places)])


def filled(form: Instrument, typed: Typing) -> Filled:
    """Return what was typed as a filled form; rows in which nothing was typed are none."""
    rows = {
        group.code: tuple(row for texts in typed.rows.get(group.code, ()) if (row := _read(form, group.code, texts)))
        for group in form.groups
        if group.is_repeat
    }
    return Filled(_read(form, "", typed.texts), {name: held for name, held in rows.items() if held})


def to_send(form: Instrument, whole: Filled) -> Filled:
    """Return a filled form without answers to questions that were not to be asked."""
    now = {question.name for question in path.asked(form, whole.answers)}
    rows = {
        repeat: tuple(
            {name: said for name, said in row.items()
             if name in {question.name for question in asked_in_row(form, repeat, whole.answers, row)}}
            for row in held
        )
        for repeat, held in whole.rows.items()
    }  # fmt: skip
    return Filled({name: said for name, said in whole.answers.items() if name in now}, rows)


def part_findings(
    form: Instrument, group: str, whole: Filled, *, on: date | None
) -> list[tuple[Question, int | None, Finding]]:
    """Return what is wrong with what was typed on one page: numbers that no choice has, values beyond their limits.

    What is missing is left to the end, because a paper is typed in the order in which it lies there.
    """
    found: list[tuple[Question, int | None, Finding]] = []
    for question in form.questions:
        if question.group != group or not question.is_asked:
            continue
        held = (
            [(None, whole.answers)] if not question.repeat else list(enumerate(whole.rows.get(question.repeat, ()), 1))
        )
        for number, answers in held:
            if (answer := answers.get(question.name)) is not None:
                found += [(question, number, one) for one in path.findings(question, answer, on=on)]
    return found


def missing(form: Instrument, whole: Filled) -> list[tuple[Question, int | None]]:
    """Return the questions that must be answered, concern this person, and are empty on the screen."""
    found: list[tuple[Question, int | None]] = [
        (question, None)
        for question in path.asked(form, whole.answers)
        if question.is_asked and question.is_required and question.name not in whole.answers
    ]
    for repeat, rows in whole.rows.items():
        for number, row in enumerate(rows, start=1):
            found += [
                (question, number)
                for question in asked_in_row(form, repeat, whole.answers, row)
                if question.is_asked and question.is_required and question.name not in row
            ]
    return found


def not_asked(form: Instrument, whole: Filled) -> list[Question]:
    """Return the questions that have an answer although the paper says they were not to be asked."""
    now = {question.name for question in path.asked(form, whole.answers)}
    return [
        question
        for question in form.questions
        if not question.repeat and question.name in whole.answers and question.name not in now
    ]


def differences(form: Instrument, first: Filled, second: Filled) -> list[Difference]:
    """Return the questions that two people typed differently, in the order of the form."""
    found = []
    for question in form.questions:
        pairs: list[tuple[int | None, Answers, Answers]] = [(None, first.answers, second.answers)]
        if question.repeat:
            mine, theirs = first.rows.get(question.repeat, ()), second.rows.get(question.repeat, ())
            pairs = [
                (number + 1, _nth(mine, number), _nth(theirs, number)) for number in range(max(len(mine), len(theirs)))
            ]
        for row, one, other in pairs:
            if one.get(question.name) != other.get(question.name):
                texts = (as_typed(question, held.get(question.name)) for held in (one, other))
                found.append(Difference(question, row, *texts))
    return found


def texts_of(form: Instrument, whole: Filled) -> Typing:
    """Return a filled form as it would be typed."""
    return Typing(
        _texts(form, "", whole.answers),
        {repeat: [_texts(form, repeat, row) for row in rows] for repeat, rows in whole.rows.items()},
    )


def doubts(whole: Filled) -> int:
    """Return how many answers cannot be read."""
    held = kept(whole)
    rows = [row for repeat in whole.rows for row in held.get(repeat, ())]
    return sum(said == [CANNOT_READ.value] for one in (held, *rows) for said in one.values())


def _code(question: Question, part: str) -> str:
    if part.isdecimal() and not question.choice(part):
        number = path.whole_number(part) or 0
        return question.choices[number - 1].code if 1 <= number <= len(question.choices) else part
    return part


def _read(form: Instrument, repeat: str, texts: Texts) -> dict[str, Answer]:
    read = {
        question.name: given(question, texts.get(question.name, ""))
        for question in form.questions
        if question.repeat == repeat and question.kind is not Kind.NOTE
    }
    return {name: answer for name, answer in read.items() if answer is not None}


def _texts(form: Instrument, repeat: str, answers: Answers) -> dict[str, str]:
    return {
        question.name: as_typed(question, answers[question.name])
        for question in form.questions
        if question.repeat == repeat and question.name in answers
    }


def _nth(rows: Sequence[Answers], number: int) -> Answers:
    return rows[number] if number < len(rows) else {}
