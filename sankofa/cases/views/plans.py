"""Pages of the plan: writing it, one activity, agreeing it, and the paper that the person takes along."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.cases import actions, permissions, queries, sayings, told
from sankofa.cases.forms import ActivityForm, AgreeForm, GoalsForm
from sankofa.cases.rules import plans as rules
from sankofa.cases.views.cases import METHODS
from sankofa.cases.views.reading import case_at, identity_of
from sankofa.kernel import clock
from sankofa.places.rules.terms import country_of
from sankofa.provision.queries import givers
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell import paper as papers
from sankofa.shell import words
from sankofa.shell.currencies import currency_of
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.cases.models import Case, Plan

_STYLE = Path(__file__).parents[1] / "static" / "cases" / "plan.css"


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def plan(request: ActorRequest, case_id: str) -> HttpResponse:
    """Show the plan that counts, and the one being written: its goals, its activities, what it still lacks."""
    held = case_at(request, case_id, what="cases.plan_page")
    plans = queries.plans_of([held]).get(held.pk, [])
    draft = queries.draft_of(plans)
    if request.method == "POST" and (draft is None or "begin" in request.POST):
        return _begun(request, held)
    said, _opens = told.content(draft)
    form = GoalsForm(
        request.POST or None,
        initial={"goals": "\n".join(said.goals), "edition": 0 if draft is None else draft.edition},
    )
    if draft is not None and form.is_valid():
        content = rules.Content(form.cleaned_data["goals"], said.activities)
        dropped = request.POST.get("drop", "")
        kept = tuple(one for one in said.activities if str(one.key) != dropped)
        content = rules.Content(content.goals, kept)
        answer = _written(request, held, draft, content, edition=form.cleaned_data["edition"])
        if answer is not None:
            return answer
        if "agree" in request.POST:
            return redirect("cases:agree", held.pk)
        if "add" in request.POST:
            return redirect("cases:activity", held.pk)
        if "change" in request.POST:
            return redirect(
                f"{reverse('cases:activity', args=[held.pk])}?{urlencode({'activity': request.POST['change']})}"
            )
        messages.success(request, gettext("Saved."))
        return redirect("cases:plan", held.pk)
    return _plan_page(request, held, plans, form)


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def activity(request: ActorRequest, case_id: str) -> HttpResponse:
    """Add an activity to the plan that is being written, or change one."""
    held = case_at(request, case_id)
    draft = queries.draft_of(queries.plans_of([held]).get(held.pk, []))
    if draft is None:
        return redirect("cases:plan", held.pk)
    said, _opens = told.content(draft)
    asked = request.GET.get("activity", "")
    known = next((one for one in said.activities if str(one.key) == asked), None)
    country = country_of(held.person.office.place_id)
    form = ActivityForm(
        request.POST or None,
        providers=givers(country, viewer=request.actor, on=clock.today(request.actor.zone)),
        currency=currency_of(country),
        initial={"edition": draft.edition, **({} if known is None else _initial(known))},
    )
    if form.is_valid():
        content = said.with_activity(form.activity(None if known is None else known.key))
        answer = _written(request, held, draft, content, edition=form.cleaned_data["edition"])
        if answer is not None:
            return answer
        messages.success(request, gettext("Saved."))
        return redirect("cases:plan", held.pk)
    context = {"case": held, "identity": identity_of(request, held.person), "form": form, "known": known}
    return render(request, "cases/activity.html", context, status=422 if form.errors else 200)


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def agree(request: ActorRequest, case_id: str) -> HttpResponse:
    """Read the plan aloud and note that the person agrees to it."""
    held = case_at(request, case_id)
    draft = queries.draft_of(queries.plans_of([held]).get(held.pk, []))
    if draft is None:
        messages.info(request, gettext("No plan is being written."))
        return redirect("cases:plan", held.pk)
    today = clock.today(request.actor.zone)
    said, _opens = told.content(draft)
    form = AgreeForm(request.POST or None, initial={"agreed_on": today, "edition": draft.edition})
    problem = ""
    if form.is_valid():
        try:
            actions.agree_plan(plan=draft, **form.cleaned_data, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.CaseClosed:
            messages.info(request, gettext("This case is closed. Nothing in it changes any more."))
            return redirect("cases:case", held.pk)
        except (actions.ChangedMeanwhile, actions.AgreedAlready):
            messages.warning(request, gettext("A colleague changed the plan meanwhile. Read it again first."))
            return redirect("cases:agree", held.pk)
        except actions.TalkFirst:
            problem = gettext("Offer the first talk before the plan is agreed. Every answer is fine.")
        except rules.NotAPlan:
            problem = gettext("This plan cannot be agreed yet.")
        except actions.WitnessNeeded:
            form.add_error("witness", gettext("Write who saw the mark or heard the spoken yes."))
        except actions.GuardianNeeded:
            form.add_error("guardian", gettext("Write who agrees beside them, or note the year of birth first."))
        except actions.DayToCome:
            form.add_error("agreed_on", gettext("Choose a day since the case was opened, up to today."))
        else:
            messages.success(request, gettext("The plan is agreed. It counts from now."))
            return redirect("cases:case", held.pk)
    context = {
        "case": held,
        "identity": identity_of(request, held.person),
        "form": form,
        "problem": problem,
        "missing": [sayings.say(one) for one in rules.missing(said)],
        "talk_missing": held.talk_on is None,
        "plan": told.plan_told(said, {}, on=today),
    }
    return render(request, "cases/agree.html", context, status=422 if form.errors or problem else 200)


@page(permissions.VIEW)
@never_cache
@require_safe
def paper(request: ActorRequest, case_id: str) -> HttpResponse:
    """Show the plan as a paper in the person's language, or as PDF: large letters, and nothing about why they came."""
    held = case_at(request, case_id, permissions.VIEW, what="cases.plan_paper")
    plans = queries.plans_of([held]).get(held.pk, [])
    shown = queries.plan_now(plans) or queries.draft_of(plans)
    today = clock.today(request.actor.zone)
    person = register.cluster(held.person, viewer=request.actor, on=today).shown()
    with translation.override(language_of(person.language)):
        said, _opens = told.content(shown)
        context: dict[str, Any] = {
            "case": held,
            "name": portrait.name(person),
            "number": held.person.case_number,
            "on": words.day(today),
            "is_agreed": shown is not None and shown.agreed_on is not None,
            "agreed_on": words.day(shown.agreed_on) if shown is not None and shown.agreed_on is not None else "",
            "plan": told.plan_told(said, queries.deliveries_of(held), on=today),
        }
        if "pdf" in request.GET:
            try:
                made = papers.as_pdf(
                    render_to_string("cases/paper_print.html", context), style=_STYLE.read_text(encoding="utf-8")
                )
            except papers.NoPrinter:
                context["no_pdf"] = True
            else:
                answer = HttpResponse(made, content_type="application/pdf")
                answer["Content-Disposition"] = f'attachment; filename="{held.person.case_number}.pdf"'
                return answer
        return render(request, "cases/paper.html", context)


