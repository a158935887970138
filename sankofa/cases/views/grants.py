"""Pages of grants: propose what the plan promises, one grant, hand it over, its receipt, take back, cancel."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Permission
from sankofa.approvals.actions import MayNot
from sankofa.cases import actions, granted, grants_told, permissions, queries, sayings, told
from sankofa.cases.grant_forms import HandOverForm, ProposeGrantForm, WhyForm
from sankofa.cases.rules.grants import State
from sankofa.cases.views.cases import METHODS
from sankofa.cases.views.plans import language_of
from sankofa.cases.views.reading import case_at, identity_of
from sankofa.kernel import clock
from sankofa.kernel.money import Money
from sankofa.ledger import actions as books
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell import paper as papers
from sankofa.shell import words
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.cases.models import Handover, PlanGrant

_STYLE = Path(__file__).parents[1] / "static" / "cases" / "receipt.css"
REFUSED = (
    actions.ApprovedYourself,
    actions.BeforeApproval,
    actions.CaseClosed,
    actions.DayToCome,
    actions.GuardianNeeded,
    actions.HandedYourself,
    actions.MoreThanLeft,
    actions.NotAGrant,
    actions.NotApproved,
    actions.NotPromised,
    actions.NoTill,
    actions.OtherGrants,
    actions.ReasonNeeded,
    actions.ReceiverNeeded,
    actions.TakenBackAlready,
    actions.WitnessNeeded,
    books.NotEnough,
    books.NotYet,
    books.PeriodClosed,
)
"""What people can cause with grants; each is said in words."""


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def grant_for(request: ActorRequest, case_id: str) -> HttpResponse:
    """Propose a grant that the plan promises, or lead to the one that takes all of the promise."""
    held = case_at(request, case_id)
    said, _opens = told.content(queries.plan_now(queries.plans_of([held]).get(held.pk, [])))
    promised = next((one for one in said.activities if str(one.key) == request.GET.get("activity", "")), None)
    if promised is None or promised.amount is None or not granted.is_grant(said, promised.key):
        messages.info(request, gettext("The plan that was agreed does not promise this any more."))
        return redirect("cases:case", held.pk)
    others = granted.standing_others(held)
    own = [one for one in others if (one.grant.case_id, one.grant.activity) == (held.pk, promised.key)]
    left = Money(promised.amount.minor - sum(one.terms.counts_as.minor for one in own), promised.amount.currency)
    if own and left.minor <= 0:
        return redirect("cases:grant", own[-1].grant.pk)
    form = ProposeGrantForm(request.POST or None, most=left)
    if form.is_valid():
        try:
            made = actions.propose_grant(
                case=held,
                activity=promised.key,
                amount=form.money,
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except MayNot:
            return refused(request, gettext("Only somebody who has signed in can propose a grant."))
        except REFUSED as why:
            form.add_error("amount", sayings.refusal(why))
        else:
            messages.success(request, gettext("The grant is proposed. Two colleagues decide now."))
            return redirect("cases:grant", made.pk)
    context = {
        "case": held,
        "identity": identity_of(request, held.person),
        "form": form,
        "one": told.activity(promised, {}, on=clock.today(request.actor.zone)),
        "others": grants_told.rows(others),
    }
    return render(request, "cases/grant_for.html", context, status=422 if form.errors else 200)


@page(permissions.VIEW)
@never_cache
@require_safe
def grant(request: ActorRequest, grant_id: str) -> HttpResponse:
    """Show one grant: how far it is, who decided, what was handed over, and the person's other grants."""
    one = _grant_at(request, grant_id, permissions.VIEW, what="cases.grant_page")
    held, today = granted.of_grant(one), clock.today(request.actor.zone)
    may_work = queries.may_work(one.case.person, viewer=request.actor, on=today)
    can_give = held.terms.state in (State.APPROVED, State.IN_PART)
    context = {
        "grant": one,
        "identity": identity_of(request, one.case.person),
        "what": grants_told.what(one),
        "tag": grants_told.tag(held),
        "facts": grants_told.sums(held),
        "decided": grants_told.decisions(held),
        "handovers": [grants_told.handover(row) for row in held.handovers],
        "others": grants_told.rows(granted.standing_others(one.case, but=one)),
        "why_cancelled": portrait.opened(one, "why_cancelled") or "",
        "may_hand_over": can_give and _may(request, one, permissions.HAND_OVER),
        "may_cancel": can_give and may_work,
        "may_take_back": _may(request, one, permissions.APPROVE),
    }
    return render(request, "cases/grant.html", context)


