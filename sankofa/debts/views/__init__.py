"""Pages of debts."""

from sankofa.debts.views.debts import add, correct, debt, debts, happened, what_is_owed
from sankofa.debts.views.plans import plan, plan_order, plan_sheet, plan_step, step
from sankofa.debts.views.pressure import alone, said_alone
from sankofa.debts.views.talks import month, six

__all__ = [
    "add",
    "alone",
    "correct",
    "debt",
    "debts",
    "happened",
    "month",
    "plan",
    "plan_order",
    "plan_sheet",
    "plan_step",
    "said_alone",
    "six",
    "step",
    "what_is_owed",
]
