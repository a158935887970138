"""Pages of the map: the catalogue and its entries, checks, what fits a person, and the page for everybody."""

from sankofa.provision.views.catalogue import catalogue, entry
from sankofa.provision.views.checks import check, to_check
from sankofa.provision.views.finder import find_help, find_place, find_start, find_text
from sankofa.provision.views.keeping import add, amend, close, newer
from sankofa.provision.views.matches import matches

__all__ = [
    "add",
    "amend",
    "catalogue",
    "check",
    "close",
    "entry",
    "find_help",
    "find_place",
    "find_start",
    "find_text",
    "matches",
    "newer",
    "to_check",
]
