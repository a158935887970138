"""The page of a list that was stopped: how many rows look like people who are there already, ten of them, what now."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sankofa.accounts import openings
from sankofa.accounts.pages import ActorRequest, page
from sankofa.accounts.queries import decision_on
from sankofa.intake import actions, queries, rows_shown, sentences
from sankofa.intake.contents import at_work
from sankofa.intake.forms import BrakeForm
from sankofa.intake.permissions import RELEASE, SEND
from sankofa.intake.rules.brake import MATCHES_MAX
from sankofa.intake.views.coming_in import while_kept
from sankofa.intake.views.standing import file_seen, page_of, today
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding

if TYPE_CHECKING:
    from sankofa.intake.models import IncomingFile

SHOWN_MAX = 10


@page(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@while_kept
def brake(request: ActorRequest, file_id: str) -> HttpResponse:
    """Show why a list was stopped, and take how it goes on: only the others, all of it for a reason, or not at all."""
    file = file_seen(request, file_id)
    if page_of(file) != "intake:brake":
        return redirect(page_of(file), file.pk)
    may_release = decision_on(file, actor=request.actor, permission=RELEASE, on=today(request)).allowed
    form = BrakeForm(request.POST or None, may_release=may_release)
    if form.is_valid():
        try:
            if form.cleaned_data["how"] == BrakeForm.OTHERS:
                actions.leave_out_alike(file=file, by=request.actor, at=clock.now())
            else:
                actions.release(file=file, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        except actions.NotStopped:
            pass  # a colleague said how it goes on, a moment ago
        return redirect("intake:rows", file.pk)
    hidden = openings.hidden_from(request.actor, on=today(request))
    found = queries.alikes(file, hidden=hidden)
    return render(
        request,
        "intake/brake.html",
        {
            "file": file,
            "form": form,
            "found": found,
            "others": found.going_in - found.alike,
            "one_many": found.most if found.most > MATCHES_MAX else 0,
            "rows": _rows(file, hidden=hidden),
            "may_release": may_release,
        },
        status=422 if form.is_bound else 200,
    )


def _rows(file: "IncomingFile", *, hidden: frozenset[str]) -> list[dict[str, Any]]:
    """Return the ten rows that look most like somebody, with the evidence; but for records hidden from the reader.

    Somebody may have been protected since the rows were judged.
    """
    work = at_work(file)
    shown = [row for row in queries.alike_rows(file) if row.alike.get("subject") not in hidden]
    likeliest = sorted(shown, key=lambda row: (-row.alike["score"], row.row))[:SHOWN_MAX]
    said = {row.number: rows_shown.says(row, work) for row in work.rows_numbered({row.row for row in likeliest})}
    return [
        {
            "number": row.row,
            "says": said.get(row.row, ""),
            "url": work.importer.link(row.alike["subject"]) if row.alike.get("subject") else "",
            "like": _("Open the record")
            if row.alike.get("subject")
            else _("Row %(row)s of this list") % {"row": row.alike["row"]},
            "evidence": [sentences.sentence(Finding.of_record(held), work.importer) for held in row.alike["findings"]],
        }
        for row in likeliest
    ]
