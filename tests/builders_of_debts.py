"""Builders of debts: talks, the roster, how debts are collected, plans, and figures that were shared."""

from typing import TYPE_CHECKING, Any

from tests import builders

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


def debttalk(person: Any = None, **facts: Any) -> Any:
    """A talk in which somebody said, alone, that they owe something and would like help."""
    from sankofa.debts.models import DebtTalk

    given = {"held_on": builders.ON, "said": {"present": "alone", "owes": "yes", "wants_help": "yes"}}
    return DebtTalk.objects.create(person=person or builders._somebody(), **{**given, **facts})


def debt(person: Any = None, **facts: Any) -> Any:
    """A debt of 100,000 francs to a relative, a quarter of it repaid."""
    from sankofa.debts.models import Debt

    told = {
        "lender": "relative",
        "form": "money",
        "purpose": "trip",
        "stage": "before",
        "amount": {"minor": 100_000, "currency": "XOF"},
        "repaid_before": {"minor": 25_000, "currency": "XOF"},
    }
    given = {"told_on": builders.ON, "told": told}
    return Debt.objects.create(person=person or builders._somebody(), **{**given, **facts})


def debtpressure(person: Any = None, debt_of: Any = None, **facts: Any) -> Any:
    """What somebody said alone of how a debt is collected: friendly reminders."""
    from sankofa.debts.models import Debt, DebtPressure

    about = debt_of or Debt.objects.filter(person=person).first() or debt(person)
    given = {"asked_on": builders.ON, "said": {"present": "alone", "pressure": ["reminders"]}, "person": about.person}
    return DebtPressure.objects.create(debt=about, **{**given, **facts})


def shareddebts(office: "Office | None" = None, **facts: Any) -> Any:
    """A version for sharing in which half of forty people owe something."""
    from sankofa.debts.models import SharedDebts

    office = office or builders._new_office()
    given: dict[str, Any] = {
        "made_by": builders.user(office),
        "made_at": builders.AT,
        "counted_at": builders.AT,
        "country": "ML",
        "purpose": "a report to the ministry",
        "shown": {"figures": {"ML": {"indebted": [20, 40]}}, "median": None},
        "cells": {"number": "1", "cells": [], "patterns": []},
        "members": b"",
        **facts,
    }
    return SharedDebts.objects.create(office=office, created_at=builders.AT, **given)


def planstep(debt_of: Any = None, **facts: Any) -> Any:
    """A step of a plan: talk with whom it is owed to, without a day."""
    from sankofa.debts.models import PlanStep

    about = debt_of or debt()
    given = {"what": {"kind": "talk"}, "person": about.person}
    return PlanStep.objects.create(debt=about, **{**given, **facts})
