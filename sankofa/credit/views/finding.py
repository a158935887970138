"""How the pages of introductions find their record, and what every one of them shows."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, shows
from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Permission
from sankofa.credit import actions, permissions, referred
from sankofa.credit.rules.referrals import NotNow
from sankofa.kernel import clock
from sankofa.lenders import queries as lenders
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell.views import refused

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


def currency_of(held: "Referral") -> str:
    """Return the money in which the product is offered, as far as its terms say."""
    offered = held.version.to_terms().product
    limit = offered.most or offered.least
    return limit.currency if limit is not None else "USD"


def one_thing(
    request: ActorRequest,
    form: forms.Form,
    act: Callable[..., object],
    *,
    done: str,
    back_url: str,
    gone: Mapping[type[Exception], str],
    wrong: Mapping[type[Exception], tuple[str | None, str]] = MappingProxyType({}),
    **said: Any,
) -> HttpResponse:
    """Show a form that notes one thing; once it is sent and holds, note it, say that it is `done`, and go back.

    `gone` tells what is said on the page before where it can be noted no more, and `wrong` at which field somebody
    looks again.  `said` is what the page says: `title`, `lead`, `button`, `back_label`, and `identity` of a person.
    """
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except tuple(gone) as late:
            messages.info(request, gone[type(late)])
            return redirect(back_url)
        except tuple(wrong) as mistake:
            form.add_error(*wrong[type(mistake)])
        else:
            messages.success(request, done)
            return redirect(back_url)
    context = {"form": form, "back_url": back_url, **said}
    return render(request, "credit/one_thing.html", context, status=422 if form.errors else 200)
