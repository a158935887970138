"""Writes of talks about a loan."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.credit import permissions
from sankofa.credit.models import LoanTalk
from sankofa.credit.rules.policy import DEFAULT
from sankofa.credit.rules.terms import Topic
from sankofa.debts.rules.terms import Answer
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.returnees.erasing import AlreadyErased

if TYPE_CHECKING:
    from sankofa.lenders.models import ProductVersion
    from sankofa.returnees.models import Person

SOURCE = "Knowledge Paper 1, 4.2.2 (R19, R20, R21)"
ASKED_BACK = 5
"""How many questions the person answers in their own words."""


class BadTalk(Exception):
    """What was said of a talk cannot be kept as it stands.  Carries why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.code)


@dataclass(frozen=True, slots=True)
class TalkSaid:
    """What was spoken of, what the person said back, and who interpreted.  `taught_back`: right answers of five."""

    topics: Collection[Topic]
    taught_back: int
    words: str
    interpreter: str
    accepts_small_first_loan: Answer
    think_until: date | None = None


@action(permissions.CHECK, on="person")
def note_loan_talk(
    *, person: "Person", version: "ProductVersion", said: TalkSaid, held_on: date, by: Actor, at: datetime
) -> LoanTalk:
    """Keep what was spoken of about an offer, and until when the person thinks it over.  Raises BadTalk.

    The time to think is never shorter than the programme asks; more can be agreed.
    """
    if person.erased_on is not None:
        raise AlreadyErased(person)
    if held_on > clock.day_of(at, by.zone):
        raise BadTalk(Finding("talk.ahead", Weight.BARRIER, SOURCE, day=held_on))
    if not 0 <= said.taught_back <= ASKED_BACK:
        raise BadTalk(Finding("talk.answers", Weight.BARRIER, SOURCE, most=ASKED_BACK))
    least = held_on + timedelta(days=DEFAULT.cooling_off_days)
    made = LoanTalk(
        created_at=at,
        person=person,
        version=version,
        held_on=held_on,
        held_by_id=by.id if by.kind == "user" else None,
        think_until=max(least, said.think_until or least),
        said={
            "topics": sorted(one.value for one in said.topics),
            "taught_back": said.taught_back,
            "words": said.words.strip()[:1000],
            "interpreter": said.interpreter.strip()[:200],
            "accepts_small_first_loan": said.accepts_small_first_loan.value,
        },
    )
    made.save(force_insert=True)
    return made
