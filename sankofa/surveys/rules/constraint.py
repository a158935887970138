"""What a typed answer must keep to: the small language of XLSForm's `constraint` column.

Read here are `. >= 1`, `. <= 120`, `. <= today()` and `. >= today()`, joined by `and`.  As in every XForms engine an
answer that is not there keeps every limit.  The day of today is told; where nobody tells it, a limit by today is left
to the phone that asked.

Source: xlsform.org, "Constraint"; XPath 1.0, 3.4.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from sankofa.surveys.rules.relevance import ConditionNotUnderstood

_PART: Final = re.compile(r"\s*\.\s*(?P<sign>>=|<=)\s*(?P<bound>-?[0-9]{1,18}|today\(\))\s*")
_AND: Final = re.compile(r"and\b")


@dataclass(frozen=True, slots=True)
class Limit:
    """An answer is at least, or at most, this: a whole number, or today where `bound` is None."""

    at_least: bool
    bound: int | None

    def is_kept(self, given: int | date, *, on: date | None) -> bool:
        """Whether an answer keeps to this limit on a day."""
        match given, self.bound:
            case date(), None:
                return on is None or (given >= on if self.at_least else given <= on)
            case int(), int(bound):
                return given >= bound if self.at_least else given <= bound
            case _:
                return False


def limits(text: str) -> tuple[Limit, ...]:
    """Read what a typed answer must keep to; an empty cell limits nothing.  Raises ConditionNotUnderstood."""
    found: list[Limit] = []
    at = 0
    while text[at:].strip():
        if found:
            joined = _AND.match(text, at)
            if joined is None:
                raise ConditionNotUnderstood(text, at, "`and`, or nothing more")
            at = joined.end()
        part = _PART.match(text, at)
        if part is None:
            raise ConditionNotUnderstood(text, at, "a limit such as `. >= 1` or `. <= today()`")
        bound = part["bound"]
        found.append(Limit(part["sign"] == ">=", None if bound == "today()" else int(bound)))
        at = part.end()
    return tuple(found)
