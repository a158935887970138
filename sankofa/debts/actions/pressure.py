"""Writes about how debts are collected: asked alone or not at all; a protection task where somebody is in danger."""

from datetime import date, datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.debts import permissions
from sankofa.debts.hooks import UnderThreat, under_threat
from sankofa.debts.models import Debt, DebtPressure
from sankofa.debts.rules import first_talk, roster
from sankofa.debts.rules.first_talk import Presence
from sankofa.debts.rules.roster import Pressed
from sankofa.kernel import clock


class NotAlone(Exception):
    """Pressure was to be written down though somebody else could hear it."""


@action(permissions.ASK_ALONE, on="debt")
def note_pressure(*, debt: Debt, present: Presence, pressed: Pressed, by: Actor, at: datetime) -> DebtPressure:
    """Keep what somebody said alone about how a debt is collected.  Raises NotAlone.

    Where somebody is threatened, hurt or held, a protection task is opened in the same transaction.
    """
    if not first_talk.may_ask_of_pressure(present):
        raise NotAlone
    made = _kept(debt, {"present": str(present), **roster.pressed_to(pressed)}, by=by, at=at)
    if roster.is_under_threat(pressed):
        under_threat.tell(UnderThreat(debt.person, by, at))
    return made


@action(permissions.ASK_ALONE, on="debt")
def plan_private_talk(
    *, debt: Debt, talk_at: str, again_on: date | None = None, by: Actor, at: datetime
) -> DebtPressure:
    """Keep that a talk alone was put off, and for when and where; nothing was asked.

    With a day it waits on the list of whoever put it off until somebody holds it.
    """
    return _kept(debt, {"talk_at": talk_at.strip()}, again_on=again_on, by=by, at=at)


def _kept(
    debt: Debt, said: dict[str, object], *, again_on: date | None = None, by: Actor, at: datetime
) -> DebtPressure:
    made = DebtPressure(
        created_at=at,
        person_id=debt.person_id,
        debt=debt,
        asked_on=clock.day_of(at, by.zone),
        asked_by_id=by.id if by.kind == "user" else None,
        again_on=again_on,
        said=said,
    )
    made.save(force_insert=True)
    return made
