"""Pages of comparing the whole register with itself: ask for it, see what came of it, and by which weights."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.returnees import actions, comparing, permissions
from sankofa.returnees.rules import linkage
from sankofa.shell import words
from sankofa.shell.paging import pages_of
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.returnees.models import LinkageRun, LinkageWeights

RUNS_PAGE = 10


@page(permissions.LINK)
@require_safe
def register_compared(request: ActorRequest) -> HttpResponse:
    """Show the comparisons of the whole register, and offer to ask for one."""
    today = clock.today(request.actor.zone)
    pages = Paginator(comparing.runs(request.actor, on=today), RUNS_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    context = {
        "runs": [_run(run) for run in shown],
        "pages": pages_of(shown, request.GET),
        "organisations": [
            {
                "name": one.name,
                "url": reverse("returnees:ask_for_run", args=[one.pk]),
                "weights_url": reverse("returnees:weights_in_use", args=[one.pk]),
            }
            for one in comparing.organisations(request.actor, on=today)
        ],
        "weights": [_version(one) for one in comparing.weights(request.actor, on=today)[:RUNS_PAGE]],
    }
    return render(request, "returnees/register_compared.html", context)


@page(permissions.LINK)
@require_POST
def ask_for_run(request: ActorRequest, organisation_id: str) -> HttpResponse:
    """Ask for a comparison, or for weights to be learned."""
    today = clock.today(request.actor.zone)
    organisation = get_object_or_404(comparing.organisations(request.actor, on=today), pk=organisation_id)
    try:
        actions.ask_for_run(organisation=organisation, learns="learn" in request.POST, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.RunsAlready:
        return refused(request, _("The register is being compared already. Wait until it is done."))
    messages.success(request, _("Asked. It begins within a minute and goes on while you work."))
    return redirect("returnees:register_compared")


@page(permissions.LINK)
@require_POST
def go_on(request: ActorRequest, run_id: str) -> HttpResponse:
    """Let a comparison that stopped to ask keep what it finds."""
    run = get_object_or_404(comparing.runs(request.actor, on=clock.today(request.actor.zone)), pk=run_id)
    try:
        actions.go_on(run=run, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except (actions.NotStopped, actions.RunsAlready):
        return refused(request, _("This was answered already. Open the list again."))
    messages.success(request, _("It goes on within a minute, and keeps what it finds."))
    return redirect("returnees:register_compared")


@page(permissions.LINK)
@require_safe
def weights_in_use(request: ActorRequest, organisation_id: str) -> HttpResponse:
    """Show by which weights the register of an organisation is compared."""
    today = clock.today(request.actor.zone)
    organisation = get_object_or_404(comparing.organisations(request.actor, on=today), pk=organisation_id)
    shows(request, organisation, permissions.LINK, what="returnees.weights_page")
    return _weights_page(request, comparing.in_use(organisation.pk), organisation.name)


@page(permissions.LINK)
@require_safe
def weights(request: ActorRequest, weights_id: str) -> HttpResponse:
    """Show weights that were learned, and what differs from those in use."""
    found = _weights(request, weights_id)
    shows(request, found, permissions.LINK, what="returnees.weights_page")
    return _weights_page(request, found, found.organisation.name)


@page(permissions.LINK)
@require_POST
def use_weights(request: ActorRequest, weights_id: str) -> HttpResponse:
    """Weigh by these from the next comparison on."""
    found = _weights(request, weights_id)
    try:
        actions.use_weights(weights=found, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except actions.UsedAlready:
        return refused(request, _("These weights are in use already."))
    messages.success(request, _("From the next comparison on, these weights are used."))
    return redirect("returnees:weights", found.pk)


def _weights(request: ActorRequest, weights_id: str) -> "LinkageWeights":
    found = comparing.weights(request.actor, on=clock.today(request.actor.zone)).filter(pk=weights_id).first()
    if found is None:
        raise Http404
    return found


def _weights_page(request: ActorRequest, held: "LinkageWeights | None", organisation: str) -> HttpResponse:
    current = None if held is None else comparing.in_use(held.organisation_id)
    in_use = linkage.shipped() if current is None else current.terms
    is_used = held is None or (current is not None and current.pk == held.pk)
    context: dict[str, Any] = {
        "organisation": organisation,
        "version": None if held is None else _version(held),
        "is_used": is_used,
        "chart": comparing.chart(in_use if held is None else held.terms, None if is_used else in_use),
        "threshold": words.figure(linkage.asked_from()),
        "second_files": comparing.share_words((in_use if held is None else held.terms).second_files),
        "measured": None if held is not None else _measured(),
    }
    return render(request, "returnees/weights.html", context)


def _measured() -> dict[str, Any]:
    return {
        "caption": _("Measured on records of which it is known whose they are"),
        "columns": [
            {"label": _("Records")},
            {"label": _("Right among those asked about"), "number": True},
            {"label": _("Found of those there were"), "number": True},
        ],
        "rows": [
            {"cells": [_ON[one.on](), comparing.share_words(one.precision), comparing.share_words(one.recall)]}
            for one in linkage.measured()
        ],
    }


_ON = {
    "twelve_countries": lambda: _("Invented people of the twelve countries"),
    "febrl_1": lambda: _("Public test records FEBRL 1"),
    "febrl_2": lambda: _("Public test records FEBRL 2"),
    "fake_1000": lambda: _("Public test records fake_1000, with many gaps"),
}


def _version(held: "LinkageWeights") -> dict[str, Any]:
    by = _("the command line") if held.learned_by is None else held.learned_by.name
    return {
        "number": words.number(held.number),
        "url": reverse("returnees:weights", args=[held.pk]),
        "use_url": reverse("returnees:use_weights", args=[held.pk]),
        "about": _("Learned on %(day)s from %(files)s files, asked for by %(name)s")
        % {"day": words.moment(held.learned_at), "files": words.number(held.files_count), "name": by},
        "used_from": "" if held.used_from is None else words.moment(held.used_from),
    }


def _run(run: "LinkageRun") -> dict[str, Any]:
    by = _("the command line") if run.asked_by is None else run.asked_by.name
    return {
        "title": _("Weights learned from the register") if run.learns else _("The register compared with itself"),
        "organisation": run.organisation.name,
        "state": run.get_state_display(),
        "kind": {"stopped": "care", "failed": "care", "done": "good"}.get(run.state, ""),
        "about": _("Asked for by %(name)s on %(day)s") % {"name": by, "day": words.moment(run.asked_at)},
        "outcome": _outcome(run),
        "question": _question(run),
        "go_on_url": reverse("returnees:go_on_with_run", args=[run.pk]),
    }


def _outcome(run: "LinkageRun") -> str:
    if run.state == "failed":
        return {
            "too_few_files": _("There are too few files to learn from. The weights that come with the house stay."),
            "not_installed": _("What compares the register is not installed here. Whoever runs the server can add it."),
            "broke_off": _("It broke off, and nothing was kept. Ask for it again; if it happens twice, tell us."),
        }.get(run.because, "")
    if run.state != "done":
        return ""
    files = ngettext("%(count)s file", "%(count)s files", run.files_count) % {"count": words.number(run.files_count)}
    if run.learns:
        return files
    pairs = ngettext("%(count)s pair found", "%(count)s pairs found", run.pairs_count) % {
        "count": words.number(run.pairs_count)
    }
    new = ngettext("%(count)s of them new", "%(count)s of them new", run.new_count) % {
        "count": words.number(run.new_count)
    }
    return " · ".join((files, pairs, new))


def _question(run: "LinkageRun") -> str:
    if run.state != "stopped":
        return ""
    figures = {"figure": words.number(run.figure), "files": words.number(run.files_count)}
    if run.because == "too_many_for_one":
        return _("One file resembles %(figure)s others. Look for a made-up name, phone or paper first.") % figures
    return _("%(figure)s of %(files)s files look like second files. Look first whether a list came in twice.") % figures
