"""Tables of debts: talks, the roster with what happened since, how debts are collected, and what a home lives on."""

from sankofa.debts.models.budgets import HomeBudget
from sankofa.debts.models.debts import Debt, DebtChange
from sankofa.debts.models.pressure import DebtPressure
from sankofa.debts.models.talks import DebtTalk

__all__ = ["Debt", "DebtChange", "DebtPressure", "DebtTalk", "HomeBudget"]
