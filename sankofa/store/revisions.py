"""One history: what changed on a record, kept as numbered revisions."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db.models import Max

from sankofa.store.models import Record, Revision

CHUNK = 500
_gathered: ContextVar[list[Revision] | None] = ContextVar("revisions written", default=None)


@contextmanager
def gathered() -> Iterator[list[Revision]]:
    """Gather every line of history that is written inside, in order, for the event that is to vouch for them.

    What an action inside gathers for its own event is its own.
    """
    written: list[Revision] = []
    token = _gathered.set(written)
    try:
        yield written
    finally:
        _gathered.reset(token)


def _gather(made: Iterable[Revision]) -> None:
    if (written := _gathered.get()) is not None:
        written.extend(made)


def kind_of(record: Record) -> str:
    """Return the name under which a record's history is kept, such as `returnees.person`."""
    return record._meta.label_lower


def changes_between(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return each changed field with its value before and after.  A new record changes from nothing."""
    held = before or {}
    return {
        name: [held.get(name), value]
        for name, value in after.items()
        if name not in {"id", "created_at"} and held.get(name) != value
    }


def history_of(record: Record) -> Iterable[Revision]:
    """Return the revisions of a record, oldest first."""
    return Revision.objects.filter(subject_kind=kind_of(record), subject_id=str(record.pk)).order_by("number")


def last_numbers(kind: str, ids: Collection[str]) -> dict[str, int]:
    """Return the number of the last line of the history of each record of a kind; one without a line is not in it."""
    rows = Revision.objects.filter(subject_kind=kind, subject_id__in=list(ids)).order_by("subject_id")
    return dict(rows.values_list("subject_id").annotate(last=Max("number")))


def has_history(record: Record) -> bool:
    """Whether anything about a record was written down before."""
    return Revision.objects.filter(subject_kind=kind_of(record), subject_id=str(record.pk)).exists()


def revise(
    record: Record,
    *,
    before: Mapping[str, Any] | None,
    at: datetime,
    actor: str,
    source: str,
    source_reference: str = "",
    reason: str = "",
    forgets: bool = False,
) -> Revision | None:
    """Save what changed on a record as its next revision.  Nothing changed: no revision.

    A change that forgets says only what is there now, not what was.
    """
    changes = changes_between(before, record.image())
    if not changes:
        return None
    if forgets:
        changes = {name: [None, now] for name, (_was, now) in changes.items()}
    subject = {"subject_kind": kind_of(record), "subject_id": str(record.pk)}
    last = 0 if before is None else Revision.objects.filter(**subject).aggregate(last=Max("number"))["last"] or 0
    made = Revision.objects.create(
        **subject,
        number=last + 1,
        at=at,
        actor=actor,
        source=source,
        source_reference=source_reference,
        reason=reason,
        changes=changes,
    )
    _gather([made])
    return made


def first_revisions(records: Iterable[tuple[Record, str]], *, at: datetime, actor: str, source: str) -> list[Revision]:
    """Save the first revision of each new record, many in one statement.  Pairs are (record, source reference)."""
    made = [
        Revision(
            subject_kind=kind_of(record),
            subject_id=str(record.pk),
            number=1,
            at=at,
            actor=actor,
            source=source,
            source_reference=reference,
            changes=changes_between(None, record.image()),
        )
        for record, reference in records
    ]
    Revision.objects.bulk_create(made, batch_size=500)
    _gather(made)
    return made


def erase(records: Iterable[Record]) -> list[str]:
    """Take out of the histories of records what they said, for good; return the ids of the lines erased.

    The digest of each line stays, so that the record of events can still be checked.  It accepts an erased line only
    where an event names it, so whoever calls this writes that event in the same transaction.
    """
    asked: dict[str, list[str]] = {}
    for record in records:
        asked.setdefault(kind_of(record), []).append(str(record.pk))
    erased: list[str] = []
    for kind, ids in asked.items():
        for first in range(0, len(ids), CHUNK):
            some = ids[first : first + CHUNK]
            lines = list(Revision.objects.filter(subject_kind=kind, subject_id__in=some, erased_line=""))
            for line in lines:
                line.erased_line = line.line
                line.changes, line.reason, line.salt = {}, "", ""
            Revision.objects.bulk_update(lines, ["erased_line", "changes", "reason", "salt"], batch_size=100)
            erased += [str(line.pk) for line in lines]
    return erased
