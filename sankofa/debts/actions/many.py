"""Writes of what many people of an office said of their debts: one action over a chunk, a line of history per row.

For lists that come in and for invented people; the same rules hold as for one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sankofa.accounts.action import action, origin
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.debts import permissions
from sankofa.debts.actions.debts import BadDebt
from sankofa.debts.actions.pressure import NotAlone
from sankofa.debts.actions.talks import BadTalk, check_talk
from sankofa.debts.hooks import UnderThreat, under_threat
from sankofa.debts.models import Debt, DebtChange, DebtPressure, DebtTalk, HomeBudget
from sankofa.debts.rules import budget as budgets
from sankofa.debts.rules import first_talk, roster
from sankofa.debts.rules.budget import Budget
from sankofa.debts.rules.first_talk import Presence, Six
from sankofa.debts.rules.roster import Change, Pressed, Told
from sankofa.kernel import clock
from sankofa.returnees import queries as register
from sankofa.store import revisions, subjects

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.returnees.models import Person
    from sankofa.store.models import Record

ROWS_MAX = 500


class NotOfThisOffice(Exception):
    """Somebody of whom debts are brought in is not looked after by this office, or is there no more.  Carries whom."""

    def __init__(self, people: Collection[UUID]) -> None:
        self.people = frozenset(people)
        super().__init__(f"{len(self.people)} people")


@dataclass(frozen=True, slots=True)
class SaidByOne:
    """What one person said on a day: the six questions, their debts with what happened since, and a month of theirs."""

    person_id: UUID
    on: date
    present: Presence
    six: Six
    debts: tuple[tuple[Told, tuple[Change, ...]], ...] = ()
    budget: Budget | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept of many: the debts in the order of the rows, and of whom."""

    debts: tuple[Debt, ...]
    people: tuple[UUID, ...]

    def audit_detail(self) -> Mapping[str, Any]:
        """Return whose debts were kept; nothing that was said."""
        return {"people": [str(one) for one in self.people]}


@action(permissions.NOTE, on="office")
def note_many(*, office: "Office", rows: Sequence[SaidByOne], by: Actor, at: datetime) -> Kept:
    """Keep what many people of an office said of their debts, at most 500 at a time.

    Raises NotOfThisOffice, BadTalk, BadDebt; then nothing is kept.
    """
    assert 0 < len(rows) <= ROWS_MAX, "debts are brought in by chunks"
    today = clock.day_of(at, by.zone)
    _people(office, [row.person_id for row in rows], permissions.NOTE, by=by, on=today)
    writer = by.id if by.kind == "user" else None
    who: dict[str, Any] = {"created_at": at, "noted_by_id": writer}
    talks, debts, changes, months = [], [], [], []
    for row in rows:
        if found := check_talk(row.six, held_on=row.on, on=today):
            raise BadTalk(found)
        talk = DebtTalk(
            created_at=at,
            person_id=row.person_id,
            held_on=row.on,
            held_by_id=writer,
            said={"present": str(row.present), **first_talk.six_to(row.six)},
        )
        talks.append(talk)
        for told, since in row.debts:
            _check(told, since, on=today)
            debt = Debt(person_id=row.person_id, talk=talk, told_on=row.on, told=roster.told_to(told), **who)
            debts.append(debt)
            changes += [
                DebtChange(person_id=row.person_id, debt=debt, happened_on=one.on, what=roster.change_to(one), **who)
                for one in since
            ]
        if row.budget is not None:
            month = budgets.budget_to(row.budget)
            months.append(HomeBudget(person_id=row.person_id, told_on=row.on, told=month, **who))
    with subjects.holding([row.person_id for row in rows], at=at):
        DebtTalk.objects.bulk_create(talks)
        Debt.objects.bulk_create(debts)
        DebtChange.objects.bulk_create(changes)
        HomeBudget.objects.bulk_create(months)
        _first_lines([*talks, *debts, *changes, *months], by=by, at=at)
    return Kept(tuple(debts), tuple(row.person_id for row in rows))


@action(permissions.ASK_ALONE, on="office")
def note_many_said_alone(
    *, office: "Office", rows: Sequence[tuple[Debt, date, Presence, Pressed]], by: Actor, at: datetime
) -> Kept:
    """Keep what many people of an office said alone of how their debts are collected.

    Where somebody is threatened, hurt or held, a protection task is opened in the same transaction.
    Raises NotAlone, NotOfThisOffice.
    """
    assert 0 < len(rows) <= ROWS_MAX, "what was said alone is brought in by chunks"
    if not all(first_talk.may_ask_of_pressure(present) for _debt, _day, present, _said in rows):
        raise NotAlone
    wanted = [debt.person_id for debt, *_rest in rows]
    people = _people(office, wanted, permissions.ASK_ALONE, by=by, on=clock.day_of(at, by.zone))
    made = [
        DebtPressure(
            created_at=at,
            person_id=debt.person_id,
            debt=debt,
            asked_on=day,
            asked_by_id=by.id if by.kind == "user" else None,
            said={"present": str(present), **roster.pressed_to(said)},
        )
        for debt, day, present, said in rows
    ]
    with subjects.holding(list(people), at=at):
        DebtPressure.objects.bulk_create(made)
        _first_lines(made, by=by, at=at)
    for whose in {debt.person_id: None for debt, _day, _present, said in rows if roster.is_under_threat(said)}:
        under_threat.tell(UnderThreat(people[whose], by, at))
    return Kept((), tuple(people))


def _people(
    office: "Office", wanted: Collection[UUID], permission: Permission, *, by: Actor, on: date
) -> "dict[UUID, Person]":
    """Return the people by their id.  Raises NotOfThisOffice where one is not there for whoever writes."""
    held = register.people(by, on=on, permission=permission).filter(pk__in=wanted, office=office, erased_on=None)
    found = {person.pk: person for person in held}
    if missing := set(wanted) - set(found):
        raise NotOfThisOffice(missing)
    return found


def _check(told: Told, since: Sequence[Change], *, on: date) -> None:
    found = roster.faults(told, on=on)
    for place, change in enumerate(since):
        found += roster.faults_of_change(change, told, since[:place], on=on)
    if found:
        raise BadDebt(found)


def _first_lines(records: "Sequence[Record]", *, by: Actor, at: datetime) -> None:
    actor = f"{by.kind}:{by.id}"
    named = ((record, "") for record in records)
    revisions.first_revisions(named, at=at, actor=actor, source=origin.get().source)
