"""Who is in a list that leaves the register, what their rows say, and which list a found copy comes from.

Every row carries the number of the list and a mark of its own, so that a copy found elsewhere is traced to whoever took
it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sankofa.accounts.queries import offices_of, within_scope
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.returnees import clusters, more_facts, permissions, queries, standing
from sankofa.returnees.leaving.columns import COLUMNS, Cell, Told
from sankofa.returnees.leaving.more_columns import KINDS_READ
from sankofa.returnees.models import Document, Export, Exported, Journey, SamePerson
from sankofa.returnees.rules.exporting import (
    COUNTED_TOGETHER,
    NAMING,
    OPENED,
    Group,
    copy_mark,
    is_naming,
    needs_second,
    read_mark,
)
from sankofa.store import keys

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sankofa.returnees.models import Person

ROWS_AT_ONCE = 500


def groups_allowed(viewer: Actor, *, on: date) -> frozenset[Group]:
    """Return what somebody may take out: names only with their own permission, what is sealed only if they open it."""
    held = {
        permission
        for permission in (permissions.EXPORT, permissions.EXPORT_NAMED, permissions.OPEN)
        if access.holds(viewer.grants, permission, on=on)
    }
    if permissions.EXPORT not in held:
        return frozenset()
    if permissions.EXPORT_NAMED not in held:
        return frozenset(Group) - NAMING
    return frozenset(Group) if permissions.OPEN in held else frozenset(Group) - OPENED


def people_in(export: Export, *, viewer: Actor, on: date) -> "QuerySet[Person]":
    """Return who is in a list that is asked for: each person once, nobody erased, nobody outside any needed reach."""
    found = queries.filtered(viewer, queries.Filter(**export.narrowed), on=on, permission=permissions.EXPORT)
    return _within_reach(found, export, viewer=viewer, on=on).order_by("pk")


def _within_reach(found: "QuerySet[Person]", export: Export, *, viewer: Actor, on: date) -> "QuerySet[Person]":
    """Return those of some people of whom the viewer may take out all that the list shows."""
    needed = [permissions.EXPORT]
    if is_naming(export.held_groups):
        needed.append(permissions.EXPORT_NAMED)
    if export.held_groups & OPENED:
        needed.append(permissions.OPEN)
    for permission in needed:
        found = found.filter(pk__in=queries.people(viewer, on=on, permission=permission).order_by().values("pk"))
    return found


def count_alone(export: Export, *, viewer: Actor, at: datetime) -> int:
    """Return of how many people somebody would have taken lists alone in a week, with this one among them.

    Each person counts once, so the same list again adds nobody, and many short lists are no way around one long list.
    """
    naming = is_naming(export.held_groups)
    lately = [
        one.pk
        for one in Export.objects.filter(asked_by_id=UUID(viewer.id), ready_at__gt=at - COUNTED_TOGETHER).exclude(
            pk=export.pk
        )
        if (is_naming(one.held_groups) or not naming) and not needs_second(one.held_groups, one.rows)
    ]
    before = Exported.objects.filter(export__in=lately).values("person_id")
    more = people_in(export, viewer=viewer, on=clock.day_of(at, viewer.zone)).exclude(pk__in=before)
    return before.distinct().count() + more.count()


def needs_agreement(export: Export, *, viewer: Actor, at: datetime) -> bool:
    """Whether a second person agrees first: to a long list, or to one that makes a week's short ones long."""
    return needs_second(export.held_groups, max(export.rows, count_alone(export, viewer=viewer, at=at)))


def reaches_beyond(export: Export, *, viewer: Actor, on: date) -> bool:
    """Whether somebody is in a list whose office is out of the reach in which the viewer may take such lists out."""
    permission = permissions.EXPORT_NAMED if is_naming(export.held_groups) else permissions.EXPORT
    # Of a protected file nothing is said here: who agrees must not learn that one is in it.
    within = people_in(export, viewer=export.asked_by.as_actor(), on=on).filter(is_protected=False)
    reached = offices_of(viewer, permission, on=on).order_by().values("pk")
    return within.order_by().exclude(office_id__in=reached).exists()


def rows_of(export: Export, *, viewer: Actor, on: date) -> Iterator[list[Cell]]:
    """Yield the rows of a list that is ready, as people are recorded now, without those erased or hidden since.

    Without names they come in an order of their own in every copy: by the order of the register two copies, or a copy
    and a page of names, could be laid side by side.
    """
    readers = [read for column, read in COLUMNS if column.group in export.held_groups]
    order = "pk" if is_naming(export.held_groups) else "?"
    ids = Exported.objects.filter(export=export).order_by(order).values_list("person_id", flat=True)
    for some in _in_parts(ids.iterator(chunk_size=5_000)):
        for told in _told(export, some, viewer=viewer, on=on):
            yield [read(told) for read in readers]


