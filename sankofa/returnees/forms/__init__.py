"""Forms of the register, a module for each noun: lists, protected files, demands."""

from sankofa.returnees.forms.demands import DecideForm, DemandForm
from sankofa.returnees.forms.lists import EraseForm, NarrowForm, PurposeForm
from sankofa.returnees.forms.protection import NameForm, ProtectForm, ReasonForm, SettleForm

__all__ = [
    "DecideForm",
    "DemandForm",
    "EraseForm",
    "NameForm",
    "NarrowForm",
    "ProtectForm",
    "PurposeForm",
    "ReasonForm",
    "SettleForm",
]
