"""The score of one person, exactly, with everything needed to explain it.

Each question answered brings what its answer is worth, weighed. Missing answers are left out and the weights of the
rest divided by their sum; they are never taken as zero. A dimension has a score only when enough of its weight is
answered, overall has one only when every dimension has. Beside each score stand how complete it is and between what
figures it could lie, had the missing answers been the worst or the best.

Fractions are exact up to the last step. There the figure is rounded once, half up as taught at school, to four
decimals: this figure is stored, compared and read by the bands; pages may show two decimals of it.

Source: domain notes on the score, 1.3 (non-response, bands, red flags) and 1.6 (properties to hold).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from sankofa.kernel.finding import Finding, Weight, gravest_first
from sankofa.kernel.money import Rounding, round_fraction
from sankofa.kernel.share import Share
from sankofa.surveys.rules.terms import Answer, Answers, Unsaid, codes
from sankofa.sustainability.rules.terms import COMPOSITE, Apart, Scheme, Way, Worth

PLACES: Final = 4
ROUNDING: Final = Rounding.HALF_UP


class Reason(StrEnum):
    """Why a question has no value for this person."""

    DONT_KNOW = "dont_know"
    PREFER_NOT = "prefer_not"
    CANNOT_READ = "cannot_read"
    NOT_ANSWERED = "not_answered"
    NOT_APPLICABLE = "not_applicable"
    WITHOUT_VALUE = "without_value"


class AnswerNotInScheme(ValueError):
    """An answer that the scheme has no value for: form and scheme do not fit, or the answer was never checked."""

    def __init__(self, scheme: str, question: str, code: str) -> None:
        super().__init__(scheme, question, code)
        self.scheme = scheme
        self.question = question
        self.code = code

    def __str__(self) -> str:
        """Say which answer has no value where."""
        return f"{self.scheme} has no value for the answer “{self.code}” to {self.question}."


@dataclass(frozen=True, slots=True)
class Part:
    """What one question does to one score.

    `weight` is what the scheme gives it; `counts` is its weight after the missing ones were left out; `adds` is what
    it brings to the score and `could_add` what the best answer would bring on top. The last three are None where the
    question has no value or the score is not known.
    """

    question: str
    codes: frozenset[str]
    worth: Fraction | None
    reason: Reason | None
    weight: Fraction
    counts: Fraction | None

    @property
    def adds(self) -> Fraction | None:
        """What the answer brings to the score."""
        return None if self.counts is None or self.worth is None else self.counts * self.worth

    @property
    def could_add(self) -> Fraction | None:
        """What the best answer would bring on top."""
        return None if self.counts is None or self.worth is None else self.counts * (1 - self.worth)


@dataclass(frozen=True, slots=True)
class Score:
    """One score of a person, from 0 to 1: of a dimension, or overall.

    `value` is the figure with four decimals, None where it is not known: then `unknown` says why. `lowest` and
    `highest` are what it would be with every missing answer at its worst or best. `answered` is the share of the
    weight that is answered; `band` is where the figure lies, `band_shown` what is shown once flags are heeded.
    """

    code: str
    exact: Fraction | None
    value: Decimal | None
    lowest: Decimal
    highest: Decimal
    answered: Share
    questions_answered: int
    questions_asked: int
    band: str | None
    band_shown: str | None
    unknown: tuple[Finding, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """All scores of one person on one day, under one scheme, with the flags that stand whatever the figures say."""

    scheme: str
    digest: str
    dimensions: tuple[Score, ...]
    composite: Score
    flags: tuple[Finding, ...]

    @property
    def scores(self) -> tuple[Score, ...]:
        """The dimensions in the scheme's order, then overall."""
        return (*self.dimensions, self.composite)

    def score(self, code: str) -> Score:
        """The score of a dimension, or "composite". Raises KeyError."""
        for score in self.scores:
            if score.code == code:
                return score
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one person's answer to one question is worth."""

    codes: frozenset[str]
    worth: Fraction | None
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class _Draft:
    """One score worked out, before it is decided whether enough was answered to state it.

    `weights` are the scheme's, `counts` those left after renormalising; `exact` is None where nothing was answered.
    """

    code: str
    weights: Mapping[str, Fraction]
    counts: Mapping[str, Fraction]
    exact: Fraction | None
    lowest: Fraction
    highest: Fraction
    answered: Fraction


