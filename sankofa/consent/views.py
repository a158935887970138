"""Pages of consent: how things stand, asking page by page, taking back, the person's sheet, evidence."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import decision_on
from sankofa.consent import actions, asking, exempting, hooks, one_lender, permissions, portrait, queries, steps
from sankofa.consent.asking import Asking
from sankofa.consent.evidence import NotEvidence
from sankofa.consent.forms import (
    BeforeForm,
    ChildForm,
    EvidenceForm,
    HowForm,
    SupportForm,
    WithdrawForm,
    language_words,
)
from sankofa.consent.hooks import Subject
from sankofa.consent.rules import validity
from sankofa.consent.rules.terms import Purpose, State
from sankofa.kernel import clock
from sankofa.kernel.identifiers import receipt_number, uuid7
from sankofa.shell import words

READ, FIELDS, ANSWER = "read", "fields", "answer"

MAY_END = frozenset({State.GIVEN, State.EXPIRED, State.LAPSED})
"""How a yes may stand so that it can be taken back."""


@page(permissions.VIEW)
@require_safe
def overview(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show how every purpose stands, what was given to whom, and what happened when."""
    subject = subject_shown(request, person_id)
    shows(request, subject.record, permissions.VIEW, what="consent.page")
    may_ask = _may_ask(request, subject)
    on = clock.today(request.actor.zone)
    rows = queries.rows(subject, on=on)
    context = {
        "subject": subject,
        "identity": subject.identity,
        "may_ask": may_ask,
        "may_take_back": may_ask and any(row.standing.state in MAY_END for row in rows),
        "consent": {
            "title": gettext("How things stand"),
            "rows": [portrait.row_words(subject, row, with_link=may_ask) for row in rows],
        },
        "exceptions": exempting.exceptions(subject, on=on),
        "ways": exempting.ways(subject, viewer=request.actor, on=on),
        "given": steps.handovers(subject),
        "timeline": steps.timeline(subject),
    }
    return render(request, "consent/page.html", context)


@page(permissions.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: ActorRequest, person_id: str) -> HttpResponse:
    """Begin to ask, or go on where it broke off."""
    subject = subject_asked(request, person_id)
    held = asking.asking(owner_id=request.actor.id, subject=subject)
    if request.method == "POST" or held is not None:
        held = asking.begun(
            owner_id=request.actor.id, subject=subject, organisation_id=str(_user(request).office.organisation_id)
        )
        return _to(subject, held.first_open())
    age = validity.capacity_of(subject.age)
    context = {"subject": subject, "identity": subject.identity, "is_child": age.counts_as_child}
    return render(request, "consent/begin.html", context)


@page(permissions.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest, person_id: str, step: str) -> HttpResponse:
    """Show one page of asking and keep what it notes."""
    subject = subject_asked(request, person_id)
    held = asking.asking(owner_id=request.actor.id, subject=subject)
    if held is None:
        return sent_already(request, subject)
    if "leave" in request.POST:
        return redirect(subject.url)
    if not held.may_open(step):
        return _to(subject, held.first_open())
    before, _after = held.around(step)
    common = {
        "subject": subject,
        "identity": subject.identity,
        "back_url": _address(subject, before) if before else subject.url,
    }
    return _PAGES.get(step, _topic)(request, held, step, common)


