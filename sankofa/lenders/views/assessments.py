"""Pages of assessments: what was found and what is open, one question at a time, handing in, proposing a decision."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.lenders import actions, labels, permissions, queries, sentences
from sankofa.lenders.forms import AnswerForm, OutcomeForm
from sankofa.lenders.rules.due_diligence import Indicator, Kind, Status
from sankofa.lenders.views.entering import assessment_shown, entered, form_page, lender_shown, may, today
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.lenders.models import Assessment, AssessmentAnswer


@page(permissions.VIEW)
@require_safe
def assessment(request: ActorRequest, assessment_id: str) -> HttpResponse:
    """Show an assessment: what was found to each question, what it comes to, and what was decided."""
    held = assessment_shown(request, assessment_id, permissions.VIEW)
    framework = queries.framework_of(held)
    answers = queries.answers_of(held)
    is_draft = held.status == Status.DRAFT.value
    may_assess = may(request, permissions.ASSESS)
    parts = [
        {
            "title": label,
            "rows": [
                _row(held, one, answers.get(one.code), may_change=is_draft and may_assess)
                for one in framework.indicators
                if one.dimension == code
            ],
        }
        for code, label in labels.DIMENSIONS.items()
    ]
    context = {
        "assessment": held,
        "status": held.get_status_display(),
        "parts": [part for part in parts if part["rows"]],
        "findings": sentences.all_of(queries.findings_of(held, on=today(request))),
        "answered": words.number(len(answers)),
        "asked": words.number(len(framework.indicators)),
        "until": "" if held.valid_until is None else words.day(held.valid_until),
        "decided": "" if held.decided_at is None else words.moment(held.decided_at),
        "is_draft": is_draft,
        "is_handed_in": held.status == Status.REVIEWED.value,
        "may_assess": may_assess,
        "next_url": _next(held, framework.indicators, answers) if is_draft else "",
    }
    return render(request, "lenders/assessment.html", context)


@page(permissions.ASSESS)
@require_POST
def begin_assessment(request: ActorRequest, lender_id: str) -> HttpResponse:
    """Begin to look into a lender."""
    held = lender_shown(request, lender_id, permissions.ASSESS)
    try:
        made = actions.begin_assessment(lender=held, by=request.actor, at=clock.now())
    except actions.WorkedOnAlready as there:
        messages.info(request, sentences.refusal(there))
        made = there.assessment
    except actions.LendsNothing as why:
        return refused(request, sentences.refusal(why))
    return redirect("lenders:assessment", made.pk)


@page(permissions.ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, assessment_id: str, indicator: str) -> HttpResponse:
    """Ask one question about a lender, and lead to the next that is open."""
    held = assessment_shown(request, assessment_id, permissions.ASSESS)
    framework = queries.framework_of(held)
    asked = next((one for one in framework.indicators if one.code == indicator), None)
    if asked is None:
        raise Http404
    form = AnswerForm(
        request.POST or None, indicator=asked, today=today(request), held=queries.answers_of(held).get(indicator)
    )

    def enter() -> "AssessmentAnswer":
        return actions.note_answer(assessment=held, told=form.told(), by=request.actor, at=clock.now())

    if entered(request, form, enter) is not None:
        onward = _next(held, framework.indicators, queries.answers_of(held))
        return redirect(onward or reverse("lenders:assessment", args=[held.pk]))
    return form_page(
        request,
        form,
        title=labels.INDICATORS[indicator],
        button=_("Save and go on"),
        lead=f"{labels.DIMENSIONS[asked.dimension]} · {held.lender.name}",
        back_url=reverse("lenders:assessment", args=[held.pk]),
        back_label=_("All questions"),
    )


@page(permissions.ASSESS)
@require_POST
def hand_in(request: ActorRequest, assessment_id: str) -> HttpResponse:
    """Hand an assessment in, and ask what to propose."""
    held = assessment_shown(request, assessment_id, permissions.ASSESS)
    try:
        actions.hand_in(assessment=held, by=request.actor, at=clock.now())
    except actions.NotDraft as why:
        messages.info(request, sentences.refusal(why))
        return redirect("lenders:assessment", held.pk)
    return redirect("lenders:decide", held.pk)


@page(permissions.ASSESS)
@require_POST
def reopen(request: ActorRequest, assessment_id: str) -> HttpResponse:
    """Open an assessment again to put something right."""
    held = assessment_shown(request, assessment_id, permissions.ASSESS)
    try:
        actions.reopen(assessment=held, by=request.actor, at=clock.now())
    except actions.NotHandedIn as why:
        messages.info(request, sentences.refusal(why))
    return redirect("lenders:assessment", held.pk)


@page(permissions.ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: ActorRequest, assessment_id: str) -> HttpResponse:
    """Propose a decision on a lender; it counts once another person approved it."""
    held = assessment_shown(request, assessment_id, permissions.ASSESS)
    form = OutcomeForm(request.POST or None)

    def enter() -> "Assessment":
        outcome = Status(form.cleaned_data["outcome"])
        queries.check_may_propose(held, outcome, on=today(request))
        return actions.conclude(
            assessment=held,
            outcome=outcome,
            conditions=form.cleaned_data["conditions"],
            by=request.actor,
            at=clock.now(),
        )

    if entered(request, form, enter) is not None:
        return redirect("lenders:assessment", held.pk)
    return form_page(
        request,
        form,
        title=_("Propose a decision"),
        button=_("Propose it"),
        lead=_("Another person approves it, who had no hand in the assessment."),
        points=sentences.all_of(queries.findings_of(held, on=today(request))),
        back_url=reverse("lenders:assessment", args=[held.pk]),
        back_label=held.lender.name,
    )


def _row(held: "Assessment", one: Indicator, told: "AssessmentAnswer | None", *, may_change: bool) -> dict[str, Any]:
    said = None if told is None else _said(one, told)
    notes = [] if told is None else [told.get_verified_by_display(), words.day(told.seen_on), told.evidence or ""]
    return {
        "label": labels.INDICATORS[one.code],
        "is_gate": one.gate,
        "value": said,
        "note": " · ".join(str(note) for note in notes if note),
        "url": reverse("lenders:answer", args=[held.pk, one.code]) if may_change else "",
    }


def _said(one: Indicator, told: "AssessmentAnswer") -> str:
    if told.value is None:
        return _("We asked, and do not know")
    if one.kind is Kind.RATIO:
        return sentences.percent(told.value)
    choices = AnswerForm(indicator=one, today=told.seen_on).fields["answer"].choices  # type: ignore[attr-defined]
    return str(dict(choices)[str(int(told.value))])


def _next(held: "Assessment", asked: "tuple[Indicator, ...]", answers: "dict[str, AssessmentAnswer]") -> str:
    """Return where the next question is asked that has no answer; empty where every one has."""
    code = next((one.code for one in asked if one.code not in answers), "")
    return reverse("lenders:answer", args=[held.pk, code]) if code else ""
