"""Pages of tables and figures: asking, taking a copy, making the version for sharing, and what was taken."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.accounts.rules import access
from sankofa.kernel import clock, wording
from sankofa.kernel.finding import Finding, Value
from sankofa.shell import words
from sankofa.shell.paging import pages_of
from sankofa.shell.views import refused
from sankofa.statistics import actions, files, labels, permissions, queries, showing
from sankofa.statistics.forms import CARRIED, QuestionForm, ShareForm, TakeForm
from sankofa.statistics.rules import published, survey_screen
from sankofa.statistics.rules import tables as rules
from sankofa.statistics.rules.asking import Question
from sankofa.statistics.rules.columns import MANY
from sankofa.statistics.rules.survey_screen import LeftOut

if TYPE_CHECKING:
    from sankofa.statistics.models import Copy

ROOM = "sankofa.statistics"
PAGE_ROWS = 25


@page(permissions.VIEW)
@require_safe
def tables(request: ActorRequest) -> HttpResponse:
    """Show the table that the address asks for, with its picture."""
    return _page(request, request.GET)


@page(permissions.COUNT)
@require_POST
def count(request: ActorRequest) -> HttpResponse:
    """Count the offices in reach anew."""
    today = clock.today(request.actor.zone)
    for office in offices_of(request.actor, permissions.COUNT, on=today):
        actions.count_office(office=office, by=request.actor, at=clock.now())
    messages.success(request, _("Everything is counted anew."))
    return redirect(f"{reverse('statistics:tables')}?{_asked(request).urlencode()}")


@page(permissions.TAKE)
@require_POST
def take(request: ActorRequest) -> HttpResponse:
    """Take a table out as a file with its true figures, on record."""
    today = clock.today(request.actor.zone)
    known = queries.known(request.actor, on=today, permission=permissions.TAKE)
    form = _question_form(_asked(request), known)
    question, kind = form.question(), TakeForm(request.POST)
    office = queries.office_to_take_for(request.actor, permissions.TAKE, on=today)
    if question is None or not kind.is_valid() or office is None:
        return _page(request, _asked(request), status=422)
    try:
        taken = actions.take_table(office=office, question=question, by=request.actor, at=clock.now()).copy
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NothingCounted:
        return _page(request, _asked(request), status=422)
    counted = rules.counted(known.columns, question, scheme=queries.default_scheme())
    shown = showing.Shown(question, counted.rows, counted.columns, counted.cells, known.names)
    return _file(request, taken, shown, kind.cleaned_data["format"])


@page(permissions.SHARE)
@require_POST
def share(request: ActorRequest) -> HttpResponse:
    """Make the version of a table for sharing, or say why there is none."""
    today = clock.today(request.actor.zone)
    asked = _asked(request)
    known = queries.known(request.actor, on=today, permission=permissions.SHARE)
    question, purpose = _question_form(asked, known).question(), ShareForm(request.POST)
    office = queries.office_to_take_for(request.actor, permissions.SHARE, on=today)
    if question is None or not purpose.is_valid() or office is None:
        return _page(request, asked, share=purpose, status=422)
    try:
        made = actions.share_table(
            office=office,
            question=question,
            purpose=purpose.cleaned_data["purpose"],
            by=request.actor,
            at=clock.now(),
        ).copy
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NothingCounted:
        return _page(request, asked, share=purpose, status=422)
    except actions.NotForSharing as no:
        return _page(request, asked, share=purpose, why_not=[_say(one) for one in no.findings], status=422)
    return redirect("statistics:copy", made.pk)


@page(permissions.VIEW)
@require_safe
def copies(request: ActorRequest) -> HttpResponse:
    """Show which tables were taken, by whom, the newest first."""
    found = queries.copies(request.actor, on=clock.today(request.actor.zone))
    shown = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    rows = [
        {
            "url": reverse("statistics:copy", args=[one.pk]),
            "cells": [
                one.receipt,
                labels.title(Question.of_record(one.question)),
                _treated(one),
                one.taken_by.name,
                words.moment(one.taken_at),
            ],
        }
        for one in shown
    ]
    columns = [_("Copy"), _("Table"), _("How to treat it"), _("Taken by"), _("Taken on")]
    table = {
        "caption": _("Tables taken out"),
        "hide_caption": True,
        "columns": [{"label": label} for label in columns],
        "rows": rows,
    }
    return render(request, "statistics/copies.html", {"table": table, "pages": pages_of(shown, request.GET)})


@page(permissions.VIEW)
@require_safe
def copy(request: ActorRequest, copy_id: str) -> HttpResponse:
    """Show one copy: who took it, what for, and of a version for sharing the table itself."""
    held = _copy(request, copy_id)
    question = Question.of_record(held.question)
    names = _names(request, held)
    context: dict[str, Any] = {
        "copy": held,
        "title": labels.title(question),
        "narrowed": labels.narrowed(question, names, queries.scheme_titles()),
        "facts": {"title": _("About this copy"), "rows": [{"label": a, "value": b} for a, b in _about(held)]},
        "form": TakeForm(auto_id="copy_%s"),
        "may_take": access.holds(request.actor.grants, permissions.TAKE, on=clock.today(request.actor.zone)),
    }
    if held.is_for_sharing:
        shown = _shown(held, names)
        hidden = sum(cell is None for cell in shown.cells.values())
        context["table"] = {**showing.table(shown), "hide_caption": True}
        context["picture"] = showing.picture(shown, of_people=question.rows in MANY)
        context["hidden"] = hidden
    return render(request, "statistics/copy.html", context)


@page(permissions.TAKE)
@require_POST
def take_again(request: ActorRequest, copy_id: str) -> HttpResponse:
    """Hand out the file of a version for sharing, on record."""
    held = _copy(request, copy_id)
    form = TakeForm(request.POST)
    if not held.is_for_sharing or not form.is_valid():
        raise Http404
    try:
        taken = actions.take_again(copy=held, by=request.actor, at=clock.now()).copy
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    return _file(request, taken, _shown(taken, _names(request, taken)), form.cleaned_data["format"])


def _page(
    request: ActorRequest,
    asked: QueryDict,
    *,
    share: ShareForm | None = None,
    why_not: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = clock.today(request.actor.zone)
    known = queries.known(request.actor, on=today)
    form = _question_form(asked, known)
    question = form.question()
    context: dict[str, Any] = {
        "form": form,
        "asked": [(name, value) for name, value in form.data.items() if name in CARRIED and isinstance(value, str)],
        "presets": _presets(asked),
        "asked_already": bool(asked),
        "counted_at": None if known.counted_at is None else words.moment(known.counted_at),
        "uncounted": known.uncounted,
        "share": share or ShareForm(),
        "take": TakeForm(),
        "why_not": why_not,
        **{
            f"may_{name}": access.holds(request.actor.grants, permission, on=today)
            for name, permission in (
                ("count", permissions.COUNT),
                ("take", permissions.TAKE),
                ("share", permissions.SHARE),
            )
        },
    }
    if question is not None and known.counted_at is not None:
        counted = rules.counted(known.columns, question, scheme=queries.default_scheme())
        shown = showing.Shown(question, counted.rows, counted.columns, counted.cells, known.names)
        of_people = asked.get("picture") == "people" or (question.rows in MANY and asked.get("picture") != "mean")
        context |= {
            "title": labels.title(question),
            "narrowed": labels.narrowed(question, known.names, queries.scheme_titles()),
            "people": counted.people(),
            "told": ngettext("%(count)s person", "%(count)s people", counted.people())
            % {"count": words.number(counted.people())},
            "left_out": _left_out(counted),
            "table": {**showing.table(shown), "hide_caption": True},
            "picture": showing.picture(shown, of_people=of_people),
            "of_people": of_people,
            "several": question.takes_several,
            "printed": showing.printed_beside(question, known.names),
            "oddities": [_say(one) for one in published.oddities()] if question.rows == "group" else [],
        }
    return render(request, "statistics/tables.html", context, status=422 if form.errors else status)


def _presets(asked: QueryDict) -> list[dict[str, Any]]:
    """Return the mapping's own tables and figures as ways, each with its address."""
    known: tuple[tuple[str, Mapping[str, str]], ...] = (
        (_("Table 1: the four scores"), {"rows": "group", "score": "all"}),
        (_("Table 2: by sex"), {"rows": "sex"}),
        (_("Table 3: by schooling"), {"rows": "education"}),
        (_("Table 4: by what they learned"), {"rows": "learned", "picture": "mean"}),
        (_("Figure 7: help they want"), {"rows": "wanted", "picture": "people"}),
        (_("Figure 8: why they came back"), {"rows": "reasons", "picture": "people"}),
        (_("Figure 8: what they learned"), {"rows": "learned", "picture": "people"}),
        (_("Figure 9: age at the return"), {"rows": "age"}),
        (_("Figure 9: schooling"), {"rows": "education", "picture": "mean"}),
        (_("Figure 9: months abroad"), {"rows": "abroad"}),
        (_("Figure 9: months since the return"), {"rows": "home"}),
    )
    screen = {"is_screened": "on"} if asked.get("is_screened") else {}
    now = {name: asked.get(name, "") for name in ("rows", "columns", "score", "picture")}
    told = []
    for label, said in known:
        whole = {"score": "composite", **said}
        told.append(
            {
                "label": label,
                "url": f"{reverse('statistics:tables')}?{urlencode({**whole, **screen})}",
                "current": all(now[name] == whole.get(name, "") for name in now),
            }
        )
    return told


