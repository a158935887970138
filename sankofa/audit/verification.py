"""The proof that the record is whole: events, their places and histories, seals, the chain, a seal kept elsewhere.

It goes through the events in their order, so that the first one that is broken can be named, with the sealed events
between which it lies.  A row that cannot even be read is broken too.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models import F

from sankofa.audit.models import Event, Seal, SealedEvent
from sankofa.audit.rules import daily, order, proof
from sankofa.audit.rules.terms import Kind
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.store import keys
from sankofa.store.models import Revision

ERASED = "erased_revisions"
"""Where an event names the lines of histories that it erased."""
SOURCE = "the seals of the record"
IN_ORDER = (F("turn").asc(nulls_first=True), "lane", "id")
SEAL_WAITS_MAX = timedelta(minutes=10)
CHUNK = 2000

M = TypeVar("M", bound=models.Model)


@dataclass(slots=True)
class Verification:
    """What checking the record found.  `broken` is empty where all is whole; `notes` break nothing.

    `first` tells of the first event that is broken: its number and moment, and the seals of the whole ones around it.
    """

    events: int = 0
    seals: int = 0
    unsealed: int = 0
    last_root: str = proof.EMPTY_ROOT
    head: str = proof.EMPTY_ROOT
    broken: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    first: Finding | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found changed or missing."""
        return not self.broken


class _Unreadable(Exception):
    """A row cannot be read as what it should be."""


@dataclass(slots=True)
class _Reader:
    """Reads tables quickly, or row by row where one of them cannot be read; those go to `broken`."""

    carefully: bool = False
    broken: list[Finding] = field(default_factory=list)

    def rows(self, found: "models.QuerySet[M]") -> Iterator[M]:
        """Yield the rows that can be read.  Raises _Unreadable where one cannot, unless told to be careful."""
        if not self.carefully:
            try:
                yield from found.iterator(chunk_size=CHUNK)
            except (ValueError, TypeError) as wrong:
                raise _Unreadable from wrong
            return
        yield from self._one_by_one(found)

    def _one_by_one(self, found: "models.QuerySet[M]") -> Iterator[M]:
        table = found.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT rowid FROM {table} ORDER BY rowid")  # noqa: S608  a table of our own
            numbers = [number for (number,) in cursor.fetchall()]
        readable = []
        for number in numbers:
            try:
                # By its place in the file: the key itself may be what cannot be read.
                one = found.order_by().extra(where=[f"{table}.rowid = %s"], params=[number])  # noqa: S610
                readable += list(one)
            except (ValueError, TypeError):
                self.broken.append(_broken("row_unreadable", table=table, row=number))
        yield from sorted(readable, key=_sort_key)


def _sort_key(row: models.Model) -> Any:
    match row:
        case Event():
            return (row.turn is not None, row.turn or 0, row.lane or 0, row.pk)
        case Seal():
            return row.number
        case SealedEvent():
            return (row.seal_id, row.position)
    return row.pk


def verify() -> Iterator[Verification]:
    """Check every event and the whole chain, yielding the state of the check as it goes; the last one is the result."""
    try:
        yield from _verified(_Reader())
    except _Unreadable:
        yield from _verified(_Reader(carefully=True))


def _verified(reader: _Reader) -> Iterator[Verification]:
    found = Verification()
    broken_at: list[tuple[int, str, datetime]] = []
    erased: set[str] = set()
    walk = order.Walk()
    named = _Named(erased)
    for event in reader.rows(Event.objects.order_by(*IN_ORDER)):
        found.events += 1
        before = len(found.broken)
        if not proof.is_vouched(proof.canonical(event.said()), event.mark, key=keys.ring().audit):
            found.broken.append(_broken("event_changed", event=event.pk))
            walk.step_over(event.lane, event.number)
        else:
            if event.kind == Kind.WRITE:
                erased.update(event.detail.get(ERASED, ()))
            if event.turn is not None:
                assert event.lane is not None
                assert event.number is not None
                place = order.Place(event.turn, event.lane, event.number, event.seen_lane, event.seen_number)
                found.broken.extend(walk.step(place, event.at, str(event.pk)))
            named.add(event)
        if len(found.broken) > before:
            broken_at.append((event.turn or 0, str(event.pk), event.at))
        if found.events % CHUNK == 0:
            yield found
    found.broken.extend(walk.end())
    yield from _verify_chain(found, reader)
    found.broken.extend(named.broken())
    found.broken.extend(reader.broken)
    found.unsealed = Event.objects.filter(sealed=None).count()
    found.notes.extend(walk.remarks())
    found.notes.extend(_waits(found.unsealed))
    if broken_at:
        found.first = _first(*broken_at[0])
    yield found


def _first(turn: int, event: str, at: datetime) -> Finding:
    """Return where the first broken event stands, and between which sealed ones."""
    sealed = SealedEvent.objects.filter(event__turn__isnull=False)
    before = sealed.filter(event__turn__lt=turn).order_by("-event__turn").values_list("seal_id", flat=True).first()
    after = sealed.filter(event__turn__gt=turn).order_by("event__turn").values_list("seal_id", flat=True).first()
    around: dict[str, Fact] = {}
    if before is not None:
        around["before"] = before
    if after is not None:
        around["after"] = after
    code = {
        (True, True): "first_between",
        (True, False): "first_after",
        (False, True): "first_before",
        (False, False): "first_alone",
    }[before is not None, after is not None]
    return Finding(code, Weight.NOTE, SOURCE, number=turn, event=event, at=at, **around)


CODES = ("first_between", "first_after", "first_before", "first_alone")


