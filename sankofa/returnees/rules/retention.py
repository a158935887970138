"""Until when a person is kept, and because of what.

Each purpose keeps a person for so many months after the last day that it gave; the purpose that reaches furthest
decides.  Source: IOM Data Protection Manual (2010), principle 9; Regulation (EU) 2016/679, article 5 (1) (e).  How many
months is a policy, kept as data with its reasons in `retention.toml`.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from sankofa.kernel.periods import add_months


class Purpose(StrEnum):
    """What something is kept for."""

    REGISTER = "register"
    FOLLOW_UP = "follow_up"
    SENT_FILE = "sent_file"
    ARRIVAL = "arrival"
    FILLED_FORM = "filled_form"


@dataclass(frozen=True, slots=True)
class Kept:
    """A purpose, and the last day that gave it: the day of registering, of a talk, of closing a case."""

    purpose: Purpose
    last_on: date


@dataclass(frozen=True, slots=True)
class Term:
    """Until when (that day not included) something is kept, for which purpose, and since when that purpose rests."""

    until_on: date
    purpose: Purpose
    last_on: date

    def is_over(self, on: date) -> bool:
        """Whether the time for keeping is over on a day."""
        return on >= self.until_on


Policy = Mapping[Purpose, int]


@cache
def shipped() -> Policy:
    """Return the months by purpose as they are shipped."""
    told = tomllib.loads((files("sankofa.returnees") / "retention.toml").read_text(encoding="utf-8"))
    return {purpose: int(told[purpose]["months"]) for purpose in Purpose}


def term(kept: Iterable[Kept], policy: Policy) -> Term:
    """Return until when something is kept: the furthest of what its purposes say.  There is always a purpose."""
    return max(
        (Term(add_months(one.last_on, policy[one.purpose]), one.purpose, one.last_on) for one in kept),
        key=lambda found: (found.until_on, found.last_on, found.purpose),
    )


def soonest(on: date, policy: Policy) -> date:
    """Return the day such that nobody whose only purpose is later is due on `on`: where a search may begin."""
    return add_months(on, -min(policy[Purpose.REGISTER], policy[Purpose.FOLLOW_UP]))
