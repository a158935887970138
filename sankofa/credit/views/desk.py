"""The lender's desk: what was sent to the lender one works for, a question to the office, the lender's answer."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.accounts.rules import access
from sankofa.credit import actions, hooks, permissions, referral_words, referred
from sankofa.credit import referral_told as told
from sankofa.credit.forms import AskForm, DeskForm
from sankofa.credit.rules.referrals import NEXT, WITH_LENDER, State
from sankofa.credit.views.finding import METHODS, TOO_LATE, form_page, packet_at, today
from sankofa.kernel import clock
from sankofa.shell import paging
from sankofa.shell.views import refused

if TYPE_CHECKING:
    from sankofa.credit.models import SentPacket

SHOWN = 50


@page(permissions.LENDER_DESK)
@never_cache
@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    """Show what was sent to the lender one works for, the newest first."""
    held = referred.packets(request.actor, on=today(request))
    rows = [told.desk_row(one, on=today(request)) for one in held.select_related("referral__person")[:SHOWN]]
    table = {
        "caption": gettext("Sent to you, the newest first"),
        "hide_caption": True,
        "columns": [
            {"label": gettext("Number"), "short": True},
            {"label": gettext("Who asks")},
            {"label": gettext("Product")},
            {"label": gettext("Sent"), "short": True},
            {"label": gettext("How it stands")},
        ],
        "rows": rows,
    }
    more = paging.counted(held).number > SHOWN
    return render(request, "credit/desk.html", {"table": table, "is_more": more, "shown": SHOWN})


@page(permissions.LENDER_DESK)
@never_cache
@require_safe
def packet(request: ActorRequest, packet_id: str) -> HttpResponse:
    """Show what exactly was sent, as long as the person agrees; opening it tells the office that it was opened."""
    held = packet_at(request, packet_id)
    may = _may_answer(request)
    if may and held.referral.state == State.SENT and referred.may_read(held, on=today(request)):
        try:
            actions.receive_packet(packet=held, by=request.actor, at=clock.now())
        except (NotAllowed, actions.NoLongerShown):
            may = False
        held = packet_at_again(request, held)
    state = State(held.referral.state)
    shown = referred.may_read(held, on=today(request))
    answered = referred.answer_of(held.referral) if shown else None
    context = {
        "packet": held,
        "referral": held.referral,
        "is_shown": shown,
        "is_taken_back": state is State.WITHDRAWN,
        "state": str(referral_words.AT_DESK[state]),
        "name": told.name_in(held) if shown else "",
        "tracker": told.tracker(held.referral) if shown else None,
        "sent": told.sent(held, is_whole=True) if shown else None,
        "questions": told.questions(referred.questions_of(held.referral), with_names=False) if shown else [],
        "answer": None if answered is None else told.answer(answered, with_names=False),
        "further": list(filter(None, hooks.after_a_yes.answers(held, request.actor, today(request)))) if shown else [],
        "may_ask": may and shown and State.ASKED in NEXT[state],
        "may_answer": may and shown and state in WITH_LENDER,
    }
    return render(request, "credit/packet.html", context)


@page(permissions.ANSWER)
@never_cache
@require_http_methods(METHODS)
def ask(request: ActorRequest, packet_id: str) -> HttpResponse:
    """Ask the office something about what was sent."""
    held = packet_at(request, packet_id)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_office(packet=held, text=form.cleaned_data["text"], by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except TOO_LATE:
            return _too_late(request, held)
        messages.success(request, gettext("Your question is with the office. It asks the person first."))
        return redirect("credit:packet", held.pk)
    return form_page(
        request,
        form,
        title=gettext("Ask the office"),
        lead=gettext("About number %(code)s.") % {"code": held.referral.code},
        button=gettext("Send the question"),
        back_url=reverse("credit:packet", args=[held.pk]),
        back_label=gettext("What was sent"),
    )


@page(permissions.ANSWER)
@never_cache
@require_http_methods(METHODS)
def answer(request: ActorRequest, packet_id: str) -> HttpResponse:
    """Answer for the lender: yes, other terms, or no with its reason."""
    held = packet_at(request, packet_id)
    wish = (held.wish or {}) if referred.may_read(held, on=today(request)) else {}
    form = DeskForm(request.POST or None, currency=wish.get("currency", "USD"))
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_as_lender(packet=held, told=form.told(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.BadAnswer:
            form.add_error(None, gettext("Something is missing in this answer."))
        except TOO_LATE:
            return _too_late(request, held)
        else:
            messages.success(request, gettext("Your answer is with the office. The person decides whether to take it."))
            return redirect("credit:packet", held.pk)
    return form_page(
        request,
        form,
        title=gettext("Your answer"),
        lead=gettext("You decide alone. About number %(code)s.") % {"code": held.referral.code},
        button=gettext("Give this answer"),
        back_url=reverse("credit:packet", args=[held.pk]),
        back_label=gettext("What was sent"),
    )


def packet_at_again(request: ActorRequest, held: "SentPacket") -> "SentPacket":
    """Return the same packet as it stands now."""
    return referred.packet(held.pk, viewer=request.actor, on=today(request)) or held


def _may_answer(request: ActorRequest) -> bool:
    return not request.actor.watcher and access.holds(request.actor.grants, permissions.ANSWER, on=today(request))


def _too_late(request: ActorRequest, held: "SentPacket") -> HttpResponse:
    messages.info(request, gettext("A colleague was quicker, or it is over. This is how it stands now."))
    return redirect("credit:packet", held.pk)
