"""Pages of demands by authorities: write one down, the data officer's list, the decision, the paper to hand over."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import decision_on, offices_of
from sankofa.kernel import clock
from sankofa.returnees import actions, permissions, queries
from sankofa.returnees.forms.demands import DecideForm, DemandForm
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.returnees.models import Demand


@page(permissions.NOTE_DEMAND)
@require_safe
def demands(request: ActorRequest) -> HttpResponse:
    """Show the demands that the viewer decides or wrote down: the open ones first."""
    today = clock.today(request.actor.zone)
    rows = [
        {
            "url": one.pk,
            "number": one.receipt,
            "authority": one.authority,
            "office": one.office.name,
            "due": words.day(one.due_on),
            "is_overdue": one.decided_at is None and one.due_on < today,
            "state": one.get_answer_display() if one.answer else _("waits for a decision"),
            "is_open": one.decided_at is None,
        }
        for one in queries.demands(request.actor, on=today)
    ]
    return render(request, "returnees/demands.html", {"rows": rows})


@page(permissions.NOTE_DEMAND)
@require_http_methods(["GET", "HEAD", "POST"])
def note_demand(request: ActorRequest) -> HttpResponse:
    """Take down what an authority demands."""
    today = clock.today(request.actor.zone)
    offices = list(offices_of(request.actor, permissions.NOTE_DEMAND, on=today))
    form = DemandForm(
        request.POST or None, offices=offices, initial={"demanded_on": today, "office": request.actor.office}
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        office = next(one for one in offices if str(one.pk) == given.pop("office"))
        try:
            made = actions.note_demand(office=office, **given, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        messages.success(request, _("Written down. The data officer decides. Until then nothing is given to them."))
        return redirect("returnees:demand", made.pk)
    return render(request, "returnees/note_demand.html", {"form": form}, status=422 if form.is_bound else 200)


@page(permissions.NOTE_DEMAND)
@require_safe
def demand(request: ActorRequest, demand_id: str) -> HttpResponse:
    """Show one demand, and ask whoever decides it for the decision."""
    return _demand_page(request, _demand(request, demand_id))


@page(permissions.DECIDE_DEMAND)
@require_POST
def decide_demand(request: ActorRequest, demand_id: str) -> HttpResponse:
    """Decide a demand."""
    held = _demand(request, demand_id)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _demand_page(request, held, deciding=form)
    try:
        actions.decide_demand(demand=held, **form.cleaned_data, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.DecidedAlready:
        return refused(request, _("This demand was decided before. A decision is not changed."))
    messages.success(request, _("Decided. Nothing is shared by this page."))
    return redirect("returnees:demand", held.pk)


@page(permissions.NOTE_DEMAND)
@require_safe
def printed_demand(request: ActorRequest, demand_id: str) -> HttpResponse:
    """Show the acknowledgement that is printed for the authority: number, day, and by when it is answered."""
    held = _demand(request, demand_id)
    context = {
        "number": held.receipt,
        "authority": held.authority,
        "office": held.office.name,
        "noted": words.day(clock.day_of(held.noted_at, held.office.zone)),
        "due": words.day(held.due_on),
        "url": held.pk,
    }
    return render(request, "returnees/demand_print.html", context)


def _demand(request: ActorRequest, demand_id: str) -> "Demand":
    found = queries.demands(request.actor, on=clock.today(request.actor.zone)).filter(pk=demand_id).first()
    if found is None:
        raise Http404
    shows(request, found, permissions.NOTE_DEMAND, what="returnees.demand_page")
    return found


def _demand_page(request: ActorRequest, held: "Demand", deciding: DecideForm | None = None) -> HttpResponse:
    on = clock.today(request.actor.zone)
    decides = decision_on(held, actor=request.actor, permission=permissions.DECIDE_DEMAND, on=on).allowed
    rows: list[dict[str, Any]] = [
        {"label": _("Who demands it"), "value": held.authority},
        {"label": _("On which paper"), "value": held.paper or _("no paper was shown")},
        {"label": _("What they want"), "value": held.wanted},
        {"label": _("Since when"), "value": words.day(held.demanded_on)},
        {"label": _("Answer by"), "value": words.day(held.due_on)},
        {"label": _("Office where they asked"), "value": held.office.name},
        {"label": _("Written down by"), "value": None if held.noted_by is None else held.noted_by.name},
        {"label": _("Written down"), "value": words.moment(held.noted_at)},
    ]
    decision = [
        {"label": _("Decision"), "value": held.get_answer_display()},
        {"label": _("Why"), "value": held.because},
        {"label": _("Decided by"), "value": None if held.decided_by is None else held.decided_by.name},
        {"label": _("Decided"), "value": None if held.decided_at is None else words.moment(held.decided_at)},
    ]
    context = {
        "number": held.receipt,
        "facts": {"title": _("The demand"), "rows": rows},
        "decision": {"title": _("The decision"), "rows": decision} if held.decided_at is not None else None,
        "form": (deciding or DecideForm()) if decides and held.decided_at is None else None,
        "url": held.pk,
    }
    return render(request, "returnees/demand.html", context, status=200 if deciding is None else 422)
