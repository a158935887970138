"""Tables of the map of help, a module for each noun."""

from sankofa.provision.models.checks import Check
from sankofa.provision.models.countries import CountryView, GroupCount
from sankofa.provision.models.entries import Entry, EntryVersion, Facet, FacetKind, Origin

__all__ = ["Check", "CountryView", "Entry", "EntryVersion", "Facet", "FacetKind", "GroupCount", "Origin"]
