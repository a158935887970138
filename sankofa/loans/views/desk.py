"""The lender's own pages of loans it gave after a yes: which they are, one of them, and what it tells of it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.accounts.rules import access
from sankofa.credit import referral_told, referred
from sankofa.credit.rules.referrals import AFTER_A_YES
from sankofa.intake.permissions import SEND
from sankofa.kernel import clock
from sankofa.loans import actions, desk_told, permissions, portrait, queries
from sankofa.loans.forms import DeskReportForm, GivenForm, WrongForm
from sankofa.loans.forms.loans import initial_of
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms

    from sankofa.credit.models import SentPacket
    from sankofa.loans.models import Loan, LoanReport

SHOWN = 50
METHODS = ["GET", "HEAD", "POST"]
REFUSALS = (
    actions.BadLoan,
    actions.BadReport,
    actions.BeforeItWasSent,
    actions.LookedAtAlready,
    actions.NotGivenYet,
)
"""What an officer can cause; that the person took the consent back leads to the page that says so."""


@page(permissions.REPORT)
@never_cache
@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    """Show the loans that the lender may have given after its yes, the newest introduction first."""
    today = clock.today(request.actor.zone)
    held = referred.packets(request.actor, on=today, permission=permissions.REPORT).filter(
        referral__state__in=[state.value for state in AFTER_A_YES]
    )
    packets = list(held.select_related("referral__person")[: SHOWN + 1])
    table = {
        "caption": gettext("Loans after your yes"),
        "hide_caption": True,
        "columns": [
            {"label": gettext("Number"), "short": True},
            {"label": gettext("Who")},
            {"label": gettext("Product")},
            {"label": gettext("Given on")},
            {"label": gettext("How it stands")},
        ],
        "rows": desk_told.rows(packets[:SHOWN], on=today),
    }
    may_send = access.holds(request.actor.grants, SEND, on=today)
    context = {"table": table, "is_more": len(packets) > SHOWN, "shown": SHOWN, "may_send": may_send}
    return render(request, "loans/desk.html", context)


@page(permissions.REPORT)
@never_cache
@require_safe
def at_desk(request: ActorRequest, packet_id: str) -> HttpResponse:
    """Show one loan as the lender itself told of it, as long as the person agrees."""
    packet = _packet(request, packet_id)
    today = clock.today(request.actor.zone)
    context: dict[str, object] = {"packet": packet, "referral": packet.referral, "is_shown": False}
    if referred.may_report(packet, on=today):
        held = queries.at_desks([packet.pk], on=today).get(packet.pk)
        may = not request.actor.watcher
        context |= {"is_shown": True, "name": referral_told.name_in(packet), "may_report": may}
        if held is not None:
            context |= {
                "given": True,
                "facts": desk_told.facts(held),
                "table": portrait.schedule(held.reading),
                "progress": portrait.progress(held.reading),
                "tag": {"label": desk_told.tag(held)["value"], "kind": desk_told.tag(held)["tag"]},
                "timeline": desk_told.happened(packet, held, may_report=may),
                "ways": desk_told.ways() if held.reading.ended is None else desk_told.ways()[:1],
            }
    return render(request, "loans/at_desk.html", context)


@page(permissions.REPORT)
@never_cache
@require_http_methods(METHODS)
def desk_given(request: ActorRequest, packet_id: str) -> HttpResponse:
    """Write down that the loan was given, and on which terms; or put right what was told of it."""
    packet = _packet(request, packet_id)
    today = clock.today(request.actor.zone)
    if not referred.may_report(packet, on=today):
        return redirect("loans:at_desk", packet.pk)
    held = queries.at_desks([packet.pk], on=today).get(packet.pk)
    wish = packet.wish or {}
    initial = {"currency": wish.get("currency", ""), "handed_out_on": today, "frequency": "month"}
    if held is not None:
        initial = initial_of(held.lent, "", "")
    form = GivenForm(request.POST or None, offered=packet.referral.version, initial=initial)

    def act() -> "Loan":
        return actions.report_given(packet=packet, lent=form.lent(), by=request.actor, at=clock.now())

    lead = gettext("Only what was agreed. The office sees it beside what the person tells.")
    title = gettext("The loan was given") if held is None else gettext("Put right what you told")
    return _noted(request, packet, form, act, title=title, lead=lead)


@page(permissions.REPORT)
@never_cache
@require_http_methods(METHODS)
def desk_report(request: ActorRequest, packet_id: str, way: str) -> HttpResponse:
    """Tell of a payment, that a payment is late, that all is paid back, or that the loan was given up."""
    packet = _packet(request, packet_id)
    today = clock.today(request.actor.zone)
    kind = desk_told.WAYS.get(way)
    if kind is None:
        raise Http404
    held = queries.at_desks([packet.pk], on=today).get(packet.pk) if referred.may_report(packet, on=today) else None
    if held is None:
        return redirect("loans:at_desk", packet.pk)
    form = DeskReportForm(request.POST or None, kind=kind, currency=held.lent.amount.currency, initial={"on": today})

    def act() -> "LoanReport":
        return actions.report_at_desk(packet=packet, told=form.told(), by=request.actor, at=clock.now())

    return _noted(request, packet, form, act, title=dict(desk_told.ways())[way], lead="")


@page(permissions.REPORT)
@never_cache
@require_http_methods(METHODS)
def desk_wrong(request: ActorRequest, packet_id: str, report_id: str) -> HttpResponse:
    """Say that something the lender told was wrong."""
    packet = _packet(request, packet_id)
    today = clock.today(request.actor.zone)
    held = queries.at_desks([packet.pk], on=today).get(packet.pk) if referred.may_report(packet, on=today) else None
    report = None if held is None else next((one for one in held.reports if str(one.pk) == str(report_id)), None)
    if report is None:
        return redirect("loans:at_desk", packet.pk)
    form = WrongForm(request.POST or None)

    def act() -> "LoanReport":
        return actions.take_back_at_desk(
            packet=packet, report=report, why=form.cleaned_data["why"], by=request.actor, at=clock.now()
        )

    return _noted(request, packet, form, act, title=gettext("This was wrong"), lead=portrait.report_title(report))


def _noted(
    request: ActorRequest,
    packet: "SentPacket",
    form: "forms.Form",
    act: "Callable[[], object]",
    *,
    title: str,
    lead: str,
) -> HttpResponse:
    back_url = reverse("loans:at_desk", args=[packet.pk])
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.NotReportable:
            return redirect(back_url)
        except REFUSALS as why:
            form.add_error(None, portrait.refusal(why))
        else:
            messages.success(request, gettext("Saved. The office sees it."))
            return redirect(back_url)
    groups = getattr(form, "groups", None) or [("", list(form.visible_fields()))]
    context = {
        "form": form,
        "groups": groups,
        "title": title,
        "lead": lead,
        "code": packet.referral.code,
        "back_url": back_url,
    }
    return render(request, "loans/desk_form.html", context, status=422 if form.errors else 200)


def _packet(request: ActorRequest, packet_id: str) -> "SentPacket":
    """Return what was sent to the lender for which the viewer works, after its yes.  Raises Http404."""
    today = clock.today(request.actor.zone)
    held = referred.packet(packet_id, viewer=request.actor, on=today, permission=permissions.REPORT)
    if held is None:
        raise Http404
    shows(request, held, permissions.REPORT, what="loans.desk_page")
    return held
