"""Mediation: somebody whom both sides trust speaks with a lender, the family, a recruiter, an employer.

It happens because the person wants it, and is safe with it.  Nobody collects anything, and nothing is promised in the
person's name.

Source: debts notes, "A plan out of debt" (negotiation, mediation, family meeting); "Safeguards": credit workers are not
collectors, and no office holds both a casework and a collection role.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

WORDS_MAX = 500


class With(StrEnum):
    """With whom somebody speaks."""

    LENDER = "lender"
    FAMILY = "family"
    RECRUITER = "recruiter"
    EMPLOYER = "employer"
    OTHER = "other"


class Outcome(StrEnum):
    """How a mediation ended."""

    AGREED = "agreed"
    AGREED_IN_PART = "agreed_in_part"
    NOT_AGREED = "not_agreed"
    NOT_WANTED = "not_wanted"
    """The person does not want it any more; that is fine."""
    NOT_SAFE = "not_safe"


@dataclass(frozen=True, slots=True)
class Said:
    """With whom, who they are, and why; `whom` is None where it is not known any more."""

    whom: With | None = None
    who: str = ""
    why: str = ""


def stored(said: Said) -> dict[str, str | None]:
    """Return what a mediation is about as it is kept, sealed."""
    return {"whom": None if said.whom is None else said.whom.value, "who": said.who, "why": said.why}


def said_of(kept: Mapping[str, Any]) -> Said:
    """Return what a kept mediation is about."""
    return Said(None if kept["whom"] is None else With(kept["whom"]), kept["who"], kept["why"])
