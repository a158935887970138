"""Reads of the comparison with residents: everybody's latest overall figure, by district."""

from datetime import date

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.sustainability import permissions, queries
from sankofa.sustainability.models import Score
from sankofa.sustainability.rules.neighbours import Answered

KINDS = ("returnee", "resident")


def answered(viewer: Actor, *, on: date) -> list[Answered]:
    """Return the latest known overall figure of everybody within the viewer's reach who came back or never left."""
    held = within_scope(
        Score.objects.filter(
            scheme=queries.scheme().name,
            composite__isnull=False,
            submission__set_aside_at=None,
            person__kind__in=KINDS,
            person__erased_on=None,
        ),
        viewer=viewer,
        permission=permissions.KEEP_ROUNDS,
        on=on,
    )
    latest: dict[object, Answered] = {}
    rows = held.select_related("person__place").only(
        "composite", "answered_on", "person__kind", "person__place__name", "person__place__path"
    )
    for score in rows.order_by("answered_on", "pk").iterator(chunk_size=2_000):
        place = score.person.place
        latest[score.person_id] = Answered(
            score.person.kind == "resident", "" if place is None else place.name, score.composite
        )
    return list(latest.values())
