"""Forms of debts."""

from sankofa.debts.forms.debts import ChangeForm, DebtForm
from sankofa.debts.forms.plans import CameForm, OrderForm, StepForm
from sankofa.debts.forms.pressure import LaterForm, PresentForm, PressureForm
from sankofa.debts.forms.talks import BudgetForm, SixForm

__all__ = [
    "BudgetForm",
    "CameForm",
    "ChangeForm",
    "DebtForm",
    "LaterForm",
    "OrderForm",
    "PresentForm",
    "PressureForm",
    "SixForm",
    "StepForm",
]