def _waits(unsealed: int) -> Iterator[Finding]:
    """Yield that events wait for their seal longer than they should: nobody is sealing, or the disk is full."""
    if not unsealed:
        return
    times = Event.objects.filter(sealed=None).aggregate(first=models.Min("at"), last=models.Max("at"))
    if times["last"] - times["first"] > SEAL_WAITS_MAX:
        yield Finding("seal_waits", Weight.NOTE, SOURCE, events=unsealed, since=times["first"])


def _verify_chain(found: Verification, reader: _Reader) -> Iterator[Verification]:
    key = keys.ring().audit
    previous, expected = proof.EMPTY_ROOT, 1
    held = _members(reader)
    following = next(held, None)
    for seal in reader.rows(Seal.objects.order_by("number")):
        members: Sequence[tuple[int, str]] = ()
        while following is not None and following[0] < seal.number:
            found.broken.append(_broken("seal_gone", seal=following[0], events=len(following[1])))
            following = next(held, None)
        if following is not None and following[0] == seal.number:
            members, following = following[1], next(held, None)
        found.seals += 1
        if seal.number != expected:
            found.broken.append(_broken("seal_missing", missing=expected, seal=seal.number))
        if not proof.is_vouched(proof.canonical(seal.said()), seal.mark, key=key):
            found.broken.append(_broken("seal_changed", seal=seal.number))
        if seal.previous != previous:
            found.broken.append(_broken("seal_unlinked", seal=seal.number))
        if not _is_sealed(members, seal):
            found.broken.append(_broken("seal_others", seal=seal.number, held=len(members), sealed=seal.events))
        previous, expected = seal.root, seal.number + 1
        found.head = daily.head_after(found.head, seal.said())
        yield found
    while following is not None:
        found.broken.append(_broken("seal_gone", seal=following[0], events=len(following[1])))
        following = next(held, None)
    found.last_root = previous


def _members(reader: _Reader) -> Iterator[tuple[int, Sequence[tuple[int, str]]]]:
    """Yield the members of each seal: their positions and the marks of their events."""
    rows = reader.rows(SealedEvent.objects.order_by("seal_id", "position").select_related("event"))
    for number, group in groupby(rows, key=lambda row: row.seal_id):
        yield number, [(row.position, row.event.mark) for row in group]


def _is_sealed(members: Sequence[tuple[int, str]], seal: Seal) -> bool:
    """Whether these are the events that were sealed, each in its place."""
    try:
        root = proof.merkle_root([mark for _, mark in members])
    except ValueError:
        return False
    return [position for position, _ in members] == list(range(seal.events)) and root == seal.root


@dataclass(slots=True)
class _Named:
    """The lines of histories that events name, compared with those that are there, some thousand at a time."""

    erased: Collection[str]
    _waiting: list[tuple[UUID, list[UUID], str]] = field(default_factory=list)
    _count: int = 0
    _found: list[Finding] = field(default_factory=list)
    _vouched: set[UUID] = field(default_factory=set)
    _erased_lines: list[Revision] = field(default_factory=list)
    _is_from_before: bool = False

    def add(self, event: Event) -> None:
        """Take an event that is as it was recorded."""
        if event.revisions is None:
            self._is_from_before |= bool(event.revision_digest)
            return
        named = [UUID(key) for key in event.revisions]
        self._waiting.append((event.pk, named, event.revision_digest))
        self._count += len(named)
        if self._count > CHUNK:
            self._compare()

    def broken(self) -> Iterator[Finding]:
        """Yield what differs: lines rewritten, gone or erased behind the record, and lines that no event names."""
        self._compare()
        yield from self._found
        for line in self._erased_lines:
            if str(line.pk) not in self.erased:
                yield _broken("revision_erased", kind=line.subject_kind, subject=line.subject_id, number=line.number)
        if self._is_from_before or Revision.objects.count() == len(self._vouched):
            # Where events are from before they named lines, a line that nobody names cannot be told from theirs.
            return
        for line in Revision.objects.defer("changes").order_by("pk").iterator(chunk_size=CHUNK):
            if line.pk not in self._vouched:
                yield _broken("revision_unvouched", kind=line.subject_kind, subject=line.subject_id, number=line.number)

    def _compare(self) -> None:
        there = {
            line.pk: line
            for line in Revision.objects.filter(pk__in=[key for _, named, _ in self._waiting for key in named])
        }
        for event, named, digest in self._waiting:
            lines = [there[key].line for key in named if key in there]
            if len(lines) != len(named) or proof.digest_of_lines(lines) != digest:
                self._found.append(_broken("revision_changed", event=event))
        self._vouched.update(there)
        self._erased_lines += [line for line in there.values() if line.erased_line]
        self._waiting, self._count = [], 0


def against(kept: daily.DaySeal) -> list[Finding]:
    """Return what speaks against the present record beginning with exactly what a kept seal covers; needs no key."""
    head, number, events = proof.EMPTY_ROOT, 0, 0
    for seal in Seal.objects.order_by("number").iterator(chunk_size=CHUNK):
        head, number, events = daily.head_after(head, seal.said()), seal.number, events + seal.events
        if number >= kept.seal:
            break
    if number < kept.seal:
        return [_broken("kept_cut_off", kept=kept.seal, last=number)]
    if (head, events) != (kept.head, kept.events):
        return [_broken("kept_differs", kept=kept.seal, made=kept.at)]
    return []


def _broken(code: str, **facts: Fact) -> Finding:
    return Finding(code, Weight.BARRIER, SOURCE, **facts)
