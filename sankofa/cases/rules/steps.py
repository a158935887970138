"""What is next in a case, by when and why; and the whole list of what there is to do.

Source: case-work notes, 2.1: the plan "ideally within one month of return, with room for exceptions"; "Safeguards": a
first talk is offered to every person.  Where the day of return is not known it stays so, and the month counts from the
day on which the case was opened.  A week for offering the talk is our own choice.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from sankofa.cases.rules.stages import Facts, Mediating
from sankofa.cases.rules.visits import Standing, Visit, visits
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.periods import add_months

SOURCE: Final = "case-work notes, 2.1"
PLAN_MONTHS: Final = 1
TALK_WITHIN: Final = timedelta(days=7)
SOON: Final = timedelta(days=7)


class Step(StrEnum):
    """One thing to do in a case, in the usual order."""

    ASSIGN = "assign"
    OFFER_TALK = "offer_talk"
    ASSESS_NEEDS = "assess_needs"
    WRITE_PLAN = "write_plan"
    AGREE_PLAN = "agree_plan"
    DELIVER = "deliver"
    MEDIATE = "mediate"
    VISIT = "visit"
    CLOSE = "close"


class Progress(StrEnum):
    """How far one thing is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANNOT_START = "cannot_start"


class Queue(StrEnum):
    """In which heap of the day's work a case lies."""

    NOBODY = "nobody"
    OVERDUE = "overdue"
    THIS_WEEK = "this_week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Next:
    """The one next thing: by when (None where no day was agreed), and why.

    `months` names the visit, `activity` what is to be delivered, `mediation` which mediation it is.
    """

    step: Step
    due_on: date | None
    why: Finding
    months: int = 0
    activity: UUID | None = None
    mediation: UUID | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One row of all there is to do: how far it is, by when, since when it is done; `visit` where it is one."""

    step: Step
    progress: Progress
    due_on: date | None = None
    done_on: date | None = None
    visit: Visit | None = None
    done: int = 0
    of: int = 0
    mediation: UUID | None = None


def plan_due(facts: Facts) -> tuple[date, Finding]:
    """Return by when a plan should stand, and why: a month after the return or the opening, whichever came later."""
    if facts.returned_on is None:
        return add_months(facts.opened_on, PLAN_MONTHS), _why("why.return_unknown", opened_on=facts.opened_on)
    if facts.returned_on >= facts.opened_on:
        return add_months(facts.returned_on, PLAN_MONTHS), _why("why.after_return", returned_on=facts.returned_on)
    return add_months(facts.opened_on, PLAN_MONTHS), _why("why.after_opening", opened_on=facts.opened_on)


def next_step(facts: Facts, *, on: date) -> Next | None:
    """Return the one thing to do next; None where the case is closed.

    A mediation that is due before it comes first, once somebody looks after the person.
    """
    if facts.closed_on is not None:
        return None
    along = _along_the_way(facts, on)
    if along.step is Step.ASSIGN:
        return along
    going_on = [
        Next(Step.MEDIATE, one.until_on, _why("why.mediation"), mediation=one.key)
        for one in facts.mediations
        if one.ended_on is None
    ]
    return min([along, *going_on], key=lambda one: (one.due_on is None, one.due_on or on))


def _along_the_way(facts: Facts, on: date) -> Next:
    """Return the next thing of the usual order."""
    before_plan, why_plan = plan_due(facts)
    if not facts.is_assigned:
        return Next(Step.ASSIGN, facts.opened_on, _why("why.nobody"))
    if facts.talk_on is None:
        return Next(Step.OFFER_TALK, facts.opened_on + TALK_WITHIN, _why("why.talk"))
    if facts.agreed_on is None:
        if facts.needs_on is None:
            return Next(Step.ASSESS_NEEDS, before_plan, _why("why.needs"))
        if not facts.has_draft:
            return Next(Step.WRITE_PLAN, before_plan, why_plan)
        return Next(Step.AGREE_PLAN, before_plan, _why("why.agree"))
    return _after_plan(facts, facts.agreed_on, on)


def queue(next_one: Next, *, on: date) -> Queue:
    """Return in which heap of the day's work a case lies."""
    if next_one.step is Step.ASSIGN:
        return Queue.NOBODY
    if next_one.due_on is None:
        return Queue.LATER
    if next_one.due_on < on:
        return Queue.OVERDUE
    return Queue.THIS_WEEK if next_one.due_on <= on + SOON else Queue.LATER


