"""Pages of files that another system made: send, look, let in, the receipt, and take back.

Long work is done a few seconds at a time: htmx asks for the next piece by itself, without script a button does.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.intake import files
from sankofa.intake.sentences import refusal
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.shell import words
from sankofa.surveys import actions, gathering, permissions, queries, reading
from sankofa.surveys.forms import GatherForm, LetInForm, TakeBackForm
from sankofa.surveys.rules import exported

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.surveys.models import FormVersion, GatheredFile

WORKING_TIME = timedelta(seconds=3)
EACH_SHOWN_MAX = 20
FILES_SHOWN_MAX = 20
GRAVEST = ("row.orphan", "row.links_differ", "submission.number_twice", "column.unclear", "sheet.unknown",
           "column.unknown", "value.not_offered")  # fmt: skip


@page(permissions.GATHER)
@require_http_methods(["GET", "HEAD", "POST"])
def gather(request: ActorRequest, code: str, version: str) -> HttpResponse:
    """Take a file of another system for one form, and show those that came before."""
    held = _version(request, code, version)
    on = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.GATHER, on=on))
    asked = GatherForm(
        request.POST or None, request.FILES or None, offices=offices, home=request.actor.office, auto_id="id_%s"
    )
    if asked.is_valid():
        office = next(one for one in offices if str(one.pk) == asked.cleaned_data["office"])
        made = _sent(request, asked, held, office)
        if made is not None:
            return redirect("surveys:gathered", gathered_id=made.pk)
    sent = queries.gathered_files(request.actor, on=on).filter(version__instrument__code=code)[:FILES_SHOWN_MAX]
    context = {
        "form": asked,
        "code": code,
        "held": held,
        "title": queries.title_of(code, queries.outline_of(held).title),
        "rows": [{"file": one, "sent_at": words.moment(one.sent_at), "stage": one.get_stage_display()} for one in sent],
    }
    return render(request, "surveys/gather.html", context, status=422 if asked.is_bound else 200)


@page(permissions.GATHER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def gathered(request: ActorRequest, gathered_id: str) -> HttpResponse:
    """Show a file where it stands: what is in it, how far it is, or what became of it; and go on with it."""
    file = _file(request, gathered_id)
    if request.method == "POST":
        if "let_in" in request.POST and file.stage == "sent":
            found = queries.export_in(file)
            asked = LetInForm(request.POST, headings=_headings(found), proposed=found.case_columns)
            if not asked.is_valid():
                return _look(request, file, found, asked)
            actions.begin_letting_in(
                file=file, case_column=asked.cleaned_data["case_column"], by=request.actor, at=clock.now()
            )
        file = _go_on(request, _file(request, gathered_id))
        if not request.headers.get("HX-Request"):
            return redirect("surveys:gathered", gathered_id=file.pk)
    match file.stage:
        case "sent":
            found = queries.export_in(file)
            return _look(request, file, found, LetInForm(headings=_headings(found), proposed=found.case_columns))
        case "letting_in" | "undoing":
            return _working(request, file)
        case _:
            return _onward(request, file) if request.headers.get("HX-Request") else _receipt(request, file)


@page(permissions.GATHER)
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: ActorRequest, gathered_id: str) -> HttpResponse:
    """Ask for a reason and take back what a file brought."""
    file = _file(request, gathered_id)
    if file.stage not in ("letting_in", "done"):
        return redirect("surveys:gathered", gathered_id=file.pk)
    asked = TakeBackForm(request.POST or None)
    if asked.is_valid():
        actions.begin_undo_gathered(file=file, reason=asked.cleaned_data["reason"], by=request.actor, at=clock.now())
        _go_on(request, _file(request, gathered_id))
        return redirect("surveys:gathered", gathered_id=file.pk)
    context = {"file": file, "form": asked, "new": file.counts.get("new", file.cursor)}
    return render(request, "surveys/gathered_back.html", context, status=422 if asked.is_bound else 200)


def _sent(request: ActorRequest, asked: GatherForm, held: "FormVersion", office: "Office") -> "GatheredFile | None":
    """Keep what was sent; None where it cannot be read, with the reason at the field."""
    given = [(one.name or "", one.read()) for one in asked.cleaned_data["file"]]
    at = clock.now()
    try:
        made = actions.send_file(
            office=office,
            version=held,
            name=", ".join(name for name, _ in given),
            content=gathering.packed(given),
            by=request.actor,
            at=at,
        )
    except files.Unreadable as error:
        asked.add_error("file", refusal(error))
        return None
    except gathering.NoTables:
        asked.add_error("file", gettext("There is no workbook and no CSV file in this archive."))
        return None
    if made.sent_at != at:
        text = gettext("This file was sent before, on %(moment)s. Nothing was added; here it is.")
        messages.info(request, text % {"moment": words.moment(made.sent_at)})
    return made


def _look(request: ActorRequest, file: "GatheredFile", found: exported.Export, asked: LetInForm) -> HttpResponse:
    """Show what is in a file before anything is let in."""
    code = file.version.instrument.code
    labels = {item.name: item for item in queries.outline_of(file.version).items if item.is_part}
    form = queries.outline_of(file.version)
    known = queries.known_already(found, code)
    sheets = [
        {
            "name": sheet.name,
            "part": reading.in_language(labels[sheet.repeat].label, form) or sheet.repeat if sheet.repeat else "",
            "rows": words.number(sheet.rows),
            "linked": words.number(sheet.linked),
            "orphans": words.number(sheet.rows - sheet.linked) if sheet.rows > sheet.linked else "",
            "columns": words.number(sum(column.place is not None for column in sheet.columns)),
        }
        for sheet in found.sheets
    ]
    context = {
        "file": file,
        "form": asked,
        "asks_whose": bool(_headings(found)),
        "title": queries.title_of(code, form.title),
        "code": code,
        "count": len(found.entries),
        "count_words": words.number(len(found.entries)),
        "new_words": words.number(len(found.entries) - known),
        "known": known,
        "known_words": words.number(known),
        "sheets": sheets,
        "barriers": [reading.said(one) for one in found.barriers],
        "groups": _grouped([one for one in found.findings if one not in found.barriers]),
        "sent_at": words.moment(file.sent_at),
    }
    return render(request, "surveys/gathered_look.html", context, status=422 if asked.is_bound else 200)


def _grouped(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The remarks about a file, those of one kind together, the gravest kind first, the first few of each in words."""
    kinds: dict[str, list[Finding]] = {}
    for found in findings:
        kinds.setdefault(found.code, []).append(found)
    order = {code: place for place, code in enumerate(GRAVEST)}
    titles = _kinds_in_words()
    return [
        {
            "title": titles.get(code, ""),
            "count": words.number(len(held)),
            "said": [reading.said(one) for one in held[:EACH_SHOWN_MAX]],
            "more": words.number(len(held) - EACH_SHOWN_MAX) if len(held) > EACH_SHOWN_MAX else "",
        }
        for code, held in sorted(kinds.items(), key=lambda pair: order.get(pair[0], len(order)))
    ]


