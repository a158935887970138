"""Writes of talks about debts: the six short questions, and what a home lives on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.debts import permissions
from sankofa.debts.models import DebtTalk, HomeBudget
from sankofa.debts.rules import budget as budgets
from sankofa.debts.rules import first_talk
from sankofa.debts.rules.budget import Budget
from sankofa.debts.rules.first_talk import Presence, Six
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.returnees.erasing import AlreadyErased

if TYPE_CHECKING:
    from sankofa.returnees.models import Person

SOURCE = "debt studies"


class BadTalk(Exception):
    """What was said cannot be kept as it stands.  Carries why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(found.code for found in findings))


def check_talk(six: Six, *, held_on: date, on: date) -> list[Finding]:
    """Return what cannot be true of a talk as it was typed; none means it can be kept."""
    if held_on > on:
        return [Finding("talk.ahead", Weight.BARRIER, SOURCE, day=held_on)]
    if six.total is not None and six.paid is not None and six.total.currency != six.paid.currency:
        return [Finding("roster.two_currencies", Weight.BARRIER, SOURCE)]
    if (six.paid is None) != (six.paid_every is None):
        return [Finding("roster.half_an_instalment", Weight.BARRIER, SOURCE)]
    return []


@action(permissions.NOTE, on="person")
def note_talk(*, person: "Person", present: Presence, six: Six, held_on: date, by: Actor, at: datetime) -> DebtTalk:
    """Keep the answers to the six short questions, and who could hear them.  Raises AlreadyErased, BadTalk."""
    if person.erased_on is not None:
        raise AlreadyErased(person)
    if found := check_talk(six, held_on=held_on, on=clock.day_of(at, by.zone)):
        raise BadTalk(found)
    made = DebtTalk(
        created_at=at,
        person=person,
        held_on=held_on,
        held_by_id=by.id if by.kind == "user" else None,
        said={"present": str(present), **first_talk.six_to(six)},
    )
    made.save(force_insert=True)
    return made


@action(permissions.NOTE, on="person")
def note_budget(*, person: "Person", budget: Budget, told_on: date, by: Actor, at: datetime) -> HomeBudget:
    """Keep what comes in and what the home needs in a month, as told.  Raises AlreadyErased, BadTalk."""
    if person.erased_on is not None:
        raise AlreadyErased(person)
    if told_on > clock.day_of(at, by.zone):
        raise BadTalk([Finding("talk.ahead", Weight.BARRIER, SOURCE, day=told_on)])
    if len({amount.currency for amount in budget.amounts}) > 1:
        raise BadTalk([Finding("roster.two_currencies", Weight.BARRIER, SOURCE)])
    made = HomeBudget(
        created_at=at,
        person=person,
        told_on=told_on,
        told=budgets.budget_to(budget),
        noted_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    return made
