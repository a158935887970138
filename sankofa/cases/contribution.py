"""What case work adds to a person's page: the panel of the case with its next thing, and what happened."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from sankofa.accounts.queries import decision_on
from sankofa.accounts.rules.terms import Actor
from sankofa.cases import granted, grants_told, permissions, queries, told
from sankofa.returnees.contributions import Contribution, Happening, NextStep, Panel
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.cases.models import Case
    from sankofa.returnees.models import Person


def contribution(person: "Person", viewer: Actor, on: date) -> Contribution:
    """Return the case's part of a person's page, for those who may see cases."""
    if not decision_on(person, actor=viewer, permission=permissions.VIEW, on=on).allowed:
        return Contribution()
    held = queries.of_person(person.pk, viewer=viewer, on=on)
    if not held:
        url = reverse("cases:begin", args=[person.pk]) if queries.may_work(person, viewer=viewer, on=on) else ""
        return Contribution(panels=(Panel("cases/panel.html", {"empty_url": url}),))
    facts = queries.facts_of(held)
    latest = told.Told(held[0], facts[held[0].pk], viewer, on)
    panel = {
        "url": reverse("cases:case", args=[latest.case.pk]),
        "stage": told.stage_word(latest.facts),
        "next": told.next_action(latest),
        "closing": "" if latest.case.closed_on is None else told.closing(latest.case),
        "others": sum(one.closed_on is None for one in held) - 1,
    }
    return Contribution(
        panels=(Panel("cases/panel.html", panel),),
        happenings=(
            *(one for case in held if case.person_id == person.pk for one in _happenings(case)),
            *_handovers([case.pk for case in held if case.person_id == person.pk]),
        ),
        next_steps=_next_step(latest),
    )


def _next_step(latest: told.Told) -> tuple[NextStep, ...]:
    one, panel = latest.next, told.next_action(latest)
    if one is None or one.due_on is None or panel is None:
        return ()
    why = f"{panel['note']} {panel['why']}".strip()
    return (NextStep(f"cases.{one.step.value}", panel["title"], one.due_on, why, panel["url"], panel["label"]),)


def _happenings(held: "Case") -> list[Happening]:
    url = reverse("cases:case", args=[held.pk])
    opened_by, closed_by = (one.name if one is not None else "" for one in (held.opened_by, held.closed_by))
    found = [Happening(at=held.created_at, title=gettext("Case opened"), by=opened_by, url=url)]
    if held.closed_at is not None:
        found.append(Happening(at=held.closed_at, title=gettext("Case closed"), by=closed_by, url=url))
    return found


def _handovers(cases: Collection[UUID]) -> list[Happening]:
    """Return what was handed over of grants, when that was written down."""
    return [
        Happening(
            at=one.created_at,
            title=grants_told.title(one),
            by=one.handed_by.name,
            detail=f"{words.day(one.given_on)} · {grants_told.what(one.grant)}",
            url=reverse("cases:grant", args=[one.grant_id]),
        )
        for one in granted.handed_over(cases)
    ]
