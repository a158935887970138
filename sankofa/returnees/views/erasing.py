"""Pages of erasing: whose time in the register is over, and erasing somebody for good."""

from collections.abc import Mapping
from contextlib import suppress

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.returnees import actions, due, permissions, portrait, queries
from sankofa.returnees.forms.erasing import EraseForm
from sankofa.returnees.rules.retention import Purpose
from sankofa.shell import words

_KEPT_FOR: Mapping[Purpose, str] = {
    Purpose.REGISTER: gettext_noop("in the register, and no talk since %(day)s"),
    Purpose.FOLLOW_UP: gettext_noop("last talk on %(day)s"),
}


@page(permissions.ERASE)
@require_safe
def due_for_erasure(request: ActorRequest) -> HttpResponse:
    """Show whose time in the register is over, why, and since when."""
    today = clock.today(request.actor.zone)
    found = due.due_for_erasure(request.actor, on=today)
    rows = [
        {
            "url": reverse("returnees:erase", args=[one.person.pk]),
            "cells": [
                f"{portrait.name(one.person)} · {one.person.case_number}",
                gettext(_KEPT_FOR[one.term.purpose]) % {"day": words.day(one.term.last_on)},
                words.day(one.term.until_on),
            ],
        }
        for one in found.people
    ]
    columns = [{"label": gettext("Person")}, {"label": gettext("Kept because")}, {"label": gettext("Due since")}]
    empty = {
        "title": gettext("Nobody is due"),
        "text": gettext("Everybody whom you may see is still within the time for which they are kept."),
    }
    context = {"table": {"columns": columns, "rows": rows}, "empty": empty, "is_cut": found.is_cut}
    return render(request, "returnees/due.html", context)


@page(permissions.ERASE)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: ActorRequest, person_id: str) -> HttpResponse:
    """Say what erasing somebody takes away for good, and do it once a reason is chosen and confirmed."""
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None or not queries.may_erase(seen, viewer=request.actor, on=today):
        raise Http404
    shows(request, seen, permissions.ERASE)
    if seen.erased_on is not None:
        return redirect(portrait.link(seen))
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with suppress(actions.AlreadyErased):
            actions.erase(person=seen, because=form.cleaned_data["because"], by=request.actor, at=clock.now())
        return redirect(portrait.link(seen))
    identity = portrait.identity(seen, queries.journeys_of(seen), on=today)
    context = {"person": seen, "identity": identity, "form": form}
    return render(request, "returnees/erase.html", context, status=422 if form.is_bound else 200)
