"""Help prepared once for a day, and asked about as many people as one likes.

The conditions are taken apart (`matching_many`), so that only what is shown has to be explained.  One person and a
hundred thousand get the same answers, because the same functions judge them; a generated test holds that.

Source: the same as `matches`; speed asked for in `benchmarks/matching.py`.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final, overload

import numpy as np
import numpy.typing as npt

from sankofa.provision.rules.conditions import asked_on
from sankofa.provision.rules.eligibility import Known
from sankofa.provision.rules.feasibility import Need, answered
from sankofa.provision.rules.matches import Match, Standing
from sankofa.provision.rules.matching_many import ASK, BARRED, MISSING, Programmes
from sankofa.provision.rules.terms import Entry

Numbers = npt.NDArray[np.int_]
_STANDINGS: Final = tuple(Standing)
_BY_MARK: Final = np.array(
    [
        _STANDINGS.index(
            Standing.CANNOT
            if mark & BARRED
            else Standing.CAN_IF
            if mark & MISSING
            else Standing.ASK
            if mark & ASK
            else Standing.CAN
        )
        for mark in range((ASK | MISSING | BARRED) + 1)
    ]
)
"""The place of a standing in the order of all, by the sum of marks."""


class Prepared:
    """Kinds of help on a day, taken apart once.  Whatever lends money is left out: it has a door of its own."""

    def __init__(self, entries: Iterable[Entry], *, on: date) -> None:
        self.entries = tuple(
            sorted((one for one in entries if one.may_be_matched), key=lambda one: (one.name, one.code))
        )
        self._asked = tuple(asked_on(entry, on=on) for entry in self.entries)
        self._programmes = Programmes(self._asked)
        self._depth = np.array([_depth(entry) for entry in self.entries], dtype=np.int_)
        by_area: dict[str, list[int]] = {}
        answering: dict[Need, list[int]] = {need: [] for need in Need}
        self._answers: list[tuple[Need, ...]] = []
        for number, entry in enumerate(self.entries):
            for area in entry.areas:
                by_area.setdefault(area, []).append(number)
            self._answers.append(answered(entry, tuple(Need)))
            for need in self._answers[-1]:
                answering[need].append(number)
        self._by_area = {area: np.array(numbers, dtype=np.intp) for area, numbers in by_area.items()}
        self._answering = {need: np.array(numbers, dtype=np.intp) for need, numbers in answering.items()}

    def matches(self, known: Known, *, wanted: Collection[Need] = (), near: str | None = None) -> "Matches":
        """Return how each kind of help stands for a person, the most useful first.

        `near` is a place: only what serves it, or a part of it, is told.  Of somebody whose province alone is known,
        help of its districts is told too, with the question where they live.
        """
        chosen = None if near is None else self._is_near(near)
        marks, reasons = self._programmes.reckoned(known, chosen)
        standings = _BY_MARK[marks]
        needs = np.zeros(len(self.entries), dtype=np.int_)
        for need in wanted:
            needs[self._answering[need]] += 1
        order = np.lexsort((reasons, -self._depth, -needs, standings))
        if chosen is not None:
            order = order[chosen[order]]
        return Matches(self, known, tuple(wanted), order, standings[order])

    def match(self, number: int, known: Known, wanted: Collection[Need], standing: Standing) -> Match:
        """Return one kind of help, by its place in `entries`, as it stands for a person."""
        answers = tuple(need for need in wanted if need in self._answers[number])
        return Match(self.entries[number], standing, answers, self._asked[number], known)

    def standings(self, people: Sequence[Known]) -> Numbers:
        """Return for each person (row) and kind of help (column, as in `entries`) the place of its standing."""
        found: Numbers = _BY_MARK[self._programmes.marks(people)]
        return found

    def _is_near(self, place: str) -> npt.NDArray[np.bool_]:
        near = np.zeros(len(self.entries), dtype=np.bool_)
        for area, numbers in self._by_area.items():
            if area == place or place.startswith(f"{area}.") or area.startswith(f"{place}."):
                near[numbers] = True
        return near


class Matches(Sequence[Match]):
    """Everything that is told to one person, in order; each is put together when it is looked at."""

    def __init__(
        self, held: Prepared, known: Known, wanted: tuple[Need, ...], order: npt.NDArray[np.intp], standings: Numbers
    ) -> None:
        self._held, self._known, self._wanted = held, known, wanted
        self._order, self._standings = order, standings

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Match: ...

    @overload
    def __getitem__(self, index: slice) -> "Matches": ...

    def __getitem__(self, index: int | slice) -> "Match | Matches":
        if isinstance(index, slice):
            return Matches(self._held, self._known, self._wanted, self._order[index], self._standings[index])
        standing = _STANDINGS[int(self._standings[index])]
        return self._held.match(int(self._order[index]), self._known, self._wanted, standing)

    def number_of(self, standing: Standing) -> int:
        """Return how many stand so."""
        return int((self._standings == _STANDINGS.index(standing)).sum())


def matches(entries: Iterable[Entry], known: Known, *, wanted: Collection[Need], on: date) -> Matches:
    """Return every kind of help with how it stands for a person on a day, the most useful first."""
    return Prepared(entries, on=on).matches(known, wanted=wanted)


def _depth(entry: Entry) -> int:
    """How near by the nearest place of an entry is: a district lies nearer than a country."""
    return max((area.count(".") for area in entry.areas), default=-1)