def result(answers: Answers, scheme: Scheme) -> Result:
    """Return every score of a person under a scheme.

    Answers to questions that were not to be asked have to be left out before (`surveys.rules.path`). Raises
    AnswerNotInScheme.
    """
    readings = {name: _reading(scheme, name, answers.get(name)) for name in scheme.worth}
    flags = raised_flags(answers, scheme)
    best = _best_bands(flags, scheme)
    drafts = [_of_questions(dimension.code, dimension.weights, readings) for dimension in scheme.dimensions]
    dimensions = tuple(
        _score(draft, _too_few(draft, scheme), readings, scheme, best.get(draft.code)) for draft in drafts
    )
    if scheme.composite.way is Way.QUESTIONS:
        overall = _of_questions(COMPOSITE, scheme.composite.weights, readings)
    else:
        overall = _of_dimensions(drafts, scheme.composite.weights)
    unknown = _dimensions_unknown(dimensions, scheme) or _too_few(overall, scheme)
    composite = _score(overall, unknown, readings, scheme, best.get(COMPOSITE))
    return Result(scheme.name, scheme.digest, dimensions, composite, tuple(flags))


def raised_flags(answers: Answers, scheme: Scheme) -> list[Finding]:
    """Return the flags that a person's answers raise, gravest first. Missing answers raise none."""
    return gravest_first(
        Finding(
            f"flag.{flag.code}",
            flag.weight,
            scheme.name,
            dimension=flag.dimension,
            questions=tuple(sorted(flag.when)),
            answers=tuple(sorted(code for name, some in flag.when.items() for code in codes(answers.get(name)) & some)),
        )
        for flag in scheme.flags
        if all(codes(answers.get(name)) & some for name, some in flag.when.items())
    )


def figure(exact: Fraction) -> Decimal:
    """Return an exact score as the figure that is stored: four decimals, half up, rounded here and nowhere else."""
    return Decimal(round_fraction(exact * 10**PLACES, ROUNDING)).scaleb(-PLACES)


def band_of(value: Decimal, scheme: Scheme) -> str:
    """Return the band in which a stored figure lies."""
    return max((band for band in scheme.bands if band.starts_at <= value), key=lambda band: band.starts_at).code


def worth_of(question: str, given: Answer | None, scheme: Scheme) -> Worth | None:
    """Return what an answer is worth: of several choices the best one; None where nothing was answered.

    Raises AnswerNotInScheme.
    """
    values = scheme.worth[question]
    for code in codes(given):
        if code not in values:
            raise AnswerNotInScheme(scheme.name, question, code)
    found = [values[code] for code in codes(given)]
    valued = [value for value in found if isinstance(value, Fraction)]
    return max(valued) if valued else next(iter(found), None)


def _reading(scheme: Scheme, question: str, given: Answer | None) -> _Reading:
    worth = worth_of(question, given, scheme)
    if isinstance(worth, Fraction):
        return _Reading(codes(given), worth, None)
    if worth is None:
        return _Reading(codes(given), None, Reason.NOT_ANSWERED)
    if worth is Apart.NOT_APPLICABLE:
        return _Reading(codes(given), None, Reason.NOT_APPLICABLE)
    return _Reading(codes(given), None, Reason(given.value) if isinstance(given, Unsaid) else Reason.WITHOUT_VALUE)


def _of_questions(code: str, weights: Mapping[str, Fraction], readings: Mapping[str, _Reading]) -> _Draft:
    applicable = answered = earned = Fraction(0)
    for name, weight in weights.items():
        reading = readings[name]
        if reading.reason is Reason.NOT_APPLICABLE:
            continue
        applicable += weight
        if reading.worth is not None:
            answered += weight
            earned += weight * reading.worth
    return _Draft(
        code=code,
        weights=weights,
        counts={name: weight / answered for name, weight in weights.items()} if answered else {},
        exact=earned / answered if answered else None,
        lowest=earned / applicable,
        highest=(earned + applicable - answered) / applicable,
        answered=answered / applicable,
    )


