"""Pages of what partners ask for, and of what is due about papers."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from babel.lists import format_list
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.kernel import clock
from sankofa.returnees import actions, papers, permissions, portrait, requirements
from sankofa.returnees.forms.papers import RequirementForm
from sankofa.returnees.rules.paper_gaps import Need
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sankofa.returnees.models import Document, PaperHelp, Requirement

SHOWN_MAX = 100


@page(permissions.VIEW)
@require_safe
def due(request: ActorRequest) -> HttpResponse:
    """Show whose papers run out soon, and which help with papers is to be looked at."""
    today = clock.today(request.actor.zone)
    found = requirements.due(request.actor, on=today)
    context = {"running_out": _running_out(found.running_out), "helps": _helps(found.helps)}
    return render(request, "returnees/papers_due.html", context)


@page(permissions.NOTE_REQUIREMENT)
@require_safe
def asked_for(request: ActorRequest) -> HttpResponse:
    """Show which papers partners ask for, those that count first."""
    rows = [_row(one) for one in requirements.listed(request.actor, on=clock.today(request.actor.zone))]
    context = {"rows": [row for row in rows if row["counts"]], "past": [row for row in rows if not row["counts"]]}
    return render(request, "returnees/asked_for.html", context)


@page(permissions.NOTE_REQUIREMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def note_requirement(request: ActorRequest) -> HttpResponse:
    """Write down what a partner asks for."""
    today = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.NOTE_REQUIREMENT, on=today))
    office = next((one for one in offices if str(one.pk) == request.actor.office), offices[0] if offices else None)
    if office is None:
        raise Http404
    form = RequirementForm(request.POST or None, initial={"from_on": today})
    if form.is_valid():
        try:
            actions.note_requirement(office=office, **form.told(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        messages.success(request, gettext("Written down. It counts for everybody whom your organisation looks after."))
        return redirect("returnees:asked_for")
    return render(request, "returnees/requirement.html", {"form": form}, status=422 if form.is_bound else 200)


@page(permissions.NOTE_REQUIREMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def change_requirement(request: ActorRequest, requirement_id: UUID) -> HttpResponse:
    """Write down that a partner asks for something else from today on."""
    held = _requirement(request, requirement_id)
    form = RequirementForm(request.POST or None, with_since=False, initial=RequirementForm.typed(held))
    if form.is_valid():
        try:
            actions.change_requirement(requirement=held, **form.told(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.EndedAlready:
            messages.info(request, gettext("This counts no more; it was changed or ended before."))
        else:
            messages.success(request, gettext("Written down. What was asked for before stays to be read."))
        return redirect("returnees:asked_for")
    context = {"form": form, "held": held}
    return render(request, "returnees/requirement.html", context, status=422 if form.is_bound else 200)


@page(permissions.NOTE_REQUIREMENT)
@require_POST
def end_requirement(request: ActorRequest, requirement_id: UUID) -> HttpResponse:
    """Write down that a partner asks for this no more."""
    held = _requirement(request, requirement_id)
    try:
        actions.end_requirement(requirement=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.EndedAlready:
        messages.info(request, gettext("This counts no more; it was changed or ended before."))
    else:
        messages.success(request, gettext("Ended. Nobody is asked for these papers any more."))
    return redirect("returnees:asked_for")


def need_words(need: Need) -> str:
    """Return in words what is asked for: one of several kinds, and for how long it has to be good."""
    locale = (get_language() or "en").replace("-", "_")
    kinds = format_list([portrait.paper_kind(kind) for kind in need.kinds], style="or", locale=locale)
    if not need.days_left_min:
        return kinds
    return gettext("%(kinds)s, valid for %(days)s days more") % {
        "kinds": kinds,
        "days": words.number(need.days_left_min),
    }


def _requirement(request: ActorRequest, requirement_id: UUID) -> "Requirement":
    held = requirements.listed(request.actor, on=clock.today(request.actor.zone)).filter(pk=requirement_id).first()
    if held is None:
        raise Http404
    shows(request, held, permissions.NOTE_REQUIREMENT)
    return held


def _row(held: "Requirement") -> dict[str, Any]:
    span = (
        gettext("since %(day)s") % {"day": words.day(held.from_on)}
        if held.until_on is None
        else gettext("from %(day)s until %(until)s")
        % {"day": words.day(held.from_on), "until": words.day(held.until_on)}
    )
    return {
        "pk": held.pk,
        "partner": held.partner,
        "purpose": held.purpose,
        "needs": [need_words(need) for need in held.to_terms()],
        "note": f"{span} · {held.said_by}",
        "counts": held.until_on is None,
    }


def _running_out(found: "QuerySet[Document]") -> Sequence[dict[str, Any]]:
    return [
        {
            "name": portrait.name(paper.person),
            "code": paper.person.case_number,
            "what": papers.running_out_words(paper),
            "person_id": paper.person_id,
        }
        for paper in found[:SHOWN_MAX]
    ]


def _helps(found: "QuerySet[PaperHelp]") -> Sequence[dict[str, Any]]:
    return [
        {
            "name": portrait.name(held.person),
            "code": held.person.case_number,
            "what": papers.help_words(held),
            "due": words.day(held.due_on),
            "person_id": held.person_id,
            "pk": held.pk,
        }
        for held in found[:SHOWN_MAX]
    ]
