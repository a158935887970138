"""The page of a person's papers: which there are, where each is, and how it stands."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sankofa.accounts.action import look
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.returnees import histories, papers, permissions, portrait, queries, scans
from sankofa.returnees.rules.paper_gaps import HAS_NO_NUMBER
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.returnees.clusters import Cluster
    from sankofa.returnees.models import Person, Scan


@page(permissions.VIEW)
@require_safe
def papers_page(request: ActorRequest, person_id: str) -> HttpResponse:
    """Show the papers of somebody, each with where it is and how it stands."""
    seen, together, today = together_shown(request, person_id, what="returnees.papers_page")
    if seen != together.leading:
        return redirect("returnees:papers", together.leading.pk)
    held = {file: papers.papers_of(file) for file in together.files}
    pictures = scans.scans_of([paper for some in held.values() for paper in some])
    cards = []
    for file, some in held.items():
        may = histories.may_amend(file, viewer=request.actor, on=today)
        may_open = queries.may_open(file, viewer=request.actor, on=today)
        for paper in some:
            url = reverse("returnees:correct_record", args=[file.pk, "paper", paper.pk]) if may else ""
            facts = papers.card(paper, on=today, change_url=url)
            facts["pictures"] = _pictures(pictures[paper.pk], may_open=may_open)
            if may and paper.whereabouts not in HAS_NO_NUMBER:
                add = reverse("returnees:add_scan", args=[file.pk, paper.pk])
                facts["act"] = {"url": add, "label": gettext("Add a picture")}
            cards.append(facts)
    may_add = histories.may_amend(seen, viewer=request.actor, on=today)
    context = {
        **bar(seen, together, today),
        "cards": cards,
        "add_url": reverse("returnees:correct_group", args=[seen.pk, "paper"]) if may_add else "",
    }
    return render(request, "returnees/papers.html", context)


def _pictures(held: list["Scan"], *, may_open: bool) -> list[dict[str, str]]:
    """Return the pictures of a paper as a list of links: no small pictures, because looking is on record."""
    return [
        {
            "label": gettext("Picture %(number)s") % {"number": words.number(number)},
            "note": gettext("added on %(day)s") % {"day": words.day(one.created_at.date())},
            "url": reverse("returnees:scan", args=[one.person_id, one.pk]) if may_open else "",
        }
        for number, one in enumerate(held, start=1)
    ]


def together_shown(request: ActorRequest, person_id: str, *, what: str) -> tuple["Person", "Cluster", date]:
    """Return somebody with all files that are read as theirs, and the day; that they were looked at is on record.

    Raises Http404 where there is nobody whom the viewer may see.
    """
    today = clock.today(request.actor.zone)
    seen = queries.person(person_id, viewer=request.actor, on=today)
    if seen is None or seen.erased_on is not None:
        raise Http404
    leading = queries.leading_of(seen, viewer=request.actor, on=today)
    together = queries.cluster(leading, viewer=request.actor, on=today)
    for file in together.files:
        if file != seen:
            look(file, permission=permissions.VIEW, by=request.actor, at=clock.now(), what=what)
    shows(request, seen, permissions.VIEW, what=what)
    return seen, together, today


def bar(seen: "Person", together: "Cluster", on: date) -> dict[str, Any]:
    """Return what every page about a person's papers shows of whom it is about."""
    journeys = queries.journeys_of(*together.files)
    return {"person": seen, "identity": {**portrait.identity(together.shown(), journeys, on=on), "heading": "p"}}
