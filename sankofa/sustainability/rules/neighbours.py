"""People who came back beside residents of the same districts who never left, asked the same form.

A figure means more beside that of neighbours: where everybody has little, having little says nothing about the return.
It is no proof of any effect: those who left differ from those who stayed in more than the journey.  So means stand side
by side only where enough people answered on both sides, and no difference is worked out.

Source: domain notes on the score, 1.5 (returnees compared with residents of the same community).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from sankofa.sustainability.rules.score import figure

LEAST: Final = 10
"""How many answers a side needs before its mean is shown: a mean of fewer tells of single people."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One person's latest known overall figure: whether they are a resident, and of which district."""

    is_resident: bool
    district: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a district: how many answered and their mean; the mean is None where it is not shown."""

    people: int
    mean: Decimal | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A district, or everybody (""), with both sides, and how many residents are still to be asked."""

    district: str
    returnees: Side
    residents: Side
    to_ask: int


def beside(answered: Sequence[Answered]) -> tuple[Beside, list[Beside]]:
    """Return everybody together, and every district in the order of its name.

    As many residents are to be asked in a district as returnees answered there, so that both sides are drawn alike.
    The mean of everybody is hidden too where, beside the districts shown, it would tell the mean of a few.
    """
    groups: dict[str, list[Answered]] = defaultdict(list)
    for one in answered:
        groups[one.district].append(one)
    districts = [_row(name, groups[name]) for name in sorted(groups)]
    hidden = [row for row in districts if row.returnees.mean is None]
    everybody = _row("", answered, to_ask=sum(row.to_ask for row in districts))
    for side in ("returnees", "residents"):
        rest = sum(getattr(row, side).people for row in hidden)
        if 0 < rest < LEAST and len(hidden) < len(districts):
            everybody = _hidden(everybody)
    return everybody, districts


def _row(district: str, held: Sequence[Answered], to_ask: int | None = None) -> Beside:
    returnees = [one.value for one in held if not one.is_resident]
    residents = [one.value for one in held if one.is_resident]
    is_shown = min(len(returnees), len(residents)) >= LEAST
    return Beside(
        district,
        Side(len(returnees), _mean(returnees) if is_shown else None),
        Side(len(residents), _mean(residents) if is_shown else None),
        max(0, len(returnees) - len(residents)) if to_ask is None else to_ask,
    )


def _hidden(row: Beside) -> Beside:
    return Beside(row.district, Side(row.returnees.people, None), Side(row.residents.people, None), row.to_ask)


def _mean(values: Sequence[Decimal]) -> Decimal:
    return figure(sum((Fraction(value) for value in values), Fraction(0)) / len(values))