def _of_dimensions(drafts: Sequence[_Draft], mix: Mapping[str, Fraction]) -> _Draft:
    nothing = Fraction(0)
    weights: dict[str, Fraction] = {}
    counts: dict[str, Fraction] = {}
    for draft in drafts:
        for name, weight in draft.weights.items():
            weights[name] = weights.get(name, nothing) + mix[draft.code] * weight
        for name, count in draft.counts.items():
            counts[name] = counts.get(name, nothing) + mix[draft.code] * count
    exacts = [(mix[draft.code], draft.exact) for draft in drafts]
    known = [share * exact for share, exact in exacts if exact is not None]
    return _Draft(
        code=COMPOSITE,
        weights=weights,
        counts=counts,
        exact=sum(known, nothing) if len(known) == len(drafts) else None,
        lowest=sum((mix[draft.code] * draft.lowest for draft in drafts), nothing),
        highest=sum((mix[draft.code] * draft.highest for draft in drafts), nothing),
        answered=sum((mix[draft.code] * draft.answered for draft in drafts), nothing),
    )


def _score(
    draft: _Draft, unknown: tuple[Finding, ...], readings: Mapping[str, _Reading], scheme: Scheme, best: str | None
) -> Score:
    exact = None if unknown else draft.exact
    value = None if exact is None else figure(exact)
    band = None if value is None else band_of(value, scheme)
    counts = {} if exact is None else draft.counts
    applicable = [name for name in draft.weights if readings[name].reason is not Reason.NOT_APPLICABLE]
    return Score(
        code=draft.code,
        exact=exact,
        value=value,
        lowest=figure(draft.lowest),
        highest=figure(draft.highest),
        answered=Share(draft.answered),
        questions_answered=sum(readings[name].worth is not None for name in applicable),
        questions_asked=len(applicable),
        band=band,
        band_shown=_shown(band, best, scheme),
        unknown=unknown,
        parts=tuple(_part(name, weight, readings[name], counts) for name, weight in draft.weights.items()),
    )


def _part(name: str, weight: Fraction, reading: _Reading, counts: Mapping[str, Fraction]) -> Part:
    counted = counts.get(name) if reading.worth is not None else None
    return Part(name, reading.codes, reading.worth, reading.reason, weight, counted)


def _too_few(draft: _Draft, scheme: Scheme) -> tuple[Finding, ...]:
    if draft.answered >= scheme.answered_at_least:
        return ()
    facts = {"answered": Share(draft.answered), "needed": Share(scheme.answered_at_least)}
    return (Finding("unknown.too_few_answers", Weight.NOTE, scheme.name, score=draft.code, **facts),)


def _dimensions_unknown(dimensions: Iterable[Score], scheme: Scheme) -> tuple[Finding, ...]:
    lacking = tuple(dimension.code for dimension in dimensions if dimension.value is None)
    if not lacking:
        return ()
    return (Finding("unknown.dimension_unknown", Weight.NOTE, scheme.name, score=COMPOSITE, dimensions=lacking),)


def united(flags: Iterable[Finding]) -> list[Finding]:
    """Return what several schemes ask to be done after one talk: each once, as grave as the gravest of them says."""
    gravest: dict[str, Finding] = {}
    for flag in flags:
        known = gravest.setdefault(flag.code, flag)
        if flag.weight < known.weight:
            gravest[flag.code] = flag
    return gravest_first(gravest.values())


def _best_bands(flags: Iterable[Finding], scheme: Scheme) -> dict[str, str]:
    """The best band that may still be shown, for every score on which a flag puts a limit."""
    order = [band.code for band in scheme.bands]
    limits = {f"flag.{flag.code}": flag for flag in scheme.flags}
    best: dict[str, str] = {}
    for raised in flags:
        flag = limits[raised.code]
        if flag.band is not None:
            for code in (flag.dimension, COMPOSITE):
                best[code] = min(best.get(code, order[-1]), flag.band, key=order.index)
    return best


def _shown(band: str | None, best: str | None, scheme: Scheme) -> str | None:
    """What is shown: the band, but no better than the flags allow. The worst is shown even where nothing is known."""
    order = [known.code for known in scheme.bands]
    if best is None:
        return band
    if band is None:
        return best if best == order[0] else None
    return min(band, best, key=order.index)
