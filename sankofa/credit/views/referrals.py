"""Pages of one introduction on the person's side: how far it is, what was sent, questions, the answer, the end."""

from typing import TYPE_CHECKING, Any

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
from sankofa.credit import actions, permissions, referral_words, referred
from sankofa.credit import referral_told as telling
from sankofa.credit.forms import DecideForm, EndForm, QuestionForm, ToldForm
from sankofa.credit.rules.referrals import NEXT, WITH_LENDER, State
from sankofa.credit.views.finding import METHODS, TOO_LATE, form_page, identity_of, referral_at, today
from sankofa.kernel import clock
from sankofa.shell import words
from sankofa.shell.views import refused

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
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_question(question=held, **form.cleaned_data, by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except TOO_LATE:
            return _too_late(request, held.referral)
        messages.success(request, gettext("The lender can read your answer now."))
        return redirect("credit:referral", held.referral_id)
    text = telling.questions([held], with_names=True)[0]["text"]
    return _one_thing(
        request, held.referral, form, title=gettext("Answer the lender"), lead=text, button=gettext("Send the answer")
    )


@page(permissions.REFER)
@never_cache
@require_http_methods(METHODS)
def told(request: ActorRequest, referral_id: str) -> HttpResponse:
    """Note what a lender answered by phone, on a slip or at a visit."""
    held = referral_at(request, referral_id, permissions.REFER)
    form = ToldForm(request.POST or None, currency=_currency(held), initial={"said_on": today(request)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_lender_answer(referral=held, told=form.told(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.DayToCome:
            form.add_error("said_on", gettext("Choose a day since it was sent, up to today."))
        except actions.BadAnswer:
            form.add_error(None, gettext("Something is missing in this answer."))
        except TOO_LATE:
            return _too_late(request, held)
        else:
            messages.success(request, gettext("Noted."))
            return redirect("credit:referral", held.pk)
    return _one_thing(
        request,
        held,
        form,
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
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.decide_on_offer(
                referral=held,
                is_taken=said["is_taken"] == "yes",
                decided_on=said["decided_on"],
                by=request.actor,
                at=clock.now(),
            )
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except actions.DayToCome:
            form.add_error("decided_on", gettext("Choose a day since it was sent, up to today."))
        except TOO_LATE:
            return _too_late(request, held)
        else:
            messages.success(request, gettext("Noted."))
            return redirect("credit:referral", held.pk)
    return _one_thing(
        request,
        held,
        form,
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
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_referral(referral=held, ending=form.chosen(), by=request.actor, at=clock.now())
        except NotAllowed as no:
            return refused(request, reasons.because(no.decision))
        except TOO_LATE:
            return _too_late(request, held)
        messages.success(request, gettext("It is ended. The lender reads nothing of it any more."))
        return redirect("credit:referral", held.pk)
    return _one_thing(
        request,
        held,
        form,
        title=gettext("End the introduction"),
        lead=gettext("If this person takes the consent back, do that on the page of consents: it ends by itself."),
        button=gettext("End it"),
    )


def _currency(held: "Referral") -> str:
    offered = held.version.to_terms().product
    limit = offered.most or offered.least
    return limit.currency if limit is not None else "USD"


def _one_thing(request: ActorRequest, held: "Referral", form: Any, **said: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        identity=identity_of(request, held.person),
        back_url=reverse("credit:referral", args=[held.pk]),
        back_label=held.lender.name,
        **said,
    )


def _too_late(request: ActorRequest, held: "Referral") -> HttpResponse:
    messages.info(request, gettext("Somebody was quicker, or it is over. This is how it stands now."))
    return redirect("credit:referral", held.pk)
