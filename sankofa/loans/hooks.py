"""What loans tell other rooms, inside their own transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.rules.terms import Actor
from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


@dataclass(frozen=True, slots=True)
class MediationWanted:
    """Somebody wants a person of trust between them and their lender, because payments are late."""

    person: "Person"
    loan_id: UUID
    lender: str
    words: str
    by: Actor
    at: datetime


mediation_wanted: Hook[[MediationWanted], None] = Hook("somebody wants mediation about a loan")
