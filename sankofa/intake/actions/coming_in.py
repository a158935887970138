"""Writes of files coming in: keep the file, confirm its columns, check its rows, let them in, hand back the rest.

Every step can be repeated without harm.  The same file sent twice by an office is one file; a chunk of rows and the
place up to which rows are settled are written together, so a second click, a lost connection or a restart goes on
where the first one stopped; and an importer knows a row it has written by file and row number.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError

from sankofa.accounts import queries as accounts
from sankofa.accounts.action import Origin, action, origin, who_acts
from sankofa.accounts.rules.terms import Actor
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.intake import files, permissions, queries, remembered
from sankofa.intake.contents import Confirmed, Contents, Work, opened
from sankofa.intake.importers import Alike, importer_called
from sankofa.intake.models import IncomingFile, RowResult
from sankofa.intake.rules import judging
from sankofa.intake.rules.brake import Brake
from sankofa.intake.rules.mapping import doubled_fields, missing_fields
from sankofa.intake.rules.stages import Stage, may_become
from sankofa.intake.rules.terms import FieldSpec, MappedRow, RowOutcome, Verdict
from sankofa.kernel import clock
from sankofa.kernel.memory import without_tidying
from sankofa.places.rules.calendars import Calendar
from sankofa.store import blobs, revisions
from sankofa.store.models import Blob, Source

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

CHUNK_ROWS_MAX = 500
_GOES_IN = frozenset({Verdict.NEW, Verdict.REMARK})


class AlreadySent(Exception):
    """The office has sent a file with this very content before."""

    def __init__(self, earlier: IncomingFile) -> None:
        self.earlier = earlier
        super().__init__(str(earlier.pk))


class NotNow(Exception):
    """The file has come too far, or not far enough, for this step."""

    def __init__(self, stage: str, following: str) -> None:
        self.stage = stage
        self.following = following
        super().__init__(f"{stage} to {following}")


class ColumnsMissing(Exception):
    """Fields that must be filled have no column."""

    def __init__(self, fields: Sequence[FieldSpec]) -> None:
        self.fields = tuple(fields)
        super().__init__(", ".join(spec.code for spec in fields))


class ColumnsDoubled(Exception):
    """Two columns would fill the same field."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(", ".join(codes))


class BrakePulled(Exception):
    """Too many rows look like people who are there already; somebody has to say first how the list goes on."""


class ConfirmedAnew(Exception):
    """Somebody confirmed other columns since the file was opened for work; open it again."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file has come after a chunk of rows."""

    stage: Stage
    done: int
    total: int
    settled: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    def audit_detail(self) -> Mapping[str, Any]:
        """Return how many rows had which verdict, and a digest of row, verdict and record for each of them."""
        rows = [[row, verdict, subject] for row, (verdict, subject) in self.settled.items()]
        return {
            "stage": str(self.stage),
            "rows": len(rows),
            "until": self.done,
            "verdicts": judging.counted(verdict for verdict, _ in self.settled.values()),
            "digest": hashlib.sha256(json.dumps(rows).encode()).hexdigest(),
        }


def send(
    *,
    office: "Office",
    importer: str,
    name: str,
    content: bytes,
    by: Actor,
    at: datetime,
    list_source: str = "",
) -> IncomingFile:
    """Keep a file that an office sends, durably, and return it; the same content again returns the earlier file.

    `list_source` is where the list comes from, in the sender's words; what is remembered is remembered of it.
    Raises a kind of files.Unreadable where it is no table, NotAllowed, and UnknownImporter.
    """
    chosen = importer_called(importer)
    held = Contents(files.sheets_of(content), chosen, chosen.fields())
    _check_size(held)
    kept, reading = blobs.keep(content), blobs.keep(files.packed(held.sheets))
    try:
        return receive(
            office=office,
            importer=importer,
            name=name,
            content=kept,
            reading=reading,
            contents=held,
            by=by,
            at=at,
            list_source=list_source,
        )
    except AlreadySent as known:
        return known.earlier
    except IntegrityError:
        # Two clicks at the same moment: the other one was first.
        earlier = queries.earlier_file(office=office, importer=importer, content_id=kept.pk)
        if earlier is None:
            raise
        return earlier


@action(permissions.SEND, on="office")
def receive(
    *,
    office: "Office",
    importer: str,
    name: str,
    content: Blob,
    reading: Blob,
    contents: Contents,
    by: Actor,
    at: datetime,
    list_source: str = "",
) -> IncomingFile:
    """Enter a kept file as sent by an office.  Raises AlreadySent."""
    if (earlier := queries.earlier_file(office=office, importer=importer, content_id=content.pk)) is not None:
        raise AlreadySent(earlier)
    source = remembered.source_called(list_source, organisation_id=office.organisation_id)
    laid = remembered.layout_of(contents, source=source, importer=importer)
    sender = accounts.user_by_id(by.id) if by.kind == "user" else None
    file = IncomingFile(
        office=office,
        importer=importer,
        content=content,
        reading=reading,
        name=name[:200],
        size_bytes=content.size_bytes,
        sent_by=sender,
        sent_at=at,
        sheet=laid.sheet,
        header_row=laid.header_row,
        rows_total=len(laid.rows),
        mapping={"header_first": laid.header_rows[0]},
        list_source=source,
    )
    file.save(force_insert=True)
    return file


