"""Pages of directories: those of others come in as lists, and our map goes out in the forms that others read."""

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.intake import actions as intake
from sankofa.intake import files, sentences
from sankofa.intake import permissions as intake_may
from sankofa.intake.importers import importer_called
from sankofa.intake.queries import offices_to_send_for
from sankofa.kernel import clock
from sankofa.places import queries as places
from sankofa.places.rules.naming import country_name
from sankofa.provision import gaps, permissions, queries
from sankofa.provision.fields import fields
from sankofa.provision.forms.directories import DirectoryForm
from sankofa.provision.rules.directories import hsds, written
from sankofa.provision.rules.directories.terms import CHECKED
from sankofa.provision.rules.matrix import Placed

LIST, DIRECTORY = "list", "directory"
_KINDS = {LIST: ("csv", "text/csv; charset=utf-8"), DIRECTORY: ("json", "application/json")}


@page(permissions.VIEW)
@require_safe
def lists(request: ActorRequest) -> HttpResponse:
    """Show how lists of others come in and how ours goes out."""
    today = clock.today(request.actor.zone)
    language = get_language() or "en"
    countries = [{"code": one.pk, "name": country_name(one.pk, language)} for one in places.origins()]
    home = gaps.home_country(request.actor, on=today)
    countries.sort(key=lambda one: (one["code"] != home, one["name"]))
    may_send = bool(offices_to_send_for(request.actor, importer_called("services"), on=today))
    return render(request, "provision/lists.html", {"countries": countries, "may_send": may_send})


@page(intake_may.SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: ActorRequest) -> HttpResponse:
    """Take a directory and lay it out as a list; it then comes in like every list, row by row."""
    offices = list(offices_to_send_for(request.actor, importer_called("services"), on=clock.today(request.actor.zone)))
    if not offices:
        raise Http404
    form = DirectoryForm(
        request.POST or None,
        request.FILES or None,
        offices=[(str(one.pk), one.name) for one in offices],
        home=request.actor.office,
    )
    if form.is_valid():
        given = form.cleaned_data["file"]
        office = next(one for one in offices if str(one.pk) == form.cleaned_data["office"])
        try:
            if given.size > files.BYTES_MAX:
                raise files.TooLarge(megabytes=files.BYTES_MAX >> 20)
            laid_out = files.csv_of(_with_headings(hsds.list_of(given.read())), delimiter=",")
            sent = intake.send(
                office=office,
                importer="services",
                name=f"{given.name.rpartition('.')[0] or given.name}.csv",
                content=laid_out,
                by=request.actor,
                at=clock.now(),
            )
        except hsds.NotADirectory as no:
            form.add_error("file", _not_a_directory(no.why))
        except files.Unreadable as no:
            form.add_error("file", sentences.refusal(no))
        else:
            return redirect("intake:columns", sent.pk)
    return render(request, "provision/send_directory.html", {"form": form}, status=422 if form.errors else 200)


@page(permissions.VIEW)
@never_cache
@require_safe
def take(request: ActorRequest, country: str, form: str) -> HttpResponse:
    """Hand out a country’s map as a list with tags, or as a directory."""
    if form not in _KINDS or not any(one.pk == country for one in places.origins()):
        raise Http404
    today = clock.today(request.actor.zone)
    entries = [one.entry for one in sorted(_taken(request, country), key=lambda one: one.entry.code)]
    language = get_language() or "en"
    paths = {area for entry in entries for area in entry.areas if "." in area}
    place_names = {**places.full_names(paths, language), country: country_name(country, language)}
    checked = queries.last_checked(request.actor, country, on=today)
    names = queries.names_of(code for entry in entries for code in entry.run_by)
    ending, kind = _KINDS[form]
    if form == LIST:
        headings = {spec.code: str(_(spec.label)) for spec in fields()}
        headings[CHECKED] = _("Last checked")
        lines = written.lines(
            entries, headings=headings, place_names=place_names, names=names, checked=checked, on=today
        )
        content = files.csv_of(lines, delimiter=",")
    else:
        page_of_services = hsds.written(entries, place_names=place_names, names=names, checked=checked, on=today)
        content = json.dumps(page_of_services, ensure_ascii=False, indent=1).encode()
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{country}-{form}-{today.isoformat()}.{ending}"'
    return answer


def _taken(request: ActorRequest, country: str) -> list[Placed]:
    return gaps.placed(country, viewer=request.actor, on=clock.today(request.actor.zone))


def _with_headings(lines: list[list[str]]) -> list[list[Any]]:
    """Lines whose first row are tags, with the words that our own lists have over them."""
    by_tag = {spec.hxl: str(_(spec.label)) for spec in fields()}
    return [[by_tag.get(tag, tag) for tag in lines[0]], *lines]


def _not_a_directory(why: str) -> str:
    return {
        "empty": _("The file is empty."),
        "json": _("The file is not whole, or no directory. Ask for it again."),
        "package": _("The package cannot be opened. Ask for it again."),
        "too_large": _("The package unpacks to more than we take in. Ask for a part of it."),
        "services": _("The file holds no service. Ask for the file that lists services."),
    }[why]
