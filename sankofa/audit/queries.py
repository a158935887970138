"""Reads of the audit, and the proof that it is whole."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, permutations
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from sankofa.audit.models import Event, Seal, SealedEvent
from sankofa.audit.rules import proof
from sankofa.audit.rules.terms import Kind
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.store import keys
from sankofa.store.models import Revision

ERASED = "erased_revisions"
"""Where an event names the lines of histories that it erased."""


@dataclass(slots=True)
class Verification:
    """What checking the audit found.  `broken` is empty where all is whole."""

    events: int = 0
    seals: int = 0
    unsealed: int = 0
    last_root: str = proof.EMPTY_ROOT
    broken: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found changed or missing."""
        return not self.broken


def events_about(subject_kind: str, subject_id: str) -> QuerySet[Event]:
    """Return what happened to a record and who looked at it, newest first."""
    return Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("-at", "-id")


def latest(until: datetime | None = None, *, within: Collection[str] | None = None) -> QuerySet[Event]:
    """Return everything that happened, newest first; or only what was done for some offices."""
    found = Event.objects.order_by("-at", "-id")
    if within is not None:
        found = found.filter(within__in=within)
    return found if until is None else found.filter(at__lt=until)


def hides(event: Event, hidden: Collection[str]) -> bool:
    """Whether an event tells of a record that is hidden from the reader, as its subject or beside it."""
    return event.subject_id in hidden or any(str(value) in hidden for value in event.detail.values())


def refused_at(*, actor_id: str, action: str, after: datetime, most: int) -> list[datetime]:
    """Return when an actor was refused something, latest first, `most` times at most."""
    refused = Event.objects.filter(actor_id=actor_id, action=action, kind=Kind.REFUSED, at__gt=after)
    return list(refused.order_by("-at").values_list("at", flat=True)[:most])


def details_of(actions: Collection[str]) -> Iterator[tuple[UUID, dict[str, Any]]]:
    """Yield the details of what was written by some actions, oldest first, each with its event's key."""
    written = Event.objects.filter(action__in=list(actions), kind=Kind.WRITE).order_by("id")
    yield from written.values_list("id", "detail").iterator(chunk_size=500)


def last_done_at(actor_ids: Collection[str]) -> dict[str, datetime]:
    """Return when each actor last did anything that is on record; who never did is left out."""
    found = Event.objects.filter(actor_id__in=actor_ids).values_list("actor_id").annotate(last=Max("at"))
    return dict(found.order_by())


def events_count() -> int:
    """Return how many events there are."""
    return Event.objects.count()


def verify() -> Iterator[Verification]:
    """Check every event and the whole chain, yielding the state of the check as it goes; the last one is the result."""
    key = keys.ring().audit
    found = Verification()
    changed: set[UUID] = set()
    erased: set[str] = set()
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        found.events += 1
        if not proof.is_vouched(proof.canonical(event.said()), event.mark, key=key):
            changed.add(event.pk)
            found.broken.append(_broken("event_changed", event=event.pk))
        elif event.kind == Kind.WRITE:
            erased.update(event.detail.get(ERASED, ()))
        if found.events % 2000 == 0:
            yield found
    yield from _verify_chain(found, key)
    found.broken.extend(_histories_broken(changed, erased))
    found.unsealed = Event.objects.filter(sealed=None).count()
    yield found


