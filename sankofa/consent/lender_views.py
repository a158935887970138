"""Two pages that ask about one lender alone: the text with its answer, and the look before it counts."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sankofa.accounts.pages import ActorRequest, page
from sankofa.consent import actions, one_lender, permissions, portrait, steps
from sankofa.consent.asking import Asking
from sankofa.consent.lender_form import LenderForm
from sankofa.consent.rules import sharing, texts, validity
from sankofa.consent.views import sent_already, subject_asked
from sankofa.kernel import clock

METHODS = ["GET", "HEAD", "POST"]
OF_THE_ANSWER = ("back", "said")


@page(permissions.ASK)
@require_http_methods(METHODS)
def ask(request: ActorRequest, person_id: str, partner_id: UUID) -> HttpResponse:
    """Read one text aloud, for one lender, and note the answer, what the lender may be told, and how it was said."""
    held = _asking(request, person_id, partner_id)
    subject = held.subject
    common = {
        "subject": subject,
        "identity": subject.identity,
        "back_url": one_lender.way_on(request.GET) or subject.url,
    }
    if validity.capacity_of(subject.age).counts_as_child:
        refusal = portrait.say(sharing.not_for_children())
        return render(request, "consent/lender.html", {**common, "refusal": refusal})
    (topic,) = held.topics()
    form = LenderForm(
        None if "show" in request.POST else request.POST or None,
        own=subject.language,
        on=clock.today(request.actor.zone),
        name=subject.name,
        partner=topic.partner_name,
        parts=one_lender.parts_asked(request.GET),
        initial=_initial(request, held),
    )
    if request.method == "POST" and "show" not in request.POST and form.is_valid():
        _keep(held, form)
        return redirect(_address(request, "consent:lender_check"))
    language = request.POST.get("language") or str(form.initial["language"])
    held.content |= {"language": language, "interpreter": request.POST.get("interpreter", held.get("interpreter"))}
    context = {
        **common,
        "partner": topic.partner_name,
        "form": form,
        "text": steps.text_shown(held, topic) if language in texts.LANGUAGES else None,
        "notice": steps.missing_language(subject.language),
    }
    return render(request, "consent/lender.html", context, status=422 if form.errors else 200)


@page(permissions.ASK)
@require_http_methods(METHODS)
def check(request: ActorRequest, person_id: str, partner_id: UUID) -> HttpResponse:
    """Show what was noted about one lender once more, and record it."""
    held = _asking(request, person_id, partner_id)
    subject, back = held.subject, _address(request, "consent:lender")
    if not held.answers():
        return sent_already(request, subject) if request.method == "POST" else redirect(back)
    troubles: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            made = actions.record_answers(
                subject=subject.record,
                asked=held.sitting(),
                answers=held.answers(),
                sent_id=held.sent_id,
                by=request.actor,
                at=clock.now(),
            )
        except actions.NotAConsent as refused:
            troubles = [{"message": portrait.say(found), "url": back} for found in refused.findings]
        else:
            held.drop()
            return redirect(f"{reverse('consent:sitting', args=[made.pk])}?{request.GET.urlencode()}")
    context = {
        "subject": subject,
        "identity": subject.identity,
        "back_url": back,
        "errors": troubles,
        "concerns": steps.concerns(held, on=clock.today(request.actor.zone)),
        "check": {
            "title": gettext("Check the answer"),
            "lead": gettext("Read it back to the person. A yes can be taken back on any day."),
            "sections": steps.check_sections(held, lambda _step: back),
            "submit": gettext("Record the answers of %(name)s") % {"name": subject.name},
            "back_url": back,
        },
    }
    return render(request, "consent/check.html", context, status=422 if troubles else 200)


def _asking(request: ActorRequest, person_id: str, partner_id: UUID) -> Asking:
    subject = subject_asked(request, person_id)
    asker: Any = request.user
    held = one_lender.asking_alone(
        owner_id=request.actor.id,
        subject=subject,
        partner_id=partner_id,
        organisation_id=str(asker.office.organisation_id),
    )
    if held is None:
        raise Http404
    return held


def _initial(request: ActorRequest, held: Asking) -> dict[str, Any]:
    """Return what stands in the form at first: what was noted before, and what the register knows of the language."""
    (topic,) = held.topics()
    own, noted = held.subject.language, held.answer(topic)
    first = {
        "speaks": own,
        "language": steps.read_in(own),
        **held.content,
        **{name: noted.get(name, "") for name in OF_THE_ANSWER},
        "parts": noted.get("fields", []),
    }
    return {**first, **request.POST.dict(), "parts": request.POST.getlist("parts") or first["parts"]}


def _keep(held: Asking, form: LenderForm) -> None:
    """Keep in the draft what the page noted."""
    (topic,) = held.topics()
    told = form.cleaned_data
    answer = {"fields": told.get("parts", []), **{name: told.get(name, "") for name in OF_THE_ANSWER}}
    noted = {name: value for name, value in told.items() if name not in {*OF_THE_ANSWER, "parts", "shown"}}
    held.keep(
        **{name: "" if value is None else str(value) for name, value in noted.items()}, answers={topic.key: answer}
    )


def _address(request: ActorRequest, name: str) -> str:
    match = request.resolver_match
    assert match is not None, "a page has an address"
    return f"{reverse(name, kwargs=match.kwargs)}?{request.GET.urlencode()}"
