"""The page that says which organisation a lender is, so that its officers sign in and see what was sent to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sankofa.accounts.pages import ActorRequest, page
from sankofa.kernel import clock
from sankofa.lenders import actions, permissions, queries
from sankofa.lenders.forms.linking import LinkForm
from sankofa.lenders.views.entering import entered, form_page, lender_shown


@page(permissions.LINK)
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: ActorRequest, lender_id: str) -> HttpResponse:
    """Say which organisation a lender is, or that it is none that signs in."""
    held = lender_shown(request, lender_id, permissions.LINK)
    form = LinkForm(
        request.POST or None,
        organisations=queries.lending_organisations(),
        initial={"organisation": str(held.organisation_id or "")},
    )

    def enter() -> object:
        chosen = form.cleaned_data["organisation"] or None
        return actions.link_organisation(lender=held, organisation_id=chosen, by=request.actor, at=clock.now())

    if entered(request, form, enter) is not None:
        messages.success(request, _("Noted. Consents name this organisation, and its officers see what is sent."))
        return redirect("lenders:lender", held.pk)
    return form_page(
        request,
        form,
        title=_("Who signs in for this lender?"),
        lead=_("Its officers see only what people agreed to have sent to them, and nothing else."),
        button=_("Save"),
        back_url=reverse("lenders:lender", args=[held.pk]),
        back_label=held.name,
    )
