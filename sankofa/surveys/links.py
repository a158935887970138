"""What surveys add to the page of a person: the way to every form that can be filled with them, and what was filled."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.contributions import Contribution, Happening, Link
from sankofa.surveys import answered, permissions, queries
from sankofa.surveys.queries import REINTEGRATION_SCORE

if TYPE_CHECKING:
    from sankofa.returnees.models import Person
    from sankofa.surveys.models import Submission

HAPPENINGS_MAX = 50


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return the link to the forms and what was filled, for those who may hold talks with this person."""
    if not decision_on(person, actor=viewer, permission=permissions.INTERVIEW, on=on).allowed:
        return Contribution()
    # The reintegration talk is told of by the score that follows from it.
    held = queries.submissions(viewer, on=on).filter(person_id=person.pk).exclude(instrument=REINTEGRATION_SCORE[0])
    return Contribution(
        links=(Link(gettext("Fill a form"), reverse("surveys:forms_for", args=[person.pk])),),
        happenings=tuple(_happening(one) for one in held.order_by("-created_at")[:HAPPENINGS_MAX]),
    )


def _happening(held: "Submission") -> Happening:
    return Happening(
        at=held.created_at,
        title=gettext("Form filled: %(form)s") % {"form": answered.title_of(held)},
        by="" if held.recorded_by is None else held.recorded_by.name,
        detail=gettext("Another form of the same days counts instead.") if held.set_aside_at else "",
        url=reverse("surveys:answers", args=[held.pk]),
    )
