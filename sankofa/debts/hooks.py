"""What debts tell the rooms above and beside them, inside their own transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.rules.terms import Actor
from sankofa.debts.rules.between import Side
from sankofa.debts.rules.roster import Told
from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


@dataclass(frozen=True, slots=True)
class UnderThreat:
    """Somebody is threatened, hurt or held because of a debt: a protection task is opened at once."""

    person: "Person"
    by: Actor
    at: datetime


under_threat: Hook[[UnderThreat], None] = Hook("somebody is under threat because of a debt")


@dataclass(frozen=True, slots=True)
class MediationWanted:
    """Somebody wants a person of trust between them and whom they owe, and it is safe for them."""

    person: "Person"
    debt_id: UUID
    side: Side
    who: str
    why: str
    until_on: date
    by: Actor
    at: datetime


mediation_wanted: Hook[[MediationWanted], None] = Hook("somebody wants mediation about a debt")
mediators: Hook[["Person", Actor, date], bool] = Hook("whether somebody may open a mediation for a person")


def may_mediate(person: "Person", viewer: Actor, on: date) -> bool:
    """Whether the viewer may offer somebody a person of trust: whoever may not is offered no button."""
    return any(mediators.answers(person, viewer, on))


known_better: Hook[[Collection[UUID], date], Mapping[UUID, Told]] = Hook(
    "how debts stand that are loans kept elsewhere"
)
"""By debt: its amounts, payments and days as the loan says them, so that a loan is counted once and as it stands."""
