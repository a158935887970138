"""A mark of everything that was told of somebody's debts: it changes as soon as anything is told, corrected or added.

What rests on the debts keeps the mark of its day, and so learns that they are others now, without opening a single one.
"""

import hashlib
from collections.abc import Collection
from uuid import UUID

from sankofa.debts.models import Debt, DebtChange, DebtPressure, DebtTalk
from sankofa.store import revisions


def mark_of(people: Collection[UUID]) -> str:
    """Return the mark of what was told of the debts of some people; by keys alone, nothing is opened."""
    debts = _keys(Debt, people)
    told = [f"{key}:{number}" for key, number in sorted(revisions.last_numbers("debts.debt", debts).items())]
    rest = [key for table in (DebtChange, DebtPressure, DebtTalk) for key in _keys(table, people)]
    return hashlib.sha256("\n".join([*debts, "", *told, "", *rest]).encode()).hexdigest()


def _keys(
    table: type[Debt] | type[DebtChange] | type[DebtPressure] | type[DebtTalk], people: Collection[UUID]
) -> list[str]:
    rows = table._default_manager.filter(person_id__in=list(people)).order_by("pk")
    return [str(key) for key in rows.values_list("pk", flat=True)]
