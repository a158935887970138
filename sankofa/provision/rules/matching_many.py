"""Who can use which programme, for many people and many programmes in one call.

The conditions of all programmes are taken apart, and every different condition is judged once for every different
fact among the people, by the very functions that judge one person (`eligibility.JUDGES`).  For whom help is
meant and where it is given are among them.  What is left is looking up and joining, which NumPy does.  So the answers
cannot differ from those for one person; a generated test holds that.

Source: the same as `eligibility`; speed asked for in `benchmarks/matching.py`.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from sankofa.kernel.finding import Weight
from sankofa.provision.rules.eligibility import JUDGES, NOTHING_ASKED, Answer, Known, Rules

Marks = npt.NDArray[np.uint8]
Chosen = npt.NDArray[np.bool_]

ASK: Final = 1
MISSING: Final = 2
BARRED: Final = 4
_MARK: Final = {Weight.BARRIER: BARRED, Weight.PREREQUISITE: MISSING, Weight.CONCERN: ASK}
_PEOPLE_AT_ONCE: Final = 4_096


class Programmes:
    """The conditions of many programmes, taken apart once and asked about as many people as one likes."""

    def __init__(self, rules: Sequence[Rules]) -> None:
        self._conditions: dict[str, list[Any]] = {name: [] for name in JUDGES}
        numbers: dict[str, dict[object, int]] = {name: {} for name in JUDGES}
        parts: list[list[tuple[str, int]]] = []
        for one in rules:
            mine = []
            for name in JUDGES:
                value = getattr(one, name, NOTHING_ASKED[name])
                if value == NOTHING_ASKED[name]:
                    continue
                known = numbers[name]
                if value not in known:
                    known[value] = len(known)
                    self._conditions[name].append(value)
                mine.append((name, known[value]))
            parts.append(mine)
        self._count = len(parts)
        self._place_all(parts)
        # What looks at no fact of a person is judged here, once for everybody.
        self._for_everybody = {
            name: _judged(name, conditions, Known())
            for name, conditions in self._conditions.items()
            if JUDGES[name][1] is None
        }

    def _place_all(self, parts: Sequence[Sequence[tuple[str, int]]]) -> None:
        """Lay all conditions side by side; the first place is a condition that everybody meets."""
        first, following = {}, 1
        for name, conditions in self._conditions.items():
            first[name] = following
            following += len(conditions)
        self._first, self._width = first, following
        starts: list[int] = []
        places: list[int] = []
        for mine in parts:
            starts.append(len(places))
            # The condition that everybody meets stands in front, so that no programme is without any.
            places += [0, *(first[name] + number for name, number in mine)]
        self._starts, self._places = np.array(starts, dtype=np.intp), np.array(places, dtype=np.intp)
        self._lengths = np.array([len(mine) + 1 for mine in parts], dtype=np.intp)

    def marks(self, people: Sequence[Known]) -> Marks:
        """Return for each person (row) and programme (column) what stands in the way, as a sum of marks.

        ASK: something is not known; MISSING: something could be had; BARRED: something bars for good; 0: can use it.
        One byte for each pair.
        """
        answers = np.zeros((len(people), self._count), dtype=np.uint8)
        if not self._count or not people:
            return answers
        looked_up = [(name, *self._table(name, people)) for name, conditions in self._conditions.items() if conditions]
        for start in range(0, len(people), _PEOPLE_AT_ONCE):
            end = min(start + _PEOPLE_AT_ONCE, len(people))
            row = np.zeros((end - start, self._width), dtype=np.uint8)
            for name, table, kinds in looked_up:
                first = self._first[name]
                row[:, first : first + table.shape[1]] = table[kinds[start:end]]
            answers[start:end] = np.bitwise_or.reduceat(row[:, self._places], self._starts, axis=1)
        return answers

    def reckoned(self, known: Known, which: Chosen | None = None) -> tuple[Marks, npt.NDArray[np.int_]]:
        """Return for one person what stands in the way of each programme, and how many reasons that has.

        Where `which` chooses some programmes, no condition is judged that only others have; what is returned of those
        others means nothing.
        """
        if not self._count:
            return np.zeros(0, dtype=np.uint8), np.zeros(0, dtype=np.int_)
        asked = np.ones(self._width, dtype=np.bool_)
        if which is not None:
            asked[:] = False
            asked[self._places[np.repeat(which, self._lengths)]] = True
        row = np.zeros((2, self._width), dtype=np.int_)
        for name, conditions in self._conditions.items():
            first = self._first[name]
            if name in self._for_everybody:
                row[:, first : first + len(conditions)] = self._for_everybody[name]
            else:
                numbers = np.flatnonzero(asked[first : first + len(conditions)])
                row[:, first + numbers] = _judged(name, [conditions[number] for number in numbers.tolist()], known)
        laid = row[:, self._places]
        marks = np.bitwise_or.reduceat(laid[0], self._starts).astype(np.uint8)
        return marks, np.add.reduceat(laid[1], self._starts)

    def _table(self, name: str, people: Sequence[Known]) -> tuple[Marks, npt.NDArray[np.intp]]:
        """Every different fact judged by every condition of a name, and which of the facts each person has."""
        told, conditions = JUDGES[name][1], self._conditions[name]
        if told is None:
            return self._for_everybody[name][:1], np.zeros(len(people), dtype=np.intp)
        numbers: dict[object, int] = {}
        different: list[Known] = []
        kinds = np.empty(len(people), dtype=np.intp)
        for place, known in enumerate(people):
            value = told(known)
            number = numbers.get(value)
            if number is None:
                number = numbers[value] = len(numbers)
                different.append(known)
            kinds[place] = number
        return np.stack([_judged(name, conditions, known)[0] for known in different]), kinds


def answer_of(mark: int) -> Answer:
    """Return the answer that marks come to."""
    if mark & BARRED:
        return Answer.CANNOT
    return Answer.CAN_IF if mark else Answer.CAN


def _judged(name: str, conditions: Sequence[Any], known: Known) -> Marks:
    """Return the marks of each condition (first row) and how many findings it has (second row)."""
    judge = JUDGES[name][0]
    judged = np.zeros((2, len(conditions)), dtype=np.uint8)
    for place, wanted in enumerate(conditions):
        mark = count = 0
        for finding in judge(wanted, known):
            mark |= _MARK[finding.weight]
            count += 1
        if mark:
            judged[:, place] = mark, min(count, 255)
    return judged
