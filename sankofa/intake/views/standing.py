"""Where a file stands: the page on which it is worked on next, and the page of long work under way."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sankofa.accounts import openings
from sankofa.accounts.pages import ActorRequest, shows
from sankofa.intake import queries
from sankofa.intake.permissions import SEND
from sankofa.intake.rules.brake import Brake
from sankofa.intake.rules.stages import Stage
from sankofa.kernel import clock

if TYPE_CHECKING:
    from sankofa.intake.models import IncomingFile

_PAGE_OF = {
    Stage.SENT: "intake:columns",
    Stage.MAPPED: "intake:check",
    Stage.CHECKED: "intake:rows",
    Stage.APPLYING: "intake:progress",
    Stage.DONE: "intake:receipt",
    Stage.UNDOING: "intake:undoing",
    Stage.UNDONE: "intake:undone",
}


def page_of(file: "IncomingFile") -> str:
    """Return the name of the page on which a file is worked on next."""
    if file.stage == Stage.CHECKED and file.brake == Brake.PULLED:
        return "intake:brake"
    return _PAGE_OF[Stage(file.stage)]


def today(request: ActorRequest) -> date:
    """Return the day where the reader is."""
    return clock.today(request.actor.zone)


def file_seen(request: ActorRequest, file_id: str) -> "IncomingFile":
    """Return a file that the reader may see, counted without what is hidden from them."""
    file = get_object_or_404(queries.files_for(request.actor, on=today(request)), pk=file_id)
    queries.without_hidden([file], hidden=openings.hidden_from(request.actor, on=today(request)))
    shows(request, file, SEND)
    return file


def onward(request: ActorRequest, file: "IncomingFile") -> HttpResponse:
    """Lead to the page on which a file is worked on next, whether the page or htmx asked."""
    url = reverse(page_of(file), args=[file.pk])
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = url
        return answer
    return redirect(url)


def working(
    request: ActorRequest,
    file: "IncomingFile",
    *,
    title: str,
    note: str,
    go_on: str,
    done: int | None = None,
    total: int | None = None,
    may_undo: bool = False,
) -> HttpResponse:
    """Show how far long work on a file is; it goes on from here."""
    whole = not request.headers.get("HX-Request")
    work = {
        "label": title,
        "done": file.cursor if done is None else done,
        "total": file.rows_total if total is None else total,
        "note": note,
    }
    return render(
        request,
        "intake/progress.html" if whole else "intake/working.html",
        {"file": file, "title": title, "work": work, "go_on_url": reverse(go_on, args=[file.pk]), "may_undo": may_undo},
    )
