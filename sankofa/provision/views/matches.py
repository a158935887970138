"""The page of everything that could help one person."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.provision import matching, permissions, sayings
from sankofa.provision.rules.feasibility import Need
from sankofa.provision.rules.matches import Standing
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.shell import words
from sankofa.shell.paging import pages_of

PAGE_ROWS = 50


@page(permissions.MATCH)
@require_safe
def matches(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show all help near somebody: what they can use, what is missing, what to ask, and what is for others."""
    today = clock.today(request.actor.zone)
    person = register.person(person_id, viewer=request.actor, on=today)
    if person is None or person.erased_on is not None or not matching.may_match(person, viewer=request.actor, on=today):
        raise Http404
    leading = register.leading_of(person, viewer=request.actor, on=today)
    if leading != person:
        return redirect("provision:matches", leading.pk)
    shows(request, person, permissions.MATCH, what="provision.matches_page")
    asked = request.GET.get("need", "")
    wanted = (Need(asked),) if asked in set(Need) else ()
    found = matching.fitting(person, viewer=request.actor, on=today, wanted=wanted)
    shown = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    rows = matching.rows(list(shown.object_list), person)
    here = reverse("provision:matches", args=[person.pk])
    context = {
        "person": person,
        "name": portrait.name(person),
        "parts": [
            {
                "title": str(sayings.STANDINGS[standing]),
                "key": standing.value,
                "count": words.number(found.number_of(standing)),
                "rows": [row for row in rows if row["key"] == standing.value],
            }
            for standing in Standing
        ],
        "count": len(found),
        "pages": pages_of(shown, request.GET),
        "needs": [
            {"url": f"{here}?need={need.value}", "label": str(sayings.NEEDS[need][0]), "current": need in wanted}
            for need in Need
        ],
        "all_url": here if wanted else "",
    }
    return render(request, "provision/matches.html", context)
