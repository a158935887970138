"""The nouns of the score: scheme, dimension, topic, band, flag.

All weights and values are exact fractions. Two things an answer can be besides a value: *missing* (the person did
not or could not say) and *not applicable* (the question does not concern the person). Neither is ever zero.

Source: domain notes on the score, 1.3 and 1.6: what a scheme has to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeAlias

from sankofa.kernel.finding import Weight

COMPOSITE: Final = "composite"


class Apart(StrEnum):
    """What an answer is where it has no value."""

    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


Worth: TypeAlias = Fraction | Apart
"""What an answer is worth, from 0 (worst) to 1 (best), or why it has no value."""


class Way(StrEnum):
    """How the overall score comes about: mixed from the dimensions, or from questions with weights of their own."""

    DIMENSIONS = "dimensions"
    QUESTIONS = "questions"


@dataclass(frozen=True, slots=True)
class Topic:
    """Questions about one thing, which weigh together whatever their number."""

    code: str
    weight: Fraction
    questions: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the sides of a life after return: economic, social, psychosocial."""

    code: str
    topics: tuple[Topic, ...]

    @property
    def weights(self) -> dict[str, Fraction]:
        """The weight of every question in this dimension; together they are 1."""
        return {name: topic.weight * share for topic in self.topics for name, share in topic.questions.items()}


@dataclass(frozen=True, slots=True)
class Composite:
    """How the overall score is made; the weights are of dimensions or of questions and add up to 1."""

    way: Way
    weights: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the score with a name, from a figure on (included) up to the next band."""

    code: str
    starts_at: Decimal


@dataclass(frozen=True, slots=True)
class Flag:
    """Answers that ask for something to be done, whatever the score. `band` is the best that may still be shown."""

    code: str
    dimension: str
    when: Mapping[str, frozenset[str]]
    weight: Weight
    band: str | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a score is made, in one version. `digest` shows whether anything that counts changed under that version."""

    code: str
    version: str
    title: Mapping[str, str]
    source: Mapping[str, str]
    digest: str
    instrument: str
    instrument_version: str
    answered_at_least: Fraction
    bands: tuple[Band, ...]
    worth: Mapping[str, Mapping[str, Worth]]
    dimensions: tuple[Dimension, ...]
    composite: Composite
    flags: tuple[Flag, ...]

    @property
    def name(self) -> str:
        """The scheme and its version as one word, as printed on every score."""
        return f"{self.code}/{self.version}"
