"""Pages of pictures of papers: add one, open one for a reason, take one away."""

import base64
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed, look
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.returnees import actions, histories, permissions, portrait, queries, scans
from sankofa.returnees.forms.numbers import PurposeForm
from sankofa.returnees.forms.papers import REFUSED, ScanForm
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.store.pictures import NotAPicture

if TYPE_CHECKING:
    from sankofa.returnees.models import Person, Scan


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def add_scan(request: ActorRequest, person_id: str, document_id: UUID) -> HttpResponse:
    """Add a picture of a paper."""
    seen, today = _seen(request, person_id)
    paper = next((one for one in queries.documents_of(seen) if one.pk == document_id), None)
    if paper is None or not histories.may_amend(seen, viewer=request.actor, on=today):
        raise Http404
    shows(request, seen, permissions.VIEW, what="returnees.papers_page")
    sent = request.META.get("CONTENT_LENGTH") or "0"
    form = ScanForm(request.POST or None, request.FILES or None, sent_bytes=int(sent) if sent.isdecimal() else 0)
    if form.is_valid():
        try:
            actions.add_scan(
                person=seen,
                document_id=paper.pk,
                number=form.cleaned_data["number"],
                content=form.cleaned_data["file"].read(),
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except NotAPicture as no:
            form.add_error("file", REFUSED[no.problem])
        except actions.TooManyScans:
            told = gettext("There are %(count)s pictures of this paper already. Take one away first.")
            form.add_error("file", told % {"count": words.number(scans.OF_ONE_PAPER_MAX)})
        except actions.NumberOfAnother:
            form.add_error("file", gettext("This page was used for another paper. Open it anew and send the picture."))
        else:
            messages.success(request, gettext("The picture is kept, sealed. Where and when it was taken is not."))
            return redirect("returnees:papers", seen.pk)
    context = {**_bar(seen, today), "form": form, "paper": portrait.paper_kind(paper.kind)}
    return render(request, "returnees/add_scan.html", context, status=422 if form.is_bound else 200)


@page(permissions.OPEN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_scan(request: ActorRequest, person_id: str, scan_id: UUID) -> HttpResponse:
    """Ask what a picture is needed for, and show it in the answer to that, and nowhere else."""
    seen, today = _seen(request, person_id)
    held = _scan(request, seen, scan_id, today)
    shows(request, seen, permissions.OPEN)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    is_open = form.is_valid()
    picture = ""
    if is_open:
        content = scans.content_of(held)
        look(
            seen,
            permission=permissions.OPEN,
            by=request.actor,
            at=clock.now(),
            what="returnees.scan",
            purpose=form.cleaned_data["purpose"],
            words=form.cleaned_data["words"],
        )
        # In the page itself: a picture with an address of its own would be opened again without a reason.
        picture = f"data:{held.media_type};base64,{base64.b64encode(content).decode()}"
    context = {
        **_bar(seen, today),
        "form": form,
        "paper": portrait.paper_kind(held.document.kind),
        "picture": picture,
        "scan": held,
        "may_take_away": is_open and histories.may_amend(seen, viewer=request.actor, on=today),
    }
    return render(request, "returnees/scan.html", context, status=422 if form.is_bound and not is_open else 200)


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def take_away_scan(request: ActorRequest, person_id: str, scan_id: UUID) -> HttpResponse:
    """Ask once more, and take a picture away for good."""
    seen, today = _seen(request, person_id)
    held = _scan(request, seen, scan_id, today)
    if not histories.may_amend(seen, viewer=request.actor, on=today):
        raise Http404
    shows(request, seen, permissions.VIEW, what="returnees.papers_page")
    if request.method != "POST":
        context = {**_bar(seen, today), "paper": portrait.paper_kind(held.document.kind), "scan": held}
        return render(request, "returnees/take_away_scan.html", context)
    try:
        actions.take_away_scan(scan=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.TakenAwayAlready:
        messages.info(request, gettext("The picture was taken away before."))
    else:
        messages.success(request, gettext("The picture is gone for good."))
    return redirect("returnees:papers", seen.pk)


def _seen(request: ActorRequest, person_id: str) -> tuple["Person", date]:
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None or seen.erased_on is not None:
        raise Http404
    return seen, today


def _scan(request: ActorRequest, seen: "Person", scan_id: UUID, on: date) -> "Scan":
    held = scans.scan(scan_id, of=seen, viewer=request.actor, on=on)
    if held is None:
        raise Http404
    return held


def _bar(seen: "Person", on: date) -> dict[str, Any]:
    return {"person": seen, "identity": portrait.identity(seen, queries.journeys_of(seen), on=on)}
