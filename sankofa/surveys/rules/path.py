"""The way through a form: what is asked now, what comes next, and whether an answer can be taken.

One question stands on a page. Answers come in as codes, as a page or a phone sends them; `answer` turns them into
an Answer and never loses what it cannot place: `findings` then says what is wrong with it.

Source: screens, pattern 4 (one thing per page; "I do not know" and "Prefer not to say" where valid); xlsform.org.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.surveys.rules.relevance import holds
from sankofa.surveys.rules.terms import CANNOT_READ, Answer, Answers, Instrument, Kind, Question, Unsaid, codes

_SOURCE: Final = "xlsform.org: required, relevant, select_one, select_multiple, integer"
_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
_UNSAID: Final = {unsaid.value: unsaid for unsaid in Unsaid}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a form is filled in: so many answers of so many questions asked. Notes do not count."""

    answered: int
    asked: int


def answer(question: Question, given: Sequence[str]) -> Answer | None:
    """Return what a person answered, from the codes or the text that came in; None where nothing was given.

    What does not fit the question is kept as it came, for `findings` to name.
    """
    kept = [text.strip() for text in given if text.strip()]
    if not kept:
        return None
    if question.is_asked and kept == [CANNOT_READ.value]:
        return CANNOT_READ
    if question.kind.has_choices and len(kept) == 1 and kept[0] in _UNSAID and question.choice(kept[0]):
        return _UNSAID[kept[0]]
    if question.kind is Kind.SEVERAL or len(kept) > 1:
        return frozenset(kept)
    if question.kind is Kind.DAY:
        return _day(kept[0]) or kept[0]
    if question.kind is Kind.WHOLE_NUMBER:
        number = whole_number(kept[0])
        return kept[0] if number is None else number
    return kept[0]


def whole_number(text: str) -> int | None:
    """Return the whole number that a text is, or None.  One of more than eighteen figures counts nothing in a life."""
    return int(text) if _WHOLE.fullmatch(text) else None


def findings(question: Question, given: Answer | None, *, on: date | None = None) -> list[Finding]:
    """Return everything that keeps an answer from being taken; an empty list means it can be taken.

    A limit by today is judged where the day is told.
    """
    if given is None:
        return [_barrier("answer.missing", question)] if question.is_required else []
    if question.kind is Kind.NOTE:
        return [_barrier("answer.to_a_note", question)]
    if given is CANNOT_READ:
        return []
    found = []
    chosen = codes(given)
    if question.kind.has_choices:
        found += [
            _barrier("answer.not_offered", question, code=code) for code in sorted(chosen) if not question.choice(code)
        ]
        if len(chosen) > 1:
            alone = [choice.code for choice in question.choices if choice.is_exclusive and choice.code in chosen]
            found += [_barrier("answer.stands_alone", question, code=code) for code in alone]
    if question.kind is not Kind.SEVERAL and isinstance(given, frozenset):
        found.append(_barrier("answer.only_one", question))
    elif question.kind is Kind.WHOLE_NUMBER and not isinstance(given, int):
        found.append(_barrier("answer.not_a_whole_number", question))
    elif question.kind is Kind.DAY and not isinstance(given, date):
        found.append(_barrier("answer.not_a_day", question))
    elif isinstance(given, int | date) and not all(limit.is_kept(given, on=on) for limit in question.limits):
        found.append(_barrier("answer.beyond_its_limits", question))
    return found


def asked(instrument: Instrument, answers: Answers) -> tuple[Question, ...]:
    """Return the questions and notes that belong to this talk so far, in order.

    An answer to a question that is itself no longer asked does not open others.  What repeats is asked row by row:
    see `filled`.
    """
    now = []
    chosen: dict[str, frozenset[str]] = {}
    for question in instrument.questions:
        if not question.repeat and holds(question.relevant, chosen):
            now.append(question)
            chosen[question.name] = codes(answers.get(question.name))
    return tuple(now)


def not_asked(instrument: Instrument, answers: Answers) -> frozenset[str]:
    """Return the names of the questions that do not concern this person as things stand."""
    now = {question.name for question in asked(instrument, answers)}
    return frozenset(
        question.name for question in instrument.questions if not question.repeat and question.name not in now
    )


def form_findings(instrument: Instrument, answers: Answers, *, on: date | None = None) -> list[Finding]:
    """Return everything that keeps a whole form from being sent, question by question in order."""
    found = []
    now = asked(instrument, answers)
    for question in now:
        found += findings(question, answers.get(question.name), on=on)
    names = {question.name for question in instrument.questions if not question.repeat}
    skipped = not_asked(instrument, answers)
    for name in sorted(answers):
        if name not in names:
            found.append(Finding("answer.to_no_question", Weight.BARRIER, _SOURCE, question=name))
        elif name in skipped:
            found.append(Finding("answer.not_asked", Weight.NOTE, _SOURCE, question=name))
    return found


def next_question(instrument: Instrument, answers: Answers, after: str | None = None) -> Question | None:
    """Return the page that comes after a question (or the first one); None when the form has come to its end."""
    return _neighbour(instrument.questions, asked(instrument, answers), after)


def question_before(instrument: Instrument, answers: Answers, name: str) -> Question | None:
    """Return the page to go back to; None on the first page."""
    return _neighbour(instrument.questions[::-1], asked(instrument, answers), name)


def first_open(instrument: Instrument, answers: Answers) -> Question | None:
    """Return the first question without an answer, to go on where the talk broke off; None when there is none."""
    for question in asked(instrument, answers):
        if question.is_asked and question.name not in answers:
            return question
    return None


def progress(instrument: Instrument, answers: Answers) -> Progress:
    """Return how far the form is filled in, counting only what is asked of this person."""
    now = [question for question in asked(instrument, answers) if question.is_asked]
    return Progress(sum(question.name in answers for question in now), len(now))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _neighbour(order: Sequence[Question], now: Sequence[Question], name: str | None) -> Question | None:
    names = [question.name for question in order]
    rest = order[names.index(name) + 1 :] if name is not None else order
    return next((question for question in rest if question in now), None)


def _barrier(code: str, question: Question, /, **facts: str) -> Finding:
    return Finding(code, Weight.BARRIER, _SOURCE, question=question.name, **facts)
