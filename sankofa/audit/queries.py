"""Reads of the audit, and the proof that it is whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from sankofa.audit.models import Event, Seal, SealedEvent
from sankofa.audit.rules import proof
from sankofa.audit.rules.terms import Kind
from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.store import keys


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


def latest(until: datetime | None = None) -> QuerySet[Event]:
    """Return everything that happened, newest first."""
    found = Event.objects.order_by("-at", "-id")
    return found if until is None else found.filter(at__lt=until)


def refused_at(*, actor_id: str, action: str, after: datetime, most: int) -> list[datetime]:
    """Return when an actor was refused something, latest first, `most` times at most."""
    refused = Event.objects.filter(actor_id=actor_id, action=action, kind=Kind.REFUSED, at__gt=after)
    return list(refused.order_by("-at").values_list("at", flat=True)[:most])


def events_count() -> int:
    """Return how many events there are."""
    return Event.objects.count()


def verify() -> Iterator[Verification]:
    """Check every event and the whole chain, yielding the state of the check as it goes; the last one is the result."""
    key = keys.ring().audit
    found = Verification()
    for event in Event.objects.order_by("id").iterator(chunk_size=2000):
        found.events += 1
        if not proof.is_vouched(proof.canonical(event.said()), event.mark, key=key):
            found.broken.append(_broken("event_changed", event=event.pk))
        if found.events % 2000 == 0:
            yield found
    yield from _verify_chain(found, key)
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


def _broken(code: str, **facts: Fact) -> Finding:
    return Finding(code, Weight.BARRIER, "the seals of the record", **facts)
