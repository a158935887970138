"""Writes of the score."""

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
from sankofa.sustainability.actions.scores import Rescored, erase_flags, first_due, rescore, score_submitted

__all__ = [
    "AlreadyOver",
    "BadRound",
    "MayNotBeWrittenTo",
    "NotInRound",
    "Rescored",
    "call_off",
    "erase_attempts",
    "erase_flags",
    "first_due",
    "note_attempt",
    "plan_round",
    "rescore",
    "score_submitted",
    "send_reminder",
    "tell_staff",
]
