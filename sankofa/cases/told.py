"""Cases as pages tell them: the next thing, all there is to do, what happened, the plan, and the rows of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import queries, sayings
from sankofa.cases.hooks import Part
from sankofa.cases.rules import steps
from sankofa.cases.rules.plans import Activity, Content, Kind
from sankofa.cases.rules.stages import Closing, Facts, stage
from sankofa.cases.rules.steps import Next, Progress, Queue, Step
from sankofa.cases.rules.visits import Standing
from sankofa.provision.queries import names_of
from sankofa.returnees import portrait
from sankofa.returnees.contributions import Status
from sankofa.returnees.permissions import ASSIGN
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen
from sankofa.surveys.permissions import INTERVIEW

if TYPE_CHECKING:
    from sankofa.cases.granted import Given, Held
    from sankofa.cases.models import Case, Delivery, Plan

CALM_DAYS = 30
PARTS: Mapping[Step, Part] = {
    Step.ASSIGN: Part.INTAKE,
    Step.OFFER_TALK: Part.INTAKE,
    Step.ASSESS_NEEDS: Part.ASSESS,
    Step.WRITE_PLAN: Part.PLAN,
    Step.AGREE_PLAN: Part.PLAN,
    Step.DELIVER: Part.DELIVER,
    Step.MEDIATE: Part.DELIVER,
    Step.VISIT: Part.FOLLOW_UP,
    Step.CLOSE: Part.CLOSE,
}
STATES: Mapping[Status, tuple[Any, str]] = {
    Status.NOT_STARTED: (_("Not yet started"), "plain"),
    Status.IN_PROGRESS: (_("In progress"), "care"),
    Status.WAITING: (_("Waiting for someone"), "info"),
    Status.COMPLETED: (_("Completed"), "done"),
    Status.CANNOT_START: (_("Cannot start yet"), "plain"),
    Status.PROBLEM: (_("There is a problem"), "danger"),
}
"""What the state of a task is called, and its tone; no other words are used for it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A case with what happened in it, for a viewer on a day."""

    case: "Case"
    facts: Facts
    viewer: Actor
    on: date
    grants: "tuple[Held, ...]" = ()
    """The grants of the case, for its own page."""

    @property
    def next(self) -> Next | None:
        """The one next thing."""
        return steps.next_step(self.facts, on=self.on)

    @property
    def may_work(self) -> bool:
        """Whether the viewer may do it."""
        return queries.may_work(self.case.person, viewer=self.viewer, on=self.on)


def stage_word(facts: Facts) -> str:
    """Return how far a case is, in a word."""
    return str(sayings.STAGES[stage(facts)])


def address(told: Told, step: Step, *, months: int = 0, mediation: UUID | None = None) -> str:
    """Return where a step is done; empty where the viewer may not do it.  `months` names a visit."""
    person, case = told.case.person, told.case
    if step is Step.MEDIATE:
        return reverse("cases:mediation", args=[mediation]) if told.may_work else ""
    if step is Step.ASSIGN:
        may = decision_on(person, actor=told.viewer, permission=ASSIGN, on=told.on).allowed
        return reverse("cases:assign", args=[case.pk]) if may else ""
    if step in (Step.ASSESS_NEEDS, Step.VISIT):
        may = decision_on(person, actor=told.viewer, permission=INTERVIEW, on=told.on).allowed
        if step is Step.VISIT:
            return reverse("cases:visit", args=[case.pk, months]) if may and months else ""
        return reverse("surveys:begin", args=[person.pk, queries.NEEDS_FORM]) if may else ""
    return reverse(f"cases:{_PAGES[step]}", args=[case.pk]) if told.may_work else ""


_PAGES: Mapping[Step, str] = {
    Step.OFFER_TALK: "talk",
    Step.WRITE_PLAN: "plan",
    Step.AGREE_PLAN: "agree",
    Step.DELIVER: "delivered",
    Step.CLOSE: "close",
}


def next_title(one: Next) -> str:
    """Return the next thing with its day, such as “Next: Offer a first talk, by Tuesday 24 November”."""
    what = sayings.title(one.step, one.months)
    if one.due_on is None:
        return gettext("Next: %(what)s") % {"what": what}
    return gettext("Next: %(what)s, by %(day)s") % {"what": what, "day": words.weekday(one.due_on)}


def next_action(told: Told) -> dict[str, Any] | None:
    """Return the panel of the next thing: one thing, one button."""
    one = told.next
    if one is None:
        return None
    url = address(told, one.step, months=one.months, mediation=one.mediation)
    return {
        "title": next_title(one),
        "note": lateness(one.due_on, told.on),
        "why": sayings.say(one.why),
        "url": url,
        "label": str(sayings.BUTTONS[one.step]),
        "kind": _kind(one.due_on, told.on),
    }


def _kind(due_on: date | None, on: date) -> str:
    if due_on is None or (due_on - on).days > CALM_DAYS:
        return "calm"
    return "late" if due_on < on else ""


def lateness(due_on: date | None, on: date) -> str:
    """Return how late something is, or how many days are left where they are few."""
    if due_on is None:
        return ""
    days = (due_on - on).days
    if days < 0:
        return ngettext("%(count)s day late.", "%(count)s days late.", -days) % {"count": words.number(-days)}
    if days <= CALM_DAYS:
        return ngettext("%(count)s day left.", "%(count)s days left.", days) % {"count": words.number(days)}
    return ""


def tasks_by_part(told: Told) -> dict[Part, list[dict[str, Any]]]:
    """Return all that the case asks for by the part of the work, what is done in plain words."""
    found: dict[Part, list[dict[str, Any]]] = {}
    for one in steps.tasks(told.facts):
        found.setdefault(PARTS[one.step], []).append(_task(one, told))
    return found


def _task(one: steps.Task, told: Told) -> dict[str, Any]:
    state, kind = STATES[Status(one.progress.value)]
    is_closed = told.case.closed_on is not None
    is_over = one.progress in (Progress.COMPLETED, Progress.CANNOT_START)
    title = (
        gettext("Visits after the plan")
        if one.step is Step.VISIT and one.visit is None
        else sayings.title(one.step, one.visit.months if one.visit else 0)
    )
    return {
        "label": title,
        "url": ""
        if is_closed or (is_over and one.step not in _ALWAYS) or _is_missed(one, told.on)
        else address(told, one.step, months=one.visit.months if one.visit else 0, mediation=one.mediation),
        "note": _note(one, told),
        "state": str(state),
        "kind": kind,
    }


_ALWAYS = {Step.ASSIGN, Step.OFFER_TALK, Step.WRITE_PLAN, Step.MEDIATE}
"""What can be done again once it is done: another colleague, another offer, a new version."""


def _is_missed(one: steps.Task, on: date) -> bool:
    return one.visit is not None and one.visit.standing(on) is Standing.MISSED


def _note(one: steps.Task, told: Told) -> str:
    if one.step is Step.ASSIGN and told.case.person.owner is not None:
        return str(told.case.person.owner.name)
    if one.step is Step.OFFER_TALK and told.case.talk_on is not None:
        return words.named(words.day(told.case.talk_on), answer(told.case))
    if one.step is Step.CLOSE and told.case.closed_on is not None:
        return words.named(words.day(told.case.closed_on), closing(told.case))
    if _is_missed(one, told.on):
        return gettext("Not held. Its time is over; the next visit counts.")
    if one.of:
        done = gettext("%(done)s of %(all)s delivered.") % {
            "done": words.number(one.done),
            "all": words.number(one.of),
        }
        return done if one.due_on is None else f"{done} {_by(one.due_on, told.on)}"
    if one.progress is Progress.COMPLETED:
        return "" if one.done_on is None else words.day(one.done_on)
    if one.progress is Progress.CANNOT_START:
        return gettext("Comes after the plan.") if one.step in (Step.DELIVER, Step.VISIT) else ""
    return "" if one.due_on is None else _by(one.due_on, told.on)


def _by(due_on: date, on: date) -> str:
    if due_on < on:
        return gettext("Overdue since %(day)s.") % {"day": words.day(due_on)}
    return gettext("Due %(day)s.") % {"day": words.day(due_on)}


def answer(held: "Case") -> str:
    """Return what somebody said when a first talk was offered."""
    code = portrait.opened(held, "talk")
    return str(sayings.ANSWERS.get(code or "", code or gettext("not recorded")))


def closing(held: "Case") -> str:
    """Return why a case was closed, in words."""
    return str(sayings.CLOSINGS[Closing(held.closing)])


def content(held: "Plan | None") -> tuple[Content, bool]:
    """Return what a version says, and whether it opens: a missing key says so in its place."""
    if held is None:
        return Content(), True
    try:
        return held.to_terms(), True
    except CannotOpen:
        return Content(), False


def plan_told(said: Content, done: "Mapping[Any, Delivery | Given]", *, on: date) -> dict[str, Any]:
    """Return a plan as pages show it: goals, and each activity with its kind, giver, amount, days and delivery."""
    names = names_of(one.provider for one in said.activities if one.provider)
    return {
        "goals": list(said.goals),
        "activities": [activity(one, names, done.get(one.key), on=on) for one in said.activities],
    }


def activity(
    one: Activity, names: Mapping[str, str], done: "Delivery | Given | None" = None, *, on: date
) -> dict[str, Any]:
    """Return one activity as pages show it."""
    is_late = done is None and one.until_on is not None and one.until_on < on
    return {
        "key": str(one.key),
        "what": one.what,
        "kind": str(sayings.KINDS_SHORT[one.kind]),
        "provider": " · ".join(part for part in (names.get(one.provider, ""), one.provider_words) if part),
        "amount": "" if one.amount is None else words.money(one.amount),
        "is_grant": one.kind is Kind.GRANT,
        "days": days(one),
        "done": "" if done is None else words.day(done.done_on),
        "is_late": is_late,
    }


def days(one: Activity) -> str:
    """Return when an activity begins and ends, in words; nothing where nobody agreed on a day."""
    if one.from_on and one.until_on:
        return gettext("from %(from)s to %(until)s") % {
            "from": words.day(one.from_on),
            "until": words.day(one.until_on),
        }
    if one.until_on:
        return gettext("by %(day)s") % {"day": words.day(one.until_on)}
    return gettext("from %(day)s") % {"day": words.day(one.from_on)} if one.from_on else ""


def row(told: Told) -> dict[str, Any]:
    """Return a case as a row of a list: who, how far, what is next and by when."""
    one = told.next
    return {
        **portrait.row(told.case.person, on=told.on),
        "url": reverse("cases:case", args=[told.case.pk]),
        "stage": stage_word(told.facts),
        "next": "" if one is None else sayings.title(one.step, one.months),
        "due": "" if one is None or one.due_on is None else _by(one.due_on, told.on),
        "why": sayings.say(one.why) if one is not None and one.why.code.startswith("why.tried") else "",
        "is_late": one is not None and one.due_on is not None and one.due_on < told.on,
    }


def queue_of(told: Told) -> Queue:
    """Return in which heap of the day's work an open case lies."""
    one = told.next
    assert one is not None, "an open case always has something next"
    return steps.queue(one, on=told.on)
