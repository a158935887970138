"""What surveys add to the page of a person: the way to every form that can be filled with them, and what was filled."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.contributions import Contribution, Happening, Link
from sankofa.surveys import answered, permissions, queries, received

if TYPE_CHECKING:
    from sankofa.returnees.models import Person
    from sankofa.surveys.models import Clash, PhoneChange, Submission

HAPPENINGS_MAX = 50


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return the link to the forms and what was filled, for those who may hold talks with this person."""
    if not decision_on(person, actor=viewer, permission=permissions.INTERVIEW, on=on).allowed:
        return Contribution()
    held = queries.told_beside_scores(person, viewer=viewer, on=on, most=HAPPENINGS_MAX)
    decides = decision_on(person, actor=viewer, permission=permissions.RECEIVE, on=on).allowed
    clashes = queries.clashes_told(person, viewer=viewer, on=on, most=HAPPENINGS_MAX)
    changes = queries.changes_told(person.pk, viewer=viewer, on=on, most=HAPPENINGS_MAX)
    return Contribution(
        links=(Link(gettext("Fill a form"), reverse("surveys:forms_for", args=[person.pk])),),
        happenings=(
            *(_happening(one) for one in held),
            *(_clash(one, decides=decides) for one in clashes),
            *(_change(one) for one in changes),
        ),
    )


def _happening(held: "Submission") -> Happening:
    return Happening(
        at=held.created_at,
        title=gettext("Form filled: %(form)s") % {"form": answered.title_of(held)},
        by="" if held.recorded_by is None else held.recorded_by.name,
        detail=gettext("Another form of the same days counts instead.") if held.set_aside_at else "",
        url=reverse("surveys:answers", args=[held.pk]),
    )


def _change(held: "PhoneChange") -> Happening:
    told = received.change_row(held)
    return Happening(
        at=held.noted_at,
        title=gettext("A form says something else: %(fact)s") % {"fact": told["fact"]},
        by=told["by"],
        detail=told["because"],
        url=told["url"],
    )


def _clash(held: "Clash", *, decides: bool) -> Happening:
    told = received.row(held.arrival)
    return Happening(
        at=held.arrival.received_at,
        title=gettext("Form filled: %(form)s") % {"form": told["title"]},
        by=told["by"],
        detail=(
            gettext("Another form of the same days counts instead.")
            if held.decided_at
            else received.becomes(held.arrival.state)
        ),
        url=reverse("surveys:clash", args=[held.pk]) if decides else "",
    )
