"""How the pages of introductions find their record, and what every one of them shows."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from sankofa.accounts.pages import ActorRequest, shows
from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Permission
from sankofa.credit import actions, permissions, referred
from sankofa.credit.rules.referrals import NotNow
from sankofa.kernel import clock
from sankofa.lenders import queries as lenders
from sankofa.returnees import portrait
from sankofa.returnees import queries as register

if TYPE_CHECKING:
    from sankofa.credit.models import Referral, SentPacket
    from sankofa.lenders.models import Product
    from sankofa.returnees.models import Person

METHODS = ["GET", "HEAD", "POST"]
TOO_LATE = (NotNow, actions.AnsweredAlready, actions.NoLongerShown)
"""What somebody meets who was a moment too late."""


def today(request: ActorRequest) -> date:
    """Return the day on the reader's clock."""
    return clock.today(request.actor.zone)


def person_at(request: ActorRequest, person_id: str, permission: Permission) -> "Person":
    """Return the person of an address for whom the viewer may do this, and say what the page shows."""
    held = register.person(person_id, viewer=request.actor, on=today(request))
    if held is None or not decision_on(held, actor=request.actor, permission=permission, on=today(request)).allowed:
        raise Http404
    if held.erased_on is not None:
        raise Http404
    shows(request, held, permission)
    return held


def product_at(request: ActorRequest, product_id: str) -> "Product":
    """Return the product of an address, where the viewer may see it."""
    found = lenders.products(request.actor, on=today(request))
    held: Product = get_object_or_404(found, pk=product_id)
    return held


def referral_at(request: ActorRequest, referral_id: str, permission: Permission, *, what: str = "") -> "Referral":
    """Return the introduction of an address for which the viewer may do this, and say what the page shows."""
    held = referred.referral(referral_id, viewer=request.actor, on=today(request), permission=permission)
    if held is None:
        raise Http404
    shows(request, held, permission, what=what)
    return held


def packet_at(request: ActorRequest, packet_id: str) -> "SentPacket":
    """Return what was sent to the viewer's lender; every look goes on record."""
    held = referred.packet(packet_id, viewer=request.actor, on=today(request))
    if held is None:
        raise Http404
    shows(request, held, permissions.LENDER_DESK, what="credit.packet_read")
    return held


def identity_of(request: ActorRequest, person: "Person") -> dict[str, Any]:
    """Return who the page is about, as all files of the person together tell."""
    together = register.cluster(person, viewer=request.actor, on=today(request))
    journeys = register.journeys_of(*together.files)
    return portrait.identity(together.shown(), journeys, on=today(request))


def form_page(request: ActorRequest, form: forms.Form, **said: Any) -> HttpResponse:
    """Show a form with one thing: `title`, `lead`, `button`, `back_url`, `back_label`, and what else the page says."""
    return render(request, "credit/one_thing.html", {"form": form, **said}, status=422 if form.errors else 200)
