"""What a home lives on, as it was told and is stored.

Of another earner only what that person has confirmed counts.  What was not told is not known: without the needs there
is no surplus, and nobody takes it for zero.

Source: responsible-finance rules, 1.5.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sankofa.debts.rules.household import IncomeKind
from sankofa.debts.rules.roster import money_from, plain
from sankofa.debts.rules.terms import Answer
from sankofa.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Budget:
    """A month of a home.  None: nobody knows."""

    own: Money | None = None
    own_costs: Money | None = None
    own_kind: IncomeKind = IncomeKind.OTHER
    others: Money | None = None
    """What the others of the home have said themselves that they give."""
    needs: Money | None = None
    size: int | None = None
    is_head: Answer = Answer.UNKNOWN

    @property
    def currency(self) -> str | None:
        """The currency of its amounts; None where there is none."""
        return next((part.currency for part in self.amounts), None)

    @property
    def amounts(self) -> tuple[Money, ...]:
        """Its amounts, those that are known."""
        return tuple(part for part in (self.own, self.own_costs, self.others, self.needs) if part is not None)


def budget_from(held: Mapping[str, Any]) -> Budget:
    """Return a month of a home as it was stored."""
    amounts = {name: money_from(held[name]) for name in ("own", "own_costs", "others", "needs") if name in held}
    return Budget(
        **amounts,
        own_kind=IncomeKind(held.get("own_kind", "other")),
        size=held.get("size"),
        is_head=Answer(held.get("is_head", "unknown")),
    )


def budget_to(budget: Budget) -> dict[str, Any]:
    """Return a month of a home as it is stored; what is not known is left out."""
    known = {
        "own": budget.own,
        "own_costs": budget.own_costs,
        "others": budget.others,
        "needs": budget.needs,
        "own_kind": budget.own_kind,
        "size": budget.size,
        "is_head": budget.is_head,
    }
    return {name: plain(value) for name, value in known.items() if value is not None}
