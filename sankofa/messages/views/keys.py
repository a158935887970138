"""Keys for other systems and devices: who holds one, give one, replace it, end it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import actions, queries, registry
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.permissions import GIVE_KEYS, USE_API
from sankofa.accounts.rules import access, keys
from sankofa.accounts.rules.keys import FreshKey, Standing
from sankofa.accounts.rules.terms import Permission
from sankofa.kernel import clock
from sankofa.messages.forms import KeyForm
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.accounts.models import Key


@page(GIVE_KEYS)
@require_safe
def keys_list(request: ActorRequest) -> HttpResponse:
    """Show which systems and devices hold keys, until when, and when they last used them."""
    at = clock.now()
    rows = [_row(key, at) for key in queries.keys_for(request.actor, on=clock.today(request.actor.zone))]
    return render(request, "messages/keys.html", {"rows": rows})


@page(GIVE_KEYS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: ActorRequest) -> HttpResponse:
    """Give a key and show it this once."""
    today = clock.today(request.actor.zone)
    form = KeyForm(
        request.POST or None,
        organisations=queries.organisations_of(request.actor, GIVE_KEYS, on=today),
        offices=queries.offices_of(request.actor, GIVE_KEYS, on=today),
        may=_may_give(request),
    )
    if form.is_valid():
        made, at = keys.fresh(), clock.now()
        try:
            key = actions.give_key(
                organisation=form.organisation(),
                office=form.office(),
                kind=form.cleaned_data["kind"],
                name=form.cleaned_data["name"],
                may=form.cleaned_data["may"],
                expires_at=form.expires_at(at),
                made=made,
                by=request.actor,
                at=at,
            )
        except NotAllowed:
            form.add_error("may", _("You may not do this yourself everywhere where the key would count."))
        else:
            return _shown_once(request, key, made)
    return render(request, "messages/give_key.html", {"form": form}, status=422 if form.is_bound else 200)


@page(GIVE_KEYS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: ActorRequest, key_id: str) -> HttpResponse:
    """Ask once more, then give a new key in the place of an old one and show it this once."""
    key = _key(request, key_id)
    if request.method != "POST":
        stop = {
            "title": _("Replace this key?"),
            "text": [
                _("“%(name)s” gets a new key, which is shown once.") % {"name": key.name},
                _("The old one goes on for seven days, so that there is time to change it."),
            ],
            "submit": _("Replace it"),
            "back_url": reverse("messages:keys"),
        }
        return render(request, "shell/stop.html", {"stop": stop})
    made = keys.fresh()
    try:
        following = actions.replace_key(key=key, made=made, by=request.actor, at=clock.now())
    except actions.NoLongerOpen:
        messages.warning(request, _("This key is no longer in use, so it was not replaced. Give a new one."))
    except NotAllowed:
        messages.warning(request, _("This key may do more than you may. Ask whoever gave it."))
    else:
        return _shown_once(request, following, made)
    return redirect("messages:keys")


@page(GIVE_KEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActorRequest, key_id: str) -> HttpResponse:
    """Ask once more, then end a key."""
    key = _key(request, key_id)
    if request.method != "POST":
        stop = {
            "title": _("End this key?"),
            "text": [_("“%(name)s” cannot come in from the next call on. This cannot be undone.") % {"name": key.name}],
            "submit": _("End it now"),
            "back_url": reverse("messages:keys"),
            "danger": True,
        }
        return render(request, "shell/stop.html", {"stop": stop})
    actions.revoke_key(key=key, by=request.actor, at=clock.now())
    messages.success(request, _("The key is ended."))
    return redirect("messages:keys")


def _key(request: ActorRequest, key_id: str) -> "Key":
    key = get_object_or_404(queries.keys_for(request.actor, on=clock.today(request.actor.zone)), pk=key_id)
    shows(request, key, GIVE_KEYS)
    return key


def _may_give(request: ActorRequest) -> list[Permission]:
    """Return what the viewer may hand on to a key."""
    today = clock.today(request.actor.zone)
    return [
        permission
        for code, permission in sorted(registry.declared().items())
        if code in registry.for_keys()
        and permission is not USE_API
        and access.holds(request.actor.grants, permission, on=today)
    ]


def _row(key: "Key", at: datetime) -> dict[str, object]:
    standing = key.standing(at)
    is_open = standing is Standing.OPEN
    tags = {
        Standing.OPEN: (_("In use"), "good") if key.replaced_by_id is None else (_("Being replaced"), "care"),
        Standing.EXPIRED: (_("Run out"), ""),
        Standing.REVOKED: (_("Ended"), ""),
    }
    label, tone = tags[standing]
    return {
        "key": key,
        "prefix": f"{keys.MARK}{key.prefix}",
        "kind": str(key.get_kind_display()),
        "reach": key.organisation.name if key.office is None else key.office.name,
        "until": words.moment(key.revoked_at or key.expires_at),
        "last_used": None if key.last_used_at is None else words.moment(key.last_used_at),
        "label": label,
        "tone": tone,
        "may_end": is_open,
        "may_replace": is_open and key.replaced_by_id is None,
    }


def _shown_once(request: ActorRequest, key: "Key", made: FreshKey) -> HttpResponse:
    return render(
        request,
        "messages/shown_once.html",
        {
            "title": _("The key of “%(name)s”") % {"name": key.name},
            "secret": made.whole,
            "notes": [
                _("It is shown this once. Copy it now, and hand it over in a safe way: never by mail or SMS."),
                _("It counts until %(moment)s.") % {"moment": words.moment(key.expires_at)},
            ],
            "on_url": reverse("messages:keys"),
            "on_label": _("To the keys"),
        },
    )
