"""What credit adds to a person's page: a neutral card with days and one button, never what came of a check."""

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.credit import permissions, queries, sayings
from sankofa.credit.models import LoanCheck
from sankofa.returnees.contributions import Contribution, Link, Panel, ids_of

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return credit's part of a person's page; nothing for whoever may not see it."""
    if not queries.may(person, permissions.VIEW, viewer=viewer, on=on):
        return Contribution()
    url = reverse("credit:loan", args=[person.pk])
    rows = LoanCheck.objects.filter(person_id__in=ids_of(person)).defer("seven", "said", "found", "chosen")
    newest = rows.order_by("-begun_on", "-created_at").first()
    panel = {"url": url, "title": "", "note": ""}
    if newest is not None:
        panel |= {"title": sayings.title(newest), "note": sayings.note(newest)}
    return Contribution(panels=(Panel("credit/panel.html", panel),), links=(Link(gettext("A loan?"), url),))
