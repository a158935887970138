"""Who can use which programme, for many people and many programmes in one call.

The conditions of all programmes are taken apart, and every different condition is judged once for every different
fact among the people, by the very functions that judge one person (`eligibility.JUDGES`).  What is left is looking up
and joining, which NumPy does.  So the answers cannot differ from those for one person; a generated test holds that.

Source: the same as `eligibility`; speed asked for in `benchmarks/matching.py`.
"""

from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Final

import numpy as np
import numpy.typing as npt

from sankofa.kernel.finding import Weight
from sankofa.provision.rules.eligibility import JUDGES, Answer, Known, Rules

Marks = npt.NDArray[np.uint8]

ASK: Final = 1
MISSING: Final = 2
BARRED: Final = 4
_MARK: Final = {Weight.BARRIER: BARRED, Weight.PREREQUISITE: MISSING, Weight.CONCERN: ASK}
_NOTHING_ASKED: Final = {field.name: field.default for field in fields(Rules)}
_PEOPLE_AT_ONCE: Final = 4_096


class Programmes:
    """The conditions of many programmes, taken apart once and asked about as many people as one likes."""

    def __init__(self, rules: Sequence[Rules]) -> None:
        self._conditions: dict[str, list[Rules]] = {name: [] for name in JUDGES}
        numbers: dict[str, dict[object, int]] = {name: {} for name in JUDGES}
        parts: list[list[tuple[str, int]]] = []
        for one in rules:
            mine = []
            for name in JUDGES:
                value = getattr(one, name)
                if value == _NOTHING_ASKED[name]:
                    continue
                known = numbers[name]
                if value not in known:
                    known[value] = len(known)
                    self._conditions[name].append(Rules(**{name: value}))
                mine.append((name, known[value]))
            parts.append(mine)
        self._count = len(parts)
        self._place_all(parts)
        # What looks at no fact of a person is judged here, once for everybody.
        self._for_everybody = {
            name: _judged(name, conditions, Known())
            for name, conditions in self._conditions.items()
            if not JUDGES[name][1]
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

    def _table(self, name: str, people: Sequence[Known]) -> tuple[Marks, npt.NDArray[np.intp]]:
        """Every different fact judged by every condition of a name, and which of the facts each person has."""
        facts, conditions = JUDGES[name][1], self._conditions[name]
        if not facts:
            return self._for_everybody[name][np.newaxis, :], np.zeros(len(people), dtype=np.intp)
        told = attrgetter(*facts)
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
        return np.stack([_judged(name, conditions, known) for known in different]), kinds


def answer_of(mark: int) -> Answer:
    """Return the answer that marks come to."""
    if mark & BARRED:
        return Answer.CANNOT
    return Answer.CAN_IF if mark else Answer.CAN


def _judged(name: str, conditions: Sequence[Rules], known: Known) -> Marks:
    judge = JUDGES[name][0]
    marks = np.zeros(len(conditions), dtype=np.uint8)
    for place, rules in enumerate(conditions):
        mark = 0
        for finding in judge(rules, known):
            mark |= _MARK[finding.weight]
        if mark:
            marks[place] = mark
    return marks
