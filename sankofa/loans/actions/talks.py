"""Writes of talks about a loan of which a payment is late."""

from dataclasses import dataclass
from datetime import date, datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.loans import hooks, permissions
from sankofa.loans.actions.loans import WORDS_MAX, check_there, said_of, set_standing, user_id
from sankofa.loans.models import CareTalk, Loan
from sankofa.loans.rules import caring, reported
from sankofa.loans.rules.caring import Reason, Talk, Wish


class BadTalk(Exception):
    """The day of the talk lies ahead, or before the loan was told; or nothing was wished for and something at once."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class TalkTold:
    """What was said in a talk: what happened, what the person wants, in their words."""

    held_on: date
    reasons: frozenset[Reason]
    wishes: frozenset[Wish]
    words: str = ""


@action(permissions.NOTE, on="loan")
def note_talk(*, loan: Loan, told: TalkTold, by: Actor, at: datetime) -> CareTalk:
    """Keep what somebody said of a late payment and what they want; mediation begins where they want it.

    Raises BadTalk, AlreadyErased.
    """
    check_there(loan)
    if not loan.told_on <= told.held_on <= clock.day_of(at, by.zone):
        raise BadTalk("day")
    if Wish.NOTHING in told.wishes and len(told.wishes) > 1:
        raise BadTalk("nothing_and_something")
    before = [row.to_terms() for row in loan.talks.all()]
    made = CareTalk(
        created_at=at,
        person_id=loan.person_id,
        loan=loan,
        held_on=told.held_on,
        said={
            "reasons": sorted(one.value for one in told.reasons),
            "wishes": sorted(one.value for one in told.wishes),
            "words": told.words.strip()[:WORDS_MAX],
        },
        held_by_id=user_id(by),
    )
    made.save(force_insert=True)
    lent = loan.to_terms()
    assert lent is not None, "nobody erased is talked with"
    set_standing(loan, reported.reading(lent, said_of(loan), clock.day_of(at, by.zone)))
    loan.unreached_on = None
    loan.save(update_fields=["is_over", "ask_on", "unreached_on"])
    if caring.begins_mediation(before, Talk(told.held_on, told.wishes)):
        hooks.mediation_wanted.tell(
            hooks.MediationWanted(loan.person, loan.pk, loan.lender.name, told.words.strip()[:WORDS_MAX], by=by, at=at)
        )
    return made
