"""A country's help on two pages, in the order in which the mapping draws it: who helps with what, at which level.

Source: mapping (IOM and ILO, 2022), figures 2 to 6 (help by part of a return and level) and the tables of 9.3:
programmes, policies, institutions, implementing and funding bodies, strengths, weaknesses.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sankofa.provision.rules.checking import is_over
from sankofa.provision.rules.matrix import Matrix, Placed, matrix
from sankofa.provision.rules.swot import Point, Side, points
from sankofa.provision.rules.terms import Dimension, Entry, Figure, Kind, Level, Status

_HELPS = (Kind.PROGRAMME, Kind.SERVICE)
_WORDS = (Kind.POLICY, Kind.LAW, Kind.AGREEMENT)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in a profile: whether a check holds, whether it is over, or only planned."""

    code: str
    name: str
    is_checked: bool
    is_over: bool
    is_planned: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A paper a profile rests on: as of which year, and how many of its entries."""

    paper: str
    as_of: int
    entries: int


@dataclass(frozen=True, slots=True)
class Profile:
    """All that stands in a country's profile."""

    country: str
    grid: Mapping[tuple[Dimension, Level], tuple[Line, ...]]
    without_cell: tuple[Line, ...]
    policies: tuple[Line, ...]
    bodies: tuple[Line, ...]
    runs_or_pays: tuple[str, ...]
    figures: tuple[tuple[str, Figure], ...]
    matrix: Matrix
    swot: Mapping[Side, tuple[Point, ...]]
    sources: tuple[Source, ...]
    checked: int
    reported: int
    planned: int
    over: int


def profile(placed: Sequence[Placed], country: str, on: date) -> Profile:
    """Return the profile of a country on a day; entries of other countries and of none are left out.

    What is over stays in the grid and is marked: a reader looks for the names they know.
    """
    own = sorted((one for one in placed if one.entry.country == country), key=lambda one: one.entry.name.casefold())
    lines = {one.entry.code: _line(one, on) for one in own}
    helps = [one.entry for one in own if one.entry.kind in _HELPS]
    names = {one.entry.code: one.entry.name for one in placed}
    return Profile(
        country=country,
        grid={
            (dimension, level): tuple(
                lines[entry.code] for entry in helps if dimension in entry.dimensions and level in entry.levels
            )
            for dimension in Dimension
            for level in Level
        },
        without_cell=tuple(lines[entry.code] for entry in helps if not entry.dimensions or not entry.levels),
        policies=tuple(lines[one.entry.code] for one in own if one.entry.kind in _WORDS),
        bodies=tuple(lines[one.entry.code] for one in own if one.entry.kind is Kind.BODY),
        runs_or_pays=_runs_or_pays((one.entry for one in own), names),
        figures=tuple((one.entry.name, figure) for one in own for figure in one.entry.figures),
        matrix=matrix(own, country, on),
        swot=points((one.entry for one in own), country, on),
        sources=_sources(one.entry for one in own),
        checked=sum(line.is_checked and not (line.is_over or line.is_planned) for line in lines.values()),
        reported=sum(not line.is_checked and not (line.is_over or line.is_planned) for line in lines.values()),
        planned=sum(line.is_planned for line in lines.values()),
        over=sum(line.is_over for line in lines.values()),
    )


def _line(one: Placed, on: date) -> Line:
    is_planned = one.entry.status is Status.PLANNED
    return Line(one.entry.code, one.entry.name, one.is_checked, is_over(one.entry, on) and not is_planned, is_planned)


def _runs_or_pays(entries: Iterable[Entry], names: Mapping[str, str]) -> tuple[str, ...]:
    """Who implements or funds, each once, by name; a code that names an entry is told by that entry's name."""
    said = {names.get(who, who) for entry in entries for who in (*entry.run_by, *entry.funded_by)}
    return tuple(sorted(said, key=str.casefold))


def _sources(entries: Iterable[Entry]) -> tuple[Source, ...]:
    counted: dict[tuple[str, int], int] = {}
    for entry in entries:
        key = entry.source.paper, entry.as_of
        counted[key] = counted.get(key, 0) + 1
    return tuple(Source(paper, year, count) for (paper, year), count in sorted(counted.items()))
