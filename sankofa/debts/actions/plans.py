"""Writes of the plan out of debt: the order somebody wants, steps, what came of them, and a neutral reminder."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.debts import permissions
from sankofa.debts.models import Debt, DebtOrder, PlanStep, StepNote
from sankofa.debts.rules import plan, roster
from sankofa.debts.rules.plan import Outcome, Step
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.messages import actions as messages
from sankofa.returnees.clusters import ids_together
from sankofa.returnees.erasing import AlreadyErased

if TYPE_CHECKING:
    from sankofa.messages.models import Message
    from sankofa.returnees.models import Person

WORDS_MAX = 500
REMINDER = "person.call_back"
"""What a reminder says: call us when you can.  It names neither day nor money."""


class BadStep(Exception):
    """A step cannot be part of a plan, such as a new loan.  Carries why, each in a sentence for the page."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(found.code for found in findings))


class StepIsOver(Exception):
    """Nothing more is expected of this step: it was done, refused or dropped."""


class ReminderNotWanted(Exception):
    """The person did not ask to be reminded of this step."""


class NotTheirDebt(Exception):
    """An order names a debt that is not this person's."""


@action(permissions.NOTE, on="person")
def order_debts(*, person: "Person", order: Sequence[UUID], why: str, by: Actor, at: datetime) -> DebtOrder:
    """Keep in which order somebody wants to take their debts, and why.  Raises AlreadyErased, NotTheirDebt."""
    if person.erased_on is not None:
        raise AlreadyErased(person)
    theirs = set(Debt.objects.filter(person_id__in=ids_together(person.pk)).values_list("pk", flat=True))
    if not set(order) <= theirs:
        raise NotTheirDebt
    made = DebtOrder(
        created_at=at,
        person=person,
        ordered_on=clock.day_of(at, by.zone),
        said={"order": [str(key) for key in order], "why": why.strip()[:WORDS_MAX]},
        noted_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    return made


@action(permissions.NOTE, on="debt")
def plan_step(*, debt: Debt, step: Step, wants_reminder: bool, by: Actor, at: datetime) -> PlanStep:
    """Add a step to the plan about a debt.  Raises BadStep: above all where it would borrow to pay."""
    since = [held.to_terms() for held in debt.changes.order_by("happened_on", "pk")]
    now = roster.as_it_stands(debt.to_terms(), since)
    if found := plan.faults(step, now, on=clock.day_of(at, by.zone)):
        raise BadStep(found)
    made = PlanStep(
        created_at=at,
        person_id=debt.person_id,
        debt=debt,
        due_on=step.due_on,
        wants_reminder=wants_reminder,
        what=plan.step_to(step),
        noted_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    return made


@action(permissions.NOTE, on="step")
def note_step(*, step: PlanStep, outcome: Outcome, on: date, words: str, by: Actor, at: datetime) -> StepNote:
    """Keep what came of a step.  Raises StepIsOver, and BadStep where the day is still to come."""
    if step.is_over:
        raise StepIsOver
    if on > clock.day_of(at, by.zone):
        raise BadStep([Finding("change.ahead", Weight.BARRIER, plan.SOURCE, day=on)])
    said = {"outcome": str(outcome), "words": words.strip()[:WORDS_MAX]}
    made = StepNote(
        created_at=at,
        person_id=step.person_id,
        step=step,
        happened_on=on,
        said=said,
        noted_by_id=by.id if by.kind == "user" else None,
    )
    made.save(force_insert=True)
    if plan.is_over([outcome]):
        step.is_over = True
        step.save(update_fields=["is_over"])
    return made


@action(permissions.NOTE, on="step")
def remind(*, step: PlanStep, by: Actor, at: datetime) -> "Message":
    """Put a neutral message to the person into the outbox: please call us.  Raises ReminderNotWanted, StepIsOver.

    Whether and when it leaves is for their contact plan to say; where it is not known to be safe, it is held.
    """
    if step.is_over:
        raise StepIsOver
    if not step.wants_reminder:
        raise ReminderNotWanted
    sent = messages.send_neutral(person=step.person, code=REMINDER, facts={}, by=by, at=at)
    step.reminded_at = at
    step.save(update_fields=["reminded_at"])
    return sent
