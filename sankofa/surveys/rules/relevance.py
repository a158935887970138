"""When a question is asked: the small language of XLSForm's `relevant` column.

Read here are `${x} = 'y'`, `${x} != 'y'`, `selected(${x}, 'y')`, joined by `and` and `or`, turned round by
`not(...)`, in brackets where wished. As in every XForms engine a question without an answer counts as empty text:
`${x} = 'y'` does not hold and `${x} != 'y'` does, so that a phone and the server ask the same questions.

Source: xlsform.org, "Relevant"; XPath 1.0, 3.4 (`and` binds tighter than `or`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Equals:
    """The question was answered with exactly this choice."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Selected:
    """This choice is among the answers to the question."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Not:
    """The inner condition does not hold."""

    inner: Condition


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds. Without parts it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Equals | Selected | Not | AllOf | AnyOf

ALWAYS: Final = AllOf(())
DEEP_MAX: Final = 50
"""How many brackets stand inside one another at most.  Phones read such a cell by calling themselves, as we do."""


class ConditionNotUnderstood(Exception):
    """A `relevant` cell that this reader cannot follow: where it stopped, and what would be right there."""

    def __init__(self, text: str, position: int, right: str) -> None:
        super().__init__(text, position, right)
        self.text = text
        self.position = position
        self.right = right

    def __str__(self) -> str:
        """Say at which character reading stopped."""
        stopped = self.text[self.position :] or "the end"
        return f"not understood from character {self.position + 1} ({stopped}); right would be {self.right}"


def condition(text: str) -> Condition:
    """Read when a question is asked. An empty cell means: always.

    Raises ConditionNotUnderstood.
    """
    return _Reader(text).whole() if text.strip() else ALWAYS


def holds(wanted: Condition, chosen: Mapping[str, Set[str]]) -> bool:
    """Whether a question is asked, given the choices made so far (question name -> codes chosen; none when empty)."""
    match wanted:
        case Equals(question, choice):
            return chosen.get(question, frozenset()) == {choice}
        case Selected(question, choice):
            return choice in chosen.get(question, frozenset())
        case Not(inner):
            return not holds(inner, chosen)
        case AllOf(parts):
            return all(holds(part, chosen) for part in parts)
        case AnyOf(parts):
            return any(holds(part, chosen) for part in parts)


def mentioned(wanted: Condition) -> Iterator[Equals | Selected]:
    """Every single comparison inside a condition, from left to right."""
    match wanted:
        case Equals() | Selected():
            yield wanted
        case Not(inner):
            yield from mentioned(inner)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from mentioned(part)


_TOKEN: Final = re.compile(
    r"\s*(?:(?P<question>\$\{\s*[A-Za-z_][\w.-]*\s*\})|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<word>and|or|not|selected)(?![\w.-])|(?P<sign>!=|=|\(|\)|,))"
)


class _Reader:
    """Reads one condition from left to right, one token ahead."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def whole(self) -> Condition:
        found = self._any_of()
        if self.text[self.at :].strip():
            raise self._stopped("`and`, `or`, or nothing more")
        return found

    def _any_of(self) -> Condition:
        parts = [self._all_of()]
        while self._takes("or"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all_of(self) -> Condition:
        parts = [self._single()]
        while self._takes("and"):
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _single(self) -> Condition:
        if self._takes("not"):
            self._needs("(")
            return Not(self._inside())
        if self._takes("selected"):
            self._needs("(")
            question = self._question()
            self._needs(",")
            choice = self._choice()
            self._needs(")")
            return Selected(question, choice)
        if self._takes("("):
            return self._inside()
        question = self._question()
        if self._takes("!="):
            return Not(Equals(question, self._choice()))
        self._needs("=")
        return Equals(question, self._choice())

    def _inside(self) -> Condition:
        self.depth += 1
        if self.depth > DEEP_MAX:
            raise self._stopped(f"at most {DEEP_MAX} brackets inside one another")
        inner = self._any_of()
        self._needs(")")
        self.depth -= 1
        return inner

    def _question(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        if found is None or not found["question"]:
            raise self._stopped("a question such as ${e9}, `selected(`, `not(` or a bracket")
        self.at = found.end()
        return found["question"][2:-1].strip()

    def _choice(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        if found is None or not found["text"]:
            raise self._stopped("a choice in quotes such as 'yes'")
        self.at = found.end()
        return found["text"][1:-1]

    def _takes(self, wanted: str) -> bool:
        found = _TOKEN.match(self.text, self.at)
        if found is None or wanted not in (found["word"], found["sign"]):
            return False
        self.at = found.end()
        return True

    def _needs(self, sign: str) -> None:
        if not self._takes(sign):
            raise self._stopped(f"`{sign}`")

    def _stopped(self, right: str) -> ConditionNotUnderstood:
        spaces = len(self.text[self.at :]) - len(self.text[self.at :].lstrip())
        return ConditionNotUnderstood(self.text, self.at + spaces, right)
