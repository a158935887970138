"""The page that tells where each fact of somebody's file comes from."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.returnees import permissions, portrait, provenance, queries


@page(permissions.VIEW)
@require_safe
def facts_from(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show of every fact what is recorded, which source said so and when, and what was said before."""
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None or seen.erased_on is not None:
        raise Http404
    shows(request, seen, permissions.VIEW, what="returnees.facts_from_page")
    together = queries.cluster(seen, viewer=request.actor, on=today)
    identity = portrait.identity(together.shown(), queries.journeys_of(*together.files), on=today)
    context = {
        "person": seen,
        "identity": identity,
        "origins": provenance.origins(together.files),
        "is_joined": bool(together.others),
    }
    return render(request, "returnees/facts_from.html", context)
