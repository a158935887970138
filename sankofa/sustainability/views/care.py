"""Pages of what has to be done for people whatever any figure says: the list, settling, and the safety card."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.kernel.finding import Weight
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell import words
from sankofa.shell.paging import Pages, pages_of
from sankofa.shell.views import refused
from sankofa.store.rules.sealing import CannotOpen
from sankofa.sustainability import actions, concerns, contribution, permissions
from sankofa.sustainability.forms import SettleForm

if TYPE_CHECKING:
    from sankofa.sustainability.models import Concern

PAGE = 25


@page(permissions.CARE)
@require_safe
def care(request: ActorRequest) -> HttpResponse:
    """Show for whom something has to be done, the gravest first."""
    today = clock.today(request.actor.zone)
    shown = Pages(concerns.open_concerns(request.actor, on=today), PAGE).get_page(request.GET.get("page"))
    register.read_journeys(held.person for held in shown)
    rows = [
        {
            **portrait.row(held.person, on=today),
            "what": _said(held),
            "since": words.day(held.raised_on),
            "is_today": held.weight <= Weight.PREREQUISITE,
            "settle": reverse("sustainability:settle", args=[held.pk]),
        }
        for held in shown
    ]
    return render(request, "sustainability/care.html", {"rows": rows, "pages": pages_of(shown, request.GET)})


@page(permissions.CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: ActorRequest, concern_id: str) -> HttpResponse:
    """Say what was done about something."""
    today = clock.today(request.actor.zone)
    held = concerns.open_concerns(request.actor, on=today).filter(pk=concern_id).first()
    if held is None:
        raise Http404
    shows(request, held, permissions.CARE)
    form = SettleForm(request.POST or None)
    if form.is_valid():
        try:
            actions.settle(concern=held, done=form.cleaned_data["done"], by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.SettledAlready:
            messages.info(request, gettext("Somebody has seen to it already."))
        else:
            messages.success(request, gettext("Noted."))
        return redirect("sustainability:care")
    context = {
        "identity": portrait.identity(held.person, register.journeys_of(held.person), on=today),
        "what": _said(held),
        "since": words.day(held.raised_on),
        "safety_url": reverse("sustainability:safety", args=[held.person_id]),
        "form": form,
    }
    return render(request, "sustainability/settle.html", context, status=422 if form.errors else 200)


@page(permissions.CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def safety(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show the safety card for somebody who speaks of ending their life, and tell the protection officers."""
    today = clock.today(request.actor.zone)
    person = register.person(person_id, viewer=request.actor, on=today)
    if person is None or person.erased_on is not None or not concerns.may_care(person, viewer=request.actor, on=today):
        raise Http404
    shows(request, person, permissions.CARE)
    if request.method == "POST":
        try:
            actions.note_danger_to_life(person=person, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        messages.success(request, gettext("Noted. The protection officers of your office are told now. Call them too."))
        return redirect("sustainability:safety", person.pk)
    known = [one for one in concerns.open_of(person) if one.what == concerns.DANGER_TO_LIFE]
    context = {
        "person": person,
        "identity": portrait.identity(person, register.journeys_of(person), on=today),
        "noted": words.moment(known[0].created_at) if known else "",
        "officers": [user.name for user in register.officers_for(person, on=today)],
    }
    return render(request, "sustainability/safety.html", context)


def _said(held: "Concern") -> str:
    try:
        return contribution.say(concerns.finding_of(held))
    except CannotOpen:
        return gettext("This cannot be opened: its key is missing.")
