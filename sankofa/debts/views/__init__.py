"""Pages of debts."""

from sankofa.debts.views.debts import add, correct, debt, debts, happened, what_is_owed
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
    "said_alone",
    "six",
    "what_is_owed",
]
