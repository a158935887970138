"""Forms of reported loans, a module for each noun."""

from sankofa.loans.forms.loans import LoanForm
from sankofa.loans.forms.reports import AnewForm, EndForm, PaymentForm, SetAsideForm, SettleForm
from sankofa.loans.forms.talks import TalkForm

__all__ = ["AnewForm", "EndForm", "LoanForm", "PaymentForm", "SetAsideForm", "SettleForm", "TalkForm"]
