"""Bringing in what was collected with another system: look at it, let it in, take it back.

Every filled form of the file goes the way of all filled forms: it is kept word for word as an arrival, then read, and
whatever cannot be read waits in the queue with its reasons.  A form that is here already is not brought in again,
however often and in whatever file it comes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.store import blobs, erasures, revisions, subjects
from sankofa.store.models import Blob, Record
from sankofa.surveys import gathering, permissions, queries
from sankofa.surveys.actions.arriving import Incoming, arrive_many
from sankofa.surveys.actions.reading import read_now
from sankofa.surveys.models import (
    Arrival,
    ArrivalFile,
    FormVersion,
    GatheredFile,
    GatheredForm,
    Source,
    Stage,
    State,
    Submission,
)
from sankofa.surveys.rules import exported, written
from sankofa.surveys.rules.shape import shape

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

CHUNK: Final = 200
READ_AT_ONCE: Final = 20


class SentBefore(Exception):
    """The office has sent this very file for this form before."""

    def __init__(self, earlier: GatheredFile) -> None:
        self.earlier = earlier
        super().__init__(str(earlier.pk))


class NothingToLetIn(Exception):
    """No row of the file is a filled form of this form."""


class NotAtThisStage(Exception):
    """The file has come too far, or not far enough, for this step."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        super().__init__(stage)


@dataclass(frozen=True, slots=True)
class LetIn:
    """How far letting a file in has come."""

    file: GatheredFile
    arrived: int = 0
    new: int = 0

    def audit_detail(self) -> Mapping[str, Any]:
        """Return how many filled forms were let in by this step, and how many of them were new."""
        return {"stage": self.file.stage, "until": self.file.cursor, "arrived": self.arrived, "new": self.new}


@dataclass(frozen=True, slots=True)
class TakenOut:
    """The outcome of taking filled forms back: which are gone, and how many stay."""

    file: GatheredFile
    out: tuple[UUID, ...]
    stays: int
    erased_revisions: Sequence[str] = ()

    def audit_detail(self) -> Mapping[str, Any]:
        """Return which arrivals are gone and how many stay."""
        return {"stage": self.file.stage, "out": [str(one) for one in self.out], "stays": self.stays}


def send_file(
    *, office: "Office", version: FormVersion, name: str, content: bytes, by: Actor, at: datetime
) -> GatheredFile:
    """Keep a file of another system and return it; the same one again returns the earlier one.

    Raises a kind of files.Unreadable, gathering.NoTables, and NotAllowed.
    """
    tables = gathering.opened(content).tables
    found = exported.export(tables, queries.outline_of(version))
    # Under an address of its own: destroying it never takes away what somebody else sent.
    own = office.pk.bytes + version.pk.bytes
    held, reading = blobs.keep(own + content), blobs.keep(own + gathering.kept(tables))
    try:
        return receive_file(
            office=office,
            version=version,
            name=name,
            content=held,
            reading=reading,
            forms_total=len(found.entries),
            by=by,
            at=at,
        )
    except SentBefore as known:
        return known.earlier
    except IntegrityError:
        # Two presses at the same moment: the other one was first.
        earlier = queries.gathered_before(office=office, version=version, content_id=held.pk)
        if earlier is None:
            raise
        return earlier


@action(permissions.GATHER, on="office")
def receive_file(
    *,
    office: "Office",
    version: FormVersion,
    name: str,
    content: Blob,
    reading: Blob,
    forms_total: int,
    by: Actor,
    at: datetime,
) -> GatheredFile:
    """Enter a kept file as sent by an office.  Raises SentBefore."""
    earlier = queries.gathered_before(office=office, version=version, content_id=content.pk)
    if earlier is not None:
        raise SentBefore(earlier)
    made = GatheredFile(
        created_at=at,
        version=version,
        content=content,
        reading=reading,
        name=name[:200],
        size_bytes=content.size_bytes,
        office=office,
        sent_by=accounts.user_by_id(by.id) if by.kind == "user" else None,
        sent_at=at,
        forms_total=forms_total,
    )
    made.save(force_insert=True)
    return made


@action(permissions.GATHER, on="file")
def begin_letting_in(*, file: GatheredFile, case_column: str, by: Actor, at: datetime) -> GatheredFile:  # noqa: ARG001
    """Say that a file is to be let in, and which column says whose answers they are.  Raises NothingToLetIn."""
    if file.stage == Stage.SENT:
        if not file.forms_total:
            raise NothingToLetIn
        file.stage, file.case_column = Stage.LETTING_IN, case_column[:200]
        file.save(update_fields=["stage", "case_column"])
    return file


