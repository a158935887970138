"""Pages on which help is added to the map, put right and closed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.places.rules.terms import country_of
from sankofa.provision import actions, permissions, queries
from sankofa.provision.forms import CloseForm, EntryForm
from sankofa.provision.views.catalogue import office_for, seen
from sankofa.provision.views.checks import not_nearby
from sankofa.shell.views import refused


@page(permissions.KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest) -> HttpResponse:
    """Add help to the map, as one's own organisation's."""
    today = clock.today(request.actor.zone)
    office = office_for(request.actor, None, permissions.KEEP, on=today)
    if office is None:
        return refused(request, not_nearby())
    form = EntryForm(request.POST or None, country=country_of(office.place_id), on=today)
    if form.is_valid():
        try:
            made = actions.add_entry(office=office, written=form.written(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.NotUnderstood as no:
            for fault in no.faults:
                form.add_error(None, f"{fault.place}: {fault.reason}")
        else:
            messages.success(request, gettext("It is on the map. Check it, so that people can be sent there."))
            return redirect("provision:entry", made.code)
    return render(request, "provision/entry_form.html", {"form": form}, status=422 if form.errors else 200)


@page(permissions.KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: ActorRequest, code: str) -> HttpResponse:
    """Put right what is said of an entry; what it said before stays to be read."""
    today = clock.today(request.actor.zone)
    held = seen(request, code)
    office = office_for(request.actor, held, permissions.KEEP, on=today)
    if office is None:
        return refused(request, not_nearby())
    said = queries.current(held).to_terms()
    form = EntryForm(request.POST or None, country=said.country, held=said, on=today)
    if not form.is_bound:
        form.initial["is_public"] = held.is_public
    if form.is_valid():
        try:
            actions.amend_entry(office=office, entry=held, written=form.written(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.NotUnderstood as no:
            for fault in no.faults:
                form.add_error(None, f"{fault.place}: {fault.reason}")
        except actions.NothingChanged:
            messages.info(request, gettext("Nothing is different from what was there, so nothing was changed."))
            return redirect("provision:entry", code)
        else:
            messages.success(request, gettext("Put right. Now it asks to be checked: phone, place and who can use it."))
            return redirect("provision:entry", code)
    context = {"form": form, "held": held}
    return render(request, "provision/entry_form.html", context, status=422 if form.errors else 200)


@page(permissions.KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: ActorRequest, code: str) -> HttpResponse:
    """Say that help is over."""
    today = clock.today(request.actor.zone)
    held = seen(request, code)
    office = office_for(request.actor, held, permissions.KEEP, on=today)
    if office is None:
        return refused(request, not_nearby())
    form = CloseForm(request.POST or None)
    if form.is_valid():
        because = form.cleaned_data["because"]
        try:
            actions.close_entry(office=office, entry=held, because=because, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.ClosedAlready:
            messages.info(request, gettext("It was closed before."))
        else:
            messages.success(request, gettext("Closed. It stays on the map, and nobody is sent there."))
        return redirect("provision:entry", code)
    return render(request, "provision/close.html", {"form": form, "held": held}, status=422 if form.errors else 200)


@page(permissions.KEEP)
@require_POST
def newer(request: ActorRequest, code: str) -> HttpResponse:
    """Let the newer text of the paper count instead of what an office wrote."""
    held = seen(request, code)
    office = office_for(request.actor, held, permissions.KEEP, on=clock.today(request.actor.zone))
    if office is None:
        return refused(request, not_nearby())
    try:
        actions.use_newer_text(office=office, entry=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NothingWaits:
        messages.info(request, gettext("No newer text waits."))
    else:
        messages.success(
            request, gettext("The text of the paper counts again. What your office wrote stays to be read.")
        )
    return redirect("provision:entry", code)
