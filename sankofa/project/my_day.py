"""What somebody has to do now, room by room: what cannot wait, cases, loans, what lenders said, talks that are due.

Whoever may not do a thing is asked nothing about it.  What cannot wait is told in words that tell nothing of it.
"""

from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import permissions as case_work
from sankofa.cases import queries as cases_held
from sankofa.cases import sayings
from sankofa.cases.rules import steps
from sankofa.cases.rules.steps import Queue
from sankofa.credit import awaited
from sankofa.credit import permissions as introducing
from sankofa.desks.hooks import TODO_MAX, Todo
from sankofa.desks.rules.order import Risk
from sankofa.loans import asking
from sankofa.loans import permissions as loans_held
from sankofa.returnees import permissions as returnees
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.sustainability import concerns
from sankofa.sustainability import permissions as scores
from sankofa.sustainability.contribution import talk_reason, talk_title


def care(viewer: Actor, on: date) -> list[Todo]:
    """Return for whom something cannot wait until tomorrow, whatever any figure says."""
    if not access.holds(viewer.grants, scores.CARE, on=on):
        return []
    return [
        Todo(
            held.person,
            _cannot_wait,
            _why_it_cannot,
            reverse("sustainability:settle", args=[held.pk]),
            held.raised_on,
            Risk.TODAY,
        )
        for held in concerns.today(viewer, on=on)[:TODO_MAX]
    ]


def cases(viewer: Actor, on: date) -> list[Todo]:
    """Return what is overdue or due within a week in the viewer's own cases."""
    if not access.holds(viewer.grants, case_work.WORK, on=on):
        return []
    own = cases_held.own_open(viewer, on=on)
    facts = cases_held.facts_of(own)
    found = []
    for held in own:
        one = steps.next_step(facts[held.pk], on=on)
        if one is not None and steps.queue(one, on=on) in (Queue.OVERDUE, Queue.THIS_WEEK):
            url = reverse("cases:case", args=[held.pk])
            what, why = partial(sayings.title, one.step, one.months), partial(sayings.say, one.why)
            found.append(Todo(held.person, what, why, url, one.due_on))
    return found


def loans(viewer: Actor, on: date) -> list[Todo]:
    """Return whom to ask how they are, because a payment is late; nobody is blamed and nothing is collected."""
    if not access.holds(viewer.grants, loans_held.NOTE, on=on):
        return []
    return [
        Todo(
            held.record.person,
            partial(asking.what, held),
            partial(asking.why, held, on),
            asking.address(held),
            None if held.care is None else held.care.due_on,
        )
        for held in asking.own_asking(viewer, on=on, most=TODO_MAX)
    ]


def lenders(viewer: Actor, on: date) -> list[Todo]:
    """Return what lenders said that waits for the viewer: offers to read aloud, questions to answer."""
    if not access.holds(viewer.grants, introducing.REFER, on=on):
        return []
    return [
        Todo(
            held.person,
            partial(awaited.what, held.referral),
            partial(awaited.why, held.referral),
            held.url,
            held.since_on,
        )
        for held in awaited.own_awaited(viewer, on=on, most=TODO_MAX)
    ]


def talks(viewer: Actor, on: date) -> list[Todo]:
    """Return the reintegration talks due soon with people whom the viewer looks after, or nobody does."""
    if viewer.kind != "user" or not access.holds(viewer.grants, returnees.VIEW, on=on):
        return []
    near = register.due_first(viewer, on=on, until=on + register.SOON)
    due = near.filter(Q(owner_id=UUID(viewer.id)) | Q(owner=None))[:TODO_MAX]
    return [
        Todo(
            person,
            partial(talk_title, person),
            partial(talk_reason, person),
            portrait.link(person),
            person.next_due_on,
        )
        for person in due
    ]


def _cannot_wait() -> str:
    return gettext("Something cannot wait")


def _why_it_cannot() -> str:
    return gettext("An answer in a talk asks for it, whatever the figures say.")
