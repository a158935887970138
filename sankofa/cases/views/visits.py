"""Pages of visits and mediation: one visit with its forms and tries in vain; open a mediation, log it, end it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.cases import actions, follow_up, permissions, queries, sayings
from sankofa.cases.care_forms import EndMediationForm, MediationForm, MediationTalkForm, TryForm
from sankofa.cases.rules.visits import MONTHS, visits
from sankofa.cases.views.cases import METHODS
from sankofa.cases.views.reading import case_at, identity_of, told_of
from sankofa.kernel import clock
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.surveys import queries as forms

if TYPE_CHECKING:
    from sankofa.cases.models import Mediation

LOOK_AGAIN = timedelta(days=14)


@page(permissions.VIEW)
@never_cache
@require_http_methods(METHODS)
def visit(request: ActorRequest, case_id: str, months: int) -> HttpResponse:
    """Show one visit: when it is due, its forms, who tried in vain and what to try next; note a try."""
    held = case_at(request, case_id, permissions.VIEW)
    this = told_of(request, held)
    if months not in MONTHS or this.facts.agreed_on is None:
        raise Http404
    one = next(found for found in visits(this.facts.agreed_on, this.facts.visits_on) if found.months == months)
    form = TryForm(request.POST or None, initial={"tried_on": this.on})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_try(case=held, months=months, **form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except (actions.CaseClosed, actions.NoSuchVisit):
            messages.info(request, gettext("This visit was held, its time is over, or the case is closed."))
            return redirect("cases:case", held.pk)
        except actions.DayToCome as why:
            form.add_error("tried_on", sayings.refusal(why))
        else:
            messages.success(request, gettext("Noted. The page says what to try next."))
            return redirect("cases:visit", held.pk, months)
    tries = queries.tries_of(held, months)
    context = {
        "case": held,
        "identity": identity_of(request, held.person),
        "title": str(sayings.VISITS[months]),
        "due": words.day(one.due_on),
        "held": "" if one.held_on is None else words.day(one.held_on),
        "forms": [{"code": code, "title": forms.title_of(code, code)} for code in queries.VISIT_FORMS]
        if follow_up.may_interview(this, held) and held.closed_on is None and one.held_on is None
        else [],
        "filled": [
            found
            for found in (follow_up.form(row, this) for row in follow_up.filled_in(this))
            if found["visit"] == str(sayings.VISITS[months])
        ],
        "tries": follow_up.tries(tries),
        "to_try": follow_up.to_try(tries),
        "form": form if this.may_work and held.closed_on is None and one.held_on is None else None,
    }
    return render(request, "cases/visit.html", context, status=422 if form.errors else 200)


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def mediate(request: ActorRequest, case_id: str) -> HttpResponse:
    """Open a mediation that the person wants."""
    held = case_at(request, case_id)
    form = MediationForm(request.POST or None, initial={"until_on": clock.today(request.actor.zone) + LOOK_AGAIN})
    if form.is_valid():
        try:
            made = actions.open_mediation(case=held, **form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.EndsBeforeItBegins:
            form.add_error("until_on", gettext("Choose today or a day to come."))
        except (actions.CaseClosed, actions.NotWanted, actions.ReasonNeeded) as why:
            form.add_error(None, sayings.refusal(why))
        else:
            messages.success(request, gettext("Opened. Nobody is asked for anything in this person’s name."))
            return redirect("cases:mediation", made.pk)
    context = {"case": held, "identity": identity_of(request, held.person), "form": form}
    return render(request, "cases/mediate.html", context, status=422 if form.errors else 200)


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def mediation(request: ActorRequest, mediation_id: str) -> HttpResponse:
    """Show a mediation with what was said, note a talk, end it."""
    held = queries.mediation(mediation_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    shows(request, held, permissions.WORK, what="cases.mediation_page")
    today = clock.today(request.actor.zone)
    is_end = "end" in request.POST
    talk = MediationTalkForm(
        request.POST if request.method == "POST" and not is_end else None,
        initial={"held_on": today, "until_on": max(held.until_on, today + LOOK_AGAIN)},
        prefix="talk",
    )
    end = EndMediationForm(request.POST if is_end else None, initial={"ended_on": today}, prefix="end")
    if end.is_valid() if is_end else talk.is_valid():
        try:
            if is_end:
                actions.end_mediation(mediation=held, **end.ended(), by=request.actor, at=clock.now())
            else:
                actions.note_mediation(mediation=held, **talk.cleaned_data, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except (actions.CaseClosed, actions.Ended):
            messages.info(request, gettext("This has ended. Nothing of it changes any more."))
            return redirect("cases:mediation", held.pk)
        except actions.DayToCome as why:
            (end if is_end else talk).add_error("ended_on" if is_end else "held_on", sayings.refusal(why))
        except actions.EndsBeforeItBegins:
            talk.add_error("until_on", gettext("Choose today or a day to come."))
        else:
            messages.success(request, gettext("Noted."))
            return redirect("cases:mediation", held.pk)
    return _mediation_page(request, held, talk, end)


def _mediation_page(
    request: ActorRequest, held: "Mediation", talk: MediationTalkForm, end: EndMediationForm
) -> HttpResponse:
    said = follow_up.said_of(held)
    context: dict[str, Any] = {
        "case": held.case,
        "identity": identity_of(request, held.case.person),
        "row": follow_up.mediation_row(held),
        "why": said.why,
        "ended_note": follow_up.note_of(held),
        "goes_on": held.ended_on is None and held.case.closed_on is None,
        "talks": follow_up.talks(held),
        "form": end if end.is_bound else talk,
        "talk": talk,
        "end": end,
    }
    return render(request, "cases/mediation.html", context, status=422 if talk.errors or end.errors else 200)
