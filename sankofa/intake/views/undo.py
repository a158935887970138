"""Pages of taking a list back: what can go and who stays, a second look, the work, and what became of it."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import hooks, openings
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.intake import actions, queries, sentences
from sankofa.intake.forms import UndoForm
from sankofa.intake.importers import importer_called
from sankofa.intake.permissions import SEND, UNDO
from sankofa.intake.rules.stages import Stage, Undone
from sankofa.intake.views.coming_in import WORKING_TIME
from sankofa.intake.views.standing import file_seen, onward, page_of, today, working
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.intake.models import IncomingFile, RowResult

STAYING_SHOWN_MAX = 50
SUBJECTS_AT_ONCE = 500


@page(UNDO)
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: ActorRequest, file_id: str) -> HttpResponse:
    """Say who can go and who stays and why; ask for a reason, then once more, and take the list back."""
    file = file_seen(request, file_id)
    if file.stage in {Stage.UNDOING, Stage.UNDONE}:
        return redirect(page_of(file), file.pk)
    try:
        actions.check_may_undo(file, by=request.actor, at=clock.now())
    except actions.NotNow:
        return redirect(page_of(file), file.pk)
    except actions.SentBySomebodyElse:
        return refused(request, _("A colleague sent this list. Ask them, or your supervisor, to take it back."))
    form = UndoForm(request.POST or None)
    if form.is_valid() and form.cleaned_data["is_meant"]:
        actions.begin_undo(file=file, reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        return _go_on(request, file_seen(request, file_id))
    rows = list(queries.came_in(file, hidden=_hidden(request)).filter(undone=""))
    staying = _staying(file, [row.subject_id for row in rows])
    going = len(rows) - len(staying)
    context = {
        "file": file,
        "form": form,
        "going": going,
        "going_words": ngettext("%(count)s row can go out again", "%(count)s rows can go out again", going)
        % {"count": words.number(going)},
        "staying_words": ngettext("%(count)s row stays", "%(count)s rows stay", len(staying))
        % {"count": words.number(len(staying))},
        "staying": _staying_rows(file, [row for row in rows if row.subject_id in staying], staying),
        "is_cut": len(staying) > STAYING_SHOWN_MAX,
        "by_two": any(hooks.reserved.answers(actions.BEGIN_UNDO, file, request.actor)),
        "leave_url": reverse("intake:receipt", args=[file.pk]) if file.stage == Stage.DONE else reverse("intake:files"),
    }
    if form.is_valid():
        return render(request, "intake/undo_meant.html", context)
    return render(request, "intake/undo.html", context, status=422 if form.is_bound else 200)


@page(UNDO)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undoing(request: ActorRequest, file_id: str) -> HttpResponse:
    """Take people out for a few seconds when asked to; then show how far it is, or what became of it."""
    file = file_seen(request, file_id)
    if file.stage != Stage.UNDOING:
        return onward(request, file)
    if request.method == "POST":
        return _go_on(request, file)
    return _under_way(request, file)


@page(SEND)
@require_safe
def undone(request: ActorRequest, file_id: str) -> HttpResponse:
    """Show what became of a list that was taken back."""
    file = file_seen(request, file_id)
    if file.stage != Stage.UNDONE or file.undone_at is None:
        return redirect(page_of(file), file.pk)
    counts = queries.undone_counts(file, hidden=_hidden(request))
    out, stay = counts[Undone.OUT], counts[Undone.STAYS]
    steps = [
        ngettext(
            "%(count)s row was taken out again.",
            "%(count)s rows were taken out again.",
            out,
        )
        % {"count": words.number(out)}
    ]
    if stay:
        steps.append(
            ngettext(
                "%(count)s row stays, because something was built on it since.",
                "%(count)s rows stay, because something was built on them since.",
                stay,
            )
            % {"count": words.number(stay)}
        )
    steps.append(_("The list itself and this receipt stay. The same list can be sent again."))
    receipt = {
        "title": _("The list was taken back"),
        "number": file.receipt,
        "at": words.moment(file.undone_at),
        "next": steps,
        "on_url": reverse("intake:rows", args=[file.pk]),
        "on_label": _("See every row"),
    }
    return render(request, "intake/undone.html", {"file": file, "receipt": receipt, "reason": file.undo_reason or ""})


def _go_on(request: ActorRequest, file: "IncomingFile") -> HttpResponse:
    started = clock.now()
    while True:
        try:
            done = actions.undo_next(file=file, by=request.actor, at=clock.now())
        except (NotAllowed, actions.SentBySomebodyElse):
            return refused(
                request,
                _("Your role may not take these rows out again. Ask your administrator."),
            )
        if done.stage == Stage.UNDONE or clock.now() - started > WORKING_TIME:
            break
    file = file_seen(request, str(file.pk))
    return onward(request, file) if file.stage == Stage.UNDONE else _under_way(request, file)


def _under_way(request: ActorRequest, file: "IncomingFile") -> HttpResponse:
    counts = queries.undone_counts(file, hidden=_hidden(request))
    return working(
        request,
        file,
        title=_("The list is being taken back"),
        note=_("If the connection breaks, come back to this page: it goes on where it stopped."),
        go_on="intake:undoing",
        done=counts[Undone.OUT] + counts[Undone.STAYS],
        total=sum(counts.values()),
    )


def _hidden(request: ActorRequest) -> frozenset[str]:
    return openings.hidden_from(request.actor, on=today(request))


def _staying(file: "IncomingFile", subjects: list[str]) -> dict[str, list[Finding]]:
    """Return on whom something was built since, and what."""
    importer = importer_called(file.importer)
    found: dict[str, list[Finding]] = {}
    for first in range(0, len(subjects), SUBJECTS_AT_ONCE):
        some = subjects[first : first + SUBJECTS_AT_ONCE]
        found |= {whose: list(why) for whose, why in importer.staying(some, source=file.source).items()}
    return found


def _staying_rows(file: "IncomingFile", rows: list["RowResult"], why: dict[str, list[Finding]]) -> list[dict[str, Any]]:
    importer = importer_called(file.importer)
    return [
        {
            "number": row.row,
            "url": importer.link(row.subject_id),
            "reasons": [sentences.sentence(finding, importer) for finding in why[row.subject_id]],
        }
        for row in rows[:STAYING_SHOWN_MAX]
    ]
