"""Reads for correcting: versions, histories, who wrote what, and what was sent back."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.queries import decision_on, holders_of, within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import permissions, typed
from sankofa.returnees.models import Document, Journey, Person, SentBack
from sankofa.returnees.queries import documents_of, journeys_of
from sankofa.store import revisions
from sankofa.store.models import Record, Revision

if TYPE_CHECKING:
    from sankofa.accounts.models import User


def version_of(record: Record) -> int:
    """Return the number of the latest line in a record's history: the version that a form is filled from."""
    latest = revisions.history_of(record)
    return max((line.number for line in latest), default=0)


def changed_since(record: Record, seen: int, *, kind: str, columns: Collection[str]) -> list[typed.Fact]:
    """Return the facts among these columns that somebody has changed since a version."""
    since = {name for line in revisions.history_of(record) if line.number > seen for name in line.changes}
    wanted = since & set(columns)
    return [held for held in typed.facts_of(kind) if wanted & set(held.columns)]


def record_of(seen: Person, kind: str, record_id: UUID | None) -> Person | Journey | Document | None:
    """Return what is to be corrected of somebody: the person, a journey, a paper, or a new one; None: no such."""
    if kind == "person":
        return seen
    table: type[Journey | Document] = Journey if kind == "journey" else Document
    return table(person=seen) if record_id is None else table.objects.filter(pk=record_id, person=seen).first()


def may_amend(seen: Person, *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may correct what is recorded of a person."""
    return decision_on(seen, actor=viewer, permission=permissions.AMEND, on=on).allowed


def may_send_back(seen: Person, *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may send a fact back to whoever wrote it."""
    return decision_on(seen, actor=viewer, permission=permissions.SEND_BACK, on=on).allowed


def histories_of(seen: Person) -> list[tuple[str, Record, list[Revision]]]:
    """Return the histories of a person, their journeys and papers: the kind, the record, its lines oldest first."""
    held: list[tuple[str, Record]] = [
        ("person", seen),
        *(("journey", journey) for journey in journeys_of(seen)),
        *(("paper", paper) for paper in documents_of(seen)),
    ]
    return [(kind, record, list(revisions.history_of(record))) for kind, record in held]


def writer_of(seen: Person, fact: typed.Fact, *, on: date) -> "User | None":
    """Return who wrote a fact last and can still correct it, else who looks after the person; None: nobody."""
    lines = [
        line
        for kind, _record, history in histories_of(seen)
        if kind == fact.kind
        for line in history
        if set(fact.columns) & set(line.changes)
    ]
    wrote = [
        line.actor.removeprefix("user:") for line in sorted(lines, key=lambda line: (line.at, line.pk), reverse=True)
    ]
    able = {str(user.pk): user for user in holders_of(permissions.AMEND, seen.resource(), on=on)}
    return next((able[key] for key in [*wrote[:1], str(seen.owner_id)] if key in able), None)


def sent_back_of(seen: Person) -> list[SentBack]:
    """Return what was sent back about a person and waits for its answer, the oldest first."""
    return list(SentBack.objects.filter(person=seen, answered_at=None).select_related("to").order_by("asked_at"))


def sent_back_to(viewer: Actor, *, on: date) -> list[SentBack]:
    """Return what waits for the viewer's answer, the oldest first, about people whom they may still correct."""
    if viewer.kind != "user":
        return []
    waiting = SentBack.objects.filter(to_id=UUID(viewer.id), answered_at=None, person__erased_on=None)
    found = within_scope(waiting.select_related("person"), viewer=viewer, permission=permissions.AMEND, on=on)
    return list(found.order_by("asked_at", "pk"))