@page(permissions.HAND_OVER)
@never_cache
@require_http_methods(METHODS)
def hand_over(request: ActorRequest, grant_id: str) -> HttpResponse:
    """Note that a grant, or a part of it, was handed over; lead to its receipt."""
    one = _grant_at(request, grant_id, permissions.HAND_OVER)
    held = granted.of_grant(one)
    if held.terms.state not in (State.APPROVED, State.IN_PART):
        messages.info(request, sayings.refusal(actions.NotApproved(held.terms.state)))
        return redirect("cases:grant", one.pk)
    tills = granted.tills(one.case, one.amount_currency)
    others = granted.standing_others(one.case, but=one)
    initial = {"given_on": clock.today(request.actor.zone)}
    form = HandOverForm(request.POST or None, most=held.terms.left, tills=tills, others=len(others), initial=initial)
    if form.is_valid():
        try:
            made = actions.hand_over(grant=one, **form.said(tills), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except REFUSED as why:
            form.add_error(_FIELD.get(type(why)), sayings.refusal(why))
        else:
            messages.success(request, gettext("Noted, with a receipt. Print it for this person."))
            return redirect("cases:receipt", made.pk)
    if "others" in form.data and str(len(others)) != form.data["others"]:
        # Whoever sends the form again has seen the other grants, which this page shows.
        form.data = {**form.data.dict(), "others": str(len(others))}  # type: ignore[attr-defined]
    context = {
        "grant": one,
        "identity": identity_of(request, one.case.person),
        "form": form,
        "what": grants_told.what(one),
        "others": grants_told.rows(others),
        "no_till": not tills,
        "is_bound": form.is_bound,
    }
    return render(request, "cases/hand_over.html", context, status=422 if form.errors else 200)


_FIELD: dict[type[Exception], str] = {
    actions.MoreThanLeft: "amount",
    actions.BeforeApproval: "given_on",
    actions.DayToCome: "given_on",
    books.NotYet: "given_on",
    books.PeriodClosed: "given_on",
    books.NotEnough: "account",
    actions.NoTill: "account",
    actions.ReceiverNeeded: "received_by",
    actions.GuardianNeeded: "received_by",
    actions.WitnessNeeded: "witness",
}


@page(permissions.VIEW)
@never_cache
@require_safe
def receipt(request: ActorRequest, handover_id: str) -> HttpResponse:
    """Show the receipt as a paper in the person's language, or as PDF on A5: it says nothing of why they have it."""
    row = _handover_at(request, handover_id, permissions.VIEW, what="cases.receipt")
    today = clock.today(request.actor.zone)
    person = register.cluster(row.grant.case.person, viewer=request.actor, on=today).shown()
    with translation.override(language_of(person.language)):
        context: dict[str, Any] = {
            "grant": row.grant,
            "name": portrait.name(person),
            "number": row.grant.case.person.case_number,
            "organisation": row.grant.case.person.office.organisation.name,
            "what": grants_told.what(row.grant),
            "given": grants_told.handover(row),
        }
        if "pdf" in request.GET:
            try:
                made = papers.as_pdf(
                    render_to_string("cases/receipt_print.html", context), style=_STYLE.read_text(encoding="utf-8")
                )
            except papers.NoPrinter:
                context["no_pdf"] = True
            else:
                answer = HttpResponse(made, content_type="application/pdf")
                answer["Content-Disposition"] = f'attachment; filename="{row.number}.pdf"'
                return answer
        return render(request, "cases/receipt.html", context)


@page(permissions.APPROVE)
@never_cache
@require_http_methods(METHODS)
def take_back(request: ActorRequest, handover_id: str) -> HttpResponse:
    """Take back what was handed over wrongly."""
    row = _handover_at(request, handover_id, permissions.APPROVE)
    return _with_reason(
        request,
        row.grant,
        lambda **told: actions.take_back(handover=row, **told),
        done=gettext("Taken back. The receipt and the entry in the books stay to be read."),
        title=gettext("Take back what was handed over wrongly"),
        lead=gettext("Only where the wrong person got it, or it never came. The person owes nothing."),
        button=gettext("Take it back"),
        about=f"{row.number} · {words.money(row.amount)} · {words.day(row.given_on)}",
    )


@page(permissions.WORK)
@never_cache
@require_http_methods(METHODS)
def cancel_grant(request: ActorRequest, grant_id: str) -> HttpResponse:
    """Cancel a grant that was approved, or what is left of it."""
    one = _grant_at(request, grant_id, permissions.WORK)
    return _with_reason(
        request,
        one,
        lambda **told: actions.cancel_grant(grant=one, **told),
        done=gettext("Cancelled. What this person has stays theirs."),
        title=gettext("Cancel what is not handed over yet"),
        lead=gettext("What was handed over already stays with this person: it is never to be paid back."),
        button=gettext("Cancel it"),
        about=f"{one.number} · {words.money(one.amount)}",
    )


def _with_reason(
    request: ActorRequest, one: "PlanGrant", act: Callable[..., object], *, done: str, **said: str
) -> HttpResponse:
    """Ask why something about a grant is undone, undo it, and go back to the grant; `said` is what the page says."""
    form = WhyForm(request.POST or None)
    if form.is_valid():
        try:
            act(reason=form.cleaned_data["reason"], by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except REFUSED as why:
            form.add_error(None, sayings.refusal(why))
        else:
            messages.success(request, done)
            return redirect("cases:grant", one.pk)
    context = {"grant": one, "identity": identity_of(request, one.case.person), "form": form, **said}
    return render(request, "cases/grant_why.html", context, status=422 if form.errors else 200)


def _grant_at(request: ActorRequest, grant_id: str, permission: Permission, *, what: str = "") -> "PlanGrant":
    found = granted.grant(grant_id, viewer=request.actor, on=clock.today(request.actor.zone), permission=permission)
    if found is None:
        raise Http404
    shows(request, found, permission, what=what)
    return found


def _handover_at(request: ActorRequest, handover_id: str, permission: Permission, *, what: str = "") -> "Handover":
    found = granted.handover(
        handover_id, viewer=request.actor, on=clock.today(request.actor.zone), permission=permission
    )
    if found is None:
        raise Http404
    shows(request, found, permission, what=what)
    return found


def _may(request: ActorRequest, one: "PlanGrant", permission: Permission) -> bool:
    today = clock.today(request.actor.zone)
    return decision_on(one, actor=request.actor, permission=permission, on=today).allowed
