"""How the pages of cases find their case, and what every one of them shows of the person."""

from typing import TYPE_CHECKING, Any

from django.http import Http404

from sankofa.accounts.pages import ActorRequest, shows
from sankofa.accounts.rules.terms import Permission
from sankofa.cases import granted, permissions, queries, told
from sankofa.kernel import clock
from sankofa.returnees import portrait
from sankofa.returnees import queries as register
from sankofa.returnees.clusters import Cluster

if TYPE_CHECKING:
    from sankofa.cases.models import Case
    from sankofa.returnees.models import Person


def case_at(
    request: ActorRequest, case_id: str, permission: Permission = permissions.WORK, *, what: str = ""
) -> "Case":
    """Return the case of an address, where the viewer may see it or work on it, and say what the page shows."""
    today = clock.today(request.actor.zone)
    held = queries.case(case_id, viewer=request.actor, on=today, permission=permission)
    if held is None:
        raise Http404
    shows(request, held, permission, what=what)
    return held


def told_of(request: ActorRequest, held: "Case") -> told.Told:
    """Return a case with what happened in it, and its grants, which are read once for the whole page."""
    grants = granted.of_cases([held.pk])
    facts = queries.facts_of([held], grants=grants)[held.pk]
    return told.Told(held, facts, request.actor, clock.today(request.actor.zone), tuple(grants))


def together_of(request: ActorRequest, person: "Person") -> Cluster:
    """Return all files that are read as one with a person's, as far as the viewer may see, led by the one that leads.

    Whoever has one file alone, as nearly everybody has, costs one question.
    """
    if register.stands_alone(person):
        return Cluster(person)
    today = clock.today(request.actor.zone)
    leading = register.leading_of(person, viewer=request.actor, on=today)
    return register.cluster(leading, viewer=request.actor, on=today)


def identity_of(request: ActorRequest, person: "Person") -> dict[str, Any]:
    """Return who the page is about, as all files of the person together tell."""
    today = clock.today(request.actor.zone)
    together = register.cluster(person, viewer=request.actor, on=today)
    journeys = register.journeys_of(*together.files)
    return portrait.identity(together.shown(), journeys, on=today)
