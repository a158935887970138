"""Households of some invented people: children with files of their own, at school and not, and others by number."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.identifiers import uuid7
from sankofa.returnees import actions, queries
from sankofa.returnees.rules.terms import PartialDay, PersonKind, PersonTerms, Precision, Sex

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.returnees.models import Person

HOUSEHOLDS = 4
_CHILDREN = (("Mim", Sex.FEMALE, 2016, "attends"), ("Rafi", Sex.MALE, 2013, "stopped"))


def load(*, office: "Office", by: Actor, at: datetime) -> int:
    """Write down a few households at an office; return how many."""
    on = at.date()
    people = list(queries.newest(by, on=on).filter(office=office, is_protected=False, kind="returnee")[:HOUSEHOLDS])
    for number, person in enumerate(people):
        since = _since(on - timedelta(days=300 + number), number)
        actions.form_household(
            person=person, since=since, together="head", called="", place=person.place_id, by=by, at=at
        )
        for name, sex, year, state in _CHILDREN[: 1 + number % 2]:
            child = _child(person, name, sex, year, office=office, by=by, at=at)
            actions.add_member(person=person, member_id=child.pk, together="child", since=since, by=by, at=at)
            stopped = state == "stopped"
            actions.note_schooling(
                person=child,
                state=state,
                school="",
                class_name="",
                language="",
                stopped_because="cost" if stopped else "",
                since=since,
                look_on=on + timedelta(days=10) if stopped else None,
                by=by,
                at=at,
            )
        actions.count_unnamed(person=person, counts={"female|adult": 1, "male|child": number}, on=since, by=by, at=at)
    return len(people)


def _since(day: date, number: int) -> PartialDay:
    """Return since when they live there: some know the day, some the month, some the year alone."""
    match number % 3:
        case 0:
            return PartialDay(day, Precision.DAY)
        case 1:
            return PartialDay(day.replace(day=1), Precision.MONTH)
        case _:
            return PartialDay(day.replace(month=1, day=1), Precision.YEAR)


def _child(parent: "Person", name: str, sex: Sex, year: int, *, office: "Office", by: Actor, at: datetime) -> "Person":
    said = PersonTerms(
        given_name=name,
        family_name=parent.family_name,
        kind=PersonKind.RELATIVE,
        sex=sex,
        born=PartialDay(at.date().replace(year=year, month=1, day=1), Precision.YEAR),
        is_synthetic=True,
    )
    return actions.register(office=office, number=uuid7(), said=said, by=by, at=at).people[0]
