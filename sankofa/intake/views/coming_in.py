"""Pages of files coming in: the list, sending, columns, the check, the rows, letting in, the receipt, what goes back.

Long work is done a few seconds at a time: htmx asks for the next piece by itself, without script a button does.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from sankofa.accounts import openings
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.intake import actions, files, goes_back, queries, remembered, rows_shown, sentences
from sankofa.intake.contents import Contents, Work, at_work, opened
from sankofa.intake.forms import ColumnsForm, SendForm
from sankofa.intake.importers import importers_for
from sankofa.intake.permissions import SEND
from sankofa.intake.rules import judging
from sankofa.intake.rules.brake import Brake
from sankofa.intake.rules.mapping import proposals
from sankofa.intake.rules.stages import Stage
from sankofa.intake.rules.table import Layout
from sankofa.intake.rules.terms import Verdict
from sankofa.intake.views.standing import file_seen, onward, page_of, today, working
from sankofa.kernel import clock
from sankofa.shell import words
from sankofa.shell.paging import pages_of
from sankofa.shell.views import refused
from sankofa.store import blobs

if TYPE_CHECKING:
    from sankofa.intake.models import IncomingFile

FILES_PER_PAGE, ROWS_PER_PAGE = 25, 50
HEADER_ROWS_MAX = 5
WORKING_TIME = timedelta(seconds=2)
_STAGE_TAGS = {
    Stage.SENT: "act",
    Stage.MAPPED: "info",
    Stage.CHECKED: "act",
    Stage.APPLYING: "care",
    Stage.DONE: "good",
    Stage.UNDOING: "care",
    Stage.UNDONE: "info",
}


def while_kept(view: Callable[[ActorRequest, str], HttpResponse]) -> Callable[[ActorRequest, str], HttpResponse]:
    """Let a page that opens a file say so where the content was destroyed: its verdicts stay, what it said is gone."""

    @wraps(view)
    def answer(request: ActorRequest, file_id: str) -> HttpResponse:
        try:
            return view(request, file_id)
        except blobs.Destroyed:
            return refused(
                request, _("What this file held was erased. Which rows went in stays on its receipt."), status=410
            )

    return answer


@page(SEND)
@require_safe
def files_list(request: ActorRequest) -> HttpResponse:
    """Show the files that came in, latest first, and how far each has come."""
    found = Paginator(queries.files_for(request.actor, on=today(request)), FILES_PER_PAGE).get_page(
        request.GET.get("page")
    )
    queries.without_hidden(found, hidden=openings.hidden_from(request.actor, on=today(request)))
    rows = [
        {
            "file": file,
            "url": reverse(page_of(file), args=[file.pk]),
            "sent_at": words.moment(file.sent_at),
            "stage": sentences.stage_in_words(file.stage),
            "tag": _STAGE_TAGS[Stage(file.stage)],
            "may_undo": file.stage == Stage.APPLYING and actions.may_undo(file, by=request.actor, at=clock.now()),
            "came_in": _came_in(file) if file.stage in {Stage.DONE, Stage.UNDONE} else None,
        }
        for file in found
    ]
    return render(
        request,
        "intake/files.html",
        {"rows": rows, "pages": pages_of(found, request.GET)},
    )


@page(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: ActorRequest) -> HttpResponse:
    """Take a file; the same file again leads to the one sent before."""
    on = today(request)
    choices = importers_for(request.actor, on=on)
    offices = list(
        {
            office.pk: office for one in choices for office in queries.offices_to_send_for(request.actor, one, on=on)
        }.values()
    )
    if not offices:
        return refused(
            request,
            _("Your role does not include sending files. If you need this for your work, ask your administrator."),
        )
    form = SendForm(
        request.POST or None, request.FILES or None, importers=choices, offices=offices, home=request.actor.office
    )
    wanted = request.GET.get("importer")
    if wanted in {one.code for one in choices}:
        form.initial["importer"] = wanted
    if request.method == "POST" and "file" not in request.FILES and _came_too_large(request):
        # Instead of "Choose the file": one was chosen, and was let go of while it came.
        form.errors["file"] = form.error_class([sentences.refusal(files.TooLarge(megabytes=files.BYTES_MAX >> 20))])
    elif form.is_valid():
        file = form.cleaned_data["file"]
        office = next(office for office in offices if str(office.pk) == form.cleaned_data["office"])
        at = clock.now()
        try:
            sent = actions.send(
                office=office,
                importer=form.cleaned_data["importer"],
                name=file.name,
                content=file.read(),
                list_source=form.cleaned_data["list_source"],
                by=request.actor,
                at=at,
            )
        except files.Unreadable as error:
            form.add_error("file", sentences.refusal(error))
        else:
            if sent.sent_at != at:
                messages.info(
                    request,
                    _("This file was sent before, on %(moment)s. Here it is.") % {"moment": words.moment(sent.sent_at)},
                )
            return redirect(page_of(sent), sent.pk)
    known = remembered.source_names(office.organisation_id for office in offices)
    return render(
        request, "intake/send.html", {"form": form, "list_sources": known}, status=422 if form.is_bound else 200
    )


@page(SEND)
@require_http_methods(["GET", "HEAD", "POST"])
@while_kept
def columns(request: ActorRequest, file_id: str) -> HttpResponse:
    """Show what was recognised in the columns, and take the confirmation."""
    file = file_seen(request, file_id)
    if file.stage not in {Stage.SENT, Stage.MAPPED, Stage.CHECKED}:
        return redirect(page_of(file), file.pk)
    contents = opened(file)
    try:
        laid = _layout_asked_for(request, file, contents)
    except files.Unreadable as error:
        messages.warning(request, sentences.refusal(error))
        laid = contents.layout()
    known = queries.remembered_columns(file, laid)
    proposed = proposals(laid.columns, contents.fields, laid.tags, known)
    form = ColumnsForm(
        request.POST or None,
        laid=laid,
        specs=contents.fields,
        proposed=proposed,
        calendars=queries.remembered_calendars(file, laid),
        is_day_first=queries.remembered_day_order(file, laid) is not False,
        guesses=judging.calendar_guesses(laid, country=file.office.place_id.partition(".")[0]),
    )
    if form.is_valid():
        actions.confirm_mapping(
            file=file,
            sheet=laid.sheet,
            header_row=laid.header_row,
            header_first=laid.header_rows[0],
            columns=form.columns(),
            day_first=form.is_day_first(),
            calendars=form.calendars(),
            contents=contents,
            by=request.actor,
            at=clock.now(),
        )
        file = _work_on(request, file_seen(request, file_id), actions.check_next, until=Stage.CHECKED)
        return redirect(page_of(file), file.pk)
    return render(
        request,
        "intake/columns.html",
        {
            "file": file,
            "form": form,
            "laid": laid,
            "other_sheets": [other.sheet for other in contents.layouts if other.sheet != laid.sheet],
            "skipped": rows_shown.skipped(laid),
            "read_as": rows_shown.read_as(laid),
            "nowhere": form.goes_nowhere(),
            "is_remembered": known is not None,
            "rows": ngettext("%(count)s row", "%(count)s rows", len(laid.rows))
            % {"count": words.number(len(laid.rows))},
        },
        status=422 if form.is_bound else 200,
    )


@page(SEND)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@while_kept
def check(request: ActorRequest, file_id: str) -> HttpResponse:
    """Check rows for a few seconds when asked to; then show how far it is, or the verdicts."""
    file = file_seen(request, file_id)
    if request.method == "POST" and file.stage == Stage.MAPPED:
        file = _work_on(request, file, actions.check_next, until=Stage.CHECKED)
    if file.stage != Stage.MAPPED:
        return onward(request, file)
    return working(
        request,
        file,
        title=_("Checking the rows"),
        note=_("Nothing is written to the register yet."),
        go_on="intake:check",
    )


@page(SEND)
@require_GET
@while_kept
def rows(request: ActorRequest, file_id: str) -> HttpResponse:
    """Show the verdict on each row, what is wrong, where, and what would be right."""
    file = file_seen(request, file_id)
    if file.stage in {Stage.SENT, Stage.MAPPED}:
        return redirect(page_of(file), file.pk)
    wanted = request.GET.get("verdict", "")
    verdicts = [wanted] if wanted in set(Verdict) else []
    hidden = openings.hidden_from(request.actor, on=today(request))
    found = Paginator(queries.results_of(file, verdicts, hidden=hidden), ROWS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    work = at_work(file)
    return render(
        request,
        "intake/rows.html",
        {
            "file": file,
            "is_done": file.stage in {Stage.DONE, Stage.UNDONE},
            "is_checked": file.stage == Stage.CHECKED,
            "is_stopped": file.brake == Brake.PULLED,
            "tallies": rows_shown.tallies(file, wanted=verdicts[0] if verdicts else "", hidden=hidden),
            "goes_in": _came_in(file),
            "rows": rows_shown.shown(file, list(found), work, on=_today_of(file)),
            "about_columns": rows_shown.about_columns(work),
            "pages": pages_of(found, request.GET),
            "common": rows_shown.common_reasons(file),
            "shows_common": not verdicts or verdicts == [Verdict.REFUSED],
        },
    )


@page(SEND)
@require_POST
@while_kept
def apply(request: ActorRequest, file_id: str) -> HttpResponse:
    """Let rows in for a few seconds; then show how far it is, or the receipt."""
    file = file_seen(request, file_id)
    if file.stage in {Stage.CHECKED, Stage.APPLYING}:
        try:
            file = _work_on(request, file, actions.apply_next, until=Stage.DONE)
        except actions.BrakePulled:
            return onward(request, file)
        except NotAllowed:
            return refused(
                request,
                _(
                    "Your role may send files for this office, but not add these rows to the register. "
                    "Ask your administrator."
                ),
            )
    if file.stage != Stage.APPLYING:
        return onward(request, file)
    return _applying(request, file) if request.headers.get("HX-Request") else redirect("intake:progress", file.pk)


@page(SEND)
@never_cache
@require_GET
def progress(request: ActorRequest, file_id: str) -> HttpResponse:
    """Show how many rows have gone in; the rest goes on from here."""
    file = file_seen(request, file_id)
    return _applying(request, file) if file.stage == Stage.APPLYING else onward(request, file)


@page(SEND)
@require_GET
def receipt(request: ActorRequest, file_id: str) -> HttpResponse:
    """Show what became of the file, under a number that people can ask about."""
    file = file_seen(request, file_id)
    if file.stage != Stage.DONE or file.finished_at is None:
        return redirect(page_of(file), file.pk)
    returned = file.counts[Verdict.REFUSED]
    steps = [rows_shown.came_in_sentence(_came_in(file))]
    if known := file.counts[Verdict.KNOWN]:
        steps.append(
            ngettext(
                "%(count)s row was there already; nothing was written for it.",
                "%(count)s rows were there already; nothing was written for them.",
                known,
            )
            % {"count": words.number(known)}
        )
    if returned and file.is_kept:
        steps.append(
            ngettext(
                "%(count)s row comes back. Download it, correct it and send it again.",
                "%(count)s rows come back. Download them, correct them and send them again.",
                returned,
            )
            % {"count": words.number(returned)}
        )
    return render(
        request,
        "intake/receipt.html",
        {
            "file": file,
            "returned": returned,
            "tallies": rows_shown.tallies(file, wanted=""),
            "may_undo": bool(_came_in(file)) and actions.may_undo(file, by=request.actor, at=clock.now()),
            "receipt": {
                "title": _("Your list is in") if _came_in(file) else _("Your list was read, but no row went in"),
                "number": file.receipt,
                "at": words.moment(file.finished_at),
                "next": steps,
                **(_on_from(file, returned=returned) if file.is_kept else {}),
            },
        },
    )


@page(SEND)
@require_GET
@while_kept
def download_goes_back(request: ActorRequest, file_id: str) -> HttpResponse:
    """Hand out the refused rows as a workbook, on record as an export."""
    file = file_seen(request, file_id)
    if file.stage in {Stage.SENT, Stage.MAPPED}:
        return redirect(page_of(file), file.pk)
    made = goes_back.goes_back(file, on=_today_of(file))
    actions.note_export(file=file, rows=made.rows, by=request.actor, at=clock.now())
    answer = HttpResponse(made.content, content_type=made.media_type)
    name = slugify(file.title.rpartition(".")[0]) or "list"
    answer["Content-Disposition"] = f'attachment; filename="{name}-{file.receipt}{made.suffix}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _on_from(file: "IncomingFile", *, returned: int) -> dict[str, str]:
    """Return where a receipt leads on to, while the rows are still there."""
    if returned:
        return {"on_url": reverse("intake:goes_back", args=[file.pk]), "on_label": _("Download the rows to correct")}
    return {"on_url": reverse("intake:rows", args=[file.pk]), "on_label": _("See every row")}


def _today_of(file: "IncomingFile") -> date:
    return clock.today(file.office.zone)


def _came_in(file: "IncomingFile") -> int:
    return int(file.counts.get(Verdict.NEW, 0)) + int(file.counts.get(Verdict.REMARK, 0))


def _came_too_large(request: HttpRequest) -> bool:
    return int(request.META.get("CONTENT_LENGTH") or 0) > files.BYTES_MAX


def _layout_asked_for(request: ActorRequest, file: "IncomingFile", contents: Contents) -> Layout:
    """Return the layout that the page was asked for: another sheet, another row of headings, else as it was."""
    asked = request.POST if request.method == "POST" else request.GET
    sheet, header_row = asked.get("sheet"), _row_number(asked.get("header_row", ""))
    if sheet is None and header_row is None:
        return contents.layout(file.sheet, file.header_row, file.header_first)
    if sheet is not None and sheet not in contents.sheets:
        sheet = None
    header_first = _row_number(asked.get("header_first", ""))
    if header_row is not None and header_first is not None:
        # Whichever way round they were typed; and no list has headings as high as a page.
        header_first, header_row = sorted((header_first, header_row))
        header_first = max(header_first, header_row - HEADER_ROWS_MAX + 1)
    return contents.layout(sheet, header_row, header_first)


def _row_number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 8 and int(typed) else None


def _work_on(
    request: ActorRequest, file: "IncomingFile", step: Callable[..., actions.Progress], *, until: Stage
) -> "IncomingFile":
    """Do steps until the file has come to a stage or the time for one answer is up."""
    work: Work = at_work(file)
    started: datetime = clock.now()
    while True:
        try:
            done = step(file=file, work=work, by=request.actor, at=clock.now())
        except actions.ConfirmedAnew:
            break
        if done.stage in {until, Stage.DONE} or clock.now() - started > WORKING_TIME:
            break
    return file_seen(request, str(file.pk))


def _applying(request: ActorRequest, file: "IncomingFile") -> HttpResponse:
    note = _("If the connection breaks, come back to this page: it goes on where it stopped, and no row goes in twice.")
    may_undo = actions.may_undo(file, by=request.actor, at=clock.now())
    return working(request, file, title=_("Rows are going in"), note=note, go_on="intake:apply", may_undo=may_undo)
