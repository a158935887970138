"""Tables of debts: talks, the roster and what happened since, how debts are collected, a home's month, the plan."""

from sankofa.debts.models.budgets import HomeBudget
from sankofa.debts.models.debts import Debt, DebtChange
from sankofa.debts.models.plans import DebtOrder, PlanStep, StepNote
from sankofa.debts.models.pressure import DebtPressure
from sankofa.debts.models.talks import DebtTalk

__all__ = ["Debt", "DebtChange", "DebtOrder", "DebtPressure", "DebtTalk", "HomeBudget", "PlanStep", "StepNote"]
