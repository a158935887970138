"""Writes of credit."""

from sankofa.credit.actions.checks import (
    BeingAsked,
    Decided,
    Ended,
    NotDecided,
    begin_check,
    choose_way,
    decide_check,
    erase_checks,
    look_again,
    note_offer,
    note_part,
    seven_from,
    seven_to,
    withdraw,
)
from sankofa.credit.actions.overrides import NotFound, accept_skill, set_aside, set_aside_for_safety
from sankofa.credit.actions.talks import BadTalk, TalkSaid, note_loan_talk

__all__ = [
    "BadTalk",
    "BeingAsked",
    "Decided",
    "Ended",
    "NotDecided",
    "NotFound",
    "TalkSaid",
    "accept_skill",
    "begin_check",
    "choose_way",
    "decide_check",
    "erase_checks",
    "look_again",
    "note_loan_talk",
    "note_offer",
    "note_part",
    "set_aside",
    "set_aside_for_safety",
    "seven_from",
    "seven_to",
    "withdraw",
]
