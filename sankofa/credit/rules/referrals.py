"""An introduction to a lender: its states, the five steps that everybody sees, and what keeps it from being sent.

The lender decides alone, and the person decides whether to take what is offered.  The programme sends only with the
person's consent, to a lender that was looked into, for terms that hold today, and once at a time.  A person may go to
any lender on their own at any time; none of this stops them.

Source: Knowledge Paper 1, 3.1 (R29: the lender has the "sole responsibility for deciding") and 4.2.3 (R23, R26);
responsible-finance rules, finding 1, 1.3 (HS9, HS10) and 1.4 (what a lender may see).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sankofa.consent.rules.terms import Field
from sankofa.kernel.finding import Finding, Weight
from sankofa.lenders.rules.standing import Standing

SOURCE: Final = "Knowledge Paper 1, 3.1 (R29) and 4.2.3 (R26)"
STEPS: Final = 5
NEVER_SENT: Final = frozenset({Field.MONEY_OWED, Field.HEALTH, Field.NEEDS, Field.FAMILY, Field.JOURNEY})
"""Parts of what is known of somebody that no lender is ever sent, whatever a consent covers."""
SENT: Final = (
    Field.NAME,
    Field.PHONE,
    Field.SEX_AND_AGE,
    Field.DISTRICT,
    Field.LANGUAGE,
    Field.PAPERS,
    Field.SKILLS,
    Field.WORK_AND_INCOME,
    Field.PLAN,
)
"""What can be sent, in the order in which a lender reads it: who asks, how to reach them, business, wish."""
ALWAYS: Final = frozenset({Field.NAME, Field.PLAN})
"""Without who asks and what for there is nothing to introduce."""


class State(StrEnum):
    """How far an introduction to a lender is."""

    SENT = "sent"
    RECEIVED = "received"
    ASKED = "asked"
    OFFERED = "offered"
    OFFERED_OTHERWISE = "offered_otherwise"
    DECLINED = "declined"
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


_ANSWERS = (State.OFFERED, State.OFFERED_OTHERWISE, State.DECLINED)
_BACK = (State.WITHDRAWN, State.ENDED)
NEXT: Final[Mapping[State, tuple[State, ...]]] = {
    State.SENT: (State.RECEIVED, *_ANSWERS, *_BACK),
    State.RECEIVED: (State.ASKED, *_ANSWERS, *_BACK),
    State.ASKED: (State.RECEIVED, *_ANSWERS, *_BACK),
    State.OFFERED: (State.TAKEN, State.NOT_TAKEN, *_BACK),
    State.OFFERED_OTHERWISE: (State.TAKEN, State.NOT_TAKEN, *_BACK),
    State.DECLINED: (),
    State.TAKEN: (),
    State.NOT_TAKEN: (),
    State.WITHDRAWN: (),
    State.ENDED: (),
}
"""What may come after each state, the usual way first.  What was not opened can be answered by phone."""
OPEN: Final = frozenset(state for state, following in NEXT.items() if following)
WITH_LENDER: Final = frozenset({State.SENT, State.RECEIVED, State.ASKED})
"""States in which the lender has not answered yet."""
SHOWN_TO_LENDER: Final = OPEN | {State.TAKEN}
"""States in which a lender still reads what was sent: after a no of either side it needs it no more."""

AWAITED: Final = frozenset({State.ASKED, State.OFFERED, State.OFFERED_OTHERWISE})
"""States in which it is for the office to go on: to answer the lender, or to read its offer to the person."""
AFTER_A_YES: Final = frozenset({State.OFFERED, State.OFFERED_OTHERWISE, State.TAKEN})
"""States in which a lender may have given a loan, and tells how it goes."""


def code_of(referral_id: UUID) -> str:
    """Return the short name by which office and lender speak of an introduction; it says nothing of the person."""
    return referral_id.hex[-8:].upper()


class Outcome(StrEnum):
    """What a lender answers."""

    YES = "yes"
    OTHER_TERMS = "other_terms"
    NO = "no"

    @property
    def state(self) -> State:
        """The state to which the answer leads."""
        return {
            Outcome.YES: State.OFFERED,
            Outcome.OTHER_TERMS: State.OFFERED_OTHERWISE,
            Outcome.NO: State.DECLINED,
        }[self]


class Why(StrEnum):
    """Why a lender says no, as a code, so that reasons can be counted."""

    PAPERS = "papers"
    GUARANTOR = "guarantor"
    TIME_IN_BUSINESS = "time_in_business"
    RESIDENCE = "residence"
    PLEDGE = "pledge"
    BUSINESS = "business"
    AMOUNT = "amount"
    NOT_REACHED = "not_reached"
    NO_MONEY = "no_money"
    OTHER = "other"
    NOT_SAID = "not_said"


class Channel(StrEnum):
    """How a lender's answer came in."""

    DESK = "desk"
    PHONE = "phone"
    SLIP = "slip"
    VISIT = "visit"


