"""The plan out of debt in words and rows, for its page and for the person's own sheet."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.debts import labels, portrait
from sankofa.debts.planned import InOrder, Plan, Planned
from sankofa.debts.rules.plan import Outcome, Why
from sankofa.shell import words
from sankofa.store.rules.sealing import CannotOpen

if TYPE_CHECKING:
    from sankofa.debts.models import StepNote

Row = dict[str, Any]


def rows(plan: Plan) -> list[Row]:
    """Return the debts of a plan in their order, each with why and its steps."""
    return [_row(one, number) for number, one in enumerate(plan.debts, 1)]


def step_title(planned: Planned) -> str:
    """Return what a step is called: what is done, and how much where it is settled."""
    if planned.step is None:
        return gettext("cannot be opened now: a key is missing")
    name = str(labels.STEP[planned.step.kind]).capitalize()
    if planned.step.amount is None:
        return name
    return gettext("%(what)s: %(amount)s") % {"what": name, "amount": words.money(planned.step.amount)}


def step_facts(planned: Planned) -> dict[str, Any]:
    """Return what is known of a step, as a card."""
    step = planned.step
    assert step is not None, "asked only of a step that opens"
    pairs = [
        (gettext("By when"), None if step.due_on is None else words.day(step.due_on)),
        (gettext("The money comes from"), portrait.label(labels.PAID_FROM, step.paid_from)),
        (gettext("With whom, where, what to say"), step.words or None),
        (
            gettext("Wants to be reminded"),
            gettext("yes") if planned.record.wants_reminder else gettext("no"),
        ),
    ]
    return {
        "title": gettext("What was agreed"),
        "rows": [{"label": label, "value": value} for label, value in pairs if value is not None],
        "unknown": [label for label, value in pairs if value is None],
    }


def log(notes: Sequence["StepNote"]) -> dict[str, Any]:
    """Return what came of a step as a timeline, the newest first."""
    entries = []
    for note in notes:
        try:
            title, said = str(labels.OUTCOME[Outcome(note.said["outcome"])]).capitalize(), note.said.get("words", "")
        except CannotOpen:
            title, said = gettext("cannot be opened now: a key is missing"), ""
        by = "" if note.noted_by is None else note.noted_by.name
        entries.append({"title": title, "by": by, "at": words.day(note.happened_on), "note": said})
    return {"title": gettext("What came of it"), "entries": entries}


def sheet(plan: Plan) -> list[Row]:
    """Return the lines of the person's own sheet: to whom to turn, what to do, by when; no word of debts."""
    return [
        {
            "whom": str(labels.LENDER[one.held.told.lender]).capitalize(),
            "steps": [
                {
                    "title": step_title(step),
                    "by": "" if step.record.due_on is None else words.day(step.record.due_on),
                }
                for step in one.steps
                if not step.record.is_over and step.step is not None
            ],
        }
        for one in plan.debts
        if one.held.told is not None and any(not step.record.is_over for step in one.steps)
    ]


def _row(one: InOrder, number: int) -> Row:
    return {
        "number": words.number(number),
        "title": portrait.title_of(one.held.told),
        "url": reverse("debts:debt", args=[one.held.record.pk]),
        "add_url": reverse("debts:plan_step", args=[one.held.record.pk]),
        "why": str(WHY[one.why]),
        "left": portrait.row_of(one.held)["left"],
        "steps": [
            {
                "title": step_title(step),
                "url": reverse("debts:step", args=[step.record.pk]),
                "by": "" if step.record.due_on is None else words.day(step.record.due_on),
                "is_over": step.record.is_over,
            }
            for step in one.steps
        ],
    }


WHY = labels.WHY
assert set(WHY) == set(Why), "every reason has its words"
