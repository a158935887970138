"""Is a question answered differently by women and men, or in two languages, who stand alike otherwise?

People are laid side by side with those whose answers to the same side of life add up to about the same (ten equal
steps).  Where one group still answers a question lower, the question may not mean the same to both: a translation, an
example, a custom.  How much is what counts: the difference in standard deviations of the question.  The test only says
whether it could be chance, with the many questions taken into account.

Source: Mantel 1963 (test for ordered answers); Dorans & Schmitt 1991 (standardised mean difference); Zwick, Donoghue &
Grima 1993 and the practice of ETS (small to 0.17, large above 0.25); Benjamini & Hochberg 1995; 200 people a group as
Scott and others 2009.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, sqrt
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sankofa.sustainability.rules.usable_many import Figures, TooFew, Usable

GROUP_LEAST: Final = 200
STEPS: Final = 10
SMALL: Final = 0.17
LARGE: Final = 0.25
CHANCE: Final = 0.05


class Size(StrEnum):
    """How different a question is answered."""

    ALIKE = "alike"
    SOMEWHAT = "somewhat"
    MUCH = "much"


@dataclass(frozen=True, slots=True)
class Difference:
    """One question in two groups that stand alike: `size` in standard deviations, below zero where `group` is lower.

    `chance` is how often so much would come about by chance alone, with the other questions taken into account.
    """

    question: str
    size: float
    chance: float
    judged: Size


@dataclass(frozen=True, slots=True)
class Compared:
    """Two groups compared question by question: `group` against the larger `beside`, and how many there are of each."""

    group: str
    beside: str
    people: int
    people_beside: int
    differences: tuple[Difference, ...]


def compared(held: Usable, groups: npt.NDArray[np.str_]) -> tuple[Compared, ...]:
    """Return each group that is large enough beside the largest.  `groups` is of everybody in the sample.

    Raises TooFew where there are no two groups of enough people.
    """
    here = groups[held.rows]
    large = [name for name, count in sorted(Counter(here.tolist()).items()) if name and count >= GROUP_LEAST]
    if len(large) < 2:
        raise TooFew("group", GROUP_LEAST)
    counts = {name: int((here == name).sum()) for name in large}
    beside = max(large, key=lambda name: counts[name])
    steps = _steps(held.values.mean(axis=1))
    return tuple(
        Compared(name, beside, counts[name], counts[beside], _differences(held, steps, here == name, here == beside))
        for name in large
        if name != beside
    )


def mantel(values: Figures, steps: npt.NDArray[Any], group: npt.NDArray[np.bool_]) -> float:
    """Return Mantel's statistic for ordered answers in a group and the rest, laid side by side step by step.

    It follows the chi-square distribution with one degree of freedom where both answer alike.
    """
    apart = spread = 0.0
    for step in np.unique(steps):
        some, inside = values[steps == step], group[steps == step]
        people, of_group = len(some), int(inside.sum())
        if people < 2 or of_group in (0, people):
            continue
        apart += (some[inside].sum() - of_group / people * some.sum()).item()
        squares = (people * (some**2).sum() - some.sum() ** 2).item()
        spread += of_group * (people - of_group) / (people**2 * (people - 1)) * squares
    return apart**2 / spread if spread > 0 else 0.0


def standardised(values: Figures, steps: npt.NDArray[Any], group: npt.NDArray[np.bool_]) -> float:
    """Return how much higher a group answers than the rest who stand alike, in standard deviations of the question.

    Every step counts by how many of the group stand on it; a step on which only one side stands is left out.
    """
    total = weight = 0.0
    for step in np.unique(steps):
        some, inside = values[steps == step], group[steps == step]
        of_group = int(inside.sum())
        if 0 < of_group < len(some):
            total += of_group * (some[inside].mean() - some[~inside].mean()).item()
            weight += of_group
    spread = values.std(ddof=1).item()
    return total / weight / spread if weight and spread > 0 else 0.0


def chance_of(statistic: float) -> float:
    """Return how often a chi-square with one degree of freedom is as large by chance."""
    return erfc(sqrt(statistic / 2))


def for_many(chances: Sequence[float]) -> list[float]:
    """Return chances with their number taken into account, so that of those below a level few are false alarms."""
    order = sorted(range(len(chances)), key=lambda place: chances[place], reverse=True)
    found, least = [1.0] * len(chances), 1.0
    for rank, place in enumerate(order):
        least = min(least, chances[place] * len(chances) / (len(chances) - rank))
        found[place] = least
    return found


def judged(size: float, chance: float) -> Size:
    """Return how different a question is answered: by size, and only where it is hardly chance."""
    if chance >= CHANCE or abs(size) <= SMALL:
        return Size.ALIKE
    return Size.SOMEWHAT if abs(size) <= LARGE else Size.MUCH


def _steps(scores: Figures) -> npt.NDArray[np.intp]:
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, STEPS + 1)[1:-1]))
    found: npt.NDArray[np.intp] = np.digitize(scores, edges)
    return found


def _differences(
    held: Usable, steps: npt.NDArray[np.intp], group: npt.NDArray[np.bool_], beside: npt.NDArray[np.bool_]
) -> tuple[Difference, ...]:
    both = group | beside
    columns = [held.values[both, column] for column in range(len(held.questions))]
    sizes = [standardised(column, steps[both], group[both]) for column in columns]
    chances = for_many([chance_of(mantel(column, steps[both], group[both])) for column in columns])
    return tuple(
        Difference(name, size, chance, judged(size, chance))
        for name, size, chance in zip(held.questions, sizes, chances, strict=True)
    )
