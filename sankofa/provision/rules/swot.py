"""Strengths, weaknesses, chances and threats of a country's help: what the map itself says, before people add to it.

Strengths and weaknesses are the sentences that the sources print of an entry, with page.  Chances are what is planned
and the agreements that speak of coming back; threats are what has closed or ended, and agreements that do not speak of
it.  People of the country put this right in their own words; what they write stands in versions, beside the map.

Source: mapping (IOM and ILO, 2022), 9.3 (strengths and weaknesses) and chapters 3 to 7.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sankofa.provision.rules.checking import is_over
from sankofa.provision.rules.terms import Entry, Kind, Status


class Side(StrEnum):
    """One of the four sides."""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    CHANCE = "chance"
    THREAT = "threat"


class Why(StrEnum):
    """Why the map counts something here; `said` is a sentence of the source itself."""

    SAID = "said"
    PLANNED = "planned"
    OVER = "over"
    SPEAKS_OF_RETURN = "speaks_of_return"
    SILENT_ON_RETURN = "silent_on_return"


@dataclass(frozen=True, slots=True)
class Point:
    """One point: why it counts, which entry it is about, the source's sentence where it is one, and the pages."""

    why: Why
    code: str
    name: str
    sentence: str = ""
    pages: tuple[int, ...] = ()


def points(entries: Iterable[Entry], country: str, on: date) -> Mapping[Side, tuple[Point, ...]]:
    """Return what the map says for and against the help of a country on a day, side by side, by name of the entry."""
    found: dict[Side, list[Point]] = {side: [] for side in Side}
    for entry in sorted(entries, key=lambda entry: (entry.name, entry.code)):
        if entry.country == country:
            for side, point in _points(entry, on):
                found[side].append(point)
    return {side: tuple(one) for side, one in found.items()}


def _points(entry: Entry, on: date) -> Iterator[tuple[Side, Point]]:
    def point(why: Why, sentence: str = "") -> Point:
        return Point(why, entry.code, entry.name, sentence, entry.source.pages)

    for sentence in entry.strengths:
        yield Side.STRENGTH, point(Why.SAID, sentence)
    for sentence in entry.weaknesses:
        yield Side.WEAKNESS, point(Why.SAID, sentence)
    if entry.status is Status.PLANNED:
        yield Side.CHANCE, point(Why.PLANNED)
    elif is_over(entry, on):
        yield Side.THREAT, point(Why.OVER)
    elif entry.kind is Kind.AGREEMENT and entry.returns_clause is not None:
        # Where the source does not say whether an agreement speaks of return, nothing is concluded from that.
        yield (
            (Side.CHANCE, point(Why.SPEAKS_OF_RETURN))
            if entry.returns_clause
            else (Side.THREAT, point(Why.SILENT_ON_RETURN))
        )
