"""Reads for correcting: versions, histories, who wrote what, and what was sent back."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sankofa.accounts.queries import decision_on, holders_of, names_of, within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees import kept, more_facts, permissions, typed
from sankofa.returnees.models import Journey, Passage, Person, SentBack
from sankofa.returnees.queries import documents_of, journeys_of
from sankofa.store import empty, revisions
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


def record_of(seen: Person, kind: str, record_id: UUID | None) -> Any:
    """Return what is to be corrected of somebody: the person, one of their records, or a new one; None: no such.

    How a journey went is named by the journey.
    """
    if kind == "person":
        return seen
    table = typed.TABLES[kind]
    if kind in more_facts.ONE_EACH:
        return table.objects.filter(person=seen).first() or table(person=seen)
    if table is Passage:
        journey = Journey.objects.filter(pk=record_id, person=seen).first() if record_id else None
        return (
            None
            if journey is None
            else table.objects.filter(journey=journey).first() or table(person=seen, journey=journey)
        )
    return table(person=seen) if record_id is None else table.objects.filter(pk=record_id, person=seen).first()


def more_records(*files: Person) -> list[tuple[str, Any]]:
    """Return what is kept beyond the first page of all these files, kind by kind; only tables with rows are read."""
    keys = [file.pk for file in files]
    with kept.asked_beforehand(keys):
        return [
            (kind, record)
            for kind, table in more_facts.TABLES.items()
            if not empty.holds_none(table, keys)
            for record in table.objects.filter(person__in=keys).order_by("created_at", "pk")
        ]


def passage_of(journey: Journey) -> Passage | None:
    """Return how a journey went; None where nobody has written it down."""
    if empty.holds_none(Passage, [journey.person_id]):
        return None
    return Passage.objects.filter(journey=journey).first()


def may_amend(seen: Person, *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may correct what is recorded of a person."""
    return decision_on(seen, actor=viewer, permission=permissions.AMEND, on=on).allowed


def may_send_back(seen: Person, *, viewer: Actor, on: date) -> bool:
    """Whether the viewer may send a fact back to whoever wrote it."""
    return decision_on(seen, actor=viewer, permission=permissions.SEND_BACK, on=on).allowed


def records_of_file(seen: Person) -> list[tuple[str, Record]]:
    """Return every record of one file whose history may be read: the kind and the record."""
    return [
        ("person", seen),
        *(("journey", journey) for journey in journeys_of(seen)),
        *(("paper", paper) for paper in documents_of(seen)),
        *more_records(seen),
    ]


def histories_of(seen: Person) -> list[tuple[str, Record, list[Revision]]]:
    """Return the histories of a person, their journeys and papers: the kind, the record, its lines oldest first."""
    return [(kind, record, list(revisions.history_of(record))) for kind, record in records_of_file(seen)]


def wrote(lines: Iterable[Revision]) -> dict[str, str]:
    """Return the names of the members of staff who wrote lines of a history, by id; the system has none."""
    return names_of({line.actor.removeprefix("user:") for line in lines if line.actor.startswith("user:")})


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
    if empty.holds_none(SentBack, [seen.pk]):
        return []
    waiting = SentBack.objects.filter(person=seen, answered_at=None).order_by("asked_at")
    # Few files have any: to whom it was sent is read where there is something.
    return list(waiting.prefetch_related("to"))


def sent_back_to(viewer: Actor, *, on: date) -> list[SentBack]:
    """Return what waits for the viewer's answer, the oldest first, about people whom they may still correct."""
    if viewer.kind != "user":
        return []
    waiting = SentBack.objects.filter(to_id=UUID(viewer.id), answered_at=None, person__erased_on=None)
    found = within_scope(waiting.select_related("person"), viewer=viewer, permission=permissions.AMEND, on=on)
    return list(found.order_by("asked_at", "pk"))
