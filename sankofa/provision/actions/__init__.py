"""Writes of the map, a module for each noun."""

from sankofa.provision.actions.checks import Asked, InTheFuture, Over, note_check
from sankofa.provision.actions.countries import (
    SameView,
    SeenMeanwhile,
    Sides,
    TooMuch,
    count_groups,
    sides_of,
    write_country_view,
)
from sankofa.provision.actions.directories import Listed, TakenOut, TakenOver, built_on, take_out_listed, take_over
from sankofa.provision.actions.entries import (
    ClosedAlready,
    NothingChanged,
    NothingWaits,
    NotNearby,
    Written,
    add_entry,
    amend_entry,
    close_entry,
    use_newer_text,
)
from sankofa.provision.actions.loading import Loaded, load_map
from sankofa.provision.rules.content import ContentNotUnderstood as NotUnderstood

__all__ = [
    "Asked",
    "ClosedAlready",
    "InTheFuture",
    "Listed",
    "Loaded",
    "NotNearby",
    "NotUnderstood",
    "NothingChanged",
    "NothingWaits",
    "Over",
    "SameView",
    "SeenMeanwhile",
    "Sides",
    "TakenOut",
    "TakenOver",
    "TooMuch",
    "Written",
    "add_entry",
    "amend_entry",
    "built_on",
    "close_entry",
    "count_groups",
    "load_map",
    "note_check",
    "sides_of",
    "take_out_listed",
    "take_over",
    "use_newer_text",
    "write_country_view",
]
