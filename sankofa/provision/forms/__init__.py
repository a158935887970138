"""Forms of the map: narrow it down, write down help, write down a check."""

from sankofa.provision.forms.checks import CheckForm, CloseForm
from sankofa.provision.forms.entries import EntryForm
from sankofa.provision.forms.narrow import NarrowForm

__all__ = ["CheckForm", "CloseForm", "EntryForm", "NarrowForm"]
