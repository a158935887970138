"""Pages on which a lender is stopped, and a stop is lifted."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.lenders import actions, permissions, queries
from sankofa.lenders.forms import WhyForm
from sankofa.lenders.views.entering import entered, form_page, lender_shown, today

if TYPE_CHECKING:
    from sankofa.lenders.models import Suspension


@page(permissions.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: ActorRequest, lender_id: str) -> HttpResponse:
    """Stop a lender at once."""
    held = lender_shown(request, lender_id, permissions.DECIDE)
    form = WhyForm(request.POST or None)

    def enter() -> "Suspension":
        return actions.suspend_lender(lender=held, why=form.cleaned_data["why"], by=request.actor, at=clock.now())

    if entered(request, form, enter) is not None:
        messages.success(request, _("Stopped. Nobody is sent there until another person lifts it."))
        return redirect("lenders:lender", held.pk)
    return form_page(
        request,
        form,
        title=_("Stop for now"),
        button=_("Stop it"),
        lead=_("From now on nobody is sent to this lender. Another person lifts it, with a reason."),
        back_url=reverse("lenders:lender", args=[held.pk]),
        back_label=held.name,
    )


@page(permissions.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: ActorRequest, suspension_id: str) -> HttpResponse:
    """Lift a stop."""
    held = get_object_or_404(
        queries.suspensions(request.actor, on=today(request), permission=permissions.DECIDE), pk=suspension_id
    )
    shows(request, held, permissions.DECIDE)
    form = WhyForm(request.POST or None)

    def enter() -> "Suspension":
        return actions.lift_suspension(suspension=held, why=form.cleaned_data["why"], by=request.actor, at=clock.now())

    if entered(request, form, enter) is not None:
        messages.success(request, _("Lifted. What was decided on the lender before holds again."))
        return redirect("lenders:lender", held.lender_id)
    return form_page(
        request,
        form,
        title=_("Lift the stop"),
        button=_("Lift it"),
        lead=held.why,
        back_url=reverse("lenders:lender", args=[held.lender_id]),
        back_label=held.lender.name,
    )
