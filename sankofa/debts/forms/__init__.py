"""Forms of debts."""

from sankofa.debts.forms.debts import ChangeForm, DebtForm
from sankofa.debts.forms.pressure import LaterForm, PresentForm, PressureForm
from sankofa.debts.forms.talks import BudgetForm, SixForm

__all__ = ["BudgetForm", "ChangeForm", "DebtForm", "LaterForm", "PresentForm", "PressureForm", "SixForm"]
