"""Reads of the audit."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Max, QuerySet

from sankofa.audit.models import Event
from sankofa.audit.rules.terms import Kind
from sankofa.audit.verification import ERASED, Verification, verify

__all__ = [
    "ERASED",
    "Verification",
    "details_of",
    "events_about",
    "events_count",
    "last_done_at",
    "latest",
    "refused_at",
    "verify",
]

NEWEST_FIRST = (F("turn").desc(nulls_last=True), "-at", "-id")
"""By their place in the record, which a clock that was put back does not change."""


def events_about(subject_kind: str, subject_id: str) -> QuerySet[Event]:
    """Return what happened to a record and who looked at it, newest first."""
    return Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by(*NEWEST_FIRST)


def latest(until: datetime | None = None, *, within: Collection[str] | None = None) -> QuerySet[Event]:
    """Return everything that happened, newest first; or only what was done for some offices."""
    found = Event.objects.order_by(*NEWEST_FIRST)
    if within is not None:
        found = found.filter(within__in=within)
    return found if until is None else found.filter(at__lt=until)


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
