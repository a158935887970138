"""Forms of the register, a module for each noun: people, numbers, erasing, protected files, demands."""

from sankofa.returnees.forms.demands import DecideForm, DemandForm
from sankofa.returnees.forms.erasing import EraseForm
from sankofa.returnees.forms.numbers import PurposeForm
from sankofa.returnees.forms.people import NarrowForm
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
