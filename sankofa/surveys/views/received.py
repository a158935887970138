"""Pages of what came in: what waits and why, one filled form, and deciding between two."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.action import system
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import decision_on
from sankofa.kernel import clock
from sankofa.returnees import portrait
from sankofa.returnees.meant import person_meant
from sankofa.shell import words
from sankofa.shell.paging import pages_of
from sankofa.surveys import actions, permissions, queries, received
from sankofa.surveys.forms import AsideForm, WhomForm
from sankofa.surveys.rules.unlinked import Because

if TYPE_CHECKING:
    from sankofa.returnees.models import Person
    from sankofa.surveys.models import Arrival, Clash

ON_A_PAGE = 25


@page(permissions.RECEIVE)
@require_safe
def received_forms(request: ActorRequest) -> HttpResponse:
    """Show what clashes and what waits, the oldest first, each with its reasons."""
    on = clock.today(request.actor.zone)
    over = queries.over_time(request.actor, on=on)
    shown_over = list(over[:ON_A_PAGE])
    # Whatever stands under those whose time is over does not wait above a second time.
    open_ones = queries.waiting(request.actor, on=on).exclude(pk__in=[one.pk for one in shown_over])
    waiting = Paginator(open_ones, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "clashes": [_clash_row(one) for one in queries.clashes(request.actor, on=on)[:ON_A_PAGE]],
        "changes": [received.change_row(one) for one in queries.changes(request.actor, on=on)[:ON_A_PAGE]],
        "rows": [
            {**received.row(one), "waited": received.waited(one, on=on)}
            for one in (queries.as_seen(held, viewer=request.actor, on=on) for held in waiting)
        ],
        "pages": pages_of(waiting, request.GET),
        "over": [received.row(queries.as_seen(one, viewer=request.actor, on=on)) for one in shown_over],
        "over_count": words.number(over.count()),
    }
    return render(request, "surveys/received.html", context)


@page(permissions.RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def received_form(request: ActorRequest, arrival_id: str) -> HttpResponse:
    """Show one filled form that waits, with what stands in it, and take it in or set it aside."""
    held = queries.arrival(arrival_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    shows(request, held, permissions.RECEIVE, what="surveys.received_page")
    form = WhomForm(request.POST if "whom" in request.POST else None)
    aside = AsideForm(request.POST if "aside" in request.POST else None)
    if request.method == "POST":
        answer = _done(request, held, form, aside)
        if answer is not None:
            return answer
        held = queries.arrival(arrival_id, viewer=request.actor, on=clock.today(request.actor.zone)) or held
    codes = {reason["code"] for reason in held.reasons}
    about = held.person if held.person is not None and _may_talk(request, held.person) else None
    context = {
        "row": received.row(held),
        "waits": held.state == "waiting",
        "state": str(held.get_state_display()),
        "facts": {"title": gettext("What stands in it"), "rows": received.answers(held)},
        "raw": received.as_it_came(held) if "arrival.not_a_form" in codes else "",
        "files": held.files.count(),
        "about": None if about is None else portrait.name(about),
        "asks_whom": bool(codes & {"arrival.nobody_named", "arrival.nobody_with_number", "arrival.not_in_reach"}),
        "may_leave_out": any(code.startswith("answer.") for code in codes),
        "waited": received.waited(held, on=clock.today(request.actor.zone)),
        "may_destroy": queries.over_time(request.actor, on=clock.today(request.actor.zone)).filter(pk=held.pk).exists(),
        "form": aside if aside.errors else form,
        "whom": form,
        "aside": aside,
    }
    return render(request, "surveys/received_form.html", context, status=422 if form.errors or aside.errors else 200)


@page(permissions.RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def clash(request: ActorRequest, clash_id: str) -> HttpResponse:
    """Show two filled forms side by side and let somebody say which of them counts."""
    held = queries.clash(clash_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None or held.person.erased_on is not None:
        raise Http404
    shows(request, held, permissions.RECEIVE, what="surveys.clash_page")
    decision = request.POST.get("decision", "")
    if request.method == "POST" and decision in actions.DECISIONS:
        try:
            actions.settle_clash(clash=held, decision=decision, by=request.actor, at=clock.now())
        except actions.DecidedAlready:
            messages.info(request, gettext("Somebody decided this before you. Nothing was changed now."))
            return redirect("surveys:clash", clash_id=held.pk)
        messages.success(request, gettext("Decided. What does not count is kept all the same."))
        return redirect("surveys:received")
    rows = received.side_by_side(held)
    context = {
        "row": _clash_row(held),
        "person": held.person,
        "person_url": portrait.link(held.person),
        "rows": rows,
        "differ": sum(not one["same"] for one in rows),
        "left": _sender(held.earlier and held.earlier.recorded_by, held.earlier and held.earlier.created_at),
        "right": _sender(held.arrival.user, held.arrival.received_at),
        "decided": received.decided(held),
        "needs_choice": request.method == "POST",
    }
    return render(request, "surveys/clash.html", context, status=422 if request.method == "POST" else 200)


def _done(request: ActorRequest, held: "Arrival", form: WhomForm, aside: AsideForm) -> HttpResponse | None:
    """Do what a button asks for; None where the page is to be shown again."""
    person: Person | None = None
    by = request.actor
    if held.is_hidden:
        # The file is not there for the sender; what they say of their own form counts all the same.
        by = replace(system("arrivals", on=clock.today(by.zone), zone=by.zone), on_behalf_of=by.id)
    if "aside" in request.POST:
        if not aside.is_valid():
            return None
        if held.is_hidden:
            actions.put_away_arrival(arrival=held, by=by, at=clock.now())
        else:
            because = Because(aside.cleaned_data["because"])
            actions.set_aside_arrival(arrival=held, because=because, by=by, at=clock.now())
        messages.success(request, gettext("Set aside. It is kept all the same."))
        return redirect("surveys:received")
    if "whom" in request.POST:
        if not form.is_valid():
            return None
        person = person_meant("", form.cleaned_data["case_number"], organisation_id=held.office.organisation_id)
        if person is None or person.erased_on is not None or not _may_talk(request, person):
            form.add_error("case_number", gettext("You may hold talks with nobody who has this number."))
            return None
    elif "about" in request.POST and held.person is not None and _may_talk(request, held.person):
        person = held.person
    if "destroy" in request.POST:
        return _destroyed(request, held)
    leaves_out = "leave_out" in request.POST
    actions.read_arrival(arrival=held, person=person, leaves_out=leaves_out, by=by, at=clock.now())
    now = queries.arrival(held.pk, viewer=request.actor, on=clock.today(request.actor.zone))
    if now is None or now.state == "read":
        messages.success(request, gettext("Taken in. The answers count from now on."))
        return redirect("surveys:received")
    if now.state == "clashes":
        messages.info(request, gettext("It says something else than a form that was taken in before. Please decide."))
        return redirect("surveys:clash", clash_id=now.clash.pk)
    messages.info(request, gettext("It still waits: the reasons stand below."))
    return redirect("surveys:received_form", arrival_id=held.pk)


def _destroyed(request: ActorRequest, held: "Arrival") -> HttpResponse:
    """Propose that a form of nobody be destroyed; nobody does that alone."""
    try:
        actions.destroy_unlinked(arrival=held, by=request.actor, at=clock.now())
    except (actions.NotOverYet, actions.NotForYou):
        messages.info(request, gettext("This form cannot be destroyed now, or not by you."))
    return redirect("surveys:received_form", arrival_id=held.pk)


def _may_talk(request: ActorRequest, person: "Person") -> bool:
    on = clock.today(request.actor.zone)
    return decision_on(person, actor=request.actor, permission=permissions.INTERVIEW, on=on).allowed


def _clash_row(held: "Clash") -> dict[str, Any]:
    return {
        **received.row(held.arrival),
        "name": portrait.name(held.person),
        "url": reverse("surveys:clash", args=[held.pk]),
        "noted": words.moment(held.noted_at),
    }


def _sender(user: Any, at: Any) -> dict[str, str]:
    """Return who sent a form and when it came in, as heading of its answers."""
    return {"by": gettext("somebody") if user is None else user.name, "at": "" if at is None else words.moment(at)}
