"""Writes about the questions for trained staff: what was answered, what waits for an officer, how it was settled.

Source: casework, "Safeguards".  Nobody but the one who asked and the protection officers learns that anything was
asked: the event of it is about the row of answers and not about the person's file.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sankofa.accounts.action import action
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees import permissions, queries
from sankofa.returnees.erasing import AlreadyErased
from sankofa.returnees.models import Person, Screening, Settled
from sankofa.returnees.rules import screening as rules
from sankofa.returnees.rules.screening import Answer, Barrier, Conditions
from sankofa.returnees.rules.terms import PersonKind


class NotNow(Exception):
    """Sensitive questions were answered though nobody should have asked them now.  Carries why."""

    def __init__(self, barriers: Sequence[Barrier]) -> None:
        self.barriers = tuple(barriers)
        super().__init__(", ".join(barriers))


class NotWaiting(Exception):
    """These answers wait for no officer, or an officer has dealt with them."""


@action(permissions.SCREEN, on="person")
def record_screening(
    *,
    person: Person,
    conditions: Conditions,
    answers: Mapping[str, Answer],
    talk_at: str,
    by: Actor,
    at: datetime,
) -> Screening:
    """Keep what somebody answered alone with a trained colleague; a grave yes waits for a protection officer at once.

    Without answers it is kept that the talk was put off, and `talk_at` says for when and where.
    Raises AlreadyErased, and NotNow where answers were given though the talk should not have been held.
    """
    if person.erased_on is not None:
        raise AlreadyErased(person)
    if answers and (found := rules.barriers(conditions)):
        raise NotNow(found)
    fitting = rules.questions_for(PersonKind(person.kind))
    assert set(answers) <= set(fitting), "only questions that fit the person are asked"
    is_grave = rules.needs_officer(answers)
    made = Screening(
        created_at=at,
        person=person,
        conditions={
            "present": conditions.present.value,
            "wish": conditions.wish.value,
            "interviewer": conditions.interviewer.value,
            "talk_at": talk_at,
        },
        answers={code: answer.value for code, answer in answers.items() if answer is not Answer.NOT_ASKED},
        asked_at=at,
        asked_by_id=by.id if by.kind == "user" else None,
        waits_since=at if is_grave else None,
    )
    made.save(force_insert=True)
    if is_grave:
        for officer in queries.officers_for(person, on=clock.day_of(at, by.zone)):
            # The same neutral words as for any other decision: a mail may be read over somebody's shoulder.
            notices.tell(Notice(to=officer, code="demand_noted", at=at, path="/people/private-talks/"))
    return made


@action(permissions.LOOK_AFTER, on="screening")
def settle_screening(*, screening: Screening, how: Settled, because: str, by: Actor, at: datetime) -> Screening:
    """Say what was done about answers that waited for an officer.  Protecting the file is an action of its own.

    Raises NotWaiting.
    """
    if screening.waits_since is None or screening.settled_at is not None:
        raise NotWaiting
    screening.settled_at, screening.settled_by_id = at, by.id if by.kind == "user" else None
    screening.settled_how, screening.settled_because = how.value, because
    screening.save(update_fields=["settled_at", "settled_by", "settled_how", "settled_because"])
    return screening
