"""Reads of files that came in, scoped to the viewer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sankofa.accounts import queries as accounts
from sankofa.accounts.rules.terms import Actor
from sankofa.intake import permissions, remembered
from sankofa.intake.importers import Importer
from sankofa.intake.models import IncomingFile, RowResult
from sankofa.intake.rules import judging
from sankofa.intake.rules.brake import Alikes
from sankofa.intake.rules.brake import alikes as alikes_of
from sankofa.intake.rules.stages import Stage, Undone
from sankofa.intake.rules.table import Layout
from sankofa.intake.rules.terms import Verdict
from sankofa.places.rules.calendars import Calendar

if TYPE_CHECKING:
    from sankofa.accounts.models import Office


def files_for(viewer: Actor, *, on: date) -> QuerySet[IncomingFile]:
    """Return the files that the viewer may see, latest first."""
    files = IncomingFile.objects.select_related(
        "office__organisation", "office__place", "sent_by", "list_source", "content", "reading"
    )
    return accounts.within_scope(files, viewer=viewer, permission=permissions.SEND, on=on).order_by("-sent_at", "-id")


def offices_to_send_for(viewer: Actor, importer: Importer, *, on: date) -> QuerySet["Office"]:
    """Return the offices for which the viewer may send files and let these rows in."""
    sending = accounts.offices_of(viewer, permissions.SEND, on=on)
    writing = accounts.offices_of(viewer, importer.permission, on=on)
    return sending.filter(pk__in=writing.order_by().values("pk"))


def earlier_file(*, office: "Office", importer: str, content_id: UUID) -> IncomingFile | None:
    """Return the file with the same content that the office sent before, or None."""
    kept = IncomingFile.objects.exclude(stage=Stage.UNDONE)
    return kept.filter(office=office, importer=importer, content_id=content_id).first()


def remembered_columns(file: IncomingFile, laid: Layout) -> Mapping[str, str] | None:
    """Return what the organisation confirmed for the same headings before, field by heading; None if it never did."""
    held = remembered.mapping_of(file, laid)
    return None if held is None else held.mapping["columns"]


def remembered_day_order(file: IncomingFile, laid: Layout) -> bool | None:
    """Return whether days came first in the lists read like this one before; None if nobody ever said."""
    held = remembered.mapping_of(file, laid)
    said: bool | None = None if held is None else held.mapping.get("day_first")
    return said


def remembered_calendars(file: IncomingFile, laid: Layout) -> Mapping[str, Calendar] | None:
    """Return the calendars that the organisation confirmed for the same headings before; None if it never did."""
    held = remembered.mapping_of(file, laid)
    said = None if held is None else held.mapping.get("calendars")
    return None if said is None else {field: Calendar(one) for field, one in said.items()}


def files_over(*, before: date) -> list[IncomingFile]:
    """Return the files sent before a day whose content is still kept and that nobody sent again since."""
    later = IncomingFile.objects.filter(sent_at__date__gte=before)
    still_kept = ~Q(content__sealed_key=b"") | ~Q(reading__sealed_key=b"")
    found = IncomingFile.objects.filter(still_kept, sent_at__date__lt=before)
    # Two lists with the same rows share what was read of them, even where the files differ.
    found = found.exclude(content__in=later.values("content")).exclude(reading__in=later.values("reading"))
    return list(found.select_related("content", "reading").order_by("sent_at", "pk"))


def results_of(
    file: IncomingFile, verdicts: Iterable[str] = (), *, hidden: frozenset[str] = frozenset()
) -> QuerySet[RowResult]:
    """Return what became of the rows of a file, in the order of the sheet, without those about hidden records."""
    wanted = list(verdicts)
    results = RowResult.objects.filter(file=file).exclude(subject_id__in=hidden).order_by("row")
    return results.filter(verdict__in=wanted) if wanted else results


def came_in(file: IncomingFile, *, hidden: frozenset[str] = frozenset()) -> QuerySet[RowResult]:
    """Return the rows of a file that became records, in the order of the sheet, without those of hidden records."""
    return results_of(file, [Verdict.NEW, Verdict.REMARK], hidden=hidden).exclude(subject_id="")


def undone_counts(file: IncomingFile, *, hidden: frozenset[str] = frozenset()) -> dict[str, int]:
    """Return how many records of a file were taken out again so far, how many stay, and how many wait (empty)."""
    found = dict(came_in(file, hidden=hidden).order_by().values_list("undone").annotate(Count("id")))
    return {"": found.get("", 0), **{str(one): found.get(str(one), 0) for one in Undone}}


def alike_rows(file: IncomingFile) -> QuerySet[RowResult]:
    """Return the rows that would go in and look like somebody, in the order of the sheet."""
    return results_of(file, [Verdict.NEW, Verdict.REMARK]).exclude(alike={})


def alikes(file: IncomingFile, *, hidden: frozenset[str] = frozenset()) -> Alikes:
    """Return how much of what would go in looks like records that are there already, without hidden ones."""
    going_in = results_of(file, [Verdict.NEW, Verdict.REMARK]).count()
    alike = alike_rows(file).values_list("alike", flat=True)
    whom = [str(held.get("subject") or held["row"]) for held in alike]
    return alikes_of(going_in, [one for one in whom if one not in hidden])


def left_out(file: IncomingFile, rows: Iterable[int]) -> set[int]:
    """Return which of these rows go back because they look like somebody."""
    held = RowResult.objects.filter(file=file, row__in=list(rows)).exclude(alike={})
    return {row for row, marks in held.values_list("row", "marks") if judging.is_left_out(marks)}


def named_elsewhere(subject_ids: Iterable[str], *, source: str) -> set[str]:
    """Return which records other files than this one name too, such as a later list that found them there already."""
    rows = RowResult.objects.filter(subject_id__in=list(subject_ids))
    others = rows.exclude(file_id=UUID(source.removeprefix("file:"))).exclude(
        file__stage__in=[Stage.UNDOING, Stage.UNDONE]
    )
    return set(others.values_list("subject_id", flat=True))


def verdict_counts(file: IncomingFile, *, hidden: frozenset[str] = frozenset()) -> dict[str, int]:
    """Return how many rows have each verdict so far; every verdict is named."""
    found = results_of(file, hidden=hidden).order_by().values_list("verdict").annotate(Count("id"))
    return {str(verdict): dict(found).get(str(verdict), 0) for verdict in Verdict}


def without_hidden(files: Iterable[IncomingFile], *, hidden: frozenset[str]) -> None:
    """Count the rows of files as they are for somebody from whom some records are hidden; nothing is saved.

    A row that went in before its person was protected is in no list and in no count of anyone not named.
    """
    by_id = {file.pk: file for file in files}
    rows = RowResult.objects.filter(file_id__in=by_id, subject_id__in=hidden).order_by()
    for file_id, verdict, count in rows.values_list("file_id", "verdict").annotate(Count("id")):
        file = by_id[file_id]
        if verdict in file.counts:
            file.counts = {**file.counts, verdict: file.counts[verdict] - count}


def mark_counts(file: IncomingFile, verdict: str) -> list[tuple[str, int]]:
    """Return how often each finding (`field:code`) stands at the rows with a verdict, the most frequent first."""
    marks: Counter[str] = Counter()
    for held in results_of(file, [verdict]).values_list("marks", flat=True).iterator():
        marks.update(set(held))
    return marks.most_common()


def row_of(subject_kind: str, subject_id: str) -> RowResult | None:
    """Return the row through which a record came in, or None: for tracing where a person's data comes from."""
    came_in = [Verdict.NEW, Verdict.REMARK]
    found = RowResult.objects.select_related("file__office").filter(
        subject_kind=subject_kind, subject_id=subject_id, verdict__in=came_in
    )
    return found.order_by("created_at").first()


def list_behind(reference: str) -> IncomingFile | None:
    """Return the file that the reference of a change names (`file:<id>/14`), or None where it names none."""
    named, _, rest = reference.partition(":")
    try:
        file_id = UUID(rest.partition("/")[0]) if named == "file" else None
    except ValueError:
        return None
    return IncomingFile.objects.select_related("list_source").filter(pk=file_id).first() if file_id else None
