"""Which loans ask something of whoever looks after somebody: for My day and the page of a case, in words of care.

Never a list of who is late: only one's own people, each as something to do for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from sankofa.accounts.rules.terms import Actor
from sankofa.loans import permissions, portrait, queries
from sankofa.loans.queries import Held
from sankofa.loans.rules.caring import ASKS, Step
from sankofa.returnees.contributions import Link, NextStep, Panel, Status, Task
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


@dataclass(frozen=True, slots=True)
class OfLoans:
    """The loans' part of the page of a case."""

    panels: tuple[Panel, ...] = ()
    links: tuple[Link, ...] = ()
    tasks: tuple[Task, ...] = ()
    due: tuple[NextStep, ...] = ()


def own_asking(viewer: Actor, *, on: date, most: int) -> list[Held]:
    """Return the loans that ask something now of people whom the viewer looks after, or nobody does: oldest first.

    As many questions to the database for many loans as for one; only loans that may ask something are opened.
    """
    if viewer.kind != "user":
        return []
    rows = queries.loans(viewer, on=on, permission=permissions.NOTE).filter(
        Q(ask_on__lte=on) | Q(ask_on=None),
        Q(person__owner_id=UUID(viewer.id)) | Q(person__owner=None),
        is_over=False,
    )
    near = rows.order_by("ask_on", "pk").prefetch_related("reports", "talks")[:most]
    return [held for held in (queries.opened(row, on=on) for row in near) if asks(held)]


def asks(held: Held) -> bool:
    """Whether a loan asks something of us now."""
    return held.care is not None and held.care.step in ASKS


def what(held: Held) -> str:
    """Return what to do about a loan, in words that blame nobody."""
    assert held.care is not None, "it asks something"
    if held.care.step is Step.FIND_OUT:
        return gettext("Find out how a loan stands")
    return gettext("Ask how they are: a loan")


def why(held: Held, on: date) -> str:
    """Return why, in one or two sentences."""
    assert held.care is not None, "it asks something"
    assert held.reading is not None, "what asks something opens"
    late = held.reading.late
    if held.care.step is Step.FIND_OUT or not late:
        return portrait.say(held.care.findings[0])
    days = (on - late[0].due_on).days
    facts = {"amount": words.money(held.reading.most.money(late[0].unpaid)), "count": words.number(days)}
    told = ngettext(
        "A payment of %(amount)s was due %(count)s day ago.",
        "A payment of %(amount)s was due %(count)s days ago.",
        days,
    )
    if len(late) > 1:
        more = ngettext("%(count)s more is late.", "%(count)s more are late.", len(late) - 1)
        return f"{told % facts} {more % {'count': words.number(len(late) - 1)}}"
    return told % facts


def address(held: Held) -> str:
    """Return where it is done: the talk, or the loan where two tell it differently."""
    assert held.care is not None, "it asks something"
    to = "loans:loan" if held.care.step is Step.FIND_OUT else "loans:talk"
    return reverse(to, args=[held.record.pk])


def next_step(held: Held, on: date) -> NextStep:
    """Return what a loan asks of us as a next step.  It names nobody's fault."""
    assert held.care is not None, "it asks something"
    assert held.care.due_on is not None, "what asks something asks since a day"
    label = gettext("Look at it") if held.care.step is Step.FIND_OUT else gettext("Talk about it")
    code = f"loans.{held.care.step.value}"
    return NextStep(code, what(held), held.care.due_on, why(held, on), address(held), label)


def panel(held: Sequence[Held], url: str) -> Panel:
    """Return the loans of somebody in short, as a card."""
    rows = [
        {
            "url": reverse("loans:loan", args=[one.record.pk]),
            "lender": one.record.lender.name,
            "lines": portrait.standing(one),
            "tag": portrait.tag(one),
        }
        for one in held
    ]
    return Panel("loans/panel.html", {"url": url, "rows": rows})


def of_case(person: "Person", viewer: Actor, on: date) -> OfLoans:
    """Return the loans' part of the page of a case; nothing for whoever may not see them, or where there are none."""
    if not queries.may_view(person, viewer=viewer, on=on):
        return OfLoans()
    held = queries.loans_of(person, viewer=viewer, on=on)
    if not held:
        return OfLoans()
    url = reverse("loans:loans", args=[person.pk])
    may_note = queries.may_note(person, viewer=viewer, on=on)
    due = tuple(next_step(one, on) for one in held if may_note and asks(one))
    return OfLoans(
        panels=(panel(held, url),),
        links=(Link(gettext("Loans"), url),),
        tasks=tuple(Task(one.title, Status.NOT_STARTED, one.url, one.why) for one in due),
        due=due,
    )
