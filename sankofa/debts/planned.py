"""Reads of the plan out of debt: the debts in their order with why, the steps of each and what came of them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.debts import permissions, queries
from sankofa.debts.models import DebtOrder, DebtPressure, PlanStep, StepNote
from sankofa.debts.queries import Held
from sankofa.debts.rules import plan
from sankofa.debts.rules.plan import Step, Why
from sankofa.debts.rules.roster import Pressed
from sankofa.returnees.clusters import ids_together
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


@dataclass(frozen=True, slots=True)
class Planned:
    """A step, opened.  `step` None: a key is missing."""

    record: PlanStep
    step: Step | None


@dataclass(frozen=True, slots=True)
class InOrder:
    """A debt in its place, why it is there, and its steps, the next first."""

    held: Held
    why: Why
    steps: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan of a person.  `wished_because` is None where nobody ordered otherwise."""

    debts: tuple[InOrder, ...]
    wished_because: str | None
    told_alone: tuple[Held, ...]
    """Debts that stand where they do because of what was said alone: to see this is to have read it."""


def plan_of(person: "Person", *, viewer: Actor, on: date) -> Plan:
    """Return the plan of a person.  Without the right to read what was said alone, that moves nothing."""
    open_debts = {str(one.record.pk): one for one in queries.debts_of(person, viewer=viewer, on=on)}
    pressed = _pressed(person, viewer=viewer, on=on)
    standing = {
        key: now
        for key, one in open_debts.items()
        if (now := one.as_it_stands(pressed.get(key))) is not None and now.is_open
    }
    found = plan.proposed(standing)
    wished = _latest_order(person, viewer=viewer, on=on)
    if wished is not None:
        found = plan.as_ordered(found, wished.said["order"])
    steps = _steps(person, viewer=viewer, on=on)
    debts = tuple(InOrder(open_debts[key], why, tuple(steps.get(key, ()))) for key, why in found)
    return Plan(
        debts,
        None if wished is None else wished.said.get("why", ""),
        tuple(open_debts[key] for key, why in found if why is Why.SAFETY),
    )


def next_step(person: "Person", *, viewer: Actor, on: date) -> Planned | None:
    """Return the step that is due next: with the earliest day, or without one where none has a day."""
    still = [one for group in _steps(person, viewer=viewer, on=on).values() for one in group if not one.record.is_over]
    return min(still, key=lambda one: (one.record.due_on or date.max, one.record.pk), default=None)


def step(step_id: str, *, viewer: Actor, on: date, permission: Permission = permissions.VIEW) -> PlanStep | None:
    """Return one step, or None where there is none that the viewer may see: the two look alike."""
    rows = PlanStep.objects.select_related("person__office__place", "debt", "noted_by").filter(person__erased_on=None)
    return within_scope(rows, viewer=viewer, permission=permission, on=on).filter(pk=step_id).first()


def notes_of(record: PlanStep) -> list[StepNote]:
    """Return what came of a step, the newest first."""
    return list(record.notes.select_related("noted_by").order_by("-happened_on", "-pk"))


def opened(record: PlanStep) -> Planned:
    """Return a step, opened; where a key is missing, with nothing known of it."""
    try:
        return Planned(record, record.to_terms())
    except CannotOpen:
        return Planned(record, None)


def _steps(person: "Person", *, viewer: Actor, on: date) -> dict[str, list[Planned]]:
    rows = PlanStep.objects.filter(person_id__in=ids_together(person.pk)).select_related("debt")
    found: dict[str, list[Planned]] = {}
    for row in within_scope(rows, viewer=viewer, permission=permissions.VIEW, on=on).order_by(
        "is_over", "due_on", "pk"
    ):
        found.setdefault(str(row.debt_id), []).append(opened(row))
    return found


def _latest_order(person: "Person", *, viewer: Actor, on: date) -> DebtOrder | None:
    rows = DebtOrder.objects.filter(person_id__in=ids_together(person.pk))
    held = within_scope(rows, viewer=viewer, permission=permissions.VIEW, on=on).order_by("-created_at", "-pk").first()
    try:
        return held if held is None or held.said else None
    except CannotOpen:
        return None


def _pressed(person: "Person", *, viewer: Actor, on: date) -> dict[str, Pressed]:
    rows = DebtPressure.objects.filter(person_id__in=ids_together(person.pk))
    found: dict[str, Pressed] = {}
    for row in within_scope(rows, viewer=viewer, permission=permissions.ASK_ALONE, on=on).order_by(
        "asked_on", "created_at"
    ):
        try:
            said = row.to_terms()
        except CannotOpen:
            continue
        if said is not None:
            found[str(row.debt_id)] = said
    return found
