"""Writes of tries in vain to reach somebody about a late loan; after three of them a supervisor looks, once."""

from datetime import date, datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.cases.rules.visits import NotReached
from sankofa.kernel import clock
from sankofa.loans import permissions
from sankofa.loans.actions.loans import WORDS_MAX, check_there, user_id
from sankofa.loans.actions.talks import BadTalk
from sankofa.loans.models import CareTry, Loan
from sankofa.loans.rules import caring


class NothingToTakeUp(Exception):
    """Nobody waits for a supervisor here: somebody took it up, or a talk was held."""


@action(permissions.NOTE, on="loan")
def note_care_try(*, loan: Loan, tried_on: date, why: NotReached, note: str = "", by: Actor, at: datetime) -> CareTry:
    """Note that somebody was not reached about a loan, and why.  The third time in a row a supervisor is asked.

    Raises BadTalk, AlreadyErased.
    """
    check_there(loan)
    if not loan.told_on <= tried_on <= clock.day_of(at, by.zone):
        raise BadTalk("day")
    made = CareTry(
        created_at=at,
        person_id=loan.person_id,
        loan=loan,
        tried_on=tried_on,
        why=NotReached(why).value,
        note=note.strip()[:WORDS_MAX] or None,
        noted_by_id=user_id(by),
    )
    made.save(force_insert=True)
    talked = [row.held_on for row in loan.talks.all()]
    if caring.asks_supervisor([row.tried_on for row in loan.tries.all()], talked):
        loan.unreached_on = tried_on
        loan.save(update_fields=["unreached_on"])
    return made


@action(permissions.TAKE_UP, on="loan")
def take_up_unreached(*, loan: Loan, by: Actor, at: datetime) -> Loan:
    """Say as a supervisor that one sees to somebody who was not reached; it waits no longer.

    Raises NothingToTakeUp.
    """
    if loan.unreached_on is None:
        raise NothingToTakeUp
    loan.unreached_on = None
    loan.taken_up_on, loan.taken_up_by_id = clock.day_of(at, by.zone), user_id(by)
    loan.save(update_fields=["unreached_on", "taken_up_on", "taken_up_by"])
    return loan
