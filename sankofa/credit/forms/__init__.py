"""Forms of credit, a module for each noun."""

from sankofa.credit.forms.desk import AskForm, DeskForm
from sankofa.credit.forms.early import EarlyForm
from sankofa.credit.forms.needs import NeedForm
from sankofa.credit.forms.pages import PARTS
from sankofa.credit.forms.parts import AloneForm, DebtsForm, OfferForm, OthersForm, PartForm
from sankofa.credit.forms.referrals import DecideForm, EndForm, QuestionForm, SendForm, ToldForm
from sankofa.credit.forms.seven import SevenForm
from sankofa.credit.forms.talks import LoanTalkForm
from sankofa.credit.forms.ways import ChooseForm, OverrideForm

__all__ = [
    "PARTS",
    "AloneForm",
    "AskForm",
    "ChooseForm",
    "DebtsForm",
    "DecideForm",
    "DeskForm",
    "EarlyForm",
    "EndForm",
    "LoanTalkForm",
    "NeedForm",
    "OfferForm",
    "OthersForm",
    "OverrideForm",
    "PartForm",
    "QuestionForm",
    "SendForm",
    "SevenForm",
    "ToldForm",
]
