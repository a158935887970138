"""The stages of a case, and what may come after what.

Every person is offered a first talk before a plan counts, whatever they answer.  What they need is best asked before
the plan; a plan agreed in an emergency stands without it.  A case that was closed is opened again as a new one, so that
what was closed stays as it was.

Source: case-work notes, 2.1 (registration, counselling, assessments, plan, delivery, follow-up, closure and reopening);
"Safeguards" (psychosocial care is offered to every person; going again prepared is no failure).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sankofa.cases.rules.visits import Tried


class Stage(StrEnum):
    """How far a case is."""

    OPENED = "opened"
    ASSIGNED = "assigned"
    TALK_OFFERED = "talk_offered"
    NEEDS_ASSESSED = "needs_assessed"
    PLAN_AGREED = "plan_agreed"
    IN_DELIVERY = "in_delivery"
    FOLLOWED_UP = "followed_up"
    CLOSED = "closed"
    OPENED_AGAIN = "opened_again"


_AFTER_OPENING = (Stage.ASSIGNED, Stage.TALK_OFFERED, Stage.CLOSED)
NEXT: Final[Mapping[Stage, tuple[Stage, ...]]] = {
    Stage.OPENED: _AFTER_OPENING,
    Stage.OPENED_AGAIN: _AFTER_OPENING,
    Stage.ASSIGNED: (Stage.TALK_OFFERED, Stage.CLOSED),
    Stage.TALK_OFFERED: (Stage.NEEDS_ASSESSED, Stage.PLAN_AGREED, Stage.CLOSED),
    Stage.NEEDS_ASSESSED: (Stage.PLAN_AGREED, Stage.CLOSED),
    Stage.PLAN_AGREED: (Stage.IN_DELIVERY, Stage.FOLLOWED_UP, Stage.CLOSED),
    Stage.IN_DELIVERY: (Stage.FOLLOWED_UP, Stage.CLOSED),
    Stage.FOLLOWED_UP: (Stage.CLOSED,),
    Stage.CLOSED: (Stage.OPENED_AGAIN,),
}
"""What may come after each stage, the usual way first."""


class Talk(StrEnum):
    """What somebody said when a first talk was offered; each is fine."""

    TAKEN = "taken"
    NOT_NOW = "not_now"
    NO = "no"


class Closing(StrEnum):
    """Why a case is closed."""

    GOALS_MET = "goals_met"
    MOVED = "moved"
    LEFT_PREPARED = "left_prepared"
    LEFT_IN_NEED = "left_in_need"
    LEFT_UNKNOWN = "left_unknown"
    LOST_CONTACT = "lost_contact"
    WITHDREW = "withdrew"
    DIED = "died"
    TRANSFERRED = "transferred"
    ERASED = "erased"
    """Nobody chooses it: the person was erased while the case was open."""


@dataclass(frozen=True, slots=True)
class Promised:
    """One activity of the plan that counts: by when, and on which day it was delivered; None where not known or not."""

    key: UUID
    until_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Mediating:
    """One mediation: by when somebody looks at how it goes, and on which day it ended; None while it goes on."""

    key: UUID
    until_on: date
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What happened in a case so far, as days; None where it did not happen, or is not known."""

    opened_on: date
    returned_on: date | None = None
    is_again: bool = False
    is_assigned: bool = False
    talk_on: date | None = None
    needs_on: date | None = None
    has_draft: bool = False
    agreed_on: date | None = None
    """The day on which the first plan of this case was agreed; visits count from it."""
    promised: tuple[Promised, ...] = ()
    visits_on: tuple[date, ...] = ()
    """The days of follow-up forms filled with this person while the case was open."""
    tries: tuple[Tried, ...] = ()
    """The tries to hold a visit that led to no talk."""
    mediations: tuple[Mediating, ...] = ()
    closed_on: date | None = None


def stage(facts: Facts) -> Stage:
    """Return how far a case is: as far as one gets along the table with what happened."""
    reached = {
        Stage.ASSIGNED: facts.is_assigned,
        Stage.TALK_OFFERED: facts.talk_on is not None,
        Stage.NEEDS_ASSESSED: facts.needs_on is not None,
        Stage.PLAN_AGREED: facts.agreed_on is not None,
        Stage.IN_DELIVERY: any(one.done_on is not None for one in facts.promised),
        Stage.FOLLOWED_UP: facts.agreed_on is not None and any(day >= facts.agreed_on for day in facts.visits_on),
        Stage.CLOSED: facts.closed_on is not None,
    }
    here = Stage.OPENED_AGAIN if facts.is_again else Stage.OPENED
    while (onward := next((after for after in NEXT[here] if reached.get(after)), None)) is not None:
        here = onward
    return here


def may_agree(facts: Facts) -> bool:
    """Whether a plan may be agreed now: once a first talk was offered, and until the case is closed."""
    return facts.closed_on is None and facts.talk_on is not None
