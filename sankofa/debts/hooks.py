"""What debts tell the rooms above and beside them, inside their own transaction."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.rules.terms import Actor
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
known_better: Hook[[Collection[UUID], date], Mapping[UUID, Told]] = Hook(
    "how debts stand that are loans kept elsewhere"
)
"""By debt: its amounts, payments and days as the loan says them, so that a loan is counted once and as it stands."""
