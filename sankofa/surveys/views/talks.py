"""Pages of a talk: one thing per page, every step kept, a look at all answers, and a receipt."""

from typing import TYPE_CHECKING

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
from sankofa.shell import words
from sankofa.surveys import actions, answered, contributions, interview, permissions, queries
from sankofa.surveys.rules import path
from sankofa.surveys.rules.terms import Instrument, Question

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sankofa.returnees.models import Person
    from sankofa.surveys.models import Clash, FormVersion

CHECK = "check"


@page(permissions.INTERVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: ActorRequest, person_id: str, code: str) -> HttpResponse:
    """Begin a talk, or go on where it broke off."""
    person = person_at(request, person_id)
    form = _form_called(request, person, code)
    held = interview.talk(owner_id=request.actor.id, person_id=str(person.pk), form=form)
    if request.method == "POST" or held is not None:
        held = interview.begun(
            owner_id=request.actor.id, person_id=str(person.pk), form=form, on=clock.today(request.actor.zone)
        )
        following = path.first_open(form, held.answers) if held.given else path.next_question(form, held.answers)
        return _to(person_id, code, following)
    now = queries.current(code, among=_seen(request))
    context = {
        "form_title": queries.title_of(code, form.title),
        "count": path.progress(form, {}).asked,
        "is_score": code == queries.REINTEGRATION_SCORE[0],
        "one_page_url": "" if now is None else _one_page(person, now),
        "identity": identity_of(request, person),
        "person": person,
    }
    return render(request, "surveys/begin.html", context)


@page(permissions.INTERVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: ActorRequest, person_id: str, code: str, name: str) -> HttpResponse:
    """Ask one question and keep the answer."""
    person = person_at(request, person_id)
    form = _form_called(request, person, code)
    held = interview.talk(owner_id=request.actor.id, person_id=str(person.pk), form=form)
    if held is None:
        return redirect("surveys:begin", person_id=person_id, code=code)
    asked = next((known for known in path.asked(form, held.answers) if known.name == name), None)
    if asked is None:
        return _to(person_id, code, path.first_open(form, held.answers))
    error, typed = "", None
    if request.method == "POST":
        typed = [text for text in request.POST.getlist("answer") if text.strip()]
        found = path.findings(asked, path.answer(asked, typed), on=clock.today(request.actor.zone))
        if "leave" in request.POST and (not typed or not found):
            if typed:
                held.keep(asked, typed)
            return redirect(portrait.link(person))
        if not found:
            if asked.is_asked:
                held.keep(asked, typed)
            return _after(request, person_id, code, held, asked)
        error = " ".join(interview.reason(finding, asked) for finding in found)
    before = path.question_before(form, held.answers, name)
    context = {
        "identity": identity_of(request, person),
        "person": person,
        "question": interview.page_of(asked, held, error=error, typed=typed),
        "back_url": reverse("surveys:begin", args=[person_id, code])
        if before is None
        else reverse("surveys:question", args=[person_id, code, before.name]),
        "is_first": before is None,
        "errors": [{"message": error, "url": "#answer"}] if error else [],
    }
    return render(request, "surveys/question.html", context, status=422 if error else 200)


@page(permissions.INTERVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: ActorRequest, person_id: str, code: str) -> HttpResponse:
    """Show all answers once more; sending records the talk, once however often the button is pressed."""
    person = person_at(request, person_id)
    form = _form_called(request, person, code)
    held = interview.talk(owner_id=request.actor.id, person_id=str(person.pk), form=form)
    if held is None:
        return _sent_already(request, person_id, code)
    missing: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            made = actions.record_interview(
                person=person,
                instrument=form,
                answers=held.answers,
                instance_id=held.instance_id,
                answered_on=held.began_on,
                by=request.actor,
                at=clock.now(),
            )
        except actions.NotAcceptable as refused:
            missing = [
                {
                    "message": f"{_text(open_one)} {interview.reason(found, open_one)}",
                    "url": reverse("surveys:question", args=[person_id, code, open_one.name]) + f"?then={CHECK}",
                }
                for found in refused.findings
                for open_one in form.questions
                if open_one.name == found.facts.get("question")
            ]
        except actions.AskedTwice as twice:
            held.drop()
            messages.info(request, gettext("It is kept. Another form of the same days says something else."))
            return _to_clash(request, twice.clash)
        else:
            held.drop()
            return redirect("surveys:receipt", submission_id=made.pk)
    answers = held.answers
    language = get_language() or "en"
    sections = [
        {
            "title": label(group.label, language),
            "rows": [
                {
                    "label": _text(asked),
                    "value": interview.answer_words(asked, answers.get(asked.name)),
                    "change_url": reverse("surveys:question", args=[person_id, code, asked.name]) + f"?then={CHECK}",
                }
                for asked in path.asked(form, answers)
                if asked.group == group.code and asked.is_asked
            ],
        }
        for group in form.groups
    ]
    context = {
        "identity": identity_of(request, person),
        "errors": missing,
        "check": {
            "title": gettext("Check the answers"),
            "lead": gettext("Read them back to the person if you can. Once sent, answers stay as they were given."),
            "sections": sections,
            "submit": gettext("Send the answers of %(name)s") % {"name": portrait.name(person)},
            "back_url": portrait.link(person),
        },
    }
    return render(request, "surveys/check.html", context, status=422 if missing else 200)


