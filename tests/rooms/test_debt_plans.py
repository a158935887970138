"""The plan out of debt: order, steps, what came of them, reminders, and who sees what."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from sankofa.debts import actions, contribution, permissions, planned
from sankofa.debts.models import DebtOrder, PlanStep, StepNote
from sankofa.debts.rules.first_talk import Presence
from sankofa.debts.rules.plan import From, Kind, Outcome, Step, Why
from sankofa.debts.rules.roster import Pressed
from sankofa.debts.rules.terms import Pressure
from sankofa.kernel.money import Money
from sankofa.messages import permissions as messages
from sankofa.messages.models import Message
from sankofa.project import hooks
from sankofa.returnees import permissions as returnees
from sankofa.returnees.erasing import AlreadyErased
from sankofa.returnees.hooks import Erasing
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = (returnees.VIEW, permissions.VIEW, permissions.NOTE, permissions.ASK_ALONE, messages.CONTACT)
PAY = Step(Kind.PAY, ON + timedelta(days=9), Money(5_000, "XOF"), From.EARNED, "at the market")


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY).as_actor()


@pytest.fixture
def person(office: Any) -> Any:
    return builders.person(office)


def step_of(debt: Any, worker: Any, step: Step = PAY, *, wants: bool = False) -> PlanStep:
    return actions.plan_step(debt=debt, step=step, wants_reminder=wants, by=worker, at=AT)


def test_a_step_is_kept_sealed_and_stands_under_its_debt(person: Any, worker: Any) -> None:
    debt = builders.debt(person)
    made = step_of(debt, worker)
    (one,) = planned.plan_of(person, viewer=worker, on=ON).debts
    assert [held.step for held in one.steps] == [PAY]
    assert b"market" not in bytes(PlanStep.objects.values_list("what", flat=True)[0].sealed)
    assert planned.next_step(person, viewer=worker, on=ON).record == made  # type: ignore[union-attr]


def test_a_step_that_borrows_is_refused(person: Any, worker: Any) -> None:
    with pytest.raises(actions.BadStep) as bad:
        step_of(builders.debt(person), worker, Step(Kind.PAY, paid_from=From.BORROWED))
    assert [found.code for found in bad.value.findings] == ["plan.new_loan"]
    assert not PlanStep.objects.exists()


def test_what_came_of_a_step_is_added_until_it_is_over(person: Any, worker: Any) -> None:
    made = step_of(builders.debt(person), worker)
    actions.note_step(step=made, outcome=Outcome.TRIED, on=ON, words="He was away.", by=worker, at=AT)
    actions.note_step(step=made, outcome=Outcome.DONE, on=ON, words="", by=worker, at=AT)
    assert [note.said["outcome"] for note in planned.notes_of(made)] == ["done", "tried"]
    assert planned.next_step(person, viewer=worker, on=ON) is None
    with pytest.raises(actions.StepIsOver):
        actions.note_step(step=made, outcome=Outcome.DONE, on=ON, words="", by=worker, at=AT)
    other = step_of(builders.debt(person), worker)
    with pytest.raises(actions.BadStep):
        actions.note_step(step=other, outcome=Outcome.DONE, on=ON + timedelta(days=1), words="", by=worker, at=AT)


def test_the_person_orders_otherwise_and_why_is_kept(person: Any, worker: Any) -> None:
    first, second = builders.debt(person), builders.debt(person)
    actions.order_debts(person=person, order=[second.pk, first.pk], why="Mother first.", by=worker, at=AT)
    found = planned.plan_of(person, viewer=worker, on=ON)
    assert [one.held.record for one in found.debts] == [second, first]
    assert found.wished_because == "Mother first."
    elsewhere = builders.debt(builders.person(builders.office()))
    for wrong in (elsewhere.pk, uuid4()):
        with pytest.raises(actions.NotTheirDebt):
            actions.order_debts(person=person, order=[wrong], why="", by=worker, at=AT)


def test_a_threatened_debt_comes_first_only_for_those_who_may_read_what_was_said_alone(
    person: Any, worker: Any, office: Any
) -> None:
    calm, threatened = builders.debt(person), builders.debt(person)
    actions.note_pressure(
        debt=threatened,
        present=Presence.ALONE,
        pressed=Pressed(frozenset({Pressure.THREATS})),
        by=worker,
        at=AT,
    )
    seen = planned.plan_of(person, viewer=worker, on=ON)
    assert [(one.held.record, one.why) for one in seen.debts] == [(threatened, Why.SAFETY), (calm, Why.REST)]
    assert [held.record for held in seen.told_alone] == [threatened]
    other = builders.user(office, may=(returnees.VIEW, permissions.VIEW)).as_actor()
    found = planned.plan_of(person, viewer=other, on=ON)
    assert [one.held.record for one in found.debts] == [calm, threatened]
    assert found.told_alone == ()


def test_a_reminder_leaves_only_where_it_is_wanted_and_never_where_safety_is_not_known(
    person: Any, worker: Any
) -> None:
    unwanted = step_of(builders.debt(person), worker)
    with pytest.raises(actions.ReminderNotWanted):
        actions.remind(step=unwanted, by=worker, at=AT)
    assert not Message.objects.exists()
    wanted = step_of(builders.debt(person), worker, wants=True)
    sent = actions.remind(step=wanted, by=worker, at=AT)
    assert (sent.code, sent.state, sent.facts) == ("person.call_back", "held", {})
    assert sent.held_because


def test_nobody_erased_is_planned_for_and_erasing_clears_the_plan(person: Any, worker: Any, office: Any) -> None:
    made = step_of(builders.debt(person), worker)
    actions.note_step(step=made, outcome=Outcome.TRIED, on=ON, words="", by=worker, at=AT)
    actions.order_debts(person=person, order=[], why="", by=worker, at=AT)
    actions.erase_debts(Erasing(person, AT))
    assert not PlanStep.objects.exists()
    assert not StepNote.objects.exists()
    assert not DebtOrder.objects.exists()
    gone = builders.person(office, given_name="", family_name="", native_name="", phone=None, erased_on=ON)
    with pytest.raises(AlreadyErased):
        actions.order_debts(person=gone, order=[], why="", by=worker, at=AT)


def test_the_next_step_stands_on_the_persons_page_and_names_no_debt(person: Any, worker: Any, office: Any) -> None:
    step_of(builders.debt(person), worker, Step(Kind.TALK))
    made = step_of(builders.debt(person), worker)
    (task,) = contribution.contribution(person, worker, ON).tasks
    assert str(made.pk) in task.url
    assert "debt" not in (task.title + task.note).lower()
    looking = builders.user(office, may=(returnees.VIEW, permissions.VIEW)).as_actor()
    assert contribution.contribution(person, looking, ON).tasks == ()


def test_the_plan_of_a_protected_person_is_not_there_for_others(office: Any, worker: Any) -> None:
    hidden = builders.person(office, is_protected=True)
    made = builders.planstep(builders.debt(hidden))
    assert planned.step(str(made.pk), viewer=worker, on=ON) is None
    assert planned.plan_of(hidden, viewer=worker, on=ON).debts == ()
