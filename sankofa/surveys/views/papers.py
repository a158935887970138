"""Pages for typing what was filled on paper: the same numbers, all questions of a part on one page, the keyboard alone.

Everything works without script: Tab goes from question to question, Enter keeps the page and goes on, and a question is
found by its number.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import decision_on
from sankofa.kernel import clock
from sankofa.kernel.identifiers import receipt_number
from sankofa.kernel.labels import label
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.returnees.meant import person_meant
from sankofa.shell import words
from sankofa.surveys import actions, interview, permissions, queries, reading, received, typing
from sankofa.surveys.forms import BeginPaperForm
from sankofa.surveys.rules import instance, path, typed
from sankofa.surveys.rules.filled import Filled
from sankofa.surveys.rules.terms import About, Instrument, Kind, Question

if TYPE_CHECKING:
    from sankofa.returnees.models import Person
    from sankofa.surveys.models import Arrival, FormVersion

ROWS_MAX = 40


@page(permissions.INTERVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: ActorRequest, code: str, version: str) -> HttpResponse:
    """Begin a paper, go on with one, or type one a second time that somebody else has typed."""
    held, form = _form(request, code, version)
    on = clock.today(request.actor.zone)
    asks_whom = form.about is About.PERSON
    if "second" in request.POST:
        return _second(request, held, form)
    asked = BeginPaperForm(request.POST or None, asks_whom=asks_whom, today=on, initial={"asked_on": on})
    if asked.is_valid():
        said = asked.cleaned_data
        person = _meant(request, said["case_number"]) if asks_whom else None
        if asks_whom and person is None:
            asked.add_error("case_number", gettext("Nobody whom you may hold talks with has this case number."))
        else:
            begun = typing.begun(
                held,
                form,
                owner_id=request.actor.id,
                person_id="" if person is None else str(person.pk),
                asked_by=said["asked_by"],
                asked_on=said["asked_on"],
            )
            return _to(begun, begun.parts[0])
    context = {
        "form": asked,
        "held": held,
        "code": code,
        "title": queries.title_of(code, form.title),
        "under_way": [
            {"url": _url(one, one.parts[0]), "asked_on": words.day(one.asked_on), "asked_by": one.asked_by}
            for one in typing.under_way(held, form, owner_id=request.actor.id)
        ],
        "waiting": [
            {"id": one.pk, "number": receipt_number(one.pk), "at": words.moment(one.received_at), "by": one.user}
            for one in queries.typed_once(code, viewer=request.actor, on=on)
        ],
    }
    return render(request, "surveys/papers.html", context, status=422 if asked.is_bound else 200)


@page(permissions.INTERVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def type_part(request: ActorRequest, code: str, version: str, number: str, part: str) -> HttpResponse:
    """Show one part of a paper with the numbers that stand on it, keep what was typed, and go on."""
    paper = _paper(request, code, version, number)
    if part not in paper.parts:
        raise Http404
    if (wanted := path.whole_number(request.GET.get("number", "").strip())) is not None:
        return _jump(paper, wanted, part)
    group = paper.part(part)
    if request.method == "POST":
        _keep(request, paper, part)
        found = typed.part_findings(
            paper.form, "" if part == typing.ONCE else part, paper.filled, on=clock.today(request.actor.zone)
        )
        if "more" in request.POST or "jump" in request.POST:
            wanted = path.whole_number(request.POST.get("number", "").strip())
            if "jump" in request.POST and wanted is not None:
                return _jump(paper, wanted, part)
            return _to(paper, part, "#last")
        if "leave" in request.POST:
            messages.success(request, gettext("The paper is kept. Go on with it whenever you like."))
            return redirect("surveys:papers", code=code, version=version)
        if not found:
            at = paper.parts.index(part)
            return _to(paper, paper.parts[at + 1]) if at + 1 < len(paper.parts) else redirect(_url(paper, "check"))
    else:
        found = []
    context = _page(paper, part, found) | {
        "is_repeat": group is not None and group.is_repeat,
        "identity": _identity(request, paper),
        "errors": [
            {"message": f"{_number(paper, question)}. {interview.reason(one, question)}",
             "url": f"#{_field(question, row)}"}
            for question, row, one in found
        ],
    }  # fmt: skip
    return render(request, "surveys/paper_part.html", context, status=422 if found else 200)


@page(permissions.INTERVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def check_paper(request: ActorRequest, code: str, version: str, number: str) -> HttpResponse:
    """Show what is missing, what cannot be read and where two typings differ; then send the paper."""
    paper = _paper(request, code, version, number)
    on = clock.today(request.actor.zone)
    first = None
    if paper.first:
        first = queries.typed_by_others(paper.first, code, viewer=request.actor, on=on)
        if first is None:
            messages.info(request, gettext("This paper was settled meanwhile by somebody else."))
            paper.drop()
            return redirect("surveys:papers", code=code, version=version)
    whole = paper.filled
    apart = [] if first is None else _differences(paper, first, whole)
    if request.method == "POST":
        for one in apart:
            choice = request.POST.get(one["name"], "")
            if choice in ("first", "second"):
                paper.counts[one["name"]] = choice
        paper.save()
        apart = [] if first is None else _differences(paper, first, whole)
        whole = _settled(paper, first, whole)
    wrong = [
        (question, row, one)
        for part in paper.parts
        for question, row, one in typed.part_findings(paper.form, "" if part == typing.ONCE else part, whole, on=on)
    ]
    missing = typed.missing(paper.form, whole)
    open_ones = [one for one in apart if not one["counts"]]
    if request.method == "POST" and not wrong and not missing and not open_ones:
        return _send(request, paper, whole, first)
    context = {
        "identity": _identity(request, paper),
        "paper": paper,
        "title": queries.title_of(code, paper.form.title),
        "wrong": [_line(paper, question, row, interview.reason(one, question)) for question, row, one in wrong],
        "missing": [_line(paper, question, row, "") for question, row in missing],
        "unasked": [_line(paper, question, None, "") for question in typed.not_asked(paper.form, whole)],
        "doubts": words.number(typed.doubts(whole)) if typed.doubts(whole) else "",
        "apart": apart,
        "may_send": not wrong and not missing,
        "is_second": bool(paper.first),
        "back_url": _url(paper, paper.parts[-1]),
        "asked_on": words.day(paper.asked_on),
        "answered": words.number(len(whole.answers)),
    }
    is_refused = request.method == "POST"
    return render(request, "surveys/paper_check.html", context, status=422 if is_refused else 200)


@page(permissions.INTERVIEW)
@require_safe
def paper_receipt(request: ActorRequest, code: str, version: str, number: str) -> HttpResponse:
    """Say that a paper was kept, under which number, and what happens now."""
    held, form = _form(request, code, version)
    sent = queries.typed_paper(number, viewer=request.actor, on=clock.today(request.actor.zone))
    if sent is None:
        raise Http404
    context = {
        "title": queries.title_of(code, form.title),
        "receipt": {
            "title": gettext("The paper is kept"),
            "number": receipt_number(sent.pk),
            "at": words.moment(sent.received_at),
            "next": [_becomes(sent)],
            "on_url": reverse("surveys:papers", args=[code, held.version]),
            "on_label": gettext("Type the next paper"),
        },
    }
    return render(request, "surveys/paper_receipt.html", context)


def _becomes(sent: "Arrival") -> str:
    if any(reason["code"] == "arrival.second_typing" for reason in sent.reasons) and sent.state == "waiting":
        return gettext("It waits for a colleague to type it a second time. Give them the paper.")
    if sent.state == "read":
        return gettext("The answers are taken in. Write the number on the paper and put it away.")
    return received.becomes(sent.state)


def _second(request: ActorRequest, held: "FormVersion", form: Instrument) -> HttpResponse:
    on = clock.today(request.actor.zone)
    code = held.instrument.code
    first = queries.typed_by_others(request.POST["second"], code, viewer=request.actor, on=on)
    if first is None or first.content is None:
        raise Http404
    sent = instance.sent(first.content, form)
    day = sent.ended_at.date() if sent.ended_at else on
    begun = typing.begun(
        held,
        form,
        owner_id=request.actor.id,
        person_id="" if first.person_id is None else str(first.person_id),
        asked_by=instance.asked_by(first.content),
        asked_on=day,
        first=first,
    )
    return _to(begun, begun.parts[0])


def _send(request: ActorRequest, paper: typing.Paper, whole: Filled, first: "Arrival | None") -> HttpResponse:
    person = _person(request, paper)
    office_id = UUID(request.actor.office) if request.actor.office else None
    if first is not None:
        office_id = first.office_id
    elif person is not None:
        office_id = person.office_id
    if office_id is None:
        raise Http404
    sent = actions.send_paper(
        content=paper.instance(whole, zone=request.actor.zone),
        code=paper.version.instrument.code,
        number=paper.number,
        office_id=office_id,
        person_id=None if person is None else person.pk,
        waits="twice" in request.POST and first is None,
        first=first,
        by=request.actor,
        at=clock.now(),
    )
    paper.drop()
    version = paper.version
    return redirect("surveys:paper_receipt", code=version.instrument.code, version=version.version, number=sent.pk)


def _differences(paper: typing.Paper, first: "Arrival", whole: Filled) -> list[dict[str, Any]]:
    """Where two typings differ, each with the number on the paper and what either typed."""
    if first.content is None:
        return []
    other = instance.sent(first.content, paper.form).filled
    return [
        {
            "name": _field(one.question, one.row),
            "number": _number(paper, one.question),
            "label": label(one.question.label, get_language() or "en"),
            "row": one.row,
            "first": one.first or gettext("nothing"),
            "second": one.second or gettext("nothing"),
            "counts": paper.counts.get(_field(one.question, one.row), ""),
        }
        for one in typed.differences(paper.form, other, typed.to_send(paper.form, whole))
    ]


def _settled(paper: typing.Paper, first: "Arrival | None", whole: Filled) -> Filled:
    """What counts once it was said which typing counts where they differ."""
    if first is None or first.content is None or "first" not in paper.counts.values():
        return whole
    other = instance.sent(first.content, paper.form).filled
    mine, theirs = typed.texts_of(paper.form, whole), typed.texts_of(paper.form, other)
    texts = dict(mine.texts)
    rows = {repeat: [dict(row) for row in held] for repeat, held in mine.rows.items()}
    for one in typed.differences(paper.form, other, typed.to_send(paper.form, whole)):
        name = one.question.name
        if paper.counts.get(_field(one.question, one.row)) != "first":
            continue
        if one.row is None:
            texts[name] = theirs.texts.get(name, "")
        else:
            held = rows.setdefault(one.question.repeat, [])
            held += [{} for _ in range(one.row - len(held))]
            held[one.row - 1][name] = one.first
    return typed.filled(paper.form, typed.Typing(texts, rows))


def _page(paper: typing.Paper, part: str, found: Any) -> dict[str, Any]:
    """What the page of one part shows."""
    group = paper.part(part)
    language = get_language() or "en"
    questions = [one for one in paper.form.questions if (one.group or typing.ONCE) == part]
    wrong = {(_field(question, row)): interview.reason(one, question) for question, row, one in found}
    repeat = next((one.repeat for one in questions if one.repeat), "")
    rows: list[tuple[int | None, dict[str, str]]] = [(None, paper.texts)]
    if repeat:
        rows = list(enumerate(paper.rows.get(repeat) or [{}], start=1))
    at = paper.parts.index(part)
    return {
        "paper": paper,
        "title": queries.title_of(paper.version.instrument.code, paper.form.title),
        "part_title": label(group.label, language) if group is not None else "",
        "place": {"number": at + 1, "total": len(paper.parts)},
        "before": _url(paper, paper.parts[at - 1]) if at else "",
        "rows": [
            {
                "number": number,
                "is_last": number == len(rows),
                "questions": [_question(paper, one, number, texts, wrong) for one in questions],
            }
            for number, texts in rows
        ],
        "repeat": repeat,
        "check_url": _url(paper, "check"),
    }


def _question(
    paper: typing.Paper, question: Question, row: int | None, texts: dict[str, str], wrong: dict[str, str]
) -> dict[str, Any]:
    language = get_language() or "en"
    name = _field(question, row)
    when = next((one["when"] for one in _rows(paper) if one["name"] == question.name), "")
    return {
        "name": name,
        "number": _number(paper, question),
        "label": label(question.label, language),
        "is_note": question.kind is Kind.NOTE,
        "is_many": question.kind is Kind.SEVERAL,
        "is_day": question.kind is Kind.DAY,
        "choices": [
            {"number": number, "label": label(choice.label, language)}
            for number, choice in enumerate(question.choices, start=1)
        ],
        "when": when,
        "value": texts.get(question.name, ""),
        "error": wrong.get(name, ""),
    }


def _rows(paper: typing.Paper) -> list[dict[str, Any]]:
    return reading.rows_of(queries.outline_of(paper.version))


def _keep(request: ActorRequest, paper: typing.Paper, part: str) -> None:
    """Keep what was typed on a page, whatever it is; a row in which nothing was typed is none."""
    questions = [one for one in paper.form.questions if (one.group or typing.ONCE) == part and one.is_asked]
    repeat = next((one.repeat for one in questions if one.repeat), "")
    if not repeat:
        for one in questions:
            paper.texts[one.name] = request.POST.get(_field(one, None), "").strip()[:5_000]
    else:
        before = paper.rows.get(repeat, [])
        rows = []
        for number in range(1, ROWS_MAX + 1):
            row = dict(before[number - 1]) if number <= len(before) else {}
            row |= {
                one.name: request.POST.get(_field(one, number), "").strip()[:5_000]
                for one in questions
                if _field(one, number) in request.POST
            }
            rows.append(row)
        while rows and not any(rows[-1].values()):
            rows.pop()
        if "more" in request.POST and len(rows) < ROWS_MAX:
            rows.append({})
        paper.rows[repeat] = rows
    paper.save()


def _jump(paper: typing.Paper, number: int, part: str) -> HttpResponseRedirect:
    """Go to the question of a number; where there is none, stay."""
    numbers = {item.number: item.name for item in queries.outline_of(paper.version).questions}
    question = next((one for one in paper.form.questions if one.name == numbers.get(number)), None)
    if question is None:
        return _to(paper, part)
    return _to(paper, question.group or typing.ONCE, f"#{_field(question, 1 if question.repeat else None)}")


def _number(paper: typing.Paper, question: Question) -> int | None:
    """The number of a question on the paper."""
    return next((item.number for item in queries.outline_of(paper.version).items if item.name == question.name), None)


def _field(question: Question, row: int | None) -> str:
    return f"q-{question.name}" if row is None else f"q-{question.name}-{row}"


def _line(paper: typing.Paper, question: Question, row: int | None, reason: str) -> dict[str, Any]:
    return {
        "number": _number(paper, question),
        "label": label(question.label, get_language() or "en"),
        "reason": reason,
        "row": row,
        "url": f"{_url(paper, question.group or typing.ONCE)}#{_field(question, row)}",
    }


def _url(paper: typing.Paper, part: str) -> str:
    version = paper.version
    if part == "check":
        return reverse("surveys:check_paper", args=[version.instrument.code, version.version, paper.number])
    return reverse("surveys:type_part", args=[version.instrument.code, version.version, paper.number, part])


def _to(paper: typing.Paper, part: str, anchor: str = "") -> HttpResponseRedirect:
    return redirect(f"{_url(paper, part)}{anchor}")


def _paper(request: ActorRequest, code: str, version: str, number: str) -> typing.Paper:
    held, form = _form(request, code, version)
    found = typing.paper(held, form, owner_id=request.actor.id, number=number)
    if found is None:
        raise Http404
    return found


def _meant(request: ActorRequest, case_number: str) -> "Person | None":
    """Return whom a case number means, where the viewer may hold talks with them."""
    on = clock.today(request.actor.zone)
    organisation_id = queries.organisation_of(request.actor)
    person = None if organisation_id is None else person_meant("", case_number, organisation_id=organisation_id)
    if person is None or person.erased_on is not None:
        return None
    may = decision_on(person, actor=request.actor, permission=permissions.INTERVIEW, on=on).allowed
    return register.leading_of(person, viewer=request.actor, on=on) if may else None


def _person(request: ActorRequest, paper: typing.Paper) -> "Person | None":
    if not paper.person_id:
        return None
    on = clock.today(request.actor.zone)
    found = register.person(paper.person_id, viewer=request.actor, on=on)
    may = found is not None and decision_on(found, actor=request.actor, permission=permissions.INTERVIEW, on=on).allowed
    if found is None or not may:
        raise Http404
    shows(request, found, permissions.INTERVIEW)
    return found


def _identity(request: ActorRequest, paper: typing.Paper) -> dict[str, object] | None:
    person = _person(request, paper)
    if person is None:
        return None
    journeys = register.journeys_of(person)
    return portrait.identity(person, journeys, on=clock.today(request.actor.zone))


def _form(request: ActorRequest, code: str, version: str) -> "tuple[FormVersion, Instrument]":
    on = clock.today(request.actor.zone)
    seen = queries.forms_seen(request.actor, permission=permissions.INTERVIEW, on=on)
    held = queries.version(code, version, among=seen)
    form = None if held is None else queries.reading_of(held)
    if held is None or form is None:
        raise Http404
    return held, form
