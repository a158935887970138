"""Pages of debts."""

from sankofa.debts.views.debts import add, correct, debt, debts, happened, what_is_owed
from sankofa.debts.views.figures import count, debts_in_figures, share, shared
from sankofa.debts.views.mediation import mediate
from sankofa.debts.views.plans import plan, plan_order, plan_sheet, plan_step, step
from sankofa.debts.views.pressure import alone, put_off, said_alone
from sankofa.debts.views.talks import home, month, six

__all__ = [
    "add",
    "alone",
    "correct",
    "count",
    "debt",
    "debts",
    "debts_in_figures",
    "happened",
    "home",
    "mediate",
    "month",
    "plan",
    "plan_order",
    "plan_sheet",
    "plan_step",
    "put_off",
    "said_alone",
    "share",
    "shared",
    "six",
    "step",
    "what_is_owed",
]
