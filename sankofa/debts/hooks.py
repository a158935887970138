"""What debts tell the rooms above and beside them, inside their own transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.rules.terms import Actor
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
