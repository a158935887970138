"""Weights from people's own answers, as the authors of 2017 found theirs: by the first principal component.

How they went from the component to a table of weights is not public.  Here a question weighs as much as the share of
the component that it makes up: its squared loading, so that the weights add up to 1.  Such weights say which questions
move together most among the people asked.  They do not say which matter most to a life, and a small or uniform sample
makes them chance.  So beside the weights stand how they change when people are drawn anew, how alike two halves of
the people weigh (Tucker's coefficient), and how many people would stand in another band.

Source: OECD and JRC, Handbook on Constructing Composite Indicators, 2008, step 6 (weights from squared loadings);
Lorenzo-Seva & ten Berge 2006 (alike from 0.95, fairly alike from 0.85); domain notes on the score, 1.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from sankofa.sustainability.rules.reliability_many import DRAWS, SEED
from sankofa.sustainability.rules.terms import Band, Dimension
from sankofa.sustainability.rules.usable_many import Figures, TooFew, Usable, correlations

HALVES: Final = 100
PEOPLE_LEAST: Final = 200
"""Two halves of a hundred people each."""
PEOPLE_EACH: Final = 10
"""And ten people for each question (Nunnally & Bernstein 1994)."""
ALIKE_LEAST: Final = Fraction(85, 100)
"""Below it two halves of the people weigh so differently that the weights are chance, and are not taken over."""
PARTS: Final = 10_000
"""Weights are kept as whole parts of so many, so that they add up exactly."""


class PointsTheOtherWay(Exception):
    """Questions whose better answers go with worse ones elsewhere, so no weight would be honest."""

    def __init__(self, questions: tuple[str, ...]) -> None:
        self.questions = questions
        super().__init__(questions)


@dataclass(frozen=True, slots=True)
class Weight:
    """What a question would weigh among those of its side, and the middle 95 % of it when people are drawn anew."""

    question: str
    weight: Fraction
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """The weights of one side, on how many people they rest and how steady they are.

    `explained` is the share of all differences that the component stands for; `alike` the middle and `least_alike` the
    lowest five per cent of the likeness of two halves; `turned` the share of draws in which a question pointed the
    other way; `moved` the share of people who would stand in another band.
    """

    people: int
    weights: tuple[Weight, ...]
    explained: float
    alike: float
    least_alike: float
    turned: float
    moved: float


def component(correlations: Figures) -> tuple[Figures, float]:
    """Return the first principal component, of length 1 and mostly positive, and the share that it explains."""
    values, vectors = np.linalg.eigh(correlations)
    first = vectors[:, -1]
    return first * (1.0 if first.sum() >= 0 else -1.0), (values[-1] / values.sum()).item()


def parts(shares: Sequence[float]) -> tuple[Fraction, ...]:
    """Return shares as exact ten-thousandths that add up to 1: what is left goes to the largest remainders.

    None becomes zero, since a question of weight zero would be asked for nothing.
    """
    wanted = [share / sum(shares) * PARTS for share in shares]
    whole = [max(1, int(one)) for one in wanted]
    order = sorted(range(len(whole)), key=lambda place: (whole[place] - wanted[place], place))
    for turn in range(abs(PARTS - sum(whole))):
        is_short = sum(whole) < PARTS
        place = order[turn % len(order)] if is_short else max(range(len(whole)), key=whole.__getitem__)
        whole[place] += 1 if is_short else -1
    return tuple(Fraction(one, PARTS) for one in whole)


def weighed(held: Usable, dimension: Dimension, bands: Sequence[Band], *, draws: int = DRAWS) -> Weighed:
    """Return the weights of one side of life from people's own answers.  Raises TooFew, PointsTheOtherWay."""
    needed = max(PEOPLE_LEAST, PEOPLE_EACH * len(held.questions))
    if held.people < needed:
        raise TooFew("people", needed)
    loads, explained = component(correlations(held.values))
    against = tuple(name for name, load in zip(held.questions, loads, strict=True) if load <= 0)
    if against:
        raise PointsTheOtherWay(against)
    exact = parts((loads**2).tolist())
    chance = np.random.default_rng(SEED)
    drawn = _drawn(held.values, chance, draws)
    low, high = np.quantile(drawn**2, [0.025, 0.975], axis=0)
    likeness = _halves(held.values, chance)
    return Weighed(
        people=held.people,
        weights=tuple(
            Weight(name, weight, low[place].item(), high[place].item())
            for place, (name, weight) in enumerate(zip(held.questions, exact, strict=True))
        ),
        explained=explained,
        alike=np.median(likeness).item(),
        least_alike=np.quantile(likeness, 0.05).item(),
        turned=(drawn <= 0).any(axis=1).mean().item(),
        moved=moved(held, dimension.weights, dict(zip(held.questions, exact, strict=True)), bands),
    )


def moved(held: Usable, old: Mapping[str, Fraction], new: Mapping[str, Fraction], bands: Sequence[Band]) -> float:
    """Return the share of people who would stand in another band of this side; questions set aside are not in it."""
    edges = [int(band.starts_at * PARTS) for band in bands[1:]]
    places = [np.digitize(np.round(_scores(held, weights) * PARTS), edges) for weights in (old, new)]
    return (places[0] != places[1]).mean().item()  # type: ignore[no-any-return]


def _scores(held: Usable, weights: Mapping[str, Fraction]) -> Figures:
    some = np.array([weights[name].numerator / weights[name].denominator for name in held.questions])
    found: Figures = held.values @ (some / some.sum())
    return found


def _drawn(values: Figures, chance: np.random.Generator, draws: int) -> Figures:
    """The component of people drawn anew, a row a draw; a draw in which all answer a question alike is drawn again."""
    found: list[Figures] = []
    tries = 0
    while len(found) < draws and tries < 2 * draws:
        tries += 1
        some = values[chance.integers(len(values), size=len(values))]
        if (some.max(axis=0) > some.min(axis=0)).all():
            found.append(component(correlations(some))[0])
    if len(found) < draws:
        raise TooFew("people", 2 * len(values))
    return np.array(found)


def _halves(values: Figures, chance: np.random.Generator) -> list[float]:
    """How alike the components of two halves are, for many ways of halving."""
    found = []
    for _ in range(HALVES):
        order = chance.permutation(len(values))
        halves = (values[order[: len(values) // 2]], values[order[len(values) // 2 :]])
        if all((half.max(axis=0) > half.min(axis=0)).all() for half in halves):
            one, other = (component(correlations(half))[0] for half in halves)
            found.append((one @ other).item())
    if len(found) < HALVES // 2:
        raise TooFew("people", 2 * len(values))
    return found
