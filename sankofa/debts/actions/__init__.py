"""Writes of debts."""

from sankofa.debts.actions.debts import BadDebt, add_debt, amend_debt, erase_debts, note_change
from sankofa.debts.actions.pressure import NotAlone, note_pressure, plan_private_talk
from sankofa.debts.actions.talks import BadTalk, note_budget, note_talk

__all__ = [
    "BadDebt",
    "BadTalk",
    "NotAlone",
    "add_debt",
    "amend_debt",
    "erase_debts",
    "note_budget",
    "note_change",
    "note_pressure",
    "note_talk",
    "plan_private_talk",
]
