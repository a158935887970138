"""Pages of lists that leave the register: those asked for, a new one, one list with its dictionary, tracing a copy."""

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.accounts.rules import access
from sankofa.kernel import clock
from sankofa.returnees import actions, permissions, queries
from sankofa.returnees.forms.exporting import ExportForm, TraceForm
from sankofa.returnees.leaving import files, people
from sankofa.returnees.leaving.columns import GROUP_LABELS
from sankofa.returnees.rules.exporting import (
    NAMED_ALONE_MAX,
    UNNAMED_ALONE_MAX,
    Format,
    Group,
)
from sankofa.shell import words
from sankofa.shell.paging import pages_of
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.returnees.models import Export

PAGE_ROWS = 25
TYPES: Mapping[Format, str] = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.PARQUET: "application/vnd.apache.parquet",
}


@page(permissions.EXPORT)
@require_safe
def exports(request: ActorRequest) -> HttpResponse:
    """Show the lists that were asked for, the newest first."""
    return _list_page(request, TraceForm())


@page(permissions.EXPORT)
@require_POST
def trace(request: ActorRequest) -> HttpResponse:
    """Say from which list a copy comes that was found somewhere."""
    form = TraceForm(request.POST)
    if not form.is_valid():
        return _list_page(request, form)
    found = people.traced(form.cleaned_data["said"], viewer=request.actor, on=clock.today(request.actor.zone))
    if found is not None:
        messages.info(request, _("This copy comes from the list below."))
        return redirect("returnees:export", found.pk)
    form.add_error(
        "said",
        _("No list that you may see has this number or mark. Copy it whole: a mark has 32 signs, 0 to 9 and a to f."),
    )
    return _list_page(request, form)


@page(permissions.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_export(request: ActorRequest) -> HttpResponse:
    """Ask for a list; a short one is ready at once, a long one waits for a second person."""
    today = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.EXPORT, on=today))
    form = ExportForm(
        request.POST or None,
        allowed=people.groups_allowed(request.actor, on=today),
        destinations=queries.destinations_seen(request.actor, on=today, permission=permissions.EXPORT),
        offices=offices,
        initial={"office": request.actor.office},
    )
    if not form.is_valid():
        return _form_page(request, form)
    office = next(one for one in offices if str(one.pk) == form.cleaned_data["office"])
    try:
        made = actions.ask_export(
            office=office,
            groups=form.cleaned_data["groups"],
            format=form.cleaned_data["format"],
            narrowed=form.narrowed(),
            purpose=form.cleaned_data["purpose"],
            by=request.actor,
            at=clock.now(),
        )
    except actions.NobodyInIt:
        form.add_error(None, _("Nobody whom you may take out fits this. Remove a condition."))
        return _form_page(request, form)
    except actions.TooLongForWorkbook as long:
        form.add_error(
            "format",
            _("The list has %(rows)s people, more than a workbook here may hold. Choose CSV or Parquet.")
            % {"rows": words.number(long.rows)},
        )
        return _form_page(request, form)
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    if not people.needs_agreement(made, viewer=request.actor, at=clock.now()):
        actions.release_export(export=made, by=request.actor, at=clock.now())
    return redirect("returnees:export", made.pk)


@page(permissions.EXPORT)
@require_safe
def export(request: ActorRequest, export_id: str) -> HttpResponse:
    """Show one list: who asked, what for, what it holds, and where it is taken or proposed."""
    held = _export(request, export_id)
    is_own = str(held.asked_by_id) == request.actor.id
    is_open = held.until_at is not None and clock.now() < held.until_at
    context = {
        "export": held,
        "facts": {"title": _("The list"), "rows": _facts(held)},
        "table": {
            "caption": _("Dictionary"),
            "hide_caption": True,
            "columns": [{"label": label} for label in files.dictionary_head()],
            "rows": [{"cells": line} for line in files.dictionary(held)],
        },
        "columns": len(files.dictionary(held)),
        "may_take": is_own and is_open,
        "is_over": held.until_at is not None and not is_open,
        "may_propose": is_own and held.until_at is None,
        "until": words.moment(held.until_at) if held.until_at is not None else "",
    }
    return render(request, "returnees/export.html", context)


