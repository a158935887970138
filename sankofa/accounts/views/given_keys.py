"""Keys of systems and devices where somebody leaves or access is reviewed: who gave them, and a way to end each.

Giving and replacing keys has pages of its own; here none is overlooked when whoever gave it goes.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sankofa.accounts import actions, queries, roster
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.permissions import GIVE_KEYS
from sankofa.accounts.rules import keys
from sankofa.kernel import clock

if TYPE_CHECKING:
    from sankofa.accounts.models import Key, Review


def key_rows(request: ActorRequest, held: Iterable["Key"], *, review: "Review | None" = None) -> list[dict[str, Any]]:
    """Return keys for a page: what each is, who gave it, and where the viewer can end it, if they may."""
    shown = list(held)
    theirs = queries.keys_for(request.actor, on=clock.today(request.actor.zone))
    mine = set(theirs.filter(pk__in=[key.pk for key in shown]).values_list("pk", flat=True)) if shown else set()
    back = "" if review is None else "?" + urlencode({"review": str(review.pk)})
    return [
        {
            "name": key.name,
            "prefix": f"{keys.MARK}{key.prefix}",
            "kind": str(key.get_kind_display()),
            "reach": key.organisation.name if key.office is None else key.office.name,
            "until": key.expires_at,
            "last_used": key.last_used_at,
            "giver": None if key.given_by is None else key.given_by.name,
            "giver_left": key.given_by is not None and not key.given_by.is_active,
            "end_url": reverse("accounts:end_given_key", args=[key.pk]) + back if key.pk in mine else "",
        }
        for key in shown
    ]


@page(GIVE_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActorRequest, key_id: str) -> HttpResponse:
    """Ask once more, then end a key and go back to whoever leaves, or to the review."""
    key = queries.keys_for(request.actor, on=clock.today(request.actor.zone)).filter(pk=key_id).first()
    if key is None:
        raise Http404
    shows(request, key, GIVE_KEYS)
    back = _back(request, key)
    if request.method == "POST":
        actions.revoke_key(key=key, by=request.actor, at=clock.now())
        messages.success(request, _("The key is ended."))
        return redirect(back)
    text = _("“%(name)s” cannot come in from the next call on. This cannot be undone.") % {"name": key.name}
    stop = {
        "title": _("End this key?"),
        "text": [text],
        "submit": _("End the key"),
        "back_url": back,
        "danger": True,
    }
    return render(request, "shell/stop.html", {"stop": stop})


def _back(request: ActorRequest, key: "Key") -> str:
    """Return the page from which the key was to be ended: the review, else the page on which its giver leaves."""
    on = clock.today(request.actor.zone)
    try:
        review = roster.reviews_of(request.actor, on=on).filter(pk=UUID(request.GET.get("review", ""))).first()
    except ValueError:
        review = None
    if review is not None:
        return reverse("accounts:review", args=[review.pk])
    giver = None if key.given_by_id is None else roster.member(str(key.given_by_id), viewer=request.actor, on=on)
    if giver is None:
        return reverse("accounts:account")
    return reverse("accounts:leave" if giver.is_active else "accounts:member", args=[giver.pk])
