"""Pages of a person's score: over time, what moved it, how it was made, and worked out under another scheme."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_POST, require_safe

from sankofa.accounts import reasons
from sankofa.accounts.action import NotAllowed
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.kernel.labels import label
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell import words
from sankofa.shell.views import refused
from sankofa.surveys import queries as surveys
from sankofa.sustainability import actions, contribution, over_time, permissions, queries
from sankofa.sustainability.rules import explanation

if TYPE_CHECKING:
    from datetime import date

    from sankofa.returnees.models import Person
    from sankofa.sustainability.rules.terms import Scheme


@page(permissions.VIEW)
@require_safe
def score(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show a person's score over time, what moved it, and the sheet of one talk that anybody can check by hand."""
    today = clock.today(request.actor.zone)
    person = _person(request, person_id, today)
    shows(request, person, permissions.VIEW, what="sustainability.score_page")
    held = queries.all_scores_of(person, viewer=request.actor, on=today)
    if not held:
        raise Http404
    scheme = _scheme(request.GET.get("scheme", "") or queries.leading_in(held))
    found = over_time.over_time(held, scheme.name)
    latest = found.latest
    result = queries.result_of(latest)
    made_by = queries.scheme_named(latest.scheme)
    form = surveys.instrument(latest.submission.instrument, latest.submission.version)
    return render(
        request,
        "sustainability/score.html",
        {
            "person": person,
            "identity": portrait.identity(person, register.journeys_of(person), on=today),
            "panel": {"score": contribution.panel(latest, result, with_figures=True)},
            "headings": [contribution.named(f"dimension.{code}") for code in over_time.COLUMNS],
            "pictures": over_time.pictures(found),
            "talks": over_time.table(found),
            "told": over_time.told(found),
            "schemes": _chooser(person, scheme),
            "scheme": {"name": scheme.name, "title": label(scheme.title, get_language() or "en")},
            "lacking": _lacking(request, person, scheme, today),
            "moved": _moved(request, person, found, scheme),
            "lines": explanation.sheet(result, made_by, form, get_language() or "en", show=contribution.shown),
        },
    )


@page(permissions.RESCORE)
@require_POST
def score_again(request: ActorRequest, person_id: str) -> HttpResponse:
    """Work the talks of a person out under a scheme in which they have no figures yet; the others stay."""
    today = clock.today(request.actor.zone)
    person = _person(request, person_id, today)
    scheme = _scheme(request.POST.get("scheme", ""))
    talks = queries.talks_without(person, scheme.name, viewer=request.actor, on=today)
    try:
        for talk in talks:
            actions.rescore(submission=talk, scheme=scheme.name, by=request.actor, at=clock.now())
    except NotAllowed as no:
        return refused(request, reasons.because(no.decision))
    said = ngettext("%(count)s talk was worked out.", "%(count)s talks were worked out.", len(talks))
    messages.success(request, said % {"count": words.number(len(talks))})
    return redirect(_address(person, scheme))


def _person(request: ActorRequest, person_id: str, today: "date") -> "Person":
    person = register.person(person_id, viewer=request.actor, on=today)
    if person is None or person.erased_on is not None or not queries.may_view(person, viewer=request.actor, on=today):
        raise Http404
    return person


def _scheme(name: str) -> "Scheme":
    try:
        return queries.scheme_named(name)
    except queries.NoSuchScheme:
        raise Http404 from None


def _address(person: "Person", scheme: "Scheme", **more: str) -> str:
    return reverse("sustainability:score", args=[person.pk]) + "?" + urlencode({"scheme": scheme.name, **more})


def _chooser(person: "Person", chosen: "Scheme") -> list[dict[str, Any]]:
    """Return every way of scoring that the page can be seen under."""
    locale = get_language() or "en"
    return [
        {
            "url": _address(person, one),
            "label": label(one.title, locale),
            "name": one.name,
            "is_here": one.name == chosen.name,
        }
        for one in queries.schemes()
    ]


def _lacking(request: ActorRequest, person: "Person", scheme: "Scheme", today: "date") -> str:
    """Return how many talks have no figures under a scheme, for whoever may have them worked out; else nothing."""
    if not queries.may_rescore(person, viewer=request.actor, on=today):
        return ""
    count = len(queries.talks_without(person, scheme.name, viewer=request.actor, on=today))
    told = ngettext(
        "%(count)s talk has no figures under this way of scoring.",
        "%(count)s talks have no figures under this way of scoring.",
        count,
    )
    return told % {"count": words.number(count)} if count else ""


def _moved(
    request: ActorRequest, person: "Person", found: over_time.OverTime, scheme: "Scheme"
) -> dict[str, Any] | None:
    """Return what moved the figures since an earlier talk; None where there is none to compare with."""
    earlier = found.comparable()[:-1]
    if not earlier:
        return None
    since = next((score for score in earlier if str(score.pk) == _key(request.GET.get("since", ""))), earlier[-1])
    return {
        **over_time.moved(found, since=since),
        "choices": [
            {
                "url": _address(person, scheme, since=str(score.pk)) + "#moved",
                "label": words.day(score.answered_on),
                "is_here": score.pk == since.pk,
            }
            for score in earlier
        ]
        if len(earlier) > 1
        else [],
    }


def _key(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
