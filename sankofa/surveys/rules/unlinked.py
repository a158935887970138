"""Filled forms that are linked to nobody: until when they may wait, and why one is set aside.

What somebody said about themselves is not kept for ever because nobody knows whose it is.  How many months it may wait
is a policy beside the others (`returnees/retention.toml`).

Source: IOM Data Protection Manual (2010), principle 9; Regulation (EU) 2016/679, article 5 (1) (e).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sankofa.kernel.periods import add_months
from sankofa.returnees.rules.retention import Kept, Policy, Purpose, term


class Because(StrEnum):
    """Why a filled form is not taken in."""

    A_TRY = "a_try"
    TWICE = "twice"
    NOT_FOUND = "not_found"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a filled form has waited for somebody to link it, and until when it may."""

    days: int
    until_on: date
    is_over: bool


def last_over(on: date, *, policy: Policy) -> date:
    """Return the last day of arrival whose forms have waited long enough on a day."""
    day = add_months(on, -policy[Purpose.FILLED_FORM]) + timedelta(days=3)
    while not waiting(day, on=on, policy=policy).is_over:
        day -= timedelta(days=1)
    return day


def waiting(received_on: date, *, on: date, policy: Policy) -> Waiting:
    """Return how long a filled form has waited on a day, and until when it may; that day is over already."""
    found = term([Kept(Purpose.FILLED_FORM, received_on)], policy)
    return Waiting((on - received_on).days, found.until_on, found.is_over(on))