def tasks(facts: Facts) -> tuple[Task, ...]:
    """Return everything there is to do in a case, in the usual order, with what is done already."""
    before_plan, _ = plan_due(facts)
    planned = facts.agreed_on is not None
    offered = facts.talk_on is not None
    writing = Progress.COMPLETED if planned else Progress.IN_PROGRESS if facts.has_draft else Progress.NOT_STARTED
    agreeing = (
        Progress.COMPLETED if planned
        else Progress.NOT_STARTED if facts.has_draft and offered
        else Progress.CANNOT_START
    )  # fmt: skip
    return (
        Task(Step.ASSIGN, _done(facts.is_assigned), None if facts.is_assigned else facts.opened_on),
        Task(Step.OFFER_TALK, _done(offered), facts.opened_on + TALK_WITHIN, facts.talk_on),
        Task(Step.ASSESS_NEEDS, _done(facts.needs_on is not None), before_plan, facts.needs_on),
        Task(Step.WRITE_PLAN, writing, before_plan),
        Task(Step.AGREE_PLAN, agreeing, before_plan, facts.agreed_on),
        _delivery(facts),
        *_visits(facts),
        *(
            Task(Step.MEDIATE, _mediating(one), one.until_on, one.ended_on, mediation=one.key)
            for one in facts.mediations
        ),
        Task(Step.CLOSE, _done(facts.closed_on is not None), None, facts.closed_on),
    )


def _after_plan(facts: Facts, agreed_on: date, on: date) -> Next:
    """Return what is due first of all that the plan promises and the visits after it; what has no day comes last."""
    found = [
        Next(
            Step.DELIVER,
            one.until_on,
            _why("why.promised_some_day") if one.until_on is None else _why("why.promised", until_on=one.until_on),
            activity=one.key,
        )
        for one in facts.promised
        if one.done_on is None
    ]
    found += [
        Next(Step.VISIT, one.due_on, _why_visit(facts, one.months, agreed_on), months=one.months)
        for one in visits(agreed_on, facts.visits_on)
        if one.standing(on) not in (Standing.HELD, Standing.MISSED)
    ]
    if found:
        return min(found, key=lambda one: (one.due_on is None, one.due_on or on))
    return Next(Step.CLOSE, add_months(agreed_on, 13), _why("why.nothing_left"))


def _why_visit(facts: Facts, months: int, agreed_on: date) -> Finding:
    """Return why a visit is next; where somebody tried in vain, why that led to no talk and how often."""
    tries = sorted((one for one in facts.tries if one.months == months), key=lambda one: one.on)
    if not tries:
        return _why("why.visit", months=months, agreed_on=agreed_on)
    return _why(f"why.tried_{tries[-1].why.value}", count=len(tries), tried_on=tries[-1].on)


def _delivery(facts: Facts) -> Task:
    done = [one for one in facts.promised if one.done_on is not None]
    dues = [one.until_on for one in facts.promised if one.done_on is None and one.until_on is not None]
    if facts.agreed_on is None:
        return Task(Step.DELIVER, Progress.CANNOT_START)
    progress = (
        Progress.COMPLETED if len(done) == len(facts.promised)
        else Progress.IN_PROGRESS if done
        else Progress.NOT_STARTED
    )  # fmt: skip
    return Task(Step.DELIVER, progress, min(dues, default=None), done=len(done), of=len(facts.promised))


def _visits(facts: Facts) -> list[Task]:
    if facts.agreed_on is None:
        return [Task(Step.VISIT, Progress.CANNOT_START)]
    return [
        Task(Step.VISIT, _done(one.held_on is not None), one.due_on, one.held_on, visit=one)
        for one in visits(facts.agreed_on, facts.visits_on)
    ]


def _mediating(one: Mediating) -> Progress:
    return Progress.IN_PROGRESS if one.ended_on is None else Progress.COMPLETED


def _done(is_so: bool) -> Progress:
    return Progress.COMPLETED if is_so else Progress.NOT_STARTED


def _why(code: str, /, **facts: date | int) -> Finding:
    return Finding(code, Weight.NOTE, SOURCE, **facts)
