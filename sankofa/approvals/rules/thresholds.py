"""Which steps an amount asks for.

What is not known counts as the highest: an amount that nobody told, or one in another currency than the threshold's,
asks for every step.  Guessing low would let one person fewer look at it.
"""

from sankofa.approvals.rules.terms import Chain, Step
from sankofa.kernel.money import Money


def steps_for(chain: Chain, amount: Money | None) -> tuple[Step, ...]:
    """Return the steps that a proposal of this amount goes through."""
    return tuple(step for step in chain.steps if is_asked_for(step, amount))


def is_asked_for(step: Step, amount: Money | None) -> bool:
    """Whether an amount is high enough for a step, or not known to be lower."""
    if step.from_amount is None or amount is None or amount.currency != step.from_amount.currency:
        return True
    return amount >= step.from_amount
