"""Pages of one introduction on the person's side: how far it is, what was sent, questions, the answer, the end."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.credit import actions, permissions, referral_words, referred
from sankofa.credit import referral_told as telling
from sankofa.credit.forms import DecideForm, EndForm, QuestionForm, ToldForm
from sankofa.credit.rules.referrals import NEXT, WITH_LENDER, State
from sankofa.credit.views.finding import (
    METHODS,
    TOO_LATE,
    currency_of,
    identity_of,
    one_thing,
    referral_at,
    today,
)
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.credit.models import Referral


@page(permissions.VIEW_REFERRALS)
@never_cache
@require_safe
def referral(request: ActorRequest, referral_id: str) -> HttpResponse:
    """Show one introduction: how far it is, what exactly was sent, what the lender asked and answered."""
    held = referral_at(request, referral_id, permissions.VIEW_REFERRALS, what="credit.referral_read")
    may = referred.may_refer(held.person, viewer=request.actor, on=today(request))
    state = State(held.state)
    answered = referred.answer_of(held)
    packet = telling.sent(held.packet, is_whole=False) | {"short": True}
    context = {
        "referral": held,
        "identity": identity_of(request, held.person),
        "tag": telling.tag(held),
        "tracker": telling.tracker(held),
        "sent": packet,
        "questions": telling.questions(referred.questions_of(held), with_names=True),
        "answer": None if answered is None else telling.answer(answered, with_names=True),
        "ending": "" if not held.ending else str(referral_words.EVERY_ENDING[held.ending]),
        "ended": "" if held.ended_at is None else words.moment(held.ended_at),
        "decided": "" if held.decided_on is None else words.day(held.decided_on),
        "may_refer": may,
        "may_note": may and state in WITH_LENDER,
        "may_decide": may and State.TAKEN in NEXT[state],
        "may_end": may and State.ENDED in NEXT[state],
        "withdraw_url": reverse("consent:withdraw", args=[held.person_id]),
    }
    return render(request, "credit/referral.html", context)


@page(permissions.REFER)
@never_cache
@require_http_methods(METHODS)
def question(request: ActorRequest, question_id: str) -> HttpResponse:
    """Answer what a lender asks, after asking the person."""
    held = referred.question(question_id, viewer=request.actor, on=today(request))
    if held is None:
        raise Http404
    shows(request, held, permissions.REFER)
    form = QuestionForm(request.POST or None)
    return _noted(
        request,
        held.referral,
        form,
        lambda **now: actions.answer_question(question=held, **form.cleaned_data, **now),
        done=gettext("The lender can read your answer now."),
        title=gettext("Answer the lender"),
        lead=telling.questions([held], with_names=True)[0]["text"],
        button=gettext("Send the answer"),
    )


@page(permissions.REFER)
@never_cache
@require_http_methods(METHODS)
def told(request: ActorRequest, referral_id: str) -> HttpResponse:
    """Note what a lender answered by phone, on a slip or at a visit."""
    held = referral_at(request, referral_id, permissions.REFER)
    form = ToldForm(request.POST or None, currency=currency_of(held), initial={"said_on": today(request)})
    return _noted(
        request,
        held,
        form,
        lambda **now: actions.note_lender_answer(referral=held, told=form.told(), **now),
        wrong={
            actions.DayToCome: ("said_on", gettext("Choose a day since it was sent, up to today.")),
            actions.BadAnswer: (None, gettext("Something is missing in this answer.")),
        },
        title=gettext("Note what the lender answered"),
        lead=gettext("The lender decides alone. Note what it said, who said it, and when."),
        button=gettext("Note the answer"),
    )


@page(permissions.REFER)
@never_cache
@require_http_methods(METHODS)
def decide_on_offer(request: ActorRequest, referral_id: str) -> HttpResponse:
    """Note whether the person takes what the lender offers."""
    held = referral_at(request, referral_id, permissions.REFER)
    form = DecideForm(request.POST or None, initial={"decided_on": today(request)})
    return _noted(
        request,
        held,
        form,
        lambda **now: actions.decide_on_offer(referral=held, **form.decided(), **now),
        wrong={actions.DayToCome: ("decided_on", gettext("Choose a day since it was sent, up to today."))},
        title=gettext("What does the person decide?"),
        lead=gettext("A yes of the lender is an offer. This person may say no, and their other help stays the same."),
        button=gettext("Note the decision"),
    )


@page(permissions.REFER)
@never_cache
@require_http_methods(METHODS)
def end(request: ActorRequest, referral_id: str) -> HttpResponse:
    """End an introduction that leads nowhere."""
    held = referral_at(request, referral_id, permissions.REFER)
    form = EndForm(request.POST or None)
    return _noted(
        request,
        held,
        form,
        lambda **now: actions.end_referral(referral=held, ending=form.chosen(), **now),
        done=gettext("It is ended. The lender reads nothing of it any more."),
        title=gettext("End the introduction"),
        lead=gettext("If this person takes the consent back, do that on the page of consents: it ends by itself."),
        button=gettext("End it"),
    )


def _noted(
    request: ActorRequest, held: "Referral", form: Form, act: Callable[..., object], *, done: str = "", **said: Any
) -> HttpResponse:
    """Note one thing of an introduction, and go back to it."""
    return one_thing(
        request,
        form,
        act,
        done=done or gettext("Noted."),
        back_url=reverse("credit:referral", args=[held.pk]),
        back_label=held.lender.name,
        gone=dict.fromkeys(TOO_LATE, gettext("Somebody was quicker, or it is over. This is how it stands now.")),
        identity=identity_of(request, held.person),
        **said,
    )