@action(permissions.SEND, on="file")
def confirm_mapping(
    *,
    file: IncomingFile,
    sheet: str,
    header_row: int,
    columns: Mapping[int, str],
    day_first: bool,
    header_first: int | None = None,
    by: Actor,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
    calendars: Mapping[str, Calendar] | None = None,
    contents: Contents | None = None,
) -> IncomingFile:
    """Confirm which column fills which field, and remember it for the organisation's next file with these headings.

    `calendars` names the calendar of each field of days that is not Gregorian; it is remembered with the columns.
    Nothing has been written yet, so it may be confirmed anew until rows go in.  Raises NotNow, ColumnsMissing,
    ColumnsDoubled and NoTable.
    """
    _check_stage(file, Stage.MAPPED)
    held = contents or opened(file)
    laid = held.layout(sheet, header_row, header_first)
    assert set(columns.values()) <= {spec.code for spec in held.fields}, "columns fill fields of the importer"
    if doubled := doubled_fields(columns):
        raise ColumnsDoubled(sorted(doubled))
    if missing := missing_fields(columns, held.fields):
        raise ColumnsMissing(missing)
    said_in = {field: str(one) for field, one in (calendars or {}).items() if one is not Calendar.GREGORIAN}
    read = {column.heading: columns.get(column.index, "") for column in laid.columns if column.heading}
    remembered.keep(file, laid, {"columns": read, "calendars": said_in, "day_first": day_first})
    # Verdicts of an earlier check are a draft: no row has gone in on their strength.
    RowResult.objects.filter(file=file).delete()
    file.sheet, file.header_row, file.rows_total, file.cursor = sheet, header_row, len(laid.rows), 0
    filled = {str(place): code for place, code in sorted(columns.items())}
    file.mapping = {
        "columns": filled,
        "day_first": day_first,
        "calendars": said_in,
        "header_first": laid.header_rows[0],
    }
    file.counts = {}
    file.stage = Stage.MAPPED
    file.brake, file.brake_reason = Brake.OFF, None
    file.save()
    return file


@action(permissions.SEND, on="file")
def check_next(
    *,
    file: IncomingFile,
    work: Work,
    rows_max: int = CHUNK_ROWS_MAX,
    by: Actor,  # noqa: ARG001
    at: datetime,
) -> Progress:
    """Give the next rows of a mapped file their verdict; nothing is written to any register.

    Raises NotNow before columns are confirmed, and ConfirmedAnew.
    """
    if file.stage not in {Stage.SENT, Stage.MAPPED}:
        return _progress(file)
    _check_stage(file, Stage.CHECKED)
    rows = _next_rows(file, work, rows_max)
    with without_tidying():
        outcomes = work.judged(rows, office=file.office, on=clock.day_of(at, file.office.zone))
        going_in = [outcome for outcome in outcomes if outcome.verdict in _GOES_IN]
        alike = work.importer.alike(going_in, office=file.office) if going_in else {}
    _keep_results(file, work, outcomes, {}, alike)
    file.cursor += len(rows)
    if file.cursor == file.rows_total:
        file.stage, file.cursor, file.counts = Stage.CHECKED, 0, queries.verdict_counts(file)
        file.brake = Brake.PULLED if queries.alikes(file).is_too_many else Brake.OFF
    file.save()
    return _progress(file, {outcome.row: (str(outcome.verdict), "") for outcome in outcomes})


@action(permissions.SEND, on="file")
def apply_next(*, file: IncomingFile, work: Work, rows_max: int = CHUNK_ROWS_MAX, by: Actor, at: datetime) -> Progress:
    """Let the next rows of a checked file in: the importer's room writes the good ones, the others keep their verdict.

    Rows are judged once more, because the register may have changed since the check.  Raises NotNow, BrakePulled and
    ConfirmedAnew, and NotAllowed where the actor may send files but not write such records.
    """
    if file.stage == Stage.DONE:
        return _progress(file)
    _check_stage(file, Stage.APPLYING)
    if file.brake == Brake.PULLED:
        raise BrakePulled
    rows = _next_rows(file, work, min(rows_max, CHUNK_ROWS_MAX))
    with without_tidying():
        return _let_in(file, work, rows, by=by, at=at)