def _kinds_in_words() -> dict[str, str]:
    return {
        "row.orphan": gettext("Rows whose form is not in the file"),
        "row.links_differ": gettext("Rows that name two forms"),
        "submission.twice": gettext("Forms that are in the file twice"),
        "submission.number_twice": gettext("Two forms under one number"),
        "submission.no_number": gettext("Forms without a number"),
        "column.unknown": gettext("Columns that the form does not know"),
        "column.unclear": gettext("Columns that fit several questions"),
        "sheet.unknown": gettext("Sheets that the form does not know"),
        "sheet.missing": gettext("Parts of the form without a sheet"),
        "export.media": gettext("Pictures and sounds"),
        "value.not_offered": gettext("Answers that are not among the choices"),
        "value.ticks_differ": gettext("Columns of choices that say something else"),
        "value.not_a_tick": gettext("Ticks that are none"),
        "value.unknown_in_words": gettext("Unknown where a number is asked"),
        "value.not_a_number": gettext("Numbers that are none"),
        "value.not_whole": gettext("Numbers that are not whole"),
        "value.not_a_day": gettext("Days that are none"),
    }


def _go_on(request: ActorRequest, file: "GatheredFile") -> "GatheredFile":
    """Do steps until the file is through or the time for one answer is up."""
    until = clock.now() + WORKING_TIME
    entries = None
    while clock.now() < until:
        at = clock.now()
        if file.stage == "letting_in" and file.cursor < file.forms_total:
            entries = queries.export_in(file).entries if entries is None else entries
            file = actions.let_in_next(file=file, entries=entries, by=request.actor, at=at).file
        elif file.stage == "letting_in":
            if not actions.read_next(file, at=at):
                file = actions.finish_file(file=file, by=request.actor, at=at).file
        elif file.stage == "undoing":
            file = actions.undo_gathered_next(file=file, by=request.actor, at=at).file
        else:
            break
    return file


