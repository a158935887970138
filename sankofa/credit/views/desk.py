"""The lender's desk: what was sent to the lender one works for, a question to the office, the lender's answer."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page
from sankofa.accounts.rules import access
from sankofa.credit import actions, hooks, permissions, referral_words, referred
from sankofa.credit import referral_told as told
from sankofa.credit.forms import AskForm, DeskForm
from sankofa.credit.rules.referrals import NEXT, WITH_LENDER, State
from sankofa.credit.views.finding import METHODS, TOO_LATE, currency_of, one_thing, packet_at, today
from sankofa.kernel import clock
from sankofa.shell import paging

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
        except (NotAllowed, actions.NoLongerShown, actions.CannotBeRead):
            may = False
        held = packet_at_again(request, held)
    state = State(held.referral.state)
    shown = referred.may_read(held, on=today(request))
    may = may and referred.opens(held)
    answered = referred.answer_of(held.referral) if shown else None
    context = {
        "packet": held,
        "referral": held.referral,
        "is_shown": shown,
        "is_taken_back": state is State.WITHDRAWN,
        "state": told.stands_at_desk(held)["value"],
        "key_missing": "" if referred.opens(held) else str(referral_words.KEY_MISSING),
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
    return _noted(
        request,
        held,
        form,
        lambda **now: actions.ask_office(packet=held, text=form.cleaned_data["text"], **now),
        done=gettext("Your question is with the office. It asks the person first."),
        title=gettext("Ask the office"),
        lead=gettext("About number %(code)s.") % {"code": held.referral.code},
        button=gettext("Send the question"),
    )


@page(permissions.ANSWER)
@never_cache
@require_http_methods(METHODS)
def answer(request: ActorRequest, packet_id: str) -> HttpResponse:
    """Answer for the lender: yes, other terms, or no with its reason."""
    held = packet_at(request, packet_id)
    form = DeskForm(request.POST or None, currency=currency_of(held.referral))
    return _noted(
        request,
        held,
        form,
        lambda **now: actions.answer_as_lender(packet=held, told=form.told(), **now),
        done=gettext("Your answer is with the office. The person decides whether to take it."),
        wrong={actions.BadAnswer: (None, gettext("Something is missing in this answer."))},
        title=gettext("Your answer"),
        lead=gettext("You decide alone. About number %(code)s.") % {"code": held.referral.code},
        button=gettext("Give this answer"),
    )


def packet_at_again(request: ActorRequest, held: "SentPacket") -> "SentPacket":
    """Return the same packet as it stands now."""
    return referred.packet(held.pk, viewer=request.actor, on=today(request)) or held


def _may_answer(request: ActorRequest) -> bool:
    return not request.actor.watcher and access.holds(request.actor.grants, permissions.ANSWER, on=today(request))


def _noted(
    request: ActorRequest, held: "SentPacket", form: Form, act: Callable[..., object], **said: Any
) -> HttpResponse:
    """Note one thing of what was sent, and go back to it; what cannot be opened is not answered unread."""
    back_url = reverse("credit:packet", args=[held.pk])
    if not referred.opens(held):
        messages.info(request, str(referral_words.KEY_MISSING))
        return redirect(back_url)
    quicker = gettext("A colleague was quicker, or it is over. This is how it stands now.")
    return one_thing(
        request,
        form,
        act,
        back_url=back_url,
        back_label=gettext("What was sent"),
        gone={**dict.fromkeys(TOO_LATE, quicker), actions.CannotBeRead: str(referral_words.KEY_MISSING)},
        **said,
    )
