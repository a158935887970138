"""When the next reintegration talk is due.

The first within thirty days of registration, because a reintegration plan should stand within one month of return
(casework notes, 2.1, stage 4) and rests on it.  After that every six months, between the quarterly rhythm of a
national programme and the usual end measurement after twelve to eighteen months (notes on the score, 1).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sankofa.kernel.periods import add_months

FIRST = "first_talk"
FOLLOWING = "following_talk"


@dataclass(frozen=True, slots=True)
class Policy:
    """How soon talks follow one another."""

    first_within_days: int = 30
    following_after_months: int = 6


@dataclass(frozen=True, slots=True)
class Due:
    """A talk that is due: which, and by when."""

    code: str
    on: date


def next_talk(*, registered_on: date, last_on: date | None, policy: Policy) -> Due:
    """Return the talk that is due next."""
    if last_on is None:
        return Due(FIRST, registered_on + timedelta(days=policy.first_within_days))
    return Due(FOLLOWING, add_months(last_on, policy.following_after_months))