@action(permissions.GATHER, on="file")
def let_in_next(
    *,
    file: GatheredFile,
    entries: Sequence[exported.Entry],
    by: Actor,  # noqa: ARG001  the record names who
    at: datetime,
    most: int = CHUNK,
) -> LetIn:
    """Keep the next filled forms of a file as arrivals; where one is here already, it stays as it is.

    `entries` are those of the file as they were read with its column of case numbers.  Raises NotAtThisStage.
    """
    if file.stage != Stage.LETTING_IN:
        raise NotAtThisStage(file.stage)
    form, version = shape(queries.outline_of(file.version)), file.version
    some = entries[file.cursor : file.cursor + most]
    incoming = [
        Incoming(
            content=written.instance(
                entry.filled(),
                form=form,
                code=version.instrument.code,
                version=version.version,
                instance_id=exported.instance_id(entry, code=version.instrument.code),
                case_number=entry.case_number,
            ),
            source=Source.EXPORT,
            office_id=file.office_id,
            user_id=file.sent_by_id,
        )
        for entry in some
    ]
    received = arrive_many(incoming, at=at)
    rows = [
        GatheredForm(file=file, row=entry.row, arrival=one.arrival, is_new=one.is_new)
        for entry, one in zip(some, received, strict=True)
    ]
    GatheredForm.objects.bulk_create(rows, batch_size=CHUNK)
    file.cursor += len(some)
    file.save(update_fields=["cursor"])
    return LetIn(file, len(some), sum(one.is_new for one in received))


@action(permissions.GATHER, on="file")
def finish_file(*, file: GatheredFile, by: Actor, at: datetime) -> LetIn:  # noqa: ARG001  the record names who
    """Say that every filled form of a file is in, and destroy the file: each form is kept word for word by itself.

    Raises NotAtThisStage.
    """
    if file.stage == Stage.DONE:
        return LetIn(file)
    if file.stage != Stage.LETTING_IN or file.cursor < file.forms_total or queries.gathered_unread(file):
        raise NotAtThisStage(file.stage)
    file.stage, file.finished_at, file.counts = Stage.DONE, at, queries.gathered_counts(file)
    file.save(update_fields=["stage", "finished_at", "counts"])
    for held in (file.content, file.reading):
        if held.sealed_key:
            blobs.destroy(held)
    return LetIn(file)


def read_next(file: GatheredFile, *, at: datetime, most: int = READ_AT_ONCE) -> int:
    """Read the next filled forms that a file brought; return how many were read."""
    ids = queries.gathered_unread(file)[:most]
    for arrival_id in ids:
        read_now(arrival_id, at=at)
    return len(ids)


@action(permissions.GATHER, on="file")
def begin_undo_gathered(*, file: GatheredFile, reason: str, by: Actor, at: datetime) -> GatheredFile:  # noqa: ARG001
    """Begin to take back what a file brought.  Begun twice it is begun once.  Raises NotAtThisStage."""
    if file.stage == Stage.UNDOING:
        return file
    if file.stage not in (Stage.LETTING_IN, Stage.DONE):
        raise NotAtThisStage(file.stage)
    file.stage, file.undo_reason = Stage.UNDOING, reason
    file.undone_by_id = UUID(by.id) if by.kind == "user" else None
    file.save(update_fields=["stage", "undo_reason", "undone_by"])
    return file


@action(permissions.GATHER, on="file")
def undo_gathered_next(*, file: GatheredFile, by: Actor, at: datetime, most: int = CHUNK) -> TakenOut:  # noqa: ARG001
    """Take the next filled forms that a file brought out again, but for those on which something was built since.

    Raises NotAtThisStage.
    """
    if file.stage == Stage.UNDONE:
        return TakenOut(file, (), 0)
    if file.stage != Stage.UNDOING:
        raise NotAtThisStage(file.stage)
    going = file.forms.filter(is_new=True, stays=False).select_related("arrival").defer("arrival__content")
    some = list(going.order_by("row")[:most])
    out: list[UUID] = []
    lines: list[str] = []
    for held in some:
        gone = _taken_out(held)
        if gone is None:
            GatheredForm.objects.filter(pk=held.pk).update(stays=True)
        else:
            out.append(held.arrival_id)
            lines += gone
    counts = {**file.counts, "out": file.counts.get("out", 0) + len(out)}
    file.counts = {**counts, "stays": file.forms.filter(stays=True).count()}
    if not file.forms.filter(is_new=True, stays=False).exists():
        file.stage, file.undone_at = Stage.UNDONE, at
    file.save(update_fields=["counts", "stage", "undone_at"])
    if out:
        subjects.destroy_all(out, at=at)
        transaction.on_commit(partial(erasures.note, out, at=at))
    return TakenOut(file, tuple(out), len(some) - len(out), tuple(lines))


def _taken_out(held: GatheredForm) -> Collection[str] | None:
    """Take one filled form out with all that came of it; None where something was built on it, and it stays."""
    arrival = held.arrival
    if ArrivalFile.objects.filter(arrival=arrival).exists() or arrival.state == State.CLASHES:
        return None
    made = list(Submission.objects.filter(arrival=arrival))
    try:
        with transaction.atomic():
            lines = revisions.erase(cast("Sequence[Record]", [*made, arrival]))
            GatheredForm.objects.filter(pk=held.pk).delete()
            Submission.objects.filter(arrival=arrival).delete()
            Arrival.objects.filter(pk=arrival.pk).delete()
    except ProtectedError:
        # A score, a decision or another room's record points at it.
        return None
    return lines
