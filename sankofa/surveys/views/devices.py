"""Pages of phones: connect one's own, see when each was last seen, and end one."""

import base64
import json
import zlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import office
from sankofa.accounts.rules import keys
from sankofa.accounts.rules.keys import Standing
from sankofa.kernel import clock
from sankofa.shell import words
from sankofa.surveys import actions, permissions, queries
from sankofa.surveys.forms import PhoneForm

if TYPE_CHECKING:
    from sankofa.surveys.models import Device


@page(permissions.CONNECT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phones(request: ActorRequest) -> HttpResponse:
    """Show one's own phones, and connect another one: what it is to scan is shown this once."""
    form = PhoneForm(request.POST or None)
    if form.is_valid() and request.actor.office is not None:
        made = keys.fresh()
        device = actions.connect_device(
            office=office(request.actor.office),
            name=form.cleaned_data["name"],
            made=made,
            by=request.actor,
            at=clock.now(),
        )
        return render(request, "surveys/phone_connected.html", _shown_once(device, made))
    at = clock.now()
    rows = [_row(one, at, "surveys:end_own_phone") for one in queries.own_devices(request.actor)]
    return render(request, "surveys/phones.html", {"rows": rows, "form": form}, status=422 if form.errors else 200)


@page(permissions.END_PHONES)
@require_safe
def phones_of_colleagues(request: ActorRequest) -> HttpResponse:
    """Show the phones of colleagues, so that a lost one can be ended."""
    at = clock.now()
    found = queries.devices_of_colleagues(request.actor, on=clock.today(request.actor.zone))
    rows = [_row(one, at, "surveys:end_phone") for one in found]
    return render(request, "surveys/phones_of_colleagues.html", {"rows": rows})


@page(permissions.CONNECT)
@require_http_methods(["GET", "HEAD", "POST"])
def end_own_phone(request: ActorRequest, device_id: str) -> HttpResponse:
    """Ask once more, then end a phone of one's own."""
    device = queries.own_devices(request.actor).filter(pk=device_id).first()
    if device is None:
        raise Http404
    shows(request, device, permissions.CONNECT)
    if request.method == "POST":
        actions.end_own_device(device=device, by=request.actor, at=clock.now())
    return _ended(request, device, reverse("surveys:phones"))


@page(permissions.END_PHONES)
@require_http_methods(["GET", "HEAD", "POST"])
def end_phone(request: ActorRequest, device_id: str) -> HttpResponse:
    """Ask once more, then end the phone of a colleague."""
    found = queries.devices_of_colleagues(request.actor, on=clock.today(request.actor.zone))
    device = found.filter(pk=device_id).first()
    if device is None:
        raise Http404
    shows(request, device, permissions.END_PHONES)
    if request.method == "POST":
        actions.end_device(device=device, by=request.actor, at=clock.now())
    return _ended(request, device, reverse("surveys:phones_of_colleagues"))


def _ended(request: ActorRequest, device: "Device", back: str) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, gettext("The phone is ended. It gets no more forms and no more names."))
        return redirect(back)
    stop = {
        "title": gettext("End this phone?"),
        "text": [
            gettext("“%(name)s” gets no forms and no names from its next call on.") % {"name": device.name},
            gettext("Forms that are filled on it already are still taken for thirty days; somebody looks at each."),
        ],
        "submit": gettext("End the phone"),
        "back_url": back,
        "danger": True,
    }
    return render(request, "shell/stop.html", {"stop": stop})


def _row(device: "Device", at: datetime, end: str) -> dict[str, Any]:
    standing = device.standing(at)
    said = {
        Standing.OPEN: (gettext("connected"), "good"),
        Standing.REVOKED: (gettext("disconnected"), ""),
        Standing.EXPIRED: (gettext("run out"), ""),
    }
    label, tone = said[standing]
    return {
        "name": device.name,
        "holder": device.holder.name,
        "seen": None if device.last_seen_at is None else words.moment(device.last_seen_at),
        "until": words.day(device.expires_at.date()),
        "label": label,
        "tone": tone,
        "end_url": reverse(end, args=[device.pk]) if device.ended_at is None else "",
    }


def _shown_once(device: "Device", made: keys.FreshKey) -> dict[str, Any]:
    """Return what the phone is told to come in: as a picture that ODK Collect scans, and in words."""
    base = settings.ADDRESS.rstrip("/")
    address = f"{base}{reverse('surveys:phone_form_list', kwargs={'token': made.whole})}".removesuffix("/formList")
    wanted = {
        "general": {
            "protocol": "odk_default",
            "server_url": address,
            "form_update_mode": "match_exactly",
            "periodic_form_updates_check": "every_one_hour",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
        },
        "admin": {},
        "project": {"name": f"Sankofa · {device.name}"[:40], "icon": "S", "color": "#0b6b66"},
    }
    packed = base64.b64encode(zlib.compress(json.dumps(wanted).encode())).decode()
    plain = f"{base}{reverse('surveys:phone_form_list')}".removesuffix("/formList")
    return {
        "device": device,
        "picture": segno.make(packed, error="l", micro=False).svg_data_uri(scale=4, border=3, light="#fff"),
        "address": address,
        "plain": plain,
        "user": made.prefix,
        "password": made.secret,
        "until": words.day(device.expires_at.date()),
    }