def _left_out(counted: rules.Counted) -> list[str]:
    reasons_ = {
        LeftOut.RETURN_NOT_KNOWN: _("the day of their return is not known by its month"),
        LeftOut.BACK_LONGER: _("they came back five years ago or longer"),
        LeftOut.HOME_SHORTER: _("they had been home for less than six months"),
        LeftOut.ABROAD_NOT_KNOWN: _("how long they were abroad is not known"),
        LeftOut.ABROAD_SHORTER: _("they were abroad for less than six months"),
    }
    lines = [_line(reasons_[why], number) for why, number in counted.left_out.items()]
    if counted.too_few_answers:
        lines.append(_line(_("they answered too few questions for a score"), counted.too_few_answers))
    if counted.not_answered:
        lines.append(_line(_("nobody recorded their answer"), counted.not_answered))
    if counted.question.is_screened:
        lines.append(
            _("The mapping’s survey left %(left)s of %(all)s out in this way.")
            % {"left": survey_screen.LEFT_OUT_BY_THE_SURVEY, "all": survey_screen.SURVEYED_IN_ALL}
        )
    return lines


def _line(why: str, number: int) -> str:
    return _("%(number)s: %(why)s") % {"number": words.number(number), "why": why}


def _asked(request: ActorRequest) -> QueryDict:
    """Return the question that a form carries along."""
    held = QueryDict(mutable=True)
    for name in (*CARRIED, "picture"):
        if name in request.POST:
            held[name] = request.POST[name]
    return held


