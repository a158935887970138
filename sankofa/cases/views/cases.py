"""Pages of cases: my cases, opening one, the case itself, and each single thing that is done in it."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed, look
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.cases import actions, follow_up, missing_help, overview, permissions, queries, sayings, told
from sankofa.cases.forms import AgainForm, AssignForm, CloseForm, DeliveredForm, OpenForm, TalkForm
from sankofa.cases.rules.plans import Kind
from sankofa.cases.rules.steps import Queue
from sankofa.cases.views.reading import case_at, identity_of, together_of, told_of
from sankofa.kernel import clock
from sankofa.returnees import actions as register
from sankofa.returnees import kept, portrait
from sankofa.returnees import queries as people
from sankofa.returnees.contributions import seen_by
from sankofa.returnees.permissions import ASSIGN
from sankofa.shell import why as why_seen
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.store.plans import kept_plans

if TYPE_CHECKING:
    from sankofa.accounts.models import User
    from sankofa.cases.models import Case
    from sankofa.returnees.clusters import Cluster
    from sankofa.returnees.models import Person

NOBODY_SHOWN = 25
METHODS = ["GET", "HEAD", "POST"]


@page(permissions.VIEW)
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """Show the open cases of people whom the viewer looks after, by what is overdue, due and later."""
    today = clock.today(request.actor.zone)
    own = queries.own_open(request.actor, on=today)
    waiting = queries.of_nobody(request.actor, on=today)
    nobody = list(waiting[:NOBODY_SHOWN])
    every = [*own, *nobody]
    people.read_journeys(one.person for one in every)
    facts = queries.facts_of(every)
    heaps: dict[Queue, list[dict[str, Any]]] = {queue: [] for queue in sayings.QUEUES}
    for one in every:
        this = told.Told(one, facts[one.pk], request.actor, today)
        heaps[told.queue_of(this)].append(told.row(this))
    shown = [
        {"code": queue.value, "title": str(sayings.QUEUES[queue]), "rows": rows, "count": words.number(len(rows))}
        for queue, rows in heaps.items()
        if rows
    ]
    more = max(0, waiting.count() - len(nobody)) if len(nobody) == NOBODY_SHOWN else 0
    return render(request, "cases/mine.html", {"heaps": shown, "more": more, "is_cut": len(own) == queries.LIST_MAX})


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def begin(request: ActorRequest, person_id: str) -> HttpResponse:
    """Open a case for somebody of the register; where one is open, lead to it."""
    today = clock.today(request.actor.zone)
    person = people.person(person_id, viewer=request.actor, on=today)
    if person is None or person.erased_on is not None or not queries.may_work(person, viewer=request.actor, on=today):
        raise Http404
    leading = people.leading_of(person, viewer=request.actor, on=today)
    if leading != person:
        return redirect("cases:begin", leading.pk)
    held = queries.of_person(person.pk, viewer=request.actor, on=today)
    if held and held[0].closed_on is None:
        return redirect("cases:case", held[0].pk)
    shows(request, person, permissions.WORK)
    near = queries.colleagues(person, on=today)
    form = OpenForm(
        request.POST or None, colleagues=near, owner=person.owner, me=request.actor.id, initial={"opened_on": today}
    )
    if form.is_valid():
        said = form.cleaned_data
        colleague = next((user for user in near if str(user.pk) == said["colleague"]), None)
        try:
            made = actions.open_case(person=person, opened_on=said["opened_on"], by=request.actor, at=clock.now())
            _give(request, person, colleague)
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.OpenAlready:
            messages.info(request, gettext("There is an open case already."))
            return redirect("cases:begin", person.pk)
        except actions.DayToCome:
            form.add_error("opened_on", gettext("Choose a day up to today."))
        else:
            messages.success(request, gettext("The case is open."))
            return redirect("cases:case", made.pk)
    context = {
        "person": person,
        "identity": identity_of(request, person),
        "form": form,
        "earlier": [
            {"url": reverse("cases:case", args=[one.pk]), "until": words.day(one.closed_on), "why": told.closing(one)}
            for one in held
            if one.closed_on is not None
        ],
    }
    return render(request, "cases/begin.html", context, status=422 if form.errors else 200)


@page(permissions.VIEW)
@never_cache
@require_safe
@kept_plans()
def case(request: ActorRequest, case_id: str) -> HttpResponse:
    """Show one case: what is next, all there is to do, the plan, what happened, and beside it what matters most."""
    held = case_at(request, case_id, permissions.VIEW, what="cases.case_page")
    together = together_of(request, held.person)
    for file in together.files:
        if file.pk != held.person_id:
            look(file, permission=permissions.VIEW, by=request.actor, at=clock.now(), what="cases.case_page")
    with kept.asked_beforehand([file.pk for file in together.files]):
        return render(request, "cases/case.html", _told_of(request, held, together))


def _told_of(request: ActorRequest, held: "Case", together: "Cluster") -> dict[str, Any]:
    """Return what the page of a case shows: what is to be done, the plan, and what every room adds."""
    together.read_whole()
    this = told_of(request, held)
    plans = queries.plans_of([held]).get(held.pk, [])
    counts = queries.plan_now(plans)
    said, opens = told.content(counts)
    done = queries.deliveries_of(held, grants=this.grants)
    found = overview.added(together, viewer=request.actor, on=this.on)
    stage = {"label": capfirst(told.stage_word(this.facts)), "kind": "info" if held.closed_on is None else ""}
    return {
        "case": held,
        "identity": {
            **portrait.identity(together.shown(), people.journeys_of(*together.files), on=this.on),
            "tags": [stage, *({"label": tag.text, "kind": tag.tone} for tag in found.tags)],
            "seen_url": next(filter(None, seen_by.answers(together.leading, request.actor, this.on)), ""),
            "why": why_seen.about_page(request),
            "more": _more(this),
        },
        "side": overview.side(this, found),
        "next": overview.next_action(this, found),
        "closed": "" if held.closed_on is None else told.closing(held),
        "closed_on": "" if held.closed_on is None else words.day(held.closed_on),
        "tasks": overview.task_list(this, found),
        "plan": told.plan_told(said, done, on=this.on),
        "missing": missing_help.missing(said, done.keys(), held.person, viewer=request.actor, on=this.on)
        if held.closed_on is None
        else None,
        "plan_opens": opens,
        "has_plan": counts is not None,
        "has_draft": queries.draft_of(plans) is not None,
        "may_work": this.may_work,
        "follow": follow_up.panel(this),
        "panels": found.panels,
        "timeline": overview.history(
            this, together, kind=request.GET.get("kind", ""), page=request.GET.get("page", "")
        ),
    }


@page(ASSIGN)
@never_cache
@require_http_methods(METHODS)
def assign(request: ActorRequest, case_id: str) -> HttpResponse:
    """Say which colleague looks after the person."""
    held = case_at(request, case_id, ASSIGN)
    near = queries.colleagues(held.person, on=clock.today(request.actor.zone))
    form = AssignForm(request.POST or None, colleagues=near, initial={"colleague": str(held.person.owner_id or "")})
    if form.is_valid():
        colleague = next(user for user in near if str(user.pk) == form.cleaned_data["colleague"])
        try:
            register.give_to(person=held.person, colleague=colleague, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except register.NotAColleague:
            form.add_error("colleague", gettext("This colleague cannot look after this person any more."))
        else:
            messages.success(request, gettext("%(name)s looks after this person now.") % {"name": colleague.name})
            return redirect("cases:case", held.pk)
    return _form_page(request, held, form, "cases/assign.html")


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def talk(request: ActorRequest, case_id: str) -> HttpResponse:
    """Offer the first talk and note what the person said."""
    held = case_at(request, case_id)
    form = TalkForm(request.POST or None, initial={"offered_on": clock.today(request.actor.zone)})
    if form.is_valid():
        try:
            actions.offer_talk(case=held, **form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.CaseClosed:
            return _closed(request, held)
        except actions.DayToCome:
            form.add_error("offered_on", _which_day(held))
        else:
            messages.success(request, gettext("Noted."))
            return redirect("cases:case", held.pk)
    return _form_page(request, held, form, "cases/talk.html")


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def delivered(request: ActorRequest, case_id: str) -> HttpResponse:
    """Note that something the plan promises was delivered."""
    held = case_at(request, case_id)
    done = queries.deliveries_of(held)
    said, _opens = told.content(queries.plan_now(queries.plans_of([held]).get(held.pk, [])))
    left = {str(one.key): one.what for one in said.activities if one.key not in done and one.kind is not Kind.GRANT}
    today = clock.today(request.actor.zone)
    asked = request.GET.get("activity", "")
    first = {"done_on": today, "activity": asked if asked in left else next(iter(left), "")}
    form = DeliveredForm(request.POST or None, activities=left, initial=first)
    if form.is_valid():
        noted = form.cleaned_data
        key = next(one.key for one in said.activities if str(one.key) == noted["activity"])
        try:
            actions.note_delivery(
                case=held, activity=key, done_on=noted["done_on"], note=noted["note"], by=request.actor, at=clock.now()
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.CaseClosed:
            return _closed(request, held)
        except (actions.DeliveredAlready, actions.NotPromised, actions.IsAGrant):
            messages.info(request, gettext("Somebody noted it already, or the plan has changed."))
            return redirect("cases:case", held.pk)
        except actions.DayToCome:
            form.add_error("done_on", _which_day(held))
        else:
            messages.success(request, gettext("Noted."))
            return redirect("cases:case", held.pk)
    grants = [one for one in said.activities if one.key not in done and one.kind is Kind.GRANT]
    return _form_page(
        request, held, form, "cases/delivered.html", nothing_left=not left and not grants, left=left, grants=grants
    )


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def close(request: ActorRequest, case_id: str) -> HttpResponse:
    """Close a case with its reason."""
    held = case_at(request, case_id)
    form = CloseForm(request.POST or None, initial={"closed_on": clock.today(request.actor.zone)})
    if form.is_valid():
        try:
            actions.close_case(case=held, **form.said(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.CaseClosed:
            return _closed(request, held)
        except actions.DayToCome:
            form.add_error("closed_on", _which_day(held))
        except actions.GrantsLeft as why:
            form.add_error(None, sayings.refusal(why))
        else:
            messages.success(request, gettext("The case is closed. It can be opened again."))
            return redirect("cases:case", held.pk)
    return _form_page(request, held, form, "cases/close.html")


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def again(request: ActorRequest, case_id: str) -> HttpResponse:
    """Open a closed case again."""
    held = case_at(request, case_id)
    if held.closed_on is None:
        return redirect("cases:case", held.pk)
    form = AgainForm(request.POST or None, initial={"opened_on": clock.today(request.actor.zone)})
    if form.is_valid():
        try:
            made = actions.open_again(case=held, **form.cleaned_data, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except (actions.OpenAlready, actions.StillOpen):
            messages.info(request, gettext("There is an open case already."))
            return redirect("cases:begin", held.person_id)
        except actions.DayToCome:
            form.add_error("opened_on", gettext("Choose a day since the case was closed, up to today."))
        else:
            messages.success(request, gettext("The case is open again. Begin with how this person is doing now."))
            return redirect("cases:case", made.pk)
    return _form_page(request, held, form, "cases/again.html", why=told.closing(held), until=words.day(held.closed_on))


def _more(this: told.Told) -> list[dict[str, Any]]:
    """Return what else can be done with a case, for the menu beside the name."""
    case = this.case
    links = [{"url": reverse("returnees:person", args=[case.person_id]), "label": gettext("The person’s page")}]
    if not this.may_work:
        return links
    if case.closed_on is not None:
        links.append({"url": reverse("cases:again", args=[case.pk]), "label": gettext("Open the case again")})
        return links
    links.append({"url": reverse("surveys:forms_for", args=[case.person_id]), "label": gettext("Fill a form")})
    links.append({"url": reverse("provision:matches", args=[case.person_id]), "label": gettext("Help that fits")})
    links.append({"url": reverse("cases:close", args=[case.pk]), "label": gettext("Close the case")})
    return links


def _give(request: ActorRequest, person: "Person", colleague: "User | None") -> None:
    """Let the chosen colleague look after the person, where that is new; whoever may not say so leaves it as it is."""
    if colleague is None or colleague.pk == person.owner_id:
        return
    try:
        register.give_to(person=person, colleague=colleague, by=request.actor, at=clock.now())
    except register.NotAColleague:
        messages.warning(request, gettext("This colleague cannot look after this person any more."))


def _form_page(request: ActorRequest, held: "Case", form: Any, template: str, **more: Any) -> HttpResponse:
    context = {"case": held, "identity": identity_of(request, held.person), "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def _closed(request: ActorRequest, held: "Case") -> HttpResponse:
    messages.info(request, gettext("This case is closed. Nothing in it changes any more."))
    return redirect("cases:case", held.pk)


def _which_day(held: "Case") -> str:
    return gettext("Choose a day from %(day)s up to today.") % {"day": words.day(held.opened_on)}
