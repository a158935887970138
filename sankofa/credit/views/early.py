"""The page of an early loan: whether it can be one, the facts that are asked, and where it stands."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.approvals.actions import MayNot
from sankofa.credit import actions, early_told, permissions, queries
from sankofa.credit.forms import EarlyForm
from sankofa.credit.rules.early import is_waived_early
from sankofa.credit.views.reading import METHODS, answered, bar, changed_meanwhile, check_at
from sankofa.kernel import clock
from sankofa.kernel.finding import Weight
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.credit.models import LoanCheck
    from sankofa.credit.rules.kept import Kept

REFUSED = (actions.AskedAlready, actions.Ended, actions.NotDecided, actions.NotEarly, actions.NotWhole)
"""What people can cause with an early loan; each is said in words."""


@page(permissions.CHECK)
@never_cache
@require_http_methods(METHODS)
def early(request: ActorRequest, check_id: str) -> HttpResponse:
    """Ask the facts of an early loan; where only seven questions were asked, lead to the whole table first."""
    held, today = check_at(request, check_id)
    found = queries.kept(held)
    if found is None:
        raise Http404
    if held.ended_on is not None:
        return changed_meanwhile(request, held)
    stands = early_told.standing(held)
    if stands is None and not _may_come(found):
        raise Http404
    if request.method == "POST" and not found.case:
        return _whole_table(request, held)
    form = EarlyForm(request.POST or None)
    if stands is None and found.case and form.is_valid():
        try:
            actions.ask_early(
                check=held,
                grounds=form.grounds(),
                evidence=form.cleaned_data["evidence"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except MayNot:
            return refused(request, gettext("Only somebody who has signed in can ask for it."))
        except REFUSED as why:
            form.add_error(None, early_told.refusal(why))
        else:
            messages.success(request, gettext("It is asked for. Two colleagues decide now."))
            return redirect("credit:check", held.pk)
    context = {**bar(request, held.person, today), "check": held, "stands": stands, "is_whole": bool(found.case)}
    return answered(request, "early", context, form)


def _may_come(found: "Kept") -> bool:
    """Whether an early loan is a question here: grant or time is waited for, and the seven did not stop it."""
    is_stopped = not found.case and any(one.weight is Weight.BARRIER for one in found.findings)
    return not is_stopped and any(is_waived_early(one.code) for one in found.findings)


def _whole_table(request: ActorRequest, held: "LoanCheck") -> HttpResponse:
    """Open the whole table after the seven questions, because an early loan asks for all of it."""
    try:
        made = actions.look_again(check=held, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    except (actions.BeingAsked, actions.NotDecided):
        return changed_meanwhile(request, held)
    return redirect("credit:check", made.pk)
