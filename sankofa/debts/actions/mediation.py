"""Writes that ask for a person of trust between somebody and whom they owe; case work takes it from there."""

from datetime import date, datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.debts import permissions
from sankofa.debts.hooks import MediationWanted, mediation_wanted
from sankofa.debts.models import Debt
from sankofa.debts.rules.between import Side
from sankofa.kernel import clock
from sankofa.returnees.erasing import AlreadyErased

WORDS_MAX = 500


class NotWanted(Exception):
    """The person does not want it, or it is not safe for them: nobody is spoken to."""


class DayIsOver(Exception):
    """The day by which somebody looks again lies behind us."""


@action(permissions.NOTE, on="debt")
def ask_for_mediation(
    *, debt: Debt, side: Side, who: str, why: str, until_on: date, is_wanted: bool, by: Actor, at: datetime
) -> Debt:
    """Ask that somebody of trust speaks about a debt, because the person wants it and is safe with it.

    Raises NotWanted, DayIsOver, AlreadyErased, and NotAllowed where one may not do the work of a case.
    """
    if debt.person.erased_on is not None:
        raise AlreadyErased(debt.person)
    if not is_wanted or not why.strip():
        raise NotWanted
    if until_on < clock.day_of(at, by.zone):
        raise DayIsOver
    event = MediationWanted(debt.person, debt.pk, Side(side), who.strip(), why.strip()[:WORDS_MAX], until_on, by, at)
    mediation_wanted.tell(event)
    return debt
