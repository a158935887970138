"""The nouns of a form: instrument, group, question, choice, and what a person can answer.

"I don't know" and "Prefer not to say" are answers of their own. They are never an empty answer, never "no" and
never zero: whoever reads them must decide what they mean there. A question nobody answered has no entry at all.

Source: xlsform.org for the parts of a form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from typing import Final, TypeAlias

from sankofa.surveys.rules.constraint import Limit
from sankofa.surveys.rules.relevance import ALWAYS, Condition

Words: TypeAlias = Mapping[str, str]
"""The same words by language code: {"en": "Yes", "ur": "ہاں"}."""


class Unsaid(Enum):
    """An answer that tells nothing: the person cannot or will not answer, or nobody can read it on the paper.

    The value is its code; the first two stand in lists of choices, the last is typed to any question.
    """

    DONT_KNOW = "dont_know"
    PREFER_NOT = "prefer_not"
    CANNOT_READ = "cannot_read"


DONT_KNOW: Final = Unsaid.DONT_KNOW
PREFER_NOT: Final = Unsaid.PREFER_NOT
CANNOT_READ: Final = Unsaid.CANNOT_READ

Answer: TypeAlias = str | frozenset[str] | int | date | Unsaid
"""One choice's code or free text; the codes of several choices; a whole number; a day; or what was left unsaid."""

Answers: TypeAlias = Mapping[str, Answer]
"""Answers by question name. A question without an entry was not answered."""


class Kind(StrEnum):
    """How a question is answered, in XLSForm's words."""

    ONE = "select_one"
    SEVERAL = "select_multiple"
    TEXT = "text"
    WHOLE_NUMBER = "integer"
    DAY = "date"
    NOTE = "note"

    @property
    def has_choices(self) -> bool:
        """Whether the answer is picked from a list."""
        return self in (Kind.ONE, Kind.SEVERAL)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a person can pick. An exclusive choice ("none of these") stands alone."""

    code: str
    label: Words
    is_exclusive: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the form under its own heading; one that repeats is asked once for every debt, person or job."""

    code: str
    label: Words
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked: its words, why we ask (hint), what the interviewer should know (guidance), when it is asked."""

    name: str
    kind: Kind
    group: str
    label: Words
    hint: Words
    guidance: Words
    choices: tuple[Choice, ...] = ()
    relevant: Condition = ALWAYS
    is_required: bool = False
    is_sensitive: bool = False
    appearance: str = ""
    repeat: str = ""
    """The repeating part the question stands in; empty where it is asked once."""
    limits: tuple[Limit, ...] = ()
    limit_words: Words = field(default_factory=dict)
    """What is said when an answer breaks its limits."""

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to answer; a note is only read out."""
        return self.kind is not Kind.NOTE

    def choice(self, code: str) -> Choice | None:
        """The choice with this code, or None where the question does not offer it."""
        return next((choice for choice in self.choices if choice.code == code), None)


class About(StrEnum):
    """Whom a form is about: only a form about a person is linked to a file."""

    PERSON = "person"
    HOUSEHOLD = "household"
    EMPLOYER = "employer"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A form in one version: its groups and its questions in the order they are asked."""

    code: str
    version: str
    title: str
    source: str
    languages: tuple[str, ...]
    default_language: str
    groups: tuple[Group, ...]
    questions: tuple[Question, ...]
    about: About = About.PERSON

    @property
    def has_repeats(self) -> bool:
        """Whether a part of the form is asked several times."""
        return any(group.is_repeat for group in self.groups)

    def question(self, name: str) -> Question:
        """The question of this name. Raises KeyError: names come from the form itself, never from people."""
        for question in self.questions:
            if question.name == name:
                return question
        raise KeyError(name)


def codes(answer: Answer | None) -> frozenset[str]:
    """The codes an answer is stored under: one, several, or none where nothing was answered."""
    match answer:
        case None:
            return frozenset()
        case Unsaid():
            return frozenset({answer.value})
        case frozenset():
            return answer
        case _:
            return frozenset({str(answer)})
