"""The page of a person's papers: which there are, where each is, and how it stands."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_safe

from sankofa.accounts.action import look
from sankofa.accounts.pages import ActorRequest, page, shows
from sankofa.kernel import clock
from sankofa.returnees import histories, papers, permissions, portrait, queries, requirements, scans
from sankofa.returnees.rules import paper_gaps
from sankofa.returnees.rules.issuing import issuer_of
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
        "help_url": reverse("returnees:begin_help", args=[seen.pk]) if may_add else "",
        "asked_for": asked_for_words(together.files, on=today),
        "helps": [
            {
                "label": papers.help_words(one),
                "url": reverse("returnees:paper_help", args=[one.person_id, one.pk]),
                "note": "" if one.closed_on else papers.due_words(one),
                "state": one.get_stage_display(),
                "kind": "done" if one.closed_on else "info",
            }
            for one in requirements.helps_of(*together.files)
        ],
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
    return {"person": seen, "identity": portrait.identity(together.shown(), journeys, on=on)}


def asked_for_words(files: Sequence["Person"], *, on: date) -> list[dict[str, Any]]:
    """Return what partners ask of somebody: for each whether all is there, and line by line how it stands."""
    leading = files[0]
    country = leading.office.place.country_id
    found = []
    for held in requirements.current(leading, on=on):
        answers = requirements.answers_for(held.to_terms(), *files, on=on)
        missing = sum(not answer.is_met for answer in answers)
        lines = [
            {
                "told": [papers.say(finding) for finding in paper_gaps.findings(answer)],
                "is_met": answer.is_met,
                "kind": answer.need.kinds[0],
                "issuer": "" if answer.is_met else _issuer_words(answer.need.kinds, country),
            }
            for answer in answers
        ]
        state = (
            ngettext("%(count)s not there yet", "%(count)s not there yet", missing) % {"count": words.number(missing)}
            if missing
            else gettext("all there")
        )
        found.append(
            {
                "partner": held.partner,
                "purpose": held.purpose,
                "said_by": held.said_by,
                "state": state,
                "is_met": not missing,
                "lines": lines,
            }
        )
    return found


def _issuer_words(kinds: Sequence[str], country: str) -> str:
    known = [(kind, issuer) for kind in kinds if (issuer := issuer_of(kind, country=country))]
    return "; ".join(
        gettext("%(paper)s is made by: %(office)s") % {"paper": portrait.paper_kind(kind), "office": issuer}
        for kind, issuer in known
    )
