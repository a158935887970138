"""Pages of counted events: the list, writing one down, correcting it, and the list as a file."""

import csv
from io import StringIO
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed, who_acts
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock
from sankofa.returnees import actions, asked_privately, permissions
from sankofa.returnees.forms.headcounts import HeadcountForm, field_of
from sankofa.returnees.rules import headcounts as rules
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.returnees.models import Headcount

SHOWN_MAX = 200


@page(permissions.COUNT)
@require_safe
def headcounts(request: ActorRequest) -> HttpResponse:
    """Show the events whose people were counted, the newest first."""
    today = clock.today(request.actor.zone)
    found = asked_privately.headcounts(request.actor, on=today)
    rows = [
        {
            "pk": held.pk,
            "day": words.day(held.held_on),
            "place": held.place,
            "event": held.get_event_display(),
            "office": held.office.name,
            "women": _told(rules.total(held.counts, rules.of_sex("female"))),
            "men": _told(rules.total(held.counts, rules.of_sex("male"))),
            "total": _told(rules.total(held.counts)),
        }
        for held in found[:SHOWN_MAX]
    ]
    may_count = offices_of(request.actor, permissions.COUNT, on=today).exists()
    return render(request, "returnees/headcounts.html", {"rows": rows, "may_count": may_count})


@page(permissions.COUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def note_headcount(request: ActorRequest) -> HttpResponse:
    """Write down who came to an event."""
    today = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.COUNT, on=today))
    if not offices:
        raise Http404
    form = HeadcountForm(
        request.POST or None, offices=offices, initial={"held_on": today, "office": request.actor.office}
    )
    if form.is_valid():
        office = next(one for one in offices if str(one.pk) == form.cleaned_data["office"])
        try:
            actions.note_headcount(office=office, **form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.NotYetHeld:
            form.add_error("held_on", gettext("This day is still to come."))
        else:
            messages.success(request, gettext("Counted."))
            return redirect("returnees:headcounts")
    return _form_page(request, form, gettext("Count an event"))


@page(permissions.COUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def headcount(request: ActorRequest, headcount_id: str) -> HttpResponse:
    """Show one event, and correct what was counted."""
    today = clock.today(request.actor.zone)
    held = asked_privately.headcounts(request.actor, on=today).filter(pk=headcount_id).first()
    if held is None:
        raise Http404
    shows(request, held, permissions.COUNT)
    form = HeadcountForm(request.POST or None, offices=[held.office], initial=_recorded(held))
    if form.is_valid():
        try:
            actions.correct_headcount(headcount=held, **form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.NotYetHeld:
            form.add_error("held_on", gettext("This day is still to come."))
        else:
            messages.success(request, gettext("Saved. What it was before stays in the history."))
            return redirect("returnees:headcounts")
    return _form_page(request, form, gettext("An event"))


@page(permissions.COUNT)
@require_safe
def headcounts_file(request: ActorRequest) -> HttpResponse:
    """Give the counted events as a table for spreadsheets; a cell that nobody counted stays empty."""
    today = clock.today(request.actor.zone)
    text = StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(["day", "office", "place", "event", *rules.CELLS, "total", "complete"])
    rows = 0
    for held in asked_privately.headcounts(request.actor, on=today).iterator():
        whole = rules.total(held.counts)
        cells = [held.counts.get(cell, "") for cell in rules.CELLS]
        told = [held.held_on.isoformat(), _safe(held.office.name), _safe(held.place), held.event]
        table.writerow(
            [*told, *cells, "" if whole.people is None else whole.people, "yes" if whole.is_complete else "no"]
        )
        rows += 1
    audit.record(
        kind=Kind.EXPORT,
        action="returnees.headcounts_file",
        who=who_acts(request.actor),
        at=clock.now(),
        detail={"rows": rows},
    )
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="counted-events.csv"'
    return answer


def _safe(text: str) -> str:
    """Return words that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _told(total: rules.Total) -> str | None:
    if total.people is None:
        return None
    number = words.number(total.people)
    return number if total.is_complete else gettext("at least %(number)s") % {"number": number}


def _recorded(held: "Headcount") -> dict[str, object]:
    counts = {field_of(cell): number for cell, number in held.counts.items()}
    return {
        "held_on": held.held_on,
        "place": held.place,
        "event": held.event,
        "note": held.note,
        "office": str(held.office_id),
        **counts,
    }


def _form_page(request: ActorRequest, form: HeadcountForm, title: str) -> HttpResponse:
    return render(
        request, "returnees/headcount.html", {"form": form, "title": title}, status=422 if form.errors else 200
    )
