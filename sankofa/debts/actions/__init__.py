"""Writes of debts."""

from sankofa.debts.actions.agreements import NoHome, note_agreement
from sankofa.debts.actions.debts import BadDebt, add_debt, amend_debt, erase_debts, note_change
from sankofa.debts.actions.figures import NotForSharing, TooFewAsked, count_debts, share_debts, tend_counts
from sankofa.debts.actions.many import NotOfThisOffice, SaidByOne, note_many, note_many_said_alone
from sankofa.debts.actions.mediation import DayIsOver, ask_for_mediation
from sankofa.debts.actions.mediation import NotWanted as MediationNotWanted
from sankofa.debts.actions.plans import (
    BadStep,
    NotTheirDebt,
    ReminderNotWanted,
    StepIsOver,
    note_step,
    order_debts,
    plan_step,
    remind,
)
from sankofa.debts.actions.pressure import NotAlone, note_pressure, plan_private_talk
from sankofa.debts.actions.talks import BadTalk, note_budget, note_talk

__all__ = [
    "BadDebt",
    "BadStep",
    "BadTalk",
    "DayIsOver",
    "MediationNotWanted",
    "NoHome",
    "NotAlone",
    "NotForSharing",
    "NotOfThisOffice",
    "NotTheirDebt",
    "ReminderNotWanted",
    "SaidByOne",
    "StepIsOver",
    "TooFewAsked",
    "add_debt",
    "amend_debt",
    "ask_for_mediation",
    "count_debts",
    "erase_debts",
    "note_agreement",
    "note_budget",
    "note_change",
    "note_many",
    "note_many_said_alone",
    "note_pressure",
    "note_step",
    "note_talk",
    "order_debts",
    "plan_private_talk",
    "plan_step",
    "remind",
    "share_debts",
    "tend_counts",
]
