"""The answers of many people as figures, and which of them a study of the questions can use.

One talk a person, no names.  A missing answer is never filled in: a question that too few answered is set aside and
said, and of the others only people who answered all of them count.  So every figure of a study rests on the same
people, and how many they are stands beside it.

Source: domain notes on the score, 1.3 (missing is missing).  Setting whole questions aside first, so that one that few
were concerned by does not cost everybody else, is our rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from sankofa.surveys.rules.terms import Answers
from sankofa.sustainability.rules.score import worth_of
from sankofa.sustainability.rules.terms import Dimension, Scheme

Figures: TypeAlias = npt.NDArray[np.float64]

ANSWERED_AT_LEAST: Final = 0.8
"""The share of people who must have a value for a question, or it is set aside."""
PEOPLE_LEAST: Final = 100
"""Below so many people nothing is worked out: it would tell of single people, and of chance."""
QUESTIONS_LEAST: Final = 3


class Aside(StrEnum):
    """Why a question is in no figure of a study."""

    FEW_ANSWERED = "few_answered"
    ALL_ALIKE = "all_alike"


class TooFew(Exception):
    """There are too few people or questions for a number; `of` says which, `needed` how many it takes."""

    def __init__(self, of: str, needed: int) -> None:
        self.of = of
        self.needed = needed
        super().__init__(of, needed)


@dataclass(frozen=True, slots=True)
class Sample:
    """What many people's answers are worth: a row a person, a column a question, NaN where there is no value.

    `groups` says of every person in which group they are, by what people are grouped by; "" where it is not known.
    """

    questions: tuple[str, ...]
    worth: Figures
    groups: Mapping[str, npt.NDArray[np.str_]]

    @property
    def people(self) -> int:
        """How many people there are."""
        return int(self.worth.shape[0])


@dataclass(frozen=True, slots=True)
class Usable:
    """The part of a sample that is complete: `rows` are the people in it, `aside` the questions left out and why."""

    questions: tuple[str, ...]
    values: Figures
    rows: npt.NDArray[np.intp]
    aside: Mapping[str, Aside]

    @property
    def people(self) -> int:
        """How many people every figure rests on."""
        return int(self.values.shape[0])


def sample(people: Sequence[Answers], scheme: Scheme, groups: Mapping[str, Sequence[str]]) -> Sample:
    """Return what many people's answers are worth under a scheme.  Raises AnswerNotInScheme."""
    questions = tuple(scheme.worth)
    worth = np.full((len(people), len(questions)), np.nan)
    for row, answers in enumerate(people):
        for column, question in enumerate(questions):
            value = worth_of(question, answers.get(question), scheme)
            if isinstance(value, Fraction):
                worth[row, column] = value.numerator / value.denominator
    return Sample(questions, worth, {name: np.asarray(list(of), dtype=np.str_) for name, of in groups.items()})


def usable(held: Sample, dimension: Dimension) -> Usable:
    """Return the complete answers to the questions of one side of life.  Raises TooFew."""
    if held.people < PEOPLE_LEAST:
        raise TooFew("people", PEOPLE_LEAST)
    aside: dict[str, Aside] = {}
    kept: list[str] = []
    for question in dimension.weights:
        column: Any = held.worth[:, held.questions.index(question)]
        known = column[~np.isnan(column)]
        if len(known) < ANSWERED_AT_LEAST * held.people:
            aside[question] = Aside.FEW_ANSWERED
        elif known.min() == known.max():
            aside[question] = Aside.ALL_ALIKE
        else:
            kept.append(question)
    if len(kept) < QUESTIONS_LEAST:
        raise TooFew("questions", QUESTIONS_LEAST)
    values = held.worth[:, [held.questions.index(question) for question in kept]]
    rows = np.flatnonzero(~np.isnan(values).any(axis=1))
    if len(rows) < PEOPLE_LEAST:
        raise TooFew("people", PEOPLE_LEAST)
    complete = values[rows]
    if not (complete.max(axis=0) > complete.min(axis=0)).all():
        raise TooFew("people", PEOPLE_LEAST)
    return Usable(tuple(kept), complete, rows, aside)


def correlations(values: Figures) -> Figures:
    """Return how every question goes with every other."""
    return np.asarray(np.corrcoef(values, rowvar=False), dtype=np.float64)
