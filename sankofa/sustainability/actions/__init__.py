"""Writes of the score."""

from sankofa.sustainability.actions.concerns import (
    NothingSaid,
    SettledAlready,
    erase_concerns,
    note_danger_to_life,
    raise_concerns,
    raise_private_safety,
    settle,
)
from sankofa.sustainability.actions.rounds import (
    AlreadyOver,
    BadRound,
    MayNotBeWrittenTo,
    NotInRound,
    call_off,
    erase_attempts,
    note_attempt,
    plan_round,
    send_reminder,
    tell_staff,
)
from sankofa.sustainability.actions.schemes import NotNow, load_scheme, put_in_use, take_out_of_use
from sankofa.sustainability.actions.scores import Rescored, erase_flags, first_due, rescore, score_submitted
from sankofa.sustainability.actions.studies import (
    NothingWeighed,
    WaitsAlready,
    ask_study,
    keep_step,
    work_out,
    write_version,
)

__all__ = [
    "AlreadyOver",
    "BadRound",
    "MayNotBeWrittenTo",
    "NotInRound",
    "NotNow",
    "NothingSaid",
    "NothingWeighed",
    "Rescored",
    "SettledAlready",
    "WaitsAlready",
    "ask_study",
    "call_off",
    "erase_attempts",
    "erase_concerns",
    "erase_flags",
    "first_due",
    "keep_step",
    "load_scheme",
    "note_attempt",
    "note_danger_to_life",
    "plan_round",
    "put_in_use",
    "raise_concerns",
    "raise_private_safety",
    "rescore",
    "score_submitted",
    "send_reminder",
    "settle",
    "take_out_of_use",
    "tell_staff",
    "work_out",
    "write_version",
]
