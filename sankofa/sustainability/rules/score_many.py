"""The scores of many people in one call, for portfolios and recomputation: the same figures as `score`, digit by digit.

No rounding error can creep in, since nothing here is a floating number: weights and values are brought to whole
numbers over a common denominator, summed as integers, and divided once with the same rounding, half up. Where a
scheme's denominators are so fine that 64-bit integers could overflow, the same lines run on Python's own integers,
slower and as exact.

Answers come as small whole numbers, one row a question, one column a person (`encoded`). Flags are about a person and
are read one by one in `score`.

Source: as `score`; exactness as asked for in style: "vectorised engines compute the same integers".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from sankofa.surveys.rules.terms import Answers, codes
from sankofa.sustainability.rules.score import PLACES, AnswerNotInScheme
from sankofa.sustainability.rules.terms import COMPOSITE, Apart, Scheme, Way

Whole: TypeAlias = npt.NDArray[Any]
"""Whole numbers: int64, or Python's own (dtype object) where those might overflow."""

Codes: TypeAlias = npt.NDArray[np.int16]

_UNIT: Final = 10**PLACES
_FITS: Final = 2**62
_BITS: Final = 20  # three sums side by side in one whole number of 63
_MASK: Final = (1 << _BITS) - 1
_CHUNK: Final = 1 << 14  # columns worked on at a time: the sums stay in the processor's cache, and memory stays small


@dataclass(frozen=True, slots=True)
class Figures:
    """One score of many people, in ten-thousandths: 7308 is 0.7308. `value` means nothing where `known` is false."""

    value: npt.NDArray[np.int64]
    known: npt.NDArray[np.bool_]
    lowest: npt.NDArray[np.int64]
    highest: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Weighing:
    """The lookups of one score: what each answer to each question earns, and whether its weight counts.

    All in whole numbers: `weight` is the sum of all weights, `best` what a fully worthy answer of weight 1 earns.
    """

    rows: tuple[int, ...]
    earned: tuple[Whole, ...]
    answered: tuple[Whole, ...]
    applicable: tuple[Whole, ...]
    together: tuple[npt.NDArray[np.int64], ...]
    """The three lookups in one number each, where their sums fit; empty where they do not."""
    weight: int
    best: int


@dataclass(frozen=True, slots=True)
class _Sums:
    """The sums of one score for a chunk of people."""

    earned: Whole
    answered: Whole
    applicable: Whole


def questions(scheme: Scheme) -> tuple[str, ...]:
    """Return the scored questions in the order of the rows of `encoded`."""
    return tuple(scheme.worth)


def choices(scheme: Scheme, question: str) -> tuple[str, ...]:
    """Return the choices of a question in the order of their numbers; the number after the last is "not answered"."""
    return tuple(scheme.worth[question])


def encoded(people: Sequence[Answers], scheme: Scheme) -> Codes:
    """Return many people's answers as numbers: one row a scored question, one column a person.

    Of several choices the best one stands for all, as in `score`. Raises AnswerNotInScheme.
    """
    table = np.empty((len(scheme.worth), len(people)), dtype=np.int16)
    for row, (question, values) in enumerate(scheme.worth.items()):
        number = {code: place for place, code in enumerate(values)}
        rank = {code: Fraction(-1) if isinstance(value, Apart) else value for code, value in values.items()}
        for column, answers in enumerate(people):
            given = codes(answers.get(question))
            for code in given:
                if code not in number:
                    raise AnswerNotInScheme(scheme.name, question, code)
            table[row, column] = number[max(given, key=rank.__getitem__)] if given else len(number)
    return table


def figures(answers: Codes, scheme: Scheme) -> Mapping[str, Figures]:
    """Return every score of many people: by dimension, and "composite". `answers` comes from `encoded`."""
    people = answers.shape[1]
    names = [dimension.code for dimension in scheme.dimensions]
    weighings = {d.code: _weighing(d.weights, scheme) for d in scheme.dimensions}
    if scheme.composite.way is Way.QUESTIONS:
        weighings[COMPOSITE] = _weighing(scheme.composite.weights, scheme)
    found = {name: _empty(people) for name in (*names, COMPOSITE)}
    for start in range(0, people, _CHUNK):
        part = slice(start, min(start + _CHUNK, people))
        sums = {name: _sums(answers[:, part], weighing) for name, weighing in weighings.items()}
        enough = {name: _is_enough(each, scheme) for name, each in sums.items()}
        for name, each in sums.items():
            _fill(found[name], part, each, weighings[name].best)
            found[name].known[part] = enough[name]
        if scheme.composite.way is Way.DIMENSIONS:
            _fill_mix(found[COMPOSITE], part, sums, weighings, scheme)
            found[COMPOSITE].known[part] = True
        for name in names:
            found[COMPOSITE].known[part] &= enough[name]
    for figures_ in found.values():
        figures_.value[~figures_.known] = 0
    return found


