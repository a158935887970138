"""What loans add to a person's page: how each stands, in words of care, and what to ask."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.loans import asking, queries
from sankofa.loans.queries import Held
from sankofa.returnees.contributions import Contribution, Happening, Link

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
    return Contribution(
        panels=(asking.panel(held, url),),
        happenings=tuple(_happening(one) for one in held if one.record.person_id == person.pk),
        next_steps=tuple(asking.next_step(one, on) for one in held if may_note and asking.asks(one)),
        links=links,
    )


def _happening(held: Held) -> Happening:
    by = "" if held.record.noted_by is None else held.record.noted_by.name
    url = reverse("loans:loan", args=[held.record.pk])
    return Happening(at=held.record.created_at, title=gettext("A loan was written down"), by=by, url=url)
