"""Pages of checks: what asks to be checked again, and writing down what somebody found out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.provision import actions, permissions, queries, telling
from sankofa.provision.forms import CheckForm
from sankofa.provision.views.catalogue import office_for, seen
from sankofa.shell import words
from sankofa.shell.paging import Pages, pages_of
from sankofa.shell.views import refused

PAGE_ROWS = 25


@page(permissions.CHECK)
@require_safe
def to_check(request: ActorRequest) -> HttpResponse:
    """Show what people are sent to and somebody should ask about again, the most urgent first."""
    today = clock.today(request.actor.zone)
    pages = Pages(queries.to_check(request.actor, on=today), PAGE_ROWS)
    shown = pages.get_page(request.GET.get("page"))
    rows = [{**telling.row(held, on=today), **telling.status(held, on=today)} for held in shown]
    wanting = queries.wanting_a_second(request.actor, on=today)
    seconds = [telling.row(held, on=today) for held in wanting[:PAGE_ROWS]]
    context = {"rows": rows, "pages": pages_of(shown, request.GET), "seconds": seconds}
    return render(request, "provision/to_check.html", context)


@page(permissions.CHECK)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: ActorRequest, code: str) -> HttpResponse:
    """Write down what somebody found out who asked there."""
    today = clock.today(request.actor.zone)
    held = seen(request, code)
    office = office_for(request.actor, held, permissions.CHECK, on=today)
    if office is None:
        return refused(request, not_nearby())
    latest = next(iter(queries.checks_of(held)), None)
    form = CheckForm(request.POST or None, latest=latest, on=today)
    if form.is_valid():
        try:
            made = actions.note_check(office=office, entry=held, asked=form.asked(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.InTheFuture:
            form.add_error("checked_on", gettext("This day has not come yet."))
        except actions.Over:
            form.add_error(
                None,
                gettext("The map says that this is closed, planned or over. Put that right first, then confirm it."),
            )
        else:
            messages.success(
                request,
                gettext("Thank you. It is offered to people until %(day)s.") % {"day": words.day(made.holds_until)}
                if made.holds_until
                else gettext("Written down. Nobody is sent there until somebody confirms it."),
            )
            return redirect("provision:entry", code)
    said = queries.current(held).to_terms()
    context = {
        "form": form,
        "held": held,
        "status": telling.status(held, on=today),
        "conditions": telling.conditions(said, on=today),
        "said": said,
    }
    return render(request, "provision/check.html", context, status=422 if form.errors else 200)


def not_nearby() -> str:
    """Say why an office does not put this right."""
    return gettext("Only an office in the same country puts this right, and never what another organisation added.")
