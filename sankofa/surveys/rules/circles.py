"""Questions that wait for one another: whether one is asked, or what it computes, follows from itself in the end.

A phone refuses such a form when it is opened, with a message nobody in an office understands.

Source: JavaRosa, "dependency cycles amongst the xpath expressions in relevant/calculate".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from sankofa.surveys.rules.outline import BEGIN, END, Line

_REFERENCE: Final = re.compile(r"\$\{\s*([^}#]*?)\s*\}")
_COLUMNS: Final = ("relevant", "calculation", "repeat_count")


def circles(rows: Sequence[Line]) -> list[tuple[Line, str, tuple[str, ...]]]:
    """Return each circle once: the row where it is closed, the column, and the names in order, first and last alike."""
    after: dict[str, dict[str, tuple[Line, str]]] = {}
    around: list[Line] = []
    for line in rows:
        if END.match(line["type"]):
            del around[-1:]
            continue
        if line["name"]:
            mine = after.setdefault(line["name"], {})
            for outer in around:
                # A question inside a part waits for whatever the part waits for.
                _wait(mine, outer, ("relevant",))
            _wait(mine, line, _COLUMNS)
        if BEGIN.match(line["type"]):
            around.append(line)
    found = []
    done: set[str] = set()
    for name in after:
        if name not in done and (circle := _circle(name, after, done)):
            line, column = after[circle[-2]][circle[-1]]
            found.append((line, column, circle))
    return found


def _wait(mine: dict[str, tuple[Line, str]], line: Line, columns: Sequence[str]) -> None:
    for column in columns:
        for name in _REFERENCE.findall(line[column]):
            mine.setdefault(name, (line, column))


def _circle(name: str, after: Mapping[str, Mapping[str, tuple[Line, str]]], done: set[str]) -> tuple[str, ...]:
    """Walk on from a name, deep first and without calling itself: forms of a thousand questions chain far."""
    path: list[str] = [name]
    steps = [iter(after[name])]
    while path:
        following = next(steps[-1], None)
        if following is None:
            done.add(path.pop())
            steps.pop()
        elif following in path:
            circle = (*path[path.index(following) :], following)
            done.update(path)
            return circle
        elif following in after and following not in done:
            path.append(following)
            steps.append(iter(after[following]))
    return ()
