"""Where help is missing: for a country or a district, each part of a return by level and by group of people.

A cell is **served** when help stands there that runs, was checked by a person nearby, reaches the whole place, and
is made for the group.  It is **thin** when all that stands there is help for everybody that does not shut the group
out, or help for the group that reaches only a part of the place.  It is **empty** when nothing stands there, or
nothing but help whose conditions shut the group out.  For men, and for everybody taken together, help that is open to
all serves: no part of a return was found to pass them by.

Only checked entries count.  What papers report and nobody has checked is kept apart in every cell, with what the cell
would be if all of it were still true.  What has closed, is only planned, is over or was found not to be so counts
nowhere and is told by name.  So is what lends money: a loan is a debt more, and closes no gap (microcredit paper,
4.2.1).

A programme, a service and a body that says what it offers can help at any level; a policy, a law or an agreement
gives nobody a hand, so it counts at the structural level alone.

Source: mapping (IOM and ILO, 2022), chapter 1 (dimensions and levels), 9.3 and chapter 8: "lack of targeting and a
mismatch in the support provided"; which groups are asked about: chapters 3 to 7, assessments.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from sankofa.kernel.finding import Weight
from sankofa.provision.rules.checking import is_over
from sankofa.provision.rules.conditions import rules_on
from sankofa.provision.rules.eligibility import Bounds, Known, eligibility
from sankofa.provision.rules.groups import GROWN_UP_FROM, OLDER_FROM, Group
from sankofa.provision.rules.terms import Dimension, Entry, Kind, Level

EVERYBODY: Final = None
"""The group of a cell that asks what there is for anybody at all."""

_WORDS_ONLY: Final = frozenset({Kind.POLICY, Kind.LAW, Kind.AGREEMENT})
_SERVED_BY_HELP_FOR_ALL: Final = frozenset({EVERYBODY, Group.MEN})

WHO: Final[Mapping[Group | None, Known]] = {
    EVERYBODY: Known(),
    Group.WOMEN: Known(sex="female"),
    Group.MEN: Known(sex="male"),
    Group.OLDER: Known(age=Bounds(OLDER_FROM)),
    Group.FORCED_RETURN: Known(return_kind="forced"),
    Group.IRREGULAR: Known(way="irregular"),
    Group.WITHOUT_PAPERS: Known(papers=frozenset()),
    Group.SURVIVORS: Known(),
    Group.CHILDREN: Known(age=Bounds(0, GROWN_UP_FROM)),
    Group.FAMILIES: Known(),
    Group.WAGE_SEEKERS: Known(),
    Group.FROM_INDIA: Known(returned_from="IN"),
    Group.IN_DEBT: Known(in_debt=True),
    Group.DISABILITY: Known(disability=True),
}
"""What is known of somebody when all that is known is the group: conditions that fail on this shut the group out."""


class State(StrEnum):
    """What a cell comes to."""

    SERVED = "served"
    THIN = "thin"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry as it counts today: whether a check by a person nearby still holds."""

    entry: Entry
    is_checked: bool
    is_refuted: bool = False
    """Somebody asked there, and it was not as written."""


@dataclass(frozen=True, slots=True)
class Help:
    """One entry behind a cell: whether it is made for the group, and whether it reaches the whole place."""

    code: str
    is_for_them: bool
    is_everywhere: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of a return, at one level, for one group: what is checked, what is only reported, what that makes."""

    state: State
    if_reports_hold: State
    checked: tuple[Help, ...]
    reported: tuple[Help, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All cells of a place, and what could not be put into any: no dimension or level said, over by now, a loan."""

    place: str
    cells: Mapping[tuple[Dimension, Level, Group | None], Cell]
    without_cell: tuple[str, ...]
    over: tuple[str, ...]
    loans: tuple[str, ...]

    def count(self, state: State, group: Group | None) -> int:
        """Return how many of a group's nine cells are in a state."""
        return sum(cell.state is state for (_, _, whose), cell in self.cells.items() if whose is group)


def matrix(placed: Iterable[Placed], place: str, on: date) -> Matrix:
    """Return what a country or a district (path of the place) has, and for whom, on a day.

    Entries of elsewhere drop out; those of no country, such as conventions, reach nobody by themselves.
    """
    checked: dict[tuple[Dimension, Level, Group | None], list[Help]] = {}
    reported: dict[tuple[Dimension, Level, Group | None], list[Help]] = {}
    without_cell, over, loans = [], [], []
    for one in sorted(placed, key=lambda one: one.entry.code):
        entry = one.entry
        if not is_here(entry, place) or not _is_help(entry):
            continue
        if one.is_refuted or is_over(entry, on):
            over.append(entry.code)
            continue
        if entry.microcredit:
            loans.append(entry.code)
            continue
        levels = entry.levels & {Level.STRUCTURAL} if entry.kind in _WORDS_ONLY else entry.levels
        if not entry.dimensions or not levels:
            without_cell.append(entry.code)
            continue
        into = checked if one.is_checked else reported
        for group in WHO:
            if found := help_for(entry, group, place, on):
                for dimension in entry.dimensions:
                    for level in levels:
                        into.setdefault((dimension, level, group), []).append(found)
    cells = {}
    for dimension in Dimension:
        for level in Level:
            for group in WHO:
                key = dimension, level, group
                seen, said = tuple(checked.get(key, ())), tuple(reported.get(key, ()))
                cells[key] = Cell(state_of(seen, group), state_of((*seen, *said), group), seen, said)
    return Matrix(place, cells, tuple(without_cell), tuple(over), tuple(loans))


def state_of(found: Iterable[Help], group: Group | None) -> State:
    """Return what help makes of a cell: served, thin or empty, as told at the head of this page."""
    found = tuple(found)
    if any(one.is_everywhere and (one.is_for_them or group in _SERVED_BY_HELP_FOR_ALL) for one in found):
        return State.SERVED
    return State.THIN if found else State.EMPTY


def help_for(entry: Entry, group: Group | None, place: str, on: date) -> Help | None:
    """Return how an entry helps a group at a place, or None where it is for others or its conditions shut them out.

    An entry that names groups is for these alone; help for some group is no help for everybody.
    """
    if entry.groups and group not in entry.groups:
        return None
    known = replace(WHO[group], lives_in=place)
    findings = eligibility(rules_on(entry, on=on), known).findings
    # Nothing but the group and the place is known, so whatever is more than a question comes from these.
    if any(finding.weight < Weight.CONCERN for finding in findings):
        return None
    is_everywhere = _covers(entry, place) and not any(finding.code == "ask.lives_in" for finding in findings)
    return Help(entry.code, bool(entry.groups), is_everywhere)


def is_here(entry: Entry, place: str) -> bool:
    """Whether an entry reaches a place, wholly or in part."""
    return _covers(entry, place) or any(area.startswith(f"{place}.") for area in entry.areas)


def _covers(entry: Entry, place: str) -> bool:
    return any(place == area or place.startswith(f"{area}.") for area in entry.areas)


def _is_help(entry: Entry) -> bool:
    return entry.kind is not Kind.BODY or bool(entry.offers)