def _question_form(asked: QueryDict, known: queries.Known) -> QuestionForm:
    said = QueryDict(mutable=True)
    for name in CARRIED:
        if name in asked:
            said[name] = str(asked[name])
    return QuestionForm(said, known=known, schemes=queries.scheme_titles(), scheme=queries.default_scheme())


def _copy(request: ActorRequest, copy_id: str) -> "Copy":
    found = queries.copies(request.actor, on=clock.today(request.actor.zone)).filter(pk=copy_id).first()
    if found is None:
        raise Http404
    shows(request, found, permissions.VIEW, what="statistics.copy_page")
    return found


def _shown(held: "Copy", names: Mapping[str, str]) -> showing.Shown:
    rows, columns, cells = queries.shown_of(held)
    return showing.Shown(Question.of_record(held.question), rows, columns, cells, names, is_for_sharing=True)


def _names(request: ActorRequest, held: "Copy") -> Mapping[str, str]:
    """Return the names of the offices in reach and of the places that stand on a copy."""
    found = offices_of(request.actor, permissions.VIEW, on=clock.today(request.actor.zone))
    paths = [held.question.get("place", "")]
    if held.is_for_sharing:
        rows, columns, _cells = queries.shown_of(held)
        paths += [*rows, *columns]
    return {**{str(one.pk): one.name for one in found}, **queries.place_names(paths)}


def _about(held: "Copy") -> list[tuple[str, str]]:
    told = [
        (_("Copy"), held.receipt),
        (_("Taken by"), held.taken_by.name),
        (_("Taken on"), words.moment(held.taken_at)),
        (_("Counted"), words.moment(held.counted_at)),
        (_("How to treat it"), _treated(held)),
    ]
    return [*told, (_("What for"), held.purpose)] if held.purpose else told


def _treated(held: "Copy") -> str:
    return _("for sharing") if held.is_for_sharing else _("not for sharing")


def _file(request: ActorRequest, held: "Copy", shown: showing.Shown, kind: str) -> HttpResponse:
    told = [*_about(held), (_("Table"), labels.title(shown.question))]
    told += [(_("Of whom"), line) for line in labels.narrowed(shown.question, shown.names, queries.scheme_titles())]
    if held.taken_by_id != request.user.pk:
        told.append((_("Handed out to"), request.actor.name))
    answer = HttpResponse(files.written(shown, kind, mark=held.receipt, about=told), content_type=files.TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{held.receipt}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _say(found: Finding) -> str:
    return wording.text(found, get_language() or "en", _room_of(found), show=_fact)


def _room_of(found: Finding) -> str:
    return "sankofa.disclosure" if found.code in {"put_together", "leave_out"} else ROOM


def _fact(value: Value) -> str:
    match value:
        case int():
            return words.number(value)
        case Decimal():
            return words.figure(value)
        case str():
            return labels.code_name(value)
        case _:
            return wording.plain(value)
