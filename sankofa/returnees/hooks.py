"""What the register tells the rooms above it, inside its own transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.returnees.rules.retention import Kept
from sankofa.store.hooks import Hook
from sankofa.store.models import Record

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


@dataclass(frozen=True, slots=True)
class Erasing:
    """Somebody is being erased: their key is destroyed in this transaction, after every room has cleared its rows."""

    person: "Person"
    at: datetime


erasing: Hook[[Erasing], Sequence[Record]] = Hook("somebody is being erased")
"""Each room clears what it holds of the person and answers with the records whose histories are to be erased."""

kept_for: Hook[[Collection[UUID]], Iterable[tuple[UUID, Kept]]] = Hook("what people are kept for")
"""Each room answers, for many people at once, which purpose of its own keeps whom, and its last day."""
