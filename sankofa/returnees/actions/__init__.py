"""Writes of the register, a module for each noun: people, protected files, demands by authorities."""

from sankofa.returnees.actions.demands import DecidedAlready, decide_demand, note_demand
from sankofa.returnees.actions.protection import (
    AlreadyNamed,
    AlreadyProtected,
    LastOfficer,
    NotNamed,
    NotProtected,
    OutOfReach,
    SettledAlready,
    compare_with_protected,
    keep_officers_named,
    lift,
    look_after_protected,
    name_on,
    note_match,
    protect,
    settle_match,
    take_off,
)
from sankofa.returnees.actions.register import CHUNK_ROWS_MAX, Registered, note_next, register_many

__all__ = [
    "CHUNK_ROWS_MAX",
    "AlreadyNamed",
    "AlreadyProtected",
    "DecidedAlready",
    "LastOfficer",
    "NotNamed",
    "NotProtected",
    "OutOfReach",
    "Registered",
    "SettledAlready",
    "compare_with_protected",
    "decide_demand",
    "keep_officers_named",
    "lift",
    "look_after_protected",
    "name_on",
    "note_demand",
    "note_match",
    "note_next",
    "protect",
    "register_many",
    "settle_match",
    "take_off",
]
