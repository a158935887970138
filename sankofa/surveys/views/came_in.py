"""Pages of what came in with a form: how often each choice was chosen, and tables to take out with a mark."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import offices_of
from sankofa.accounts.rules import access
from sankofa.kernel import clock
from sankofa.returnees import permissions as register
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.surveys import actions, permissions, queries, reading, tables_out
from sankofa.surveys.actions import taking
from sankofa.surveys.forms import TakeAnswersForm
from sankofa.surveys.rules import answer_tables
from sankofa.surveys.rules.outline import Outline

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sankofa.surveys.models import AnswersAsked, AnswersTaken, FormVersion, Submission

SUMMED_MAX = 2_000
"""Beyond so many filled forms the page counts none; the tables do."""
TAKEN_SHOWN_MAX = 20
TYPES = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip"}


@page(permissions.ANSWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def came_in(request: ActorRequest, code: str, version: str) -> HttpResponse:
    """Show what came in with a form, and hand it out as tables on record."""
    on = clock.today(request.actor.zone)
    seen = queries.forms_seen(request.actor, permission=permissions.ANSWERS, on=on)
    held = queries.version(code, version, among=seen)
    if held is None:
        raise Http404
    asked = TakeAnswersForm(
        request.POST or None,
        may_take_texts=access.holds(request.actor.grants, register.EXPORT_NAMED, on=on),
        initial={"layout": "wide", "format": "xlsx"},
    )
    if asked.is_valid():
        made = _taken(request, held, asked)
        if made is not None:
            return made
    form = queries.outline_of(held)
    found = queries.answers_in(held, viewer=request.actor, on=on)
    count = found.count()
    asked_for = queries.answers_asked(viewer=request.actor, on=on).filter(version__instrument__code=code)
    taken = queries.answers_taken(code, viewer=request.actor, on=on)
    mark = request.GET.get("mark", "").strip()
    source = queries.traced_answers(mark, taken) if mark else None
    context = {
        "form": asked,
        "code": code,
        "held": held,
        "title": queries.title_of(code, form.title),
        "count": count,
        "count_words": words.number(count),
        "questions": _summed(form, [one.answers for one in found]) if count <= SUMMED_MAX else [],
        "is_too_many": count > SUMMED_MAX,
        "left_out": words.number(len(answer_tables.left_out(form))),
        "needs_second": count > taking.ALONE_MAX,
        "most_alone": words.number(taking.ALONE_MAX),
        "asked_for": [_asked_row(one) for one in asked_for[:TAKEN_SHOWN_MAX]],
        "mark": mark,
        "source": source
        and {"receipt": source.receipt, "by": source.taken_by.name, "at": words.moment(source.taken_at)},
        "taken": [
            {
                "receipt": one.receipt,
                "by": one.taken_by.name,
                "at": words.moment(one.taken_at),
                "rows": words.number(one.rows),
                "count": one.rows,
                "purpose": one.purpose,
            }
            for one in taken[:TAKEN_SHOWN_MAX]
        ],
    }
    return render(request, "surveys/came_in.html", context, status=422 if asked.is_bound else 200)


def _taken(request: ActorRequest, held: "FormVersion", asked: TakeAnswersForm) -> HttpResponse | None:
    """Hand the tables out, on record; None where they may not leave, with the reason on the form."""
    on, at = clock.today(request.actor.zone), clock.now()
    said = asked.cleaned_data
    has_texts = bool(said.get("has_texts"))
    found = queries.answers_in(held, viewer=request.actor, on=on, has_texts=has_texts)
    offices = list(offices_of(request.actor, permissions.ANSWERS, on=on))
    office = next((one for one in offices if str(one.pk) == request.actor.office), offices[0] if offices else None)
    if office is None:
        raise Http404
    wish = {
        "office": office,
        "version": held,
        "layout": said["layout"],
        "has_texts": has_texts,
        "purpose": said["purpose"],
        "rows": found.count(),
        "by": request.actor,
        "at": at,
    }
    try:
        taken = actions.take_answers(**wish).record
    except actions.NothingToTake:
        asked.add_error(None, gettext("Nothing came in that you may take out."))
        return None
    except actions.MayNotTakeTexts:
        asked.add_error("has_texts", gettext("Your role takes out no names for this office, so no free words either."))
        return None
    except actions.TooManyAlone:
        # Kept with what was wished, so that whoever agrees sees it; the release itself then becomes a proposal.
        wished = actions.ask_answers(**wish, format=said["format"])
        actions.release_answers(asked=wished, by=request.actor, at=at)
        return redirect("surveys:came_in", code=held.instrument.code, version=held.version)
    return _handed_out(request, held, found, taken, said["format"])


@page(permissions.ANSWERS)
@require_POST
def take_agreed(request: ActorRequest, asked_id: str) -> HttpResponse:
    """Hand out the answers to which a second person agreed, on record."""
    on = clock.today(request.actor.zone)
    asked = queries.answers_asked(viewer=request.actor, on=on).filter(pk=asked_id).first()
    if asked is None:
        raise Http404
    shows(request, asked, permissions.ANSWERS)
    found = queries.answers_agreed(asked, viewer=request.actor, on=on)
    try:
        taken = actions.take_agreed_answers(asked=asked, rows=found.count(), by=request.actor, at=clock.now()).record
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NotReady:
        return refused(request, gettext("Nobody agreed to this yet, or its day is over. Ask for it anew."))
    except (actions.MoreThanAgreed, actions.MayNotTakeTexts, actions.NothingToTake):
        return refused(request, gettext("Your reach has changed since somebody agreed. Ask for it anew."))
    return _handed_out(request, asked.version, found, taken, asked.format)


def _asked_row(one: "AnswersAsked") -> dict[str, Any]:
    is_open = one.until_at is not None and clock.now() < one.until_at
    return {
        "pk": one.pk,
        "version": one.version.version,
        "receipt": one.receipt,
        "at": words.moment(one.asked_at),
        "rows": words.number(one.rows),
        "count": one.rows,
        "purpose": one.purpose,
        "is_open": is_open,
        "waits": one.until_at is None,
        "until": words.moment(one.until_at) if is_open and one.until_at is not None else "",
    }


def _handed_out(
    request: ActorRequest, held: "FormVersion", found: "QuerySet[Submission]", taken: "AnswersTaken", kind: str
) -> HttpResponse:
    """Return the tables as a file, each row with its mark."""
    form = queries.outline_of(held)
    rows = list(queries.held_rows(found, taken))
    make = answer_tables.wide if taken.layout == "wide" else answer_tables.long
    tables = make(form, rows, texts=taken.has_texts)
    tables |= {"codebook": _codebook(form, taken), "about": _cover(request, held, taken, form)}
    content = tables_out.workbook(tables) if kind == "xlsx" else tables_out.archive(tables)
    answer = HttpResponse(content, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{taken.form_code}-{taken.receipt}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _codebook(form: Outline, taken: "AnswersTaken") -> answer_tables.Table:
    labels = {item.name: reading.in_language(item.label, form) for item in form.items if item.name}

    def choice(listed: str, code: str) -> str:
        return reading.in_language(form.lists.get(listed, {}).get(code, {}), form) or code

    head: list[answer_tables.Cell] = [
        gettext("Column"),
        gettext("Number in the form"),
        gettext("Question"),
        gettext("Kind"),
        gettext("Part that repeats"),
        gettext("Codes"),
    ]
    lead: answer_tables.Table = [
        ["mark", None, gettext("Stands for the filled form in this copy alone"), "", "", ""],
        ["answered_on", None, gettext("Day on which the form was filled"), "date", "", ""],
        ["office", None, gettext("Office that holds the answers"), "", "", ""],
        ["source", None, gettext("How the form came in"), "", "", "device; browser; export; paper"],
    ]
    return [head, *lead, *answer_tables.codebook(form, labels, texts=taken.has_texts, choice=choice)]


def _cover(request: ActorRequest, held: "FormVersion", taken: "AnswersTaken", form: Outline) -> answer_tables.Table:
    left_out = [] if taken.has_texts else answer_tables.left_out(form)
    return [
        [gettext("List"), taken.receipt],
        [gettext("Form"), f"{taken.form_code} {held.version}"],
        [gettext("Taken out by"), request.actor.name],
        [gettext("Taken out"), words.moment(taken.taken_at)],
        [gettext("What for"), taken.purpose],
        [gettext("Filled forms"), taken.rows],
        [
            gettext("How to treat it"),
            gettext("Not to be passed on or published. Every row carries a mark that tells who took it out."),
        ],
        [
            gettext("What is not known"),
            gettext("An empty cell was not answered. dont_know, prefer_not and cannot_read are answers of their own."),
        ],
        [gettext("Left out, because it may tell who somebody is"), ", ".join(left_out)],
    ]


def _summed(form: Outline, held: Sequence[Any]) -> list[dict[str, Any]]:
    """What came in to each question, in words: how often each choice was chosen."""
    return [
        {
            "number": one.place.item.number,
            "label": reading.in_language(one.place.item.label, form) or one.place.name,
            "answered": words.number(one.answered),
            "asked_of": words.number(one.asked_of),
            "counts": [
                {
                    "label": reading.in_language(form.lists.get(one.place.item.listed, {}).get(count.code, {}), form)
                    or (gettext("Cannot be read on the paper") if count.code == "cannot_read" else count.code),
                    "count": words.number(count.count),
                    "share": round(100 * count.count / one.answered) if one.answered else 0,
                }
                for count in one.counts
            ],
            "range": [words.number(one.smallest), words.number(one.largest)]
            if one.smallest is not None and one.largest is not None
            else [],
        }
        for one in answer_tables.summaries(form, held)
    ]
