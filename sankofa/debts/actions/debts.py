"""Writes of the roster: a debt told, corrected, and what happened to it since."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.debts import permissions
from sankofa.debts.models import (
    Debt,
    DebtChange,
    DebtCount,
    DebtOrder,
    DebtPressure,
    DebtTalk,
    HomeAgreement,
    HomeBudget,
    PlanStep,
    StepNote,
)
from sankofa.debts.rules import roster
from sankofa.debts.rules.roster import Change, Told
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.returnees.clusters import ids_together
from sankofa.returnees.erasing import AlreadyErased

if TYPE_CHECKING:
    from sankofa.returnees.hooks import Erasing
    from sankofa.returnees.models import Person
    from sankofa.store.models import Record

WORDS_MAX = 500


class BadDebt(Exception):
    """A debt, or what happened to it, cannot be as it was typed.  Carries why, each in a sentence for the page."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(found.code for found in findings))


@action(permissions.NOTE, on="person")
def add_debt(*, person: "Person", told: Told, talk: DebtTalk | None, told_on: date, by: Actor, at: datetime) -> Debt:
    """Write one debt into the roster of a person.  Raises AlreadyErased, and BadDebt where it cannot be true."""
    if person.erased_on is not None:
        raise AlreadyErased(person)
    if found := roster.faults(told, on=clock.day_of(at, by.zone)):
        raise BadDebt(found)
    made = Debt(
        created_at=at,
        person=person,
        talk=talk,
        told_on=told_on,
        told=roster.told_to(told),
        noted_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    return made


@action(permissions.NOTE, on="debt")
def amend_debt(*, debt: Debt, told: Told, by: Actor, at: datetime) -> Debt:
    """Correct what was written of a debt; what it was before stays in its history.  Raises BadDebt.

    What happened since has to fit what is told now: it is looked at again, one after the other.
    """
    today = clock.day_of(at, by.zone)
    found = roster.faults(told, on=today)
    since = [held.to_terms() for held in debt.changes.order_by("happened_on", "pk")]
    found += roster.faults_of_all(told, since, told_on=debt.told_on, on=today)
    if found:
        raise BadDebt(found)
    debt.told = roster.told_to(told)
    debt.save()
    return debt


@action(permissions.NOTE, on="debt")
def note_change(*, debt: Debt, change: Change, words: str, by: Actor, at: datetime) -> DebtChange:
    """Keep what happened to a debt: repaid, forgiven, more borrowed, agreed anew.  Raises BadDebt.

    What is remembered late has to fit between what was written down before, or nothing could be corrected any more.
    """
    before = [held.to_terms() for held in debt.changes.order_by("happened_on", "pk")]
    today = clock.day_of(at, by.zone)
    if found := roster.faults_of_all(debt.to_terms(), [*before, change], told_on=debt.told_on, on=today):
        raise BadDebt(found)
    said: dict[str, Any] = roster.change_to(change)
    if words.strip():
        said["words"] = words.strip()[:WORDS_MAX]
    made = DebtChange(
        created_at=at,
        person_id=debt.person_id,
        debt=debt,
        happened_on=change.on,
        what=said,
        noted_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    return made


def erase_debts(event: "Erasing") -> "list[Record]":
    """Clear everything about the debts of somebody who is being erased, and what their offices were counted into."""
    files = type(event.person)._default_manager.filter(pk__in=ids_together(event.person.pk))
    DebtCount.objects.filter(office__in=files.values("office_id")).delete()
    gone: list[Record] = []
    for table in (StepNote, PlanStep, DebtOrder, DebtPressure, DebtChange, Debt, DebtTalk, HomeBudget, HomeAgreement):
        held = table._default_manager.filter(person_id=event.person.pk)
        gone += list(held)
        held.delete()
    return gone
