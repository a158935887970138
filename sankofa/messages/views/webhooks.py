"""Partners' systems that are called: set one up, see what it was told, try it, pause it, give it a new secret."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import queries as accounts
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.messages import actions, events, queries, sentences
from sankofa.messages.forms import EndpointForm
from sankofa.messages.permissions import SEE_CALLS, SET_UP_CALLS
from sankofa.messages.rules import signing
from sankofa.messages.rules.terms import CallState, EndpointState
from sankofa.shell import words
from sankofa.shell.paging import pages_of

if TYPE_CHECKING:
    from sankofa.messages.models import Endpoint

PAGE_ROWS = 25


@page(SET_UP_CALLS)
@require_safe
def endpoints(request: ActorRequest) -> HttpResponse:
    """Show which partners' systems are called."""
    rows = [
        {
            "url": reverse("messages:endpoint", args=[one.pk]),
            "cells": [one.name, one.organisation.name, _tag(sentences.ENDPOINTS[one.state])],
        }
        for one in queries.endpoints_for(request.actor, on=clock.today(request.actor.zone))
    ]
    table = {
        "caption": _("Partners' systems"),
        "hide_caption": True,
        "columns": [{"label": label} for label in (_("Name"), _("Organisation"), _("State"))],
        "rows": rows,
    }
    return render(request, "messages/endpoints.html", {"table": table, "rows": rows})


@page(SET_UP_CALLS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Enter a partner's system and show its secret this once."""
    today = clock.today(request.actor.zone)
    form = EndpointForm(
        request.POST or None,
        organisations=accounts.organisations_of(request.actor, SET_UP_CALLS, on=today),
        events=[event for event in events.declared().values() if event is not events.PING],
    )
    if form.is_valid():
        said = form.cleaned_data
        secret = signing.fresh_secret()
        try:
            endpoint = actions.add_endpoint(
                organisation=form.organisations[said["organisation"]],
                name=said["name"],
                url=said["url"],
                told_of=said.get("told_of", ()),
                secret=secret,
                by=request.actor,
                at=clock.now(),
            )
        except actions.NameTaken:
            form.add_error("name", _("Another system of this organisation has this name."))
        else:
            return _shown_once(request, endpoint, secret)
    return render(request, "messages/add_endpoint.html", {"form": form}, status=422 if form.is_bound else 200)


@page(SEE_CALLS)
@never_cache
@require_safe
def endpoint(request: ActorRequest, endpoint_id: str) -> HttpResponse:
    """Show a partner's system: where it listens, what it was told, what became of it."""
    found = _endpoint(request, endpoint_id)
    today = clock.today(request.actor.zone)
    shown = Paginator(queries.calls_for(request.actor, on=today).filter(endpoint=found), PAGE_ROWS).get_page(
        request.GET.get("page")
    )
    rows = [
        {
            "call": call,
            "at": words.moment(call.created_at),
            "event": _(events.declared()[call.event].label) if call.event in events.declared() else call.event,
            "state": _tag(sentences.CALLS[call.state]),
            "problem": sentences.problem_in_words(call.problem),
            "next": None if call.next_try_at is None or not call.tries else words.moment(call.next_try_at),
            "may_send_again": call.state == CallState.PARKED and found.state == EndpointState.ON,
        }
        for call in shown
    ]
    label, tone = sentences.ENDPOINTS[found.state]
    return render(
        request,
        "messages/endpoint.html",
        {
            "endpoint": found,
            "tag": {"label": label, "kind": tone},
            "is_on": found.state == EndpointState.ON,
            "facts": {
                "rows": [
                    {"label": _("Where it listens"), "value": found.url},
                    {"label": _("Organisation"), "value": found.organisation.name},
                    {
                        "label": _("It is told of"),
                        "value": "; ".join(_(events.declared()[code].label) for code in found.events),
                    },
                ],
            },
            "rows": rows,
            "pages": pages_of(shown, request.GET),
        },
    )


@page(SET_UP_CALLS)
@require_POST
def ping(request: ActorRequest, endpoint_id: str) -> HttpResponse:
    """Send a trial call."""
    found = _endpoint(request, endpoint_id)
    try:
        actions.ping(endpoint=found, by=request.actor, at=clock.now())
    except actions.NotNow:
        messages.warning(request, _("This system is paused or does not answer. Switch it on first."))
    else:
        messages.success(request, _("The trial call goes out within seconds. Reload this page to see the answer."))
    return redirect("messages:endpoint", found.pk)


@page(SET_UP_CALLS)
@require_POST
def switch(request: ActorRequest, endpoint_id: str) -> HttpResponse:
    """Pause a system, or switch it on again."""
    found = _endpoint(request, endpoint_id)
    if request.POST.get("state") == EndpointState.ON:
        actions.resume(endpoint=found, by=request.actor, at=clock.now())
        messages.success(request, _("This system is called again."))
    else:
        actions.pause(endpoint=found, by=request.actor, at=clock.now())
        messages.success(request, _("This system is no longer called."))
    return redirect("messages:endpoint", found.pk)


@page(SET_UP_CALLS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_secret(request: ActorRequest, endpoint_id: str) -> HttpResponse:
    """Ask once more, then give a system a new secret and show it this once."""
    found = _endpoint(request, endpoint_id)
    if request.method != "POST":
        stop = {
            "title": _("Give a new secret?"),
            "text": [
                _("“%(name)s” gets a new secret, which is shown once.") % {"name": found.name},
                _("For seven days we sign with the old one too, so that there is time to change it."),
            ],
            "submit": _("Give a new secret"),
            "back_url": reverse("messages:endpoint", args=[found.pk]),
        }
        return render(request, "shell/stop.html", {"stop": stop})
    secret = signing.fresh_secret()
    actions.replace_secret(endpoint=found, secret=secret, by=request.actor, at=clock.now())
    return _shown_once(request, found, secret)


@page(SET_UP_CALLS)
@require_POST
def send_again(request: ActorRequest, call_id: str) -> HttpResponse:
    """Try a call again that was given up."""
    today = clock.today(request.actor.zone)
    call = get_object_or_404(queries.calls_for(request.actor, on=today), pk=call_id)
    try:
        actions.send_again(call=call, by=request.actor, at=clock.now())
    except actions.NotNow:
        messages.warning(request, _("This call was taken already, or the system is switched off."))
    else:
        messages.success(request, _("It is tried again within seconds."))
    return redirect("messages:endpoint", call.endpoint_id)


def _endpoint(request: ActorRequest, endpoint_id: str) -> "Endpoint":
    reach = queries.endpoints_for(request.actor, on=clock.today(request.actor.zone))
    endpoint = get_object_or_404(reach, pk=endpoint_id)
    shows(request, endpoint, SEE_CALLS)
    return endpoint


def _tag(shown: tuple[object, str]) -> dict[str, Any]:
    label, tone = shown
    return {"tag": tone or "plain", "value": label}


def _shown_once(request: ActorRequest, endpoint: "Endpoint", secret: str) -> HttpResponse:
    return render(
        request,
        "messages/shown_once.html",
        {
            "title": _("The secret of “%(name)s”") % {"name": endpoint.name},
            "secret": secret,
            "notes": [
                _("It is shown this once. Copy it now, and hand it over in a safe way: never by mail or SMS."),
                _("With it the partner checks that a call comes from us."),
            ],
            "on_url": reverse("messages:endpoint", args=[endpoint.pk]),
            "on_label": _("To this system"),
        },
    )
