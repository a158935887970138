"""What some invented people say of their journey, and some who went abroad again, at one office.

So that the tables and figures have both groups, reasons, what was learned and which help is wanted.  Nobody exists.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sankofa.accounts.action import system
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.project.demonstration.person import DemonstrationPerson
from sankofa.returnees import actions, histories
from sankofa.returnees import queries as register
from sankofa.returnees.rules.terms import (
    Education,
    JourneyTerms,
    MaritalStatus,
    MoreTerms,
    PartialDay,
    PersonKind,
    PersonTerms,
    Precision,
    ReturnKind,
    Sex,
)
from sankofa.surveys import actions as surveys
from sankofa.surveys import queries as forms

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

REGISTERED_DAYS_AGO = 60
TALKED_DAYS_AGO = 30


def say(taken: Mapping[int, str], people: Sequence[DemonstrationPerson], *, by: Actor, at: datetime) -> int:
    """Write down what people of an office say of their journey; return how many."""
    count = 0
    on = clock.day_of(at, by.zone)
    for person in people:
        held = register.person(taken[person.number], viewer=by, on=on) if person.number in taken else None
        journeys = [] if held is None else register.journeys_of(held)
        if held is None or not journeys or held.is_protected:
            continue
        said = {column: " ".join(codes) for column, codes in _said(person).items()}
        record = histories.record_of(held, "passage", journeys[0].pk)
        seen = 0 if record._state.adding else histories.version_of(record)
        actions.amend(
            person=held,
            kind="passage",
            record_id=journeys[0].pk,
            said=said,
            because="told",
            words="",
            seen=seen,
            by=by,
            at=at,
        )
        count += 1
    return count


def abroad_again(office: "Office", people: Sequence[DemonstrationPerson], *, on: date) -> None:
    """Register people who came back and went abroad again, and record the talk of the time they were back."""
    form = forms.instrument(*forms.REINTEGRATION_SCORE)
    came_on, talk_on = (on - timedelta(days=days) for days in (REGISTERED_DAYS_AGO, TALKED_DAYS_AGO))
    rows = [(f"abroad {person.number}", _terms(person)) for person in people]
    with clock.frozen(_moment(came_on)):
        by = system("demonstration", on=came_on)
        made = actions.register_many(office=office, rows=rows, by=by, at=_moment(came_on)).people
    by = system("demonstration", on=talk_on)
    for person, held in zip(people, made, strict=True):
        with clock.frozen(_moment(talk_on)):
            at = _moment(talk_on)
            away: dict[str, Any] = {
                "destination_id": person.destination,
                "left_on": min(person.abroad_again_on or talk_on, talk_on),
                "left_precision": Precision.DAY.value,
            }
            actions.amend(
                person=held,
                kind="journey",
                record_id=None,
                said=away,
                because="told",
                words="",
                seen=0,
                by=by,
                at=at,
            )
            talk = person.interviews[0]
            answers = forms.understood(form, {name: text.split() for name, text in talk.answers.items()})
            surveys.record_interview(
                person=held, instrument=form, answers=answers, instance_id=uuid7(), answered_on=talk_on, by=by, at=at
            )


def _said(person: DemonstrationPerson) -> Mapping[str, tuple[str, ...]]:
    return {"reasons_return": person.reasons, "skills_learned": person.learned, "help_wanted": person.wanted}


def _terms(person: DemonstrationPerson) -> PersonTerms:
    day = PartialDay(person.born_on, Precision.DAY) if person.born_on else PartialDay(None, Precision.UNKNOWN)
    said = MoreTerms.of("passage", **{column: " ".join(codes) for column, codes in _said(person).items()})
    return PersonTerms(
        person.given_name,
        person.family_name,
        kind=PersonKind.ABROAD,
        sex=Sex(person.sex),
        born=day,
        marital_status=MaritalStatus(person.marital_status),
        education=Education(person.education),
        place=person.path,
        is_synthetic=True,
        journey=JourneyTerms(
            destination=person.destination,
            occupation=person.occupation,
            left=PartialDay(person.left_on, Precision.DAY),
            returned=PartialDay(person.returned_on, Precision.DAY),
            return_kind=ReturnKind(person.return_kind),
        ),
        more=(said,),
    )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), tzinfo=UTC)
