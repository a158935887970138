"""What surveys add to the page of a person: the way to every form that can be filled with them."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.contributions import Contribution, Link
from sankofa.surveys import permissions

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return the link to the forms, for those who may hold talks with this person."""
    if not decision_on(person, actor=viewer, permission=permissions.INTERVIEW, on=on).allowed:
        return Contribution()
    return Contribution(links=(Link(gettext("Fill a form"), reverse("surveys:forms_for", args=[person.pk])),))
