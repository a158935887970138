"""What debts add to a person's page: what is owed in words, what it takes each month, and what is not known."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.debts import plan_portrait, planned, portrait, queries
from sankofa.debts.rules import first_talk
from sankofa.debts.rules.first_talk import Next, Owes
from sankofa.returnees.contributions import Contribution, Link, Panel, Status, Task
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.debts.models import DebtTalk
    from sankofa.debts.queries import Talked
    from sankofa.returnees.models import Person


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return the debts' part of a person's page; nothing for whoever may not see what somebody owes."""
    if not queries.may_view(person, viewer=viewer, on=on):
        return Contribution()
    url = reverse("debts:debts", args=[person.pk])
    links = (Link(gettext("Debts"), url),)
    record = queries.latest_talk(person, viewer=viewer, on=on)
    roster = queries.debts_of(person, viewer=viewer, on=on)
    if record is None and not roster:
        return Contribution(links=links)
    talked = None if record is None else queries.talked(record)
    found = portrait.owed(roster, on=on)
    facts: dict[str, Any] = {
        "url": url,
        "owed": portrait.owed_lines(found) if roster else said_lines(record, talked),
        "monthly": portrait.monthly_lines(found) if roster else [],
        "asked": "" if record is None else gettext("Asked on %(day)s.") % {"day": words.day(record.held_on)},
    }
    may = queries.may_note(person, viewer=viewer, on=on)
    return Contribution(
        panels=(Panel("debts/panel.html", facts),),
        tasks=(*tasks(person, talked, has_roster=bool(roster)), *steps(person, viewer, on)) if may else (),
        links=links,
    )


def said_lines(record: "DebtTalk | None", talked: "Talked | None") -> list[str]:
    """Return what the six short questions say where there is no roster; nothing where nobody has asked."""
    if record is None:
        return []
    if talked is None:
        return [portrait.title_of(None)]
    match talked.six.owes:
        case Owes.NEVER:
            return [gettext("They never owed anything, they say.")]
        case Owes.PAID:
            return [gettext("They owed something, and all is paid.")]
        case Owes.YES:
            told = [gettext("They owe something; the debts are not written down one by one.")]
            if talked.six.total is not None:
                told.append(gettext("About %(amount)s altogether.") % {"amount": words.money(talked.six.total)})
            return told
        case _:
            return [gettext("It is not known whether they owe anything.")]


def tasks(person: "Person", talked: "Talked | None", *, has_roster: bool) -> tuple[Task, ...]:
    """Return what a talk about debts leaves to be done."""
    if talked is None or has_roster or first_talk.next_after(talked.six) is not Next.ROSTER:
        return ()
    url = reverse("debts:what", args=[person.pk])
    return (Task(gettext("Write down the debts one by one"), Status.NOT_STARTED, url),)


def steps(person: "Person", viewer: Actor, on: date) -> tuple[Task, ...]:
    """Return the next step of the plan; how it is called names no debt."""
    found = planned.next_step(person, viewer=viewer, on=on)
    if found is None:
        return ()
    due = found.record.due_on
    note = "" if due is None else gettext("by %(day)s") % {"day": words.day(due)}
    url = reverse("debts:step", args=[found.record.pk])
    return (Task(plan_portrait.step_title(found), Status.NOT_STARTED, url, note),)
