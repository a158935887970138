"""Writes about what has to be done for somebody whatever any figure says: raised, noted by hand, settled."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.returnees import queries as register
from sankofa.sustainability import concerns, permissions
from sankofa.sustainability.models import Concern

if TYPE_CHECKING:
    from sankofa.returnees.hooks import Erasing
    from sankofa.returnees.models import Person
    from sankofa.surveys.models import Submission

CARE_PAGE = "/care/"
DONE_MAX = 500


class NothingSaid(Exception):
    """It was not said what was done, so nobody after could know."""


class SettledAlready(Exception):
    """Somebody has seen to it already."""


@action(permissions.CARE, on="person")
def note_danger_to_life(*, person: "Person", by: Actor, at: datetime) -> Concern:
    """Note that somebody speaks of ending their life, and tell the protection officers at once.

    Noted twice while it is open changes nothing, but the officers are told again.
    """
    known = [one for one in concerns.open_of(person) if one.what == concerns.DANGER_TO_LIFE]
    made = known[0] if known else Concern(created_at=at, person=person, what=concerns.DANGER_TO_LIFE)
    if not known:
        made.weight = int(Weight.BARRIER)
        made.raised_on = clock.day_of(at, by.zone)
        made.noted_by_id = by.id if by.kind == "user" else None
        made.save(force_insert=True)
    _tell_officers(person, by=by, at=at)
    return made


@action(permissions.CARE, on="concern")
def settle(*, concern: Concern, done: str, by: Actor, at: datetime) -> Concern:
    """Say what was done about something, so that it leaves the day's list.  Raises NothingSaid, SettledAlready."""
    if concern.settled_at is not None:
        raise SettledAlready
    if not done.strip():
        raise NothingSaid
    concern.done, concern.settled_at = done.strip(), at
    concern.settled_by_id = by.id if by.kind == "user" else None
    concern.save()
    return concern


def raise_private_safety(person: "Person", *, by: Actor, at: datetime) -> Concern:
    """Put on the day's list that somebody is to be spoken with alone about their safety, and tell the officers.

    It says nothing of why: the list is read by more people than the reason.  While it is open it is raised once; the
    officers are told each time.  For the action of another room, in whose transaction it runs.
    """
    known = [one for one in concerns.open_of(person) if one.what == concerns.PRIVATE_SAFETY]
    made = known[0] if known else Concern(created_at=at, person=person, what=concerns.PRIVATE_SAFETY)
    if not known:
        made.weight = int(Weight.BARRIER)
        made.raised_on = clock.day_of(at, by.zone)
        made.noted_by_id = by.id if by.kind == "user" else None
        made.save(force_insert=True)
    _tell_officers(person, by=by, at=at)
    return made


def raise_concerns(submission: "Submission", flags: Iterable[Finding], *, at: datetime) -> list[Concern]:
    """Put what the answers of a talk ask to be done on the day's list, in the transaction of the talk.

    What was raised for this talk before, settled or not, is not raised again.
    """
    known = {one.what for one in Concern.objects.filter(submission=submission)}
    return [
        Concern.objects.create(
            created_at=at,
            person=submission.whose,
            submission=submission,
            what=flag.code,
            weight=int(flag.weight),
            raised_on=submission.answered_on,
        )
        for flag in flags
        if flag.weight <= Weight.CONCERN and flag.code not in known
    ]


def erase_concerns(event: "Erasing") -> list[Concern]:
    """Clear what was asked to be done, and was done, for somebody who is being erased."""
    held = Concern.objects.filter(person_id=event.person.pk)
    held.update(what=None, done=None)
    held.filter(settled_at=None).update(settled_at=event.at)
    return list(held)


def _tell_officers(person: "Person", *, by: Actor, at: datetime) -> None:
    """Tell the protection officers that somebody needs them today; the words say nothing of whom and what."""
    for officer in register.officers_for(person, on=clock.day_of(at, by.zone)):
        notices.tell(Notice(to=officer, code="sustainability.danger_to_life", at=at, path=CARE_PAGE))