def _let_in(file: IncomingFile, work: Work, rows: Sequence[MappedRow], *, by: Actor, at: datetime) -> Progress:
    outcomes = work.judged(rows, office=file.office, on=clock.day_of(at, file.office.zone))
    if file.brake == Brake.OTHERS:
        left_out = queries.left_out(file, [row.number for row in rows])
        outcomes = [judging.left_out(one) if one.row in left_out else one for one in outcomes]
    good = [outcome for outcome in outcomes if outcome.verdict in _GOES_IN]
    subjects: dict[int, str] = {}
    if good:
        with _coming_from(file):
            made = work.importer.apply(good, office=file.office, source=file.source, by=by, at=at)
        subjects = {outcome.row: subject for outcome, subject in zip(good, made, strict=True)}
    _keep_results(file, work, outcomes, subjects)
    file.cursor += len(rows)
    file.stage = Stage.APPLYING
    if file.cursor == file.rows_total:
        file.stage, file.finished_at, file.counts = Stage.DONE, at, queries.verdict_counts(file)
    file.save()
    return _progress(file, {outcome.row: (str(outcome.verdict), subjects.get(outcome.row, "")) for outcome in outcomes})


def erase_rows(*, kind: str, subject_id: str) -> int:
    """Let the rows through which an erased record came in show nothing any more, inside the transaction that erases it.

    The sent file holds other people's rows too, so it stays until its time is over; then it is destroyed as a whole.
    """
    return RowResult.objects.filter(subject_kind=kind, subject_id=subject_id).update(is_erased=True, marks=[])


def destroy_old(*, by: Actor, at: datetime, before: date) -> int:
    """Destroy every sent file whose time is over; its verdicts and its receipt stay.  Return how many.

    A file that several offices sent is kept as long as one of them keeps it.
    """
    old = queries.files_over(before=before)
    for file in old:
        destroy_content(file=file, by=by, at=at)
    return len(old)


@dataclass(frozen=True, slots=True)
class ContentDestroyed:
    """The outcome of destroying what a file held: its history does not tell its name any more either."""

    erased_revisions: Sequence[str]


@action(permissions.SEND, on="file")
def destroy_content(*, file: IncomingFile, by: Actor, at: datetime) -> ContentDestroyed:  # noqa: ARG001
    """Destroy what a file held, its name and its key with it, so that no copy of it can be opened."""
    erased = revisions.erase([file])
    file.name = ""
    file.save(update_fields=["name"])
    for held in (file.content, file.reading):
        if held.sealed_key:
            blobs.destroy(held)
    return ContentDestroyed(tuple(erased))


def note_export(*, file: IncomingFile, rows: int, by: Actor, at: datetime) -> None:
    """Put on record that somebody took away the rows that go back."""
    audit.record(
        kind=Kind.EXPORT,
        action="intake.goes_back",
        who=who_acts(by, file),
        at=at,
        subject_kind="intake.incomingfile",
        subject_id=str(file.pk),
        detail={"rows": rows},
    )


def _check_size(held: Contents) -> None:
    if len(held.layout().rows) > files.ROWS_MAX:
        raise files.TooManyRows(rows=files.ROWS_MAX)


def _check_stage(file: IncomingFile, following: Stage) -> None:
    if not may_become(Stage(file.stage), following):
        raise NotNow(file.stage, following)


def _next_rows(file: IncomingFile, work: Work, rows_max: int) -> Sequence[MappedRow]:
    if work.confirmed != Confirmed.of(file):
        raise ConfirmedAnew
    return work.table.rows[file.cursor : file.cursor + rows_max]


def _keep_results(
    file: IncomingFile,
    work: Work,
    outcomes: Sequence[RowOutcome],
    subjects: Mapping[int, str],
    alike: Mapping[int, Alike] | None = None,
) -> None:
    kept = []
    for outcome in outcomes:
        subject = subjects.get(outcome.row) or (outcome.subject if outcome.verdict is Verdict.KNOWN else "")
        kept.append(
            RowResult(
                file=file,
                row=outcome.row,
                verdict=outcome.verdict,
                marks=judging.marks(outcome.findings),
                earlier_row=judging.earlier_row(outcome.findings),
                subject_kind=work.importer.subject_kind if subject else "",
                subject_id=subject,
                alike=_alike(alike, outcome.row),
            )
        )
    RowResult.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["file", "row"],
        # Whom a row looks like is found at the check; letting it in does not change it.
        update_fields=["verdict", "marks", "earlier_row", "subject_kind", "subject_id", *(["alike"] if alike else [])],
        batch_size=CHUNK_ROWS_MAX,
    )


def _alike(found: Mapping[int, Alike] | None, row: int) -> dict[str, Any]:
    if not found or (one := found.get(row)) is None:
        return {}
    whom = {"subject": one.subject} if one.subject else {"row": one.row}
    return {**whom, "score": one.score, "findings": [finding.record() for finding in one.findings]}


def _progress(file: IncomingFile, settled: Mapping[int, tuple[str, str]] | None = None) -> Progress:
    return Progress(Stage(file.stage), file.cursor, file.rows_total, settled or {})


@contextmanager
def _coming_from(file: IncomingFile) -> Iterator[None]:
    """Let histories written inside name the file as where the change came from."""
    token = origin.set(Origin(source=Source.IMPORT, reference=file.source))
    try:
        yield
    finally:
        origin.reset(token)
