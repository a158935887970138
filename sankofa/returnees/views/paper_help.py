"""Pages of help with getting a paper: begin, apply, what came of it; and the sheet that a person takes along."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.returnees import actions, histories, papers, permissions, portrait, requirements
from sankofa.returnees.forms.papers import ApplicationForm, BeginHelpForm, OutcomeForm
from sankofa.returnees.rules import paper_help
from sankofa.returnees.rules.issuing import issuer_of
from sankofa.returnees.rules.paper_help import Stage
from sankofa.returnees.views.papers import asked_for_words, bar, together_shown
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.returnees.models import PaperHelp, Person

LOOK_AGAIN = timedelta(days=14)


@page(permissions.AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
def begin_help(request: ActorRequest, person_id: str) -> HttpResponse:
    """Begin to help somebody to get a paper."""
    seen, together, today = together_shown(request, person_id, what="returnees.papers_page")
    if not histories.may_amend(seen, viewer=request.actor, on=today):
        raise Http404
    initial = {"paper_kind": papers.known_kind(request.GET.get("kind", "")), "due_on": today + LOOK_AGAIN}
    form = BeginHelpForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.begin_help(
                person=seen, kind=given["paper_kind"], due_on=given["due_on"], by=request.actor, at=clock.now()
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.HelpedAlready as there:
            made = there.held
            messages.info(request, gettext("Somebody helps with this paper already. Here it is."))
        return redirect("returnees:paper_help", seen.pk, made.pk)
    context = {**bar(seen, together, today), "form": form}
    return render(request, "returnees/begin_help.html", context, status=422 if form.is_bound else 200)


@page(permissions.VIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def help_page(request: ActorRequest, person_id: str, help_id: UUID) -> HttpResponse:
    """Show help with a paper, and take down what was done for it."""
    seen, together, today = together_shown(request, person_id, what="returnees.papers_page")
    held = requirements.help_of(help_id, of=seen)
    if held is None:
        raise Http404
    may = histories.may_amend(seen, viewer=request.actor, on=today) and paper_help.is_open(Stage(held.stage))
    applying, ending = _forms(request, seen, held, today)
    sent = request.POST.get("what", "") if request.method == "POST" and may else ""
    done = _taken_down(request, held, applying if sent == "applied" else ending) if sent else None
    if done is not None:
        return done
    context = {
        **bar(seen, together, today),
        "held": held,
        "title": papers.help_words(held),
        "facts": _facts(seen, held),
        "applying": applying if may and held.stage == Stage.ASKED else None,
        "ending": ending if may else None,
    }
    return render(request, "returnees/paper_help.html", context, status=422 if sent else 200)


@page(permissions.VIEW)
@require_safe
def printed(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show the sheet that a person takes along: which papers are asked for, and where those not there are made."""
    seen, together, today = together_shown(request, person_id, what="returnees.papers_page")
    context = {**bar(seen, together, today), "asked_for": asked_for_words(together.files, on=today)}
    return render(request, "returnees/papers_print.html", context)


def _forms(
    request: ActorRequest, seen: "Person", held: "PaperHelp", today: date
) -> tuple[ApplicationForm, OutcomeForm]:
    data = request.POST if request.method == "POST" else None
    sent = request.POST.get("what", "")
    applying = ApplicationForm(
        data if sent == "applied" else None,
        country=seen.office.place.country_id,
        initial={
            "applied_on": today,
            "applied_where": issuer_of(held.kind, country=seen.office.place.country_id) or "",
            "due_on": today + LOOK_AGAIN,
        },
    )
    return applying, OutcomeForm(data if sent == "outcome" else None, stage=Stage(held.stage))


def _taken_down(request: ActorRequest, held: "PaperHelp", form: forms.Form) -> HttpResponse | None:
    """Take down what was typed and return where to go; None where something has to be looked at again."""
    if not form.is_valid():
        return None
    act = actions.note_application if isinstance(form, ApplicationForm) else actions.note_outcome
    try:
        act(held=held, **form.cleaned_data, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.NotAtThisStage:
        messages.info(request, gettext("This was written down before."))
    else:
        messages.success(request, gettext("Written down."))
    return redirect("returnees:paper_help", held.person_id, held.pk)


def _facts(seen: "Person", held: "PaperHelp") -> dict[str, Any]:
    issuer = issuer_of(held.kind, country=seen.office.place.country_id)
    told: list[tuple[str, str | None]] = [
        (gettext("How far it is"), str(held.get_stage_display())),
        (gettext("Who makes it"), issuer),
        (gettext("Asked for on"), words.day(held.asked_on)),
        (gettext("Applied on"), None if held.applied_on is None else words.day(held.applied_on)),
        (gettext("At which office"), portrait.opened(held, "applied_where")),
        (gettext("What it costs"), None if held.cost is None else words.money(held.cost)),
        (gettext("Look at it again on"), words.day(held.due_on) if held.closed_on is None else None),
        (gettext("Closed on"), None if held.closed_on is None else words.day(held.closed_on)),
        (gettext("Why"), portrait.opened(held, "because")),
    ]
    rows = [{"label": label, "value": value} for label, value in told if value is not None]
    return {"rows": rows}
