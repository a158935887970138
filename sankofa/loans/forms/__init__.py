"""Forms of reported loans, a module for each noun."""

from sankofa.loans.forms.desk import DeskReportForm, GivenForm, WrongForm
from sankofa.loans.forms.loans import LoanForm
from sankofa.loans.forms.reports import AnewForm, EndForm, PaymentForm, SetAsideForm, SettleForm
from sankofa.loans.forms.talks import TalkForm
from sankofa.loans.forms.tries import TryForm

__all__ = [
    "AnewForm",
    "DeskReportForm",
    "EndForm",
    "GivenForm",
    "LoanForm",
    "PaymentForm",
    "SetAsideForm",
    "SettleForm",
    "TalkForm",
    "TryForm",
    "WrongForm",
]