def _begun(request: ActorRequest, held: "Case") -> HttpResponse:
    try:
        actions.begin_plan(case=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.CaseClosed:
        messages.info(request, gettext("This case is closed. Nothing in it changes any more."))
        return redirect("cases:case", held.pk)
    return redirect("cases:plan", held.pk)


def _written(
    request: ActorRequest, held: "Case", draft: "Plan", content: rules.Content, *, edition: int
) -> HttpResponse | None:
    """Write into the plan; return where to go instead where that was not possible, None where it was."""
    try:
        actions.change_plan(plan=draft, content=content, edition=edition, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.CaseClosed:
        messages.info(request, gettext("This case is closed. Nothing in it changes any more."))
        return redirect("cases:case", held.pk)
    except (actions.ChangedMeanwhile, actions.AgreedAlready):
        messages.warning(request, gettext("A colleague changed the plan meanwhile. Nothing of yours was saved."))
        return redirect("cases:plan", held.pk)
    except rules.NotAPlan as wrong:
        messages.error(request, " ".join(sayings.say(one) for one in wrong.findings))
        return redirect("cases:plan", held.pk)
    return None


def _plan_page(request: ActorRequest, held: "Case", plans: "list[Plan]", form: GoalsForm) -> HttpResponse:
    today = clock.today(request.actor.zone)
    draft, counts = queries.draft_of(plans), queries.plan_now(plans)
    said, opens = told.content(counts)
    writing, _opens = told.content(draft)
    context = {
        "case": held,
        "identity": identity_of(request, held.person),
        "form": form,
        "draft": draft,
        "counts": counts,
        "opens": opens,
        "agreed_on": "" if counts is None or counts.agreed_on is None else words.day(counts.agreed_on),
        "plan": told.plan_told(said, queries.deliveries_of(held), on=today),
        "writing": told.plan_told(rules.Content((), writing.activities), {}, on=today),
        "missing": [sayings.say(one) for one in rules.missing(writing)] if draft is not None else [],
        "is_closed": held.closed_on is not None,
    }
    return render(request, "cases/plan.html", context, status=422 if form.errors else 200)


def _initial(known: rules.Activity) -> dict[str, Any]:
    return {
        "what": known.what,
        "kind": known.kind.value,
        "provider": known.provider,
        "provider_words": known.provider_words,
        "amount": "" if known.amount is None else str(known.amount.decimal),
        "currency": "" if known.amount is None else known.amount.currency,
        "from_on": known.from_on,
        "until_on": known.until_on,
    }


def language_of(spoken: str) -> str:
    """Return the language of a paper: the person's own where the house speaks it, else the reader's."""
    return spoken if spoken in {code for code, _name in settings.LANGUAGES} else (get_language() or "en")