def _working(request: ActorRequest, file: "GatheredFile") -> HttpResponse:
    """Show how far long work on a file is; it goes on from here."""
    if file.stage == "undoing":
        label = gettext("Taking the forms out again")
        done, total = file.counts.get("out", 0), file.counts.get("new", file.cursor)
    elif file.cursor < file.forms_total:
        label, done, total = gettext("Keeping the forms"), file.cursor, file.forms_total
    else:
        left = len(queries.gathered_unread(file))
        label, done, total = gettext("Reading the forms"), file.forms_total - left, file.forms_total
    work = {"label": label, "done": done, "total": total, "note": gettext("Each form is kept before it is read.")}
    context = {"file": file, "work": work, "go_on_url": reverse("surveys:gathered", args=[file.pk])}
    whole = not request.headers.get("HX-Request")
    return render(request, "surveys/gathered_working.html" if whole else "intake/working.html", context)


def _receipt(request: ActorRequest, file: "GatheredFile") -> HttpResponse:
    """Show what became of a file, under a number that people can ask about."""
    counts = {name: int(count) for name, count in file.counts.items()}
    is_back = file.stage == "undone"
    steps = _taken_back(counts) if is_back else _let_in(counts)
    at = file.undone_at if is_back else file.finished_at
    code = file.version.instrument.code
    context = {
        "file": file,
        "code": code,
        "may_take_back": not is_back and bool(counts.get("new")),
        "receipt": {
            "title": gettext("The forms were taken out again")
            if is_back
            else gettext("The forms are in")
            if counts.get("new")
            else gettext("Every form was here already; nothing was added"),
            "number": file.receipt,
            "at": words.moment(at) if at else "",
            "next": steps,
            "on_url": reverse("surveys:version", args=[code, file.version.version]),
            "on_label": gettext("To the form"),
        },
    }
    return render(request, "surveys/gathered_receipt.html", context)


def _let_in(counts: dict[str, int]) -> list[str]:
    new, known = counts.get("new", 0), counts.get("known", 0)
    steps = [ngettext("%(count)s form was added.", "%(count)s forms were added.", new) % {"count": words.number(new)}]
    if linked := counts.get("linked", 0):
        text = ngettext(
            "%(count)s of them is with a person of the register.",
            "%(count)s of them are with people of the register.",
            linked,
        )
        steps.append(text % {"count": words.number(linked)})
    if waiting := counts.get("waiting", 0) + counts.get("clashes", 0):
        text = ngettext(
            "%(count)s waits for somebody to look at it, with its reasons.",
            "%(count)s wait for somebody to look at them, with their reasons.",
            waiting,
        )
        steps.append(text % {"count": words.number(waiting)})
    if known:
        text = ngettext(
            "%(count)s was here already and was not added again.",
            "%(count)s were here already and were not added again.",
            known,
        )
        steps.append(text % {"count": words.number(known)})
    steps.append(gettext("The file itself is destroyed. Every form is kept word for word."))
    return steps


def _taken_back(counts: dict[str, int]) -> list[str]:
    out, stays = counts.get("out", 0), counts.get("stays", 0)
    steps = [
        ngettext("%(count)s form was taken out again.", "%(count)s forms were taken out again.", out)
        % {"count": words.number(out)}
    ]
    if stays:
        text = ngettext(
            "%(count)s stays, because something was built on it.",
            "%(count)s stay, because something was built on them.",
            stays,
        )
        steps.append(text % {"count": words.number(stays)})
    steps.append(gettext("The same file can be sent again."))
    return steps


def _headings(found: exported.Export) -> list[str]:
    """The columns of the main sheet in which case numbers stand."""
    return list(found.case_columns)


def _onward(request: ActorRequest, file: "GatheredFile") -> HttpResponse:  # noqa: ARG001
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = reverse("surveys:gathered", args=[file.pk])
    return answer


def _file(request: ActorRequest, gathered_id: str) -> "GatheredFile":
    file = queries.gathered_files(request.actor, on=clock.today(request.actor.zone)).filter(pk=gathered_id).first()
    if file is None:
        raise Http404
    shows(request, file, permissions.GATHER)
    return file


def _version(request: ActorRequest, code: str, version: str) -> "FormVersion":
    on = clock.today(request.actor.zone)
    seen = queries.forms_seen(request.actor, permission=permissions.GATHER, on=on)
    held = queries.version(code, version, among=seen)
    if held is None:
        raise Http404
    return held
