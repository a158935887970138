"""What loans add to a person's page: how each stands, in words of care, and what to ask."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.loans import portrait, queries
from sankofa.loans.queries import Held
from sankofa.loans.rules.caring import Step
from sankofa.returnees.contributions import Contribution, Happening, Link, NextStep, Panel

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return the loans' part of a person's page; nothing for whoever may not see them."""
    if not queries.may_view(person, viewer=viewer, on=on):
        return Contribution()
    url = reverse("loans:loans", args=[person.pk])
    held = queries.loans_of(person, viewer=viewer, on=on)
    may_note = queries.may_note(person, viewer=viewer, on=on)
    links = (Link(gettext("Loans"), url),) if held or may_note else ()
    if not held:
        return Contribution(links=links)
    rows = [
        {
            "url": reverse("loans:loan", args=[one.record.pk]),
            "lender": one.record.lender.name,
            "lines": portrait.standing(one),
            "tag": portrait.tag(one),
        }
        for one in held
    ]
    return Contribution(
        panels=(Panel("loans/panel.html", {"url": url, "rows": rows}),),
        happenings=tuple(_happening(one) for one in held if one.record.person_id == person.pk),
        next_steps=tuple(step for one in held if may_note for step in _steps(one)),
        links=links,
    )


def _happening(held: Held) -> Happening:
    by = "" if held.record.noted_by is None else held.record.noted_by.name
    url = reverse("loans:loan", args=[held.record.pk])
    return Happening(at=held.record.created_at, title=gettext("A loan was written down"), by=by, url=url)


def _steps(held: Held) -> tuple[NextStep, ...]:
    """Return what a loan asks of us; how it is called names no amount and nobody's fault."""
    if held.care is None or held.care.due_on is None or held.care.step not in {Step.FIND_OUT, Step.A_TALK}:
        return ()
    told = portrait.care_told(held, may_note=True)
    assert told is not None, "there is something to do"
    url = told["url"] or reverse("loans:loan", args=[held.record.pk])
    label = gettext("Talk about it") if held.care.step is Step.A_TALK else gettext("Look at it")
    code = f"loans.{held.care.step.value}"
    return (NextStep(code, gettext("Ask how the loan goes"), held.care.due_on, told["title"], url, label),)