def _in_parts(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    held: list[UUID] = []
    for key in ids:
        held.append(key)
        if len(held) == ROWS_AT_ONCE:
            yield held
            held = []
    if held:
        yield held


def _told(export: Export, ids: Sequence[UUID], *, viewer: Actor, on: date) -> Iterator[Told]:
    still = people_in(export, viewer=viewer, on=on).filter(pk__in=ids).select_related("office", "place")
    held = {person.pk: person for person in still}
    people = [held[key] for key in ids if key in held]
    together = clusters.clusters_of(people)
    below = {other.pk for one in together.values() for other in one.others}
    if below:
        seen = queries.people(viewer, on=on, permission=permissions.EXPORT).filter(pk__in=below)
        visible = set(_within_reach(seen, export, viewer=viewer, on=on).values_list("pk", flat=True))
        if visible != below:
            together = clusters.clusters_of(people, visible=visible)
    files = {person.pk: person for one in together.values() for person in one.files}
    journeys: dict[UUID, list[Journey]] = {}
    for journey in Journey.objects.filter(person__in=files):
        journeys.setdefault(journey.person_id, []).append(journey)
    papers: dict[UUID, list[Document]] = {}
    if export.held_groups & {Group.PAPERS, Group.PROFILE}:
        for paper in Document.objects.filter(person__in=files).order_by("created_at", "pk"):
            papers.setdefault(paper.person_id, []).append(paper)
    more = _more(export, files)
    secret = _secret()
    for person in people:
        one = together[person.pk]
        own = [journey for file in one.files for journey in journeys.get(file.pk, [])]
        kept = [paper for file in one.files for paper in papers.get(file.pk, [])]
        beyond = {
            kind: [record for file in one.files for record in held.get(file.pk, ())] for kind, held in more.items()
        }
        rows = standing.rows_of((kind, record) for kind, held in beyond.items() for record in held)
        yield Told(
            person=one.shown(),
            journey=max(own, key=lambda journey: (journey.returned_on or date.min, journey.pk), default=None),
            document=next((paper for paper in kept if Group.PAPERS in export.held_groups), None),
            mark=copy_mark(export.pk, person.pk, secret=secret),
            number=export.receipt,
            papers=kept,
            more=beyond,
            chosen=standing.first_of_chosen(one, rows),
            is_naming=is_naming(export.held_groups),
        )


def _more(export: Export, files: Collection[UUID]) -> dict[str, dict[UUID, list[Any]]]:
    """Return what was asked beyond the first page, by kind and person; only what the groups of the list show."""
    kinds = {kind for group in export.held_groups for kind in KINDS_READ.get(group, ())}
    found: dict[str, dict[UUID, list[Any]]] = {}
    for kind in sorted(kinds):
        rows = more_facts.TABLES[kind].objects.filter(person__in=files).order_by("created_at", "pk")
        by_person = found.setdefault(kind, {})
        for record in rows.select_related("returned_to") if kind == "passage" else rows:
            by_person.setdefault(record.person_id, []).append(record)
    return found


@cache
def _derived(index_key: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"returnees/copies").derive(index_key)


def _secret() -> bytes:
    return _derived(keys.ring().index)


def traced(text: str, *, viewer: Actor, on: date) -> Export | None:
    """Return the list that a mark or the number of a list, found in some file, comes from; None where none is."""
    said = text.strip()
    read = read_mark(said, secret=_secret())
    for export in exports(viewer, on=on).iterator():
        if export.receipt.casefold() == said.casefold() or (read is not None and export.pk.bytes[-8:] == read[0]):
            return export
    return None


def exports(viewer: Actor, *, on: date) -> "QuerySet[Export]":
    """Return the lists that were asked for where the viewer may take lists out, the newest first."""
    found = within_scope(
        Export.objects.select_related("office", "asked_by"), viewer=viewer, permission=permissions.EXPORT, on=on
    )
    return found.order_by("-asked_at", "-pk")


def exports_with(person: "Person") -> list[Export]:
    """Return the lists in which a person was taken out, the newest first.

    While a file follows another, what it says stands in the row of the one that leads.  So whoever followed is told of
    the lists of that time, also after separating.  A list is told of where it could be taken while the link held; that
    whoever took it may not have reached this file is not known any more, and rather too much is told than too little.
    """
    found: dict[UUID, Export] = {}
    for whose, since, until in _led_by(person):
        lists = Export.objects.filter(people__person=whose, taken__gt=0).select_related("office", "asked_by")
        if since is not None:
            lists = lists.filter(until_at__gt=since)
        if until is not None:
            lists = lists.filter(ready_at__lt=until)
        found |= {one.pk: one for one in lists}
    return sorted(found.values(), key=lambda one: one.asked_at, reverse=True)


def _led_by(person: "Person") -> Iterator[tuple[UUID, datetime | None, datetime | None]]:
    """Yield in whose rows a file stood and in which span: in its own always, in another's while links led there."""
    waiting: list[tuple[UUID, datetime | None, datetime | None]] = [(person.pk, None, None)]
    while waiting:
        whose, since, until = waiting.pop()
        yield whose, since, until
        for link in SamePerson.objects.filter(person_id=whose):
            begins = link.from_at if since is None else max(since, link.from_at)
            ends = min((one for one in (until, link.until_at) if one is not None), default=None)
            if ends is None or begins < ends:
                waiting.append((link.leading_id, begins, ends))
