"""Tables of debts: talks, the roster and what happened since, how debts are collected, agreements, plans, figures."""

from sankofa.debts.models.agreements import HomeAgreement
from sankofa.debts.models.budgets import HomeBudget
from sankofa.debts.models.debts import Debt, DebtChange
from sankofa.debts.models.figures import DebtCount, SharedDebts
from sankofa.debts.models.plans import DebtOrder, PlanStep, StepNote
from sankofa.debts.models.pressure import DebtPressure
from sankofa.debts.models.talks import DebtTalk

__all__ = [
    "Debt",
    "DebtChange",
    "DebtCount",
    "DebtOrder",
    "DebtPressure",
    "DebtTalk",
    "HomeAgreement",
    "HomeBudget",
    "PlanStep",
    "SharedDebts",
    "StepNote",
]