def _weighing(weights: Mapping[str, Fraction], scheme: Scheme) -> _Weighing:
    """Bring weights and values to whole numbers and lay them out by answer number."""
    values = {name: scheme.worth[name] for name in weights}
    parts = lcm(*(weight.denominator for weight in weights.values()))
    best = lcm(*(v.denominator for scale in values.values() for v in scale.values() if isinstance(v, Fraction)))
    whole = _whole(parts * best)
    order = questions(scheme)
    earned, answered, applicable = [], [], []
    for name, weight in weights.items():
        own = int(weight * parts)
        scale = [*values[name].values(), Apart.MISSING]
        earned.append([0 if isinstance(value, Apart) else int(value * best) * own for value in scale])
        answered.append([0 if isinstance(value, Apart) else own for value in scale])
        applicable.append([0 if value is Apart.NOT_APPLICABLE else own for value in scale])
    return _Weighing(
        rows=tuple(order.index(name) for name in weights),
        together=_together(earned, answered, applicable) if parts * best < 1 << _BITS else (),
        earned=tuple(np.array(row, dtype=whole) for row in earned),
        answered=tuple(np.array(row, dtype=whole) for row in answered),
        applicable=tuple(np.array(row, dtype=whole) for row in applicable),
        weight=parts,
        best=best,
    )


def _sums(answers: Codes, weighing: _Weighing) -> _Sums:
    people = answers.shape[1]
    if weighing.together:
        # Looking up is what takes the time, so three numbers are looked up and added at once.
        total = np.zeros(people, dtype=np.int64)
        for row, each in zip(weighing.rows, weighing.together, strict=True):
            total += each[answers[row]]
        return _Sums(total & _MASK, (total >> _BITS) & _MASK, total >> 2 * _BITS)
    whole = _whole(weighing.weight * weighing.best)
    earned, answered, applicable = (np.zeros(people, dtype=whole) for _ in range(3))
    for row, earns, counts, applies in zip(
        weighing.rows, weighing.earned, weighing.answered, weighing.applicable, strict=True
    ):
        earned += earns[answers[row]]
        answered += counts[answers[row]]
        applicable += applies[answers[row]]
    return _Sums(earned, answered, applicable)


def _together(
    earned: Sequence[Sequence[int]], answered: Sequence[Sequence[int]], applicable: Sequence[Sequence[int]]
) -> tuple[npt.NDArray[np.int64], ...]:
    """Put three small numbers side by side into one; their sums stay apart as long as each is below 2 to the _BITS."""
    return tuple(
        np.array([e | a << _BITS | b << 2 * _BITS for e, a, b in zip(*rows, strict=True)], dtype=np.int64)
        for rows in zip(earned, answered, applicable, strict=True)
    )


def _is_enough(sums: _Sums, scheme: Scheme) -> npt.NDArray[np.bool_]:
    least = scheme.answered_at_least
    return np.asarray(sums.answered * least.denominator >= sums.applicable * least.numerator, dtype=np.bool_)


def _fill(found: Figures, part: slice, sums: _Sums, best: int) -> None:
    missing = sums.applicable - sums.answered
    found.value[part] = _rounded(sums.earned, best * np.maximum(sums.answered, 1))
    found.lowest[part] = _rounded(sums.earned, best * sums.applicable)
    found.highest[part] = _rounded(sums.earned + best * missing, best * sums.applicable)


def _fill_mix(
    found: Figures, part: slice, sums: Mapping[str, _Sums], weighings: Mapping[str, _Weighing], scheme: Scheme
) -> None:
    """Mix the dimensions over one common denominator: the product of what each was divided by."""
    mix = scheme.composite.weights
    shares = lcm(*(share.denominator for share in mix.values()))
    codes_ = tuple(sums)
    whole = _whole(shares * prod(weighings[code].weight * weighings[code].best for code in codes_))

    def mixed(earned: Mapping[str, Whole], divided_by: Mapping[str, Whole]) -> Whole:
        above: Whole = np.zeros(part.stop - part.start, dtype=whole)
        for code in codes_:
            term = int(mix[code] * shares) * earned[code].astype(whole)
            for other in codes_:
                if other != code:
                    term = term * divided_by[other].astype(whole)
            above = above + term
        below: Whole = np.full(part.stop - part.start, shares, dtype=whole)
        for code in codes_:
            below = below * divided_by[code].astype(whole)
        return _rounded(above, below)

    best = {code: weighings[code].best for code in codes_}
    answered = {code: best[code] * np.maximum(sums[code].answered, 1) for code in codes_}
    applicable = {code: best[code] * sums[code].applicable for code in codes_}
    earned = {code: sums[code].earned for code in codes_}
    most = {code: earned[code] + applicable[code] - best[code] * sums[code].answered for code in codes_}
    found.value[part] = mixed(earned, answered)
    found.lowest[part] = mixed(earned, applicable)
    found.highest[part] = mixed(most, applicable)


def _whole(largest: int) -> Any:
    """The kind of whole number in which a sum up to this size can be rounded without overflow."""
    return np.int64 if 4 * _UNIT * largest < _FITS else object


def _rounded(above: Whole, below: Whole) -> Whole:
    """A fraction in ten-thousandths, half up: the floor of twice the fraction plus one half."""
    return np.asarray((2 * _UNIT * above + below) // (2 * below))


def _empty(people: int) -> Figures:
    return Figures(
        value=np.zeros(people, dtype=np.int64),
        known=np.zeros(people, dtype=np.bool_),
        lowest=np.zeros(people, dtype=np.int64),
        highest=np.zeros(people, dtype=np.int64),
    )
