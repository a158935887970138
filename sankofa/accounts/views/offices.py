"""Pages of organisations and their offices: add, rename, close, found a partner."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import actions, roster
from sankofa.accounts.forms.staff import NameForm, OfficeForm, PartnerForm
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.permissions import MANAGE
from sankofa.kernel import clock

if TYPE_CHECKING:
    from django import forms

    from sankofa.accounts.models import Office, Organisation

CHANGES = ["GET", "HEAD", "POST"]


@page(MANAGE)
@require_safe
def offices(request: ActorRequest) -> HttpResponse:
    """List the organisations and offices whose staff one manages."""
    today = clock.today(request.actor.zone)
    rows = [
        {
            "organisation": organisation,
            "is_whole": roster.organisation(str(organisation.pk), viewer=request.actor, on=today) is not None,
            "offices": roster.offices_in(organisation, viewer=request.actor, on=today),
        }
        for organisation in roster.organisations_of(request.actor, on=today)
    ]
    context = {"rows": rows, "may_found": roster.may_found(request.actor, on=today)}
    return render(request, "accounts/offices.html", context)


@page(MANAGE)
@require_http_methods(CHANGES)
def office(request: ActorRequest, office_id: str) -> HttpResponse:
    """Rename an office, or close it."""
    held = _office(request, office_id)
    form = NameForm(request.POST or None, initial={"name": held.name})
    if form.is_valid():
        try:
            actions.rename_office(office=held, name=form.cleaned_data["name"], by=request.actor, at=clock.now())
        except actions.NameTaken:
            form.add_error("name", _name_taken())
        else:
            messages.success(request, _("The new name is saved."))
            return redirect("accounts:offices")
    return _answer(request, form, title=held.name, submit=_("Save the name"), office=held)


@page(MANAGE)
@require_POST
def close(request: ActorRequest, office_id: str) -> HttpResponse:
    """Close an office in which nobody works any more."""
    held = _office(request, office_id)
    try:
        actions.close_office(office=held, by=request.actor, at=clock.now())
    except actions.StillStaffed as staffed:
        messages.error(
            request,
            ngettext(
                "%(count)s person still works there. They leave first.",
                "%(count)s people still work there. They leave first.",
                staffed.people,
            )
            % {"count": staffed.people},
        )
        return redirect("accounts:office", held.pk)
    messages.success(request, _("The office is closed. Its people in the register stay."))
    return redirect("accounts:offices")


@page(MANAGE)
@require_http_methods(CHANGES)
def organisation(request: ActorRequest, organisation_id: str) -> HttpResponse:
    """Rename an organisation."""
    held = _organisation(request, organisation_id)
    form = NameForm(request.POST or None, initial={"name": held.name})
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            actions.rename_organisation(organisation=held, name=name, by=request.actor, at=clock.now())
        except actions.NameTaken:
            form.add_error("name", _name_taken())
        else:
            messages.success(request, _("The new name is saved."))
            return redirect("accounts:offices")
    return _answer(request, form, title=held.name, submit=_("Save the name"), organisation=held)


@page(MANAGE)
@require_http_methods(CHANGES)
def add(request: ActorRequest, organisation_id: str) -> HttpResponse:
    """Open another office of an organisation."""
    held = _organisation(request, organisation_id)
    first = roster.offices_in(held, viewer=request.actor, on=clock.today(request.actor.zone))
    initial = {"zone": first[0].zone, "place": first[0].place_id} if first else {}
    form = OfficeForm(request.POST or None, offered={"place": roster.place_choices(held)}, initial=initial)
    if form.is_valid():
        try:
            actions.add_office(organisation=held, **form.cleaned_data, by=request.actor, at=clock.now())
        except actions.NameTaken:
            form.add_error("name", _name_taken())
        else:
            messages.success(request, _("The office is open."))
            return redirect("accounts:offices")
    return _answer(request, form, title=_("Add an office"), submit=_("Open the office"))


@page(MANAGE)
@require_http_methods(CHANGES)
def found(request: ActorRequest) -> HttpResponse:
    """Found a partner organisation with its first office: for those who manage all organisations."""
    if not roster.may_found(request.actor, on=clock.today(request.actor.zone)):
        raise Http404
    form = PartnerForm(request.POST or None, offered={"place": roster.place_choices(None)})
    if form.is_valid():
        said = form.cleaned_data
        beside = roster.office(str(request.actor.office)).organisation
        try:
            actions.found_partner(
                beside=beside,
                name=said["organisation"],
                kind=said["kind"],
                office=said["name"],
                place=said["place"],
                zone=said["zone"],
                by=request.actor,
                at=clock.now(),
            )
        except actions.NameTaken:
            form.add_error("organisation", _name_taken())
        else:
            messages.success(request, _("The organisation is entered. Invite its first administrator now."))
            return redirect("accounts:offices")
    return _answer(request, form, title=_("Add a partner organisation"), submit=_("Add it"))


def _office(request: ActorRequest, office_id: str) -> "Office":
    held = roster.managed_office(office_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    shows(request, held, MANAGE)
    return held


def _organisation(request: ActorRequest, organisation_id: str) -> "Organisation":
    held = roster.organisation(organisation_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    shows(request, held, MANAGE)
    return held


def _answer(
    request: ActorRequest, form: "forms.Form", *, title: str, submit: str, **closing: "Office | Organisation"
) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, **closing}
    return render(request, "accounts/office_form.html", context, status=422 if form.is_bound else 200)


def _name_taken() -> str:
    return _("This name is taken already. Choose another one.")