def _verify_chain(found: Verification, key: bytes) -> Iterator[Verification]:
    previous, expected = proof.EMPTY_ROOT, 1
    members = (
        SealedEvent.objects.order_by("seal_id", "position")
        .values_list("seal_id", "event__mark")
        .iterator(chunk_size=2000)
    )
    marks_by_seal = (
        (number, [mark for _, mark in group]) for number, group in groupby(members, key=lambda row: row[0])
    )
    held = next(marks_by_seal, None)
    for seal in Seal.objects.order_by("number").iterator():
        marks: list[str] = []
        while held is not None and held[0] < seal.number:
            found.broken.append(_broken("seal_gone", seal=held[0], events=len(held[1])))
            held = next(marks_by_seal, None)
        if held is not None and held[0] == seal.number:
            marks, held = held[1], next(marks_by_seal, None)
        found.seals += 1
        if seal.number != expected:
            found.broken.append(_broken("seal_missing", missing=expected, seal=seal.number))
        if not proof.is_vouched(proof.canonical(seal.said()), seal.mark, key=key):
            found.broken.append(_broken("seal_changed", seal=seal.number))
        if seal.previous != previous:
            found.broken.append(_broken("seal_unlinked", seal=seal.number))
        if len(marks) != seal.events or proof.merkle_root(marks) != seal.root:
            found.broken.append(_broken("seal_others", seal=seal.number, held=len(marks), sealed=seal.events))
        previous, expected = seal.root, seal.number + 1
        yield found
    found.last_root = previous


def _histories_broken(changed: Collection[UUID], erased: Collection[str]) -> Iterator[Finding]:
    """Yield each event whose change is no longer in the history as it was vouched for: rewritten, or gone.

    An event does not name its revisions, but it has their moment and actor, and they were written one after the other.
    An event that was changed itself vouches for nothing any more.  A line that was erased stands for what it said only
    where an event tells of its erasing.
    """
    events = Event.objects.exclude(revision_digest="").order_by("at", "id").iterator(chunk_size=2000)
    revisions = groupby(
        Revision.objects.order_by("at", "id").iterator(chunk_size=2000), key=lambda revision: revision.at
    )
    at, held = next(revisions, (None, iter(())))
    for moment, vouching in groupby(events, key=lambda event: event.at):
        while at is not None and at < moment:
            yield from _erased_alone(held, erased)
            at, held = next(revisions, (None, iter(())))
        written: dict[str, list[Revision]] = {}
        for revision in held if at == moment else ():
            written.setdefault(revision.actor, []).append(revision)
            yield from _erased_alone([revision], erased)
        for event in vouching:
            if event.pk in changed:
                continue
            lines = written.get(f"{event.actor_kind}:{event.actor_id}", [])
            if not _is_among(event.revision_digest, lines, int(event.detail.get("revisions", 0))):
                yield _broken("revision_changed", event=event.pk)
    while at is not None:
        yield from _erased_alone(held, erased)
        at, held = next(revisions, (None, iter(())))


def _erased_alone(lines: Iterable[Revision], erased: Collection[str]) -> Iterator[Finding]:
    """Yield each line that was erased though no event tells of it."""
    for line in lines:
        if line.erased_line and str(line.pk) not in erased:
            yield _broken("revision_erased", kind=line.subject_kind, subject=line.subject_id, number=line.number)


def _is_among(digest: str, lines: list[Revision], count: int) -> bool:
    """Whether one revision, two of them, or so many in a row are what an event vouched for."""
    digests = [line.line for line in lines]
    if _vouched_run(digest, digests, count):
        return True
    # Events written before lines had a salt vouch for what the lines say, not for their digests.
    if digest in digests:
        return True
    if any(line.salt or line.erased_line for line in lines):
        return False
    said = [line.canonical() for line in lines]
    runs = (said[start : start + length] for length in {1, 2, count} for start in range(len(said) - length + 1))
    return any(run and proof.digest_of(b"\n".join(run)) == digest for run in runs)


def _vouched_run(digest: str, digests: list[str], count: int) -> bool:
    runs = (digests[start : start + length] for length in {1, 2, count} for start in range(len(digests) - length + 1))
    if any(run and proof.digest_of_lines(run) == digest for run in runs):
        return True
    # A clock put back between two revisions lets them sort the other way round.
    return len(digests) <= _FEW and any(proof.digest_of_lines(pair) == digest for pair in permutations(digests, 2))


_FEW = 20


def _broken(code: str, **facts: Fact) -> Finding:
    return Finding(code, Weight.BARRIER, "the seals of the record", **facts)
