"""Forms of debts."""

from sankofa.debts.forms.debts import ChangeForm, DebtForm
from sankofa.debts.forms.figures import ShareFiguresForm
from sankofa.debts.forms.mediation import MediationForm
from sankofa.debts.forms.plans import CameForm, OrderForm, StepForm
from sankofa.debts.forms.pressure import LaterForm, PresentForm, PressureForm
from sankofa.debts.forms.talks import BudgetForm, HomeForm, SixForm

__all__ = [
    "BudgetForm",
    "CameForm",
    "ChangeForm",
    "DebtForm",
    "HomeForm",
    "LaterForm",
    "MediationForm",
    "OrderForm",
    "PresentForm",
    "PressureForm",
    "ShareFiguresForm",
    "SixForm",
    "StepForm",
]
