"""Pages of forms: the library, one form with its versions and what changed, and publishing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.accounts.queries import decision_on, offices_of
from sankofa.accounts.rules import access
from sankofa.intake import files
from sankofa.intake.sentences import refusal
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.shell import drafts, words
from sankofa.surveys import actions, permissions, queries, reading, workbooks
from sankofa.surveys.actions.publishing import checked
from sankofa.surveys.forms import NameFormForm, PublishForm, SendFormForm
from sankofa.surveys.rules import outline

if TYPE_CHECKING:
    from sankofa.accounts.models import Office
    from sankofa.shell.models import Draft
    from sankofa.surveys.models import FormVersion

FLOW = "form to publish"
SHOWN_MAX = 200
UNNAMED = frozenset({"form.no_settings", "form.no_id", "form.no_version"})


@page(permissions.LIBRARY)
@require_safe
def forms(request: ActorRequest) -> HttpResponse:
    """Show every published form in its latest version."""
    rows = []
    on = clock.today(request.actor.zone)
    seen = queries.forms_seen(request.actor, permission=permissions.LIBRARY, on=on)
    for held in queries.latest_of_every_form(seen):
        read = queries.outline_of(held)
        rows.append(
            {
                "code": held.instrument.code,
                "title": queries.title_of(held.instrument.code, read.title),
                "version": held.version,
                "questions": len(read.questions),
                "languages": " · ".join(_languages(read)),
                "office": held.instrument.office,
                "is_closed": held.closed_at is not None,
            }
        )
    context = {"rows": rows, "may_publish": access.holds(request.actor.grants, permissions.PUBLISH, on=on)}
    return render(request, "surveys/forms.html", context)


@page(permissions.LIBRARY)
@require_safe
def form(request: ActorRequest, code: str, version: str = "") -> HttpResponse:
    """Show one form: its questions in words, its versions, and what changed in the one that is shown."""
    on = clock.today(request.actor.zone)
    seen = queries.forms_seen(request.actor, permission=permissions.LIBRARY, on=on)
    versions = queries.versions_of(code, among=seen)
    held = next((one for one in versions if not version or one.version == version), None)
    if held is None:
        raise Http404
    read = queries.outline_of(held)
    may_close = decision_on(held, actor=request.actor, permission=permissions.PUBLISH, on=on).allowed
    changed = queries.changes_of(held, versions)
    context = {
        "title": queries.title_of(code, read.title),
        "code": code,
        "held": held,
        "published_at": words.moment(held.published_at),
        "closed_at": words.moment(held.closed_at) if held.closed_at else "",
        "source": read.source,
        "languages": " · ".join(_languages(read)),
        "questions": len(read.questions),
        "rows": reading.rows_of(read),
        "changes": None if changed is None else [reading.said(found) for found in changed],
        "versions": [
            {"version": one.version, "at": words.moment(one.published_at), "note": one.note, "is_shown": one == held}
            for one in versions
        ],
        "may_close": may_close and held.closed_at is None,
        "may_type": queries.reading_of(held) is not None
        and access.holds(request.actor.grants, permissions.INTERVIEW, on=on),
        "may_fill": held.closed_at is None
        and queries.is_about_nobody(held)
        and access.holds(request.actor.grants, permissions.INTERVIEW, on=on),
        "may_see_answers": access.holds(request.actor.grants, permissions.ANSWERS, on=on),
        "may_gather": access.holds(request.actor.grants, permissions.GATHER, on=on),
    }
    return render(request, "surveys/form.html", context)


@page(permissions.LIBRARY)
@require_safe
def paper(request: ActorRequest, code: str, version: str) -> HttpResponse:
    """Show a form to be printed and filled by hand, with the numbers of the screen."""
    held = _version(request, code, version)
    read = queries.outline_of(held)
    context = {
        "title": queries.title_of(code, read.title),
        "held": held,
        "code": code,
        "rows": [row for row in reading.rows_of(read) if not row["is_silent"]],
    }
    return render(request, "surveys/paper.html", context)


@page(permissions.LIBRARY)
@require_safe
def spreadsheet(request: ActorRequest, code: str, version: str) -> HttpResponse:
    """Hand out a form as XLSX, to be read, translated or changed into another."""
    held = _version(request, code, version)
    content = workbooks.workbook(outline.tables_of(held.sheets))
    return _download(
        content, f"{code}-{version}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )


@page(permissions.LIBRARY)
@require_safe
def xform(request: ActorRequest, code: str, version: str) -> HttpResponse:
    """Hand out a form as phones load it (XForm)."""
    held = _version(request, code, version)
    return _download(held.xform.encode(), f"{code}-{version}.xml", "application/xml")


@page(permissions.PUBLISH)
@require_POST
def close(request: ActorRequest, code: str, version: str) -> HttpResponse:
    """Close a version, so that no new talk begins with it."""
    held = _version(request, code, version)
    on = clock.today(request.actor.zone)
    if not decision_on(held, actor=request.actor, permission=permissions.PUBLISH, on=on).allowed:
        raise Http404
    actions.close_version(version=held, by=request.actor, at=clock.now())
    messages.success(request, gettext("Version %(version)s is closed.") % {"version": held.version})
    return redirect("surveys:version", code=code, version=version)


@page(permissions.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: ActorRequest) -> HttpResponse:
    """Take a form that somebody made, say everything about it, and publish it once it is confirmed."""
    on = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.PUBLISH, on=on))
    if "publish" in request.POST:
        return _publish(request, offices)
    if "name" in request.POST:
        return _name(request, offices)
    asked = SendFormForm(
        request.POST or None, request.FILES or None, offices=offices, home=request.actor.office, auto_id="id_%s"
    )
    if asked.is_valid():
        office = next(one for one in offices if str(one.pk) == asked.cleaned_data["office"])
        try:
            tables = workbooks.tables_in(asked.cleaned_data["file"].read())
        except files.Unreadable as error:
            asked.add_error("file", refusal(error))
        else:
            sheets = outline.texts_of(tables)
            drafts.keep(
                owner_id=request.actor.id, flow=FLOW, subject="", content={"office": str(office.pk), "sheets": sheets}
            )
            return _report(request, tables, office, PublishForm())
    return render(request, "surveys/send.html", {"form": asked}, status=422 if asked.is_bound else 200)


def _publish(request: ActorRequest, offices: Sequence["Office"]) -> HttpResponse:
    draft, office = _draft(request, offices)
    if draft is None or office is None:
        return redirect("surveys:send")
    asked = PublishForm(request.POST)
    sheets = draft.content["sheets"]
    if not asked.is_valid():
        return _report(request, outline.tables_of(sheets), office, asked)
    try:
        made = actions.publish(
            office=office, sheets=sheets, note=asked.cleaned_data["note"], by=request.actor, at=clock.now()
        )
    except actions.NotPublishable:
        return _report(request, outline.tables_of(sheets), office, asked)
    drafts.drop(owner_id=request.actor.id, flow=FLOW, subject="")
    messages.success(request, gettext("Version %(version)s is published.") % {"version": made.version})
    return redirect("surveys:version", code=made.instrument.code, version=made.version)


def _name(request: ActorRequest, offices: Sequence["Office"]) -> HttpResponse:
    """Give a form that came without settings its title, code and version, and look at it again."""
    draft, office = _draft(request, offices)
    if draft is None or office is None:
        return redirect("surveys:send")
    asked = NameFormForm(request.POST)
    tables = outline.tables_of(draft.content["sheets"])
    if not asked.is_valid():
        return _report(request, tables, office, PublishForm(), naming=asked)
    tables = outline.named(tables, **asked.cleaned_data)
    content = {"office": str(office.pk), "sheets": outline.texts_of(tables)}
    drafts.keep(owner_id=request.actor.id, flow=FLOW, subject="", content=content)
    return _report(request, tables, office, PublishForm())


def _draft(request: ActorRequest, offices: Sequence["Office"]) -> tuple["Draft | None", "Office | None"]:
    """Return the form that was sent and is not published yet, and the office it is for."""
    draft = drafts.draft(owner_id=request.actor.id, flow=FLOW, subject="")
    office = next((one for one in offices if draft is not None and str(one.pk) == draft.content["office"]), None)
    return draft, office


def _report(
    request: ActorRequest,
    tables: outline.Tables,
    office: "Office",
    asked: PublishForm,
    naming: NameFormForm | None = None,
) -> HttpResponse:
    """Show what is wrong in a form, or what it asks and what changes, with the button that publishes it."""
    found, _xform = checked(tables, office=office)
    barriers = [reading.said(one) for one in found if one.weight is Weight.BARRIER]
    remarks = [reading.said(one) for one in found if one.weight is not Weight.BARRIER]
    context: dict[str, object] = {
        "barriers": barriers[:SHOWN_MAX],
        "remarks": remarks[:SHOWN_MAX],
        "barriers_count": len(barriers),
        "remarks_count": len(remarks),
        "form": asked,
        "office": office,
        "naming": naming or (_naming(tables) if UNNAMED & {one.code for one in found} else None),
    }
    if not barriers:
        read = outline.outline(tables)
        on = clock.today(request.actor.zone)
        seen = queries.forms_seen(request.actor, permission=permissions.PUBLISH, on=on)
        earlier = queries.versions_of(read.code, among=seen)
        context |= {
            "read": read,
            "questions": len(read.questions),
            "languages": " · ".join(_languages(read)),
            "rows": reading.rows_of(read),
            "changes": _changes(earlier, read),
        }
    return render(request, "surveys/report.html", context, status=422 if barriers else 200)


def _naming(tables: outline.Tables) -> NameFormForm:
    """Return the questions for what a form is called, with what its settings say already."""
    read = outline.outline(tables)
    said = {"title": read.title, "code": read.code, "version": read.version}
    return NameFormForm(initial={name: text for name, text in said.items() if text})


def _changes(earlier: Sequence["FormVersion"], read: outline.Outline) -> list[str] | None:
    if not earlier:
        return None
    found: list[Finding] = queries.changes_to(earlier[0], read)
    return [reading.said(one) for one in found]


def _version(request: ActorRequest, code: str, version: str) -> "FormVersion":
    on = clock.today(request.actor.zone)
    seen = queries.forms_seen(request.actor, permission=permissions.LIBRARY, on=on)
    held = queries.version(code, version, among=seen)
    if held is None:
        raise Http404
    return held


def _languages(read: outline.Outline) -> list[str]:
    return [reading.language_name(code) for code in read.languages]


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
