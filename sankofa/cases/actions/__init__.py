"""Writes of case work."""

from sankofa.cases.actions.cases import (
    CaseClosed,
    DayToCome,
    OpenAlready,
    StillOpen,
    close_case,
    erase_cases,
    offer_talk,
    open_again,
    open_case,
)
from sankofa.cases.actions.deliveries import DeliveredAlready, NotPromised, note_delivery
from sankofa.cases.actions.plans import (
    AgreedAlready,
    ChangedMeanwhile,
    GuardianNeeded,
    NotReadAloud,
    TalkFirst,
    WitnessNeeded,
    agree_plan,
    begin_plan,
    change_plan,
)

__all__ = [
    "AgreedAlready",
    "CaseClosed",
    "ChangedMeanwhile",
    "DayToCome",
    "DeliveredAlready",
    "GuardianNeeded",
    "NotPromised",
    "NotReadAloud",
    "OpenAlready",
    "StillOpen",
    "TalkFirst",
    "WitnessNeeded",
    "agree_plan",
    "begin_plan",
    "change_plan",
    "close_case",
    "erase_cases",
    "note_delivery",
    "offer_talk",
    "open_again",
    "open_case",
]