@page(permissions.EXPORT)
@require_POST
def release_export(request: ActorRequest, export_id: str) -> HttpResponse:
    """Ask a second person to agree to a long list."""
    held = _export(request, export_id)
    try:
        actions.release_export(export=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NotYours:
        return refused(request, _("Somebody else asked for this list. Only they take it."))
    return redirect("returnees:export", held.pk)


@page(permissions.EXPORT)
@require_POST
def take_export(request: ActorRequest, export_id: str) -> HttpResponseBase:
    """Hand a list out, part by part, on record."""
    held = _export(request, export_id)
    at = clock.now()
    try:
        taken = actions.take_export(export=held, by=request.actor, at=at).export
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NotYours:
        return refused(request, _("Somebody else asked for this list. Only they take it."))
    except actions.NotReady:
        return refused(request, _("This list is not ready, or its day is over. Ask for it anew."))
    except actions.MayNotTake:
        return refused(request, _("Your role does not reach everything in this list any more. Ask for it anew."))
    rows = people.rows_of(taken, viewer=request.actor, on=clock.today(request.actor.zone))
    marks = files.about(taken, taken_by=request.actor.name, taken_at=words.moment(at))
    answer = StreamingHttpResponse(files.written(taken, rows, marks), content_type=TYPES[Format(taken.format)])
    answer["Content-Disposition"] = f'attachment; filename="{taken.receipt}.{taken.format}"'
    answer["Cache-Control"] = "no-store"
    return answer


@page(permissions.EXPORT)
@require_safe
def export_dictionary(request: ActorRequest, export_id: str) -> HttpResponse:
    """Hand out the data dictionary of a list, for those whose format has no room for it."""
    held = _export(request, export_id)
    text = io.StringIO()
    csv.writer(text).writerows([files.dictionary_head(), *files.dictionary(held)])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{held.receipt}-dictionary.csv"'
    return answer


def _export(request: ActorRequest, export_id: str) -> "Export":
    found = people.exports(request.actor, on=clock.today(request.actor.zone)).filter(pk=export_id).first()
    if found is None:
        raise Http404
    shows(request, found, permissions.EXPORT, what="returnees.export_page")
    return found


def _facts(held: "Export") -> list[dict[str, Any]]:
    return [
        {"label": _("Asked for by"), "value": held.asked_by.name},
        {"label": _("Office"), "value": held.office.name},
        {"label": _("Asked for"), "value": words.moment(held.asked_at)},
        {"label": _("What for"), "value": held.purpose},
        {"label": _("People"), "value": words.number(held.rows)},
        {
            "label": _("What it shows"),
            "value": "; ".join(_(GROUP_LABELS[one]) for one in Group if one in held.held_groups),
        },
        {"label": _("Format"), "value": held.format.upper()},
        {"label": _("Taken"), "value": _times(held.taken)},
    ]


def _times(count: int) -> str:
    if not count:
        return _("not yet")
    return ngettext("%(count)s time", "%(count)s times", count) % {"count": words.number(count)}


def _list_page(request: ActorRequest, form: TraceForm) -> HttpResponse:
    found = people.exports(request.actor, on=clock.today(request.actor.zone))
    shown = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    rows = [
        {
            "id": one.pk,
            "number": one.receipt,
            "who": one.asked_by.name,
            "at": words.moment(one.asked_at),
            "people": ngettext("%(count)s person", "%(count)s people", one.rows) % {"count": words.number(one.rows)},
            "purpose": one.purpose,
            "state": one.get_state_display(),
        }
        for one in shown
    ]
    context = {"rows": rows, "pages": pages_of(shown, request.GET), "form": form}
    return render(request, "returnees/exports.html", context, status=422 if form.is_bound else 200)


def _form_page(request: ActorRequest, form: ExportForm) -> HttpResponse:
    context = {
        "form": form,
        "named_max": words.number(NAMED_ALONE_MAX),
        "unnamed_max": words.number(UNNAMED_ALONE_MAX),
        "may_name": access.holds(request.actor.grants, permissions.EXPORT_NAMED, on=clock.today(request.actor.zone)),
    }
    return render(request, "returnees/new_export.html", context, status=422 if form.is_bound else 200)
