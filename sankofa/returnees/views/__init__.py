"""Pages of the register, a module for each noun: people, protected files, demands by authorities."""

from sankofa.returnees.views.demands import decide_demand, demand, demands, note_demand, printed_demand
from sankofa.returnees.views.people import people, person, why
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
    "lift",
    "match",
    "name_on",
    "note_demand",
    "people",
    "person",
    "printed_demand",
    "protect",
    "protected_files",
    "protection",
    "take_off",
    "why",
]
