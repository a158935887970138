"""Writes of the map, a module for each noun."""

from sankofa.provision.actions.checks import Asked, InTheFuture, note_check
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
    "Loaded",
    "NotNearby",
    "NotUnderstood",
    "NothingChanged",
    "NothingWaits",
    "Written",
    "add_entry",
    "amend_entry",
    "close_entry",
    "load_map",
    "note_check",
    "use_newer_text",
]
