"""Pages of the score: how it was made, and over time."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell import words
from sankofa.surveys import queries as surveys
from sankofa.sustainability import contribution, permissions, queries
from sankofa.sustainability.rules import explanation


@page(permissions.VIEW)
@require_safe
def score(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show a person's score over time and, for the latest talk, the sheet that anybody can check by hand."""
    today = clock.today(request.actor.zone)
    person = register.person(person_id, viewer=request.actor, on=today)
    if person is None or person.erased_on is not None or not queries.may_view(person, viewer=request.actor, on=today):
        raise Http404
    shows(request, person, permissions.VIEW, what="sustainability.score_page")
    held = queries.scores_of(person, viewer=request.actor, on=today)
    if not held:
        raise Http404
    result = queries.result_of(held[0])
    form = surveys.instrument(held[0].submission.instrument, held[0].submission.version)
    lines = explanation.sheet(result, queries.scheme(), form, get_language() or "en", show=contribution.shown)
    columns = ("economic", "social", "psychosocial", "composite")
    return render(
        request,
        "sustainability/score.html",
        {
            "person": person,
            "identity": {**portrait.identity(person, register.journeys_of(person), on=today), "heading": "p"},
            "panel": {"score": contribution.panel(held[0], result, with_figures=True)},
            "headings": [contribution.named(f"dimension.{code}") for code in columns],
            "talks": [
                {
                    "day": words.day(one.answered_on),
                    "figures": [(contribution.named(f"dimension.{code}"), getattr(one, code)) for code in columns],
                    "answered": gettext("%(answered)s of %(asked)s")
                    % {"answered": one.questions_answered, "asked": one.questions_asked},
                }
                for one in held
            ],
            "lines": lines,
        },
    )
