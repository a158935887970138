"""Pages of the two exceptions to consent: a life is at risk, a court ordered it; and the sheet for the file."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import decision_on
from sankofa.consent import actions, exempting, permissions, portrait, queries
from sankofa.consent.forms import ExceptionForm
from sankofa.consent.hooks import Subject
from sankofa.consent.models import Exemption
from sankofa.consent.rules.terms import Basis, Field
from sankofa.consent.views import subject_shown
from sankofa.kernel import clock

CHANGES = ["GET", "HEAD", "POST"]


@page(permissions.LIFE_AT_RISK)
@require_http_methods(CHANGES)
def life_at_risk(request: ActorRequest, person_id: str) -> HttpResponse:
    """Record that a mental-health professional decided to share without consent, because a life is at risk."""
    return _exception_page(
        request,
        person_id,
        Basis.LIFE_AT_RISK,
        title=gettext("A life is at risk"),
        lead=gettext("A mental-health professional decided that a partner must be told without the person’s yes."),
        submit=gettext("Record what the professional decided"),
    )


@page(permissions.COURT_ORDER)
@require_http_methods(CHANGES)
def court_order(request: ActorRequest, person_id: str) -> HttpResponse:
    """Decide what one authority is told because a court ordered it."""
    return _exception_page(
        request,
        person_id,
        Basis.COURT_ORDER,
        title=gettext("A court ordered it"),
        lead=gettext("You decide what one authority is told, and no more than the court ordered."),
        submit=gettext("Decide this"),
    )


@page(permissions.VIEW)
@require_safe
def exception(request: ActorRequest, exemption_id: str) -> HttpResponse:
    """Show one exception for the file on paper, with who decided and why; that somebody looked is recorded."""
    held = queries.exception(exemption_id)
    if held is None:
        raise Http404
    subject = subject_shown(request, str(held.subject_id))
    shows(request, subject.record, permissions.VIEW, what="consent.exception")
    on = clock.today(request.actor.zone)
    context = {
        "subject": subject,
        "identity": subject.identity,
        "facts": exempting.facts(held),
        "given": exempting.given(held),
        "state": exempting.state_words(held, on=on),
        "is_standing": exempting.is_standing(held, on=on),
    }
    return render(request, "consent/exception.html", context)


def _exception_page(
    request: ActorRequest, person_id: str, basis: Basis, *, title: str, lead: str, submit: str
) -> HttpResponse:
    subject, on = subject_shown(request, person_id), clock.today(request.actor.zone)
    permission = exempting.PERMISSIONS[basis]
    if not decision_on(subject.record, actor=request.actor, permission=permission, on=on).allowed:
        raise Http404
    shows(request, subject.record, permission)
    offered = exempting.partners(basis, own=str(request.user.office.organisation_id))  # type: ignore[union-attr]
    form = ExceptionForm(request.POST or None, basis=basis, partners=offered)
    if form.is_valid():
        try:
            made = _recorded(request, subject, basis, form)
        except actions.NotAConsent as refused:
            for found in refused.findings:
                form.add_error(None, portrait.say(found))
        else:
            messages.success(request, gettext("The exception is recorded. Print this sheet for the file."))
            return redirect("consent:exception", exemption_id=made.pk)
    context = {
        "subject": subject,
        "identity": subject.identity,
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "no_partner": not offered,
    }
    return render(request, "consent/exception_form.html", context, status=422 if form.errors else 200)


def _recorded(request: ActorRequest, subject: Subject, basis: Basis, form: ExceptionForm) -> Exemption:
    said, by, at = form.cleaned_data, request.actor, clock.now()
    partner, fields = UUID(said["partner"]), [Field(code) for code in said["fields_told"]]
    if basis is Basis.COURT_ORDER:
        return actions.decide_court_order(
            subject=subject.record, partner=partner, fields=fields, why=said["why"], days=said["days"], by=by, at=at
        )
    return actions.record_life_at_risk(
        subject=subject.record,
        partner=partner,
        fields=fields,
        professional=said["decided_by"],
        why=said["why"],
        days=said["days"],
        by=by,
        at=at,
    )