@page(permissions.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, person_id: str) -> HttpResponse:
    """Take back what the person had agreed to; the page says before and after what stops and what stays, and why."""
    subject = subject_asked(request, person_id)
    rows = [
        row
        for row in queries.rows(subject, on=clock.today(request.actor.zone))
        if row.standing.consent is not None and row.standing.state in MAY_END
    ]
    by_key = {portrait.topic_of(row): row for row in rows}
    choices = [(key, portrait.purpose_words(row.purpose, row.partner_name)) for key, row in by_key.items()]
    initial = {"topics": request.GET.getlist("topic"), "sent": uuid7()}
    form = WithdrawForm(request.POST or None, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.withdraw(
                subject=subject.record,
                what=[(by_key[key].purpose, by_key[key].partner) for key in form.cleaned_data["topics"]],
                said=form.cleaned_data["said"],
                sent_id=form.cleaned_data["sent"],
                by=request.actor,
                at=clock.now(),
            )
        except actions.NothingToWithdraw:
            return redirect("consent:page", person_id=person_id)
        return redirect("consent:sitting", sitting_id=made.pk)
    if request.method == "POST" and (earlier := _by_number(request, subject)) is not None:
        return redirect("consent:sitting", sitting_id=earlier)
    asked_about = request.POST.getlist("topics") or request.GET.getlist("topic")
    context = {
        "subject": subject,
        "identity": subject.identity,
        "form": form,
        "nothing": not choices,
        "outcome": [
            {"title": title, "is_open": key in asked_about, **told}
            for (key, title) in choices
            for told in [steps.effects([by_key[key].purpose])]
        ],
    }
    return render(request, "consent/withdraw.html", context, status=422 if form.errors else 200)


@page(permissions.VIEW)
@require_safe
def sitting(request: ActorRequest, sitting_id: str) -> HttpResponse:
    """Say what was recorded on one occasion, what it means, and what is still to do."""
    held = queries.sitting(sitting_id)
    if held is None:
        raise Http404
    subject = subject_shown(request, str(held.subject_id))
    shows(request, subject.record, permissions.VIEW, what="consent.sitting_page")
    answers = list(held.consents.all())
    taken_back = [Purpose(one.purpose) for one in answers if one.answer == "withdrawn"]
    told = steps.effects(taken_back)
    receipt = {
        "title": gettext("Taken back, from this moment on") if taken_back else gettext("The answers are recorded"),
        "number": receipt_number(held.pk),
        "at": words.moment(held.at),
        "next": [*told["stops"], *told["stays"]] if taken_back else steps.afterwards(held),
        "on_url": one_lender.way_on(request.GET) or subject.url,
        "on_label": gettext("Go on")
        if one_lender.way_on(request.GET)
        else gettext("To the page of %(name)s") % {"name": subject.name},
        "print_url": reverse("consent:sheet", args=[subject.id]),
    }
    context = {
        "subject": subject,
        "identity": subject.identity,
        "receipt": receipt,
        "answers": {"title": gettext("The answers"), "rows": steps.answer_rows(answers)},
        "circumstances": {"title": gettext("How it was asked"), "rows": steps.circumstances(held)},
        "evidence": list(held.evidence.all()),
        "attach_url": reverse("consent:attach", args=[held.pk])
        if _may_ask(request, subject) and not taken_back
        else "",
    }
    return render(request, "consent/sitting.html", context)


@page(permissions.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: ActorRequest, sitting_id: str) -> HttpResponse:
    """Add a picture of a signature or mark, or a voice note, to what was recorded."""
    held = queries.sitting(sitting_id)
    if held is None:
        raise Http404
    subject = subject_asked(request, str(held.subject_id))
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.attach_evidence(
                subject=subject.record,
                sitting_id=held.pk,
                content=form.cleaned_data["file"].read(),
                by=request.actor,
                at=clock.now(),
            )
        except NotEvidence as refused:
            form.add_error("file", steps.refusal_words(refused.problem))
        else:
            messages.success(request, gettext("The evidence is kept."))
            return redirect("consent:sitting", sitting_id=held.pk)
    context = {
        "subject": subject,
        "identity": subject.identity,
        "form": form,
        "back_url": reverse("consent:sitting", args=[held.pk]),
    }
    return render(request, "consent/attach.html", context, status=422 if form.errors else 200)


@page(permissions.VIEW)
@require_safe
def evidence_file(request: ActorRequest, evidence_id: str) -> HttpResponse:
    """Give the picture or the voice note; that somebody looked is recorded."""
    kept = queries.evidence(evidence_id)
    if kept is None:
        raise Http404
    subject = subject_shown(request, str(kept.sitting.subject_id))
    shows(request, subject.record, permissions.VIEW, what="consent.evidence")
    answer = HttpResponse(queries.content_of(kept), content_type=kept.media_type)
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "no-store"
    return answer


@page(permissions.VIEW)
@require_safe
def sheet(request: ActorRequest, person_id: str) -> HttpResponse:
    """Print for the person what they agreed to, in the language that was read, under a neutral title."""
    subject = subject_shown(request, person_id)
    shows(request, subject.record, permissions.VIEW, what="consent.sheet")
    context = {
        "subject": subject,
        "sheets": steps.sheets(subject, on=clock.today(request.actor.zone), with_partners="partners" in request.GET),
        "today": words.day(clock.today(request.actor.zone)),
    }
    return render(request, "consent/sheet.html", context)


def _before(request: ActorRequest, held: Asking, step: str, common: Mapping[str, Any]) -> HttpResponse:
    own = held.subject.language
    initial = {
        **held.content,
        "speaks": held.get("speaks") or own,
        "language": held.get("language") or steps.read_in(own),
    }
    form = BeforeForm(request.POST or None, own=own, initial=initial)
    notice = steps.missing_language(own)
    forced = held.subject.was_forced
    return _form_page(request, held, step, form, {**common, "notice": notice, "was_forced": forced}, "before")


def _deciding(request: ActorRequest, held: Asking, step: str, common: Mapping[str, Any]) -> HttpResponse:
    capacity = validity.capacity_of(held.subject.age)
    form: django_forms.Form
    if capacity.counts_as_child:
        form = ChildForm(request.POST or None, initial=held.content)
    else:
        form = SupportForm(request.POST or None, on=clock.today(request.actor.zone), initial=held.content)
    context = {**common, "capacity": capacity.value}
    return _form_page(request, held, step, form, context, "deciding", is_decided=True)


def _how(request: ActorRequest, held: Asking, step: str, common: Mapping[str, Any]) -> HttpResponse:
    return _form_page(request, held, step, HowForm(request.POST or None, initial=held.content), common, "how")


def _form_page(
    request: ActorRequest,
    held: Asking,
    step: str,
    form: django_forms.Form,
    common: Mapping[str, Any],
    template: str,
    **noted: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        said = {name: "" if value is None else str(value) for name, value in form.cleaned_data.items()}
        held.keep(**said, **noted)
        return _on(request, held, step)
    status = 422 if form.errors else 200
    return render(request, f"consent/{template}.html", {**common, "form": form}, status=status)


def _topics(request: ActorRequest, held: Asking, step: str, common: Mapping[str, Any]) -> HttpResponse:
    error = ""
    if request.method == "POST":
        known = {topic.key for topic in held.offered()}
        chosen = [key for key in request.POST.getlist("topics") if key in known]
        if chosen:
            held.keep(topics=chosen)
            return _on(request, held, step)
        error = gettext("Tick at least one thing to ask about.")
    context = {**common, "question": steps.topics_question(held, error=error), "errors": _errors(error, "topics")}
    return render(request, "consent/question.html", context, status=422 if error else 200)


def _topic(request: ActorRequest, held: Asking, step: str, common: Mapping[str, Any]) -> HttpResponse:
    kind, topic = step.partition("-")[0], held.topic(step)
    assert topic is not None, "a page of the flow is about a topic of the flow"
    if not steps.can_be_read(held, topic):
        told = gettext("There is no text for this in %(language)s. Choose another language and an interpreter.")
        messages.warning(request, told % {"language": language_words(held.get("language"))})
        return _to(held.subject, asking.BEFORE)
    error = ""
    if request.method == "POST":
        said = request.POST.getlist("answer")
        error = steps.keep_topic(held, kind, topic, said)
        if not error:
            return _on(request, held, step)
    question = {
        READ: steps.read_question,
        FIELDS: steps.fields_question,
        ANSWER: steps.answer_question,
    }[kind](held, topic, error=error)
    context = {
        **common,
        "question": question,
        "errors": _errors(error, "answer"),
        "text": steps.text_shown(held, topic) if kind == READ else None,
        "again": held.answer(topic).get("back") == asking.NOT_YET and kind == READ,
    }
    return render(request, "consent/question.html", context, status=422 if error else 200)


def _check(request: ActorRequest, held: Asking, _step: str, common: Mapping[str, Any]) -> HttpResponse:
    subject = held.subject
    troubles: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            made = actions.record_answers(
                subject=subject.record,
                asked=held.sitting(),
                answers=held.answers(),
                sent_id=held.sent_id,
                by=request.actor,
                at=clock.now(),
            )
        except actions.NotAConsent as refused:
            troubles = [
                {"message": portrait.say(found), "url": _address(subject, steps.page_of(held, found.code))}
                for found in refused.findings
            ]
        except actions.NothingAnswered:
            told = gettext("Nothing was answered, so there is nothing to record.")
            troubles = [{"message": told, "url": _address(subject, asking.TOPICS)}]
        else:
            held.drop()
            return redirect("consent:sitting", sitting_id=made.pk)
    on = clock.today(request.actor.zone)
    context = {
        **common,
        "errors": troubles,
        "concerns": steps.concerns(held, on=on),
        "check": {
            "title": gettext("Check the answers"),
            "lead": gettext("Read them back to the person. A yes can be taken back on any day."),
            "sections": steps.check_sections(held, lambda name: f"{_address(subject, name)}?then={asking.CHECK}"),
            "submit": gettext("Record the answers of %(name)s") % {"name": subject.name},
            "back_url": subject.url,
        },
    }
    return render(request, "consent/check.html", context, status=422 if troubles else 200)


_PAGES: Mapping[str, Callable[[ActorRequest, Asking, str, Mapping[str, Any]], HttpResponse]] = {
    asking.BEFORE: _before,
    asking.DECIDING: _deciding,
    asking.TOPICS: _topics,
    asking.HOW: _how,
    asking.CHECK: _check,
}


def subject_shown(request: ActorRequest, person_id: str) -> Subject:
    """Return the person where the viewer may see what they agreed to.  Raises Http404."""
    on = clock.today(request.actor.zone)
    found = hooks.subject(person_id, viewer=request.actor, on=on)
    if found is None:
        raise Http404
    if not decision_on(found.record, actor=request.actor, permission=permissions.VIEW, on=on).allowed:
        raise Http404
    shows(request, found.record, permissions.VIEW)
    return found


def subject_asked(request: ActorRequest, person_id: str) -> Subject:
    """Return the person where the viewer may ask them."""
    found = subject_shown(request, person_id)
    if not _may_ask(request, found):
        raise Http404
    return found


def _may_ask(request: ActorRequest, subject: Subject) -> bool:
    on = clock.today(request.actor.zone)
    return decision_on(subject.record, actor=request.actor, permission=permissions.ASK, on=on).allowed


def _user(request: ActorRequest) -> Any:
    return request.user


def _address(subject: Subject, step: str) -> str:
    return reverse("consent:ask", args=[subject.id, step])


def _to(subject: Subject, step: str) -> HttpResponseRedirect:
    return redirect(_address(subject, step))


def _on(request: ActorRequest, held: Asking, step: str) -> HttpResponseRedirect:
    """Go on: to the next page, or to the first one still open where somebody came from the look at all answers."""
    if request.GET.get("then") == asking.CHECK:
        return _to(held.subject, held.first_open())
    order = held.steps()
    if step not in order or not held.is_done(step):
        return _to(held.subject, step if step in order else held.first_open())
    return _to(held.subject, held.around(step)[1])


def _errors(message: str, name: str) -> list[dict[str, str]]:
    return [{"message": message, "url": f"#{name}"}] if message else []


def _by_number(request: ActorRequest, subject: Subject) -> str | None:
    """Return the occasion that this form was sent as already."""
    try:
        number = UUID(request.POST.get("sent", ""))
    except ValueError:
        return None
    earlier = queries.by_number(number)
    return None if earlier is None or str(earlier.subject_id) != subject.id else str(earlier.pk)


def sent_already(request: ActorRequest, subject: Subject) -> HttpResponse:
    """Answer a second press of the button: show what was recorded the first time."""
    latest = next(iter(queries.sittings(subject.id)), None)
    if request.method == "POST" and latest is not None and str(latest.asked_by_id) == request.actor.id:
        return redirect("consent:sitting", sitting_id=latest.pk)
    return redirect("consent:begin", person_id=subject.id)
