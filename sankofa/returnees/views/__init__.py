"""Pages of the register, a module for each noun: people, their numbers, erasing, protected files, demands."""

from sankofa.returnees.views.demands import decide_demand, demand, demands, note_demand, printed_demand
from sankofa.returnees.views.erasing import due_for_erasure, erase
from sankofa.returnees.views.numbers import open_numbers
from sankofa.returnees.views.people import people, person
from sankofa.returnees.views.protection import (
    lift,
    match,
    name_on,
    protect,
    protected_files,
    protection,
    take_off,
)

__all__ = [
    "decide_demand",
    "demand",
    "demands",
    "due_for_erasure",
    "erase",
    "lift",
    "match",
    "name_on",
    "note_demand",
    "open_numbers",
    "people",
    "person",
    "printed_demand",
    "protect",
    "protected_files",
    "protection",
    "take_off",
]
