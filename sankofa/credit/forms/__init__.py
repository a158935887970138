"""Forms of credit."""

from sankofa.credit.forms.parts import PARTS, AloneForm, DebtsForm, OfferForm, OthersForm, PartForm
from sankofa.credit.forms.seven import SevenForm
from sankofa.credit.forms.talks import LoanTalkForm
from sankofa.credit.forms.ways import ChooseForm, OverrideForm

__all__ = [
    "PARTS",
    "AloneForm",
    "ChooseForm",
    "DebtsForm",
    "LoanTalkForm",
    "OfferForm",
    "OthersForm",
    "OverrideForm",
    "PartForm",
    "SevenForm",
]