@page(permissions.INTERVIEW)
@require_safe
def forms_for(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show which forms can be filled with a person, and go on with the one that is chosen."""
    person = person_at(request, person_id)
    talks = {form.code: form.title for form in queries.talk_forms(_seen(request))}
    rows = [
        {"title": queries.title_of(code, title), "url": reverse("surveys:begin", args=[person.pk, code])}
        for code, title in talks.items()
    ]
    # What asks some things several times is filled on one page.
    rows += [
        {
            "title": queries.title_of(held.instrument.code, queries.outline_of(held).title),
            "url": _one_page(person, held),
        }
        for held in queries.forms_about_people(_seen(request))
        if held.instrument.code not in talks
    ]
    rows.sort(key=lambda row: row["title"])
    context = {"identity": identity_of(request, person), "person": person, "rows": rows}
    return render(request, "surveys/forms_for.html", context)


@page(permissions.INTERVIEW)
@require_safe
def receipt(request: ActorRequest, submission_id: str) -> HttpResponse:
    """Say that the talk is recorded, under which number, and what happens now."""
    held = queries.submission(submission_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    person = person_at(request, str(held.person_id))
    added = [] if held.set_aside_at else contributions.receipts.answers(held, request.actor)
    aside = [gettext("Another form of the same days counts instead.")] if held.set_aside_at else []
    context = {
        "identity": identity_of(request, person),
        "panels": [panel for one in added for panel in one.panels],
        "receipt": {
            "title": gettext("The talk is recorded"),
            "number": receipt_number(held.pk),
            "at": words.moment(held.created_at),
            "next": [*aside, *(text for one in added for text in one.then)],
            "on_url": portrait.link(person),
            "on_label": gettext("To the page of %(name)s") % {"name": portrait.name(person)},
        },
    }
    return render(request, "surveys/receipt.html", context)


@page(permissions.INTERVIEW)
@require_safe
def answers(request: ActorRequest, submission_id: str) -> HttpResponse:
    """Show what somebody answered, word for word, question by question."""
    held = queries.submission(submission_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    person = person_at(request, str(held.person_id))
    shows(request, held, permissions.INTERVIEW, what="surveys.answers_page")
    context = {
        "identity": identity_of(request, person),
        "person": person,
        "title": answered.title_of(held),
        "day": words.day(held.answered_on),
        "is_set_aside": held.set_aside_at is not None,
        "sections": answered.sections_of(held),
    }
    return render(request, "surveys/answers.html", context)


def person_at(request: ActorRequest, person_id: str) -> "Person":
    """Return whom the viewer may talk with; a file opened with a reason is looked at and nothing else."""
    on = clock.today(request.actor.zone)
    found = register.person(person_id, viewer=request.actor, on=on)
    if found is None or found.erased_on is not None:
        raise Http404
    if not decision_on(found, actor=request.actor, permission=permissions.INTERVIEW, on=on).allowed:
        raise Http404
    shows(request, found, permissions.INTERVIEW)
    return found


def _seen(request: ActorRequest) -> "QuerySet[FormVersion]":
    return queries.forms_seen(request.actor, permission=permissions.INTERVIEW, on=clock.today(request.actor.zone))


def _form_called(request: ActorRequest, person: "Person", code: str) -> Instrument:
    """Return the form of the talk under way, in the version it began with; else the version that is asked now."""
    form = interview.form_of_talk(owner_id=request.actor.id, person_id=str(person.pk), code=code, among=_seen(request))
    if form is None:
        raise Http404
    return form


def identity_of(request: ActorRequest, person: "Person") -> dict[str, object]:
    """Return what stands on top of the pages about a person."""
    journeys = register.journeys_of(person)
    return portrait.identity(person, journeys, on=clock.today(request.actor.zone))


def _one_page(person: "Person", held: "FormVersion") -> str:
    return reverse("surveys:fill", args=[person.pk, held.instrument.code, held.version])


def _text(asked: Question) -> str:
    return label(asked.label, get_language() or "en")


def _to(person_id: str, code: str, following: Question | None) -> HttpResponseRedirect:
    if following is None:
        return redirect("surveys:check", person_id=person_id, code=code)
    return redirect("surveys:question", person_id=person_id, code=code, name=following.name)


def _after(
    request: ActorRequest, person_id: str, code: str, held: interview.Talk, asked: Question
) -> HttpResponseRedirect:
    """Go on after an answer: to the next question, or back to the answers where somebody came from there."""
    answers = held.answers
    if request.GET.get("then") == CHECK:
        opened = (known for known in path.asked(held.form, answers) if known.is_required and known.name not in answers)
        return _to(person_id, code, next(opened, None))
    return _to(person_id, code, path.next_question(held.form, answers, after=asked.name))


def _sent_already(request: ActorRequest, person_id: str, code: str) -> HttpResponse:
    """Answer a second press of the button: show the receipt of what was sent the first time."""
    latest = (
        queries.submissions(request.actor, on=clock.today(request.actor.zone))
        .filter(person_id=person_id, instrument=code, recorded_by__pk=request.actor.id)
        .order_by("-created_at")
        .first()
    )
    person = register.person(person_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if request.method == "POST" and person is not None:
        found = queries.clashes_of(person, viewer=request.actor, on=clock.today(request.actor.zone))
        own = found.filter(arrival__user_id=request.actor.id, arrival__form_code=code).first()
        if own is not None and (latest is None or latest.created_at < own.noted_at):
            return _to_clash(request, own)
    if request.method == "POST" and latest is not None:
        return redirect("surveys:receipt", submission_id=latest.pk)
    return redirect("surveys:begin", person_id=person_id, code=code)


def _to_clash(request: ActorRequest, held: "Clash") -> HttpResponse:
    """Go to where somebody says which form counts; to the page of the person for those who do not decide."""
    if queries.clash(held.pk, viewer=request.actor, on=clock.today(request.actor.zone)) is None:
        return redirect(portrait.link(held.person))
    return redirect("surveys:clash", clash_id=held.pk)
