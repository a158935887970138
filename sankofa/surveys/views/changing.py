"""The page on which somebody decides between what a phone says of a person and what the register says."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.shell.views import refused
from sankofa.surveys import actions, permissions, queries, received
from sankofa.surveys.rules.path import whole_number

DECISIONS = ("phone", "register")


@page(permissions.RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, change_id: str) -> HttpResponse:
    """Show both values of one fact and let somebody say which is right."""
    held = queries.change(change_id, viewer=request.actor, on=clock.today(request.actor.zone))
    if held is None:
        raise Http404
    shows(request, held, permissions.RECEIVE, what="surveys.change_page")
    version = queries.version_now(held)
    decision, meanwhile = request.POST.get("decision", ""), False
    if request.method == "POST" and decision in DECISIONS:
        seen = whole_number(request.POST.get("seen", ""))
        try:
            actions.settle_change(
                change=held,
                decision=decision,
                seen=seen or 0,
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.ChangeDecided:
            messages.info(request, gettext("Somebody decided this before you. Nothing was changed now."))
            return redirect("surveys:change", change_id=held.pk)
        except actions.SaysSomethingElse:
            meanwhile = True
        else:
            messages.success(request, gettext("Decided. What it was before stays in the history."))
            return redirect("surveys:received")
    context = {
        "row": received.change_row(held),
        "both": received.both(held),
        "decided": received.change_decided(held),
        "version": version,
        "meanwhile": meanwhile,
        "needs_choice": request.method == "POST" and not meanwhile,
    }
    return render(request, "surveys/change.html", context, status=_status(request, is_changed=meanwhile))


def _status(request: ActorRequest, *, is_changed: bool) -> int:
    return 409 if is_changed else 422 if request.method == "POST" else 200
