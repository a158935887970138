"""Introductions that wait for whoever looks after somebody: an offer to read aloud, a question to answer.

For My day: what a lender said stands there as something to do for a person, from the day on which it was said.  Only
one's own people, or those whom nobody looks after yet.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Min, Q
from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.rules.terms import Actor
from sankofa.credit import permissions, referred
from sankofa.credit.rules.referrals import AWAITED, State
from sankofa.kernel import clock

if TYPE_CHECKING:
    from sankofa.credit.models import Referral
    from sankofa.returnees.models import Person


@dataclass(frozen=True, slots=True)
class Awaited:
    """One introduction that waits for us, and since when."""

    referral: "Referral"
    since_on: date

    @property
    def person(self) -> "Person":
        """Whom it is about."""
        return self.referral.person

    @property
    def url(self) -> str:
        """Where it is read and answered."""
        return reverse("credit:referral", args=[self.referral.pk])


def own_awaited(viewer: Actor, *, on: date, most: int) -> list[Awaited]:
    """Return what lenders said that waits for the viewer, about people whom they look after, or nobody does.

    The longest waiting first, for one question to the database.
    """
    if viewer.kind != "user":
        return []
    found = (
        referred.referrals(viewer, on=on, permission=permissions.REFER)
        .filter(Q(person__owner_id=UUID(viewer.id)) | Q(person__owner=None), state__in=AWAITED)
        .select_related("answer")
        .annotate(asked_at=Min("questions__asked_at", filter=Q(questions__answered_at=None)))
    )
    held = [Awaited(one, _since(one, one.asked_at)) for one in found.order_by("sent_at", "pk")[:most]]
    return sorted(held, key=lambda one: one.since_on)


def _since(held: "Referral", asked_at: datetime | None) -> date:
    if hasattr(held, "answer"):
        return held.answer.said_on
    return clock.day_of(asked_at or held.sent_at, held.person.office.zone)


def what(held: "Referral") -> str:
    """Return what to do about what a lender said."""
    if held.state == State.ASKED:
        return gettext("Answer what %(lender)s asks") % {"lender": held.lender.name}
    return gettext("Read the offer of %(lender)s to this person") % {"lender": held.lender.name}


def why(held: "Referral") -> str:
    """Return why it does not wait, in one sentence."""
    if held.state == State.ASKED:
        return gettext("The lender answers once it knows this.")
    return gettext("The lender has answered. A no of this person is as good as a yes.")