class Ending(StrEnum):
    """Why an introduction ended without an answer, or without a decision of the person."""

    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"
    LOST_CONTACT = "lost_contact"
    OFFER_GONE = "offer_gone"
    BY_MISTAKE = "by_mistake"
    ERASED = "erased"


CHOSEN: Final = (Ending.NO_ANSWER, Ending.LOST_CONTACT, Ending.OFFER_GONE, Ending.BY_MISTAKE)
"""Endings that a caseworker chooses; the others come of themselves."""


class NotNow(Exception):
    """This does not follow on how far the introduction is: somebody was quicker, or it is over."""

    def __init__(self, state: State, wanted: State) -> None:
        self.state = state
        self.wanted = wanted
        super().__init__(f"{wanted} does not follow {state}")


def check_may_become(state: State, wanted: State) -> None:
    """Check that one state may follow another.  Raises NotNow."""
    if wanted not in NEXT[state]:
        raise NotNow(state, wanted)


def steps_done(state: State) -> int:
    """Return how many of the five steps are done: sent, opened, looked into, answered, decided by the person."""
    match state:
        case State.SENT:
            return 1
        case State.RECEIVED | State.ASKED:
            return 2
        case State.OFFERED | State.OFFERED_OTHERWISE | State.DECLINED:
            return 4
        case State.TAKEN | State.NOT_TAKEN:
            return STEPS
        case State.WITHDRAWN | State.ENDED:
            return 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true today of an introduction that somebody wants to send."""

    lender: Standing
    has_address: bool
    """Whether it is known which organisation of the house this lender is: consents name an organisation."""
    is_offered: bool
    """Whether the product has terms that hold today."""
    is_repriced: bool = False
    """Whether the terms changed since the person saw them."""
    check_since: date | None = None
    """Since when a check of whether a loan fits holds; None where none does."""
    consent: Finding | None = None
    """Why nothing may be shared; None where it may."""
    is_erased: bool = False
    follows: bool = False
    """Whether the file was joined with another one that leads."""
    is_protected: bool = False
    by_protection_officer: bool = False
    is_with_lender: bool = False
    """Whether this lender has an introduction of this person that is not over."""


def barriers(facts: Facts) -> tuple[Finding, ...]:
    """Return everything that keeps an introduction from being sent; none means that it may go.

    The refusal of a consent is not among them: it has words of its own, in the room of consents.
    """
    if facts.is_erased:
        return (_found("referral.erased"),)
    found = []
    if facts.follows:
        found.append(_found("referral.joined"))
    if facts.is_protected and not facts.by_protection_officer:
        found.append(_found("referral.protected"))
    if facts.lender not in {Standing.APPROVED, Standing.CONDITIONAL}:
        found.append(_found(f"referral.lender_{facts.lender.value}"))
    if not facts.has_address:
        found.append(_found("referral.no_organisation"))
    if not facts.is_offered:
        found.append(_found("referral.not_offered"))
    elif facts.is_repriced:
        found.append(_found("referral.repriced"))
    if facts.check_since is None:
        found.append(_found("referral.no_check"))
    if facts.is_with_lender:
        found.append(_found("referral.sent_already"))
    return tuple(found)


def _found(code: str, /) -> Finding:
    return Finding(code, Weight.BARRIER, SOURCE)
