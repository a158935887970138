"""Reads of files that another system made: what was sent, what became of the forms in them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules.terms import Actor
from sankofa.store import blobs
from sankofa.surveys import gathering, permissions
from sankofa.surveys.models import Arrival, FormVersion, GatheredFile, Stage, State, Submission
from sankofa.surveys.queries.published import outline_of
from sankofa.surveys.rules import exported

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

_OWN = 32
"""The bytes before a kept content: of which office and which version it is."""


def gathered_files(viewer: Actor, *, on: date) -> QuerySet[GatheredFile]:
    """Return the files of other systems that the viewer's offices sent, latest first."""
    found = GatheredFile.objects.select_related("version__instrument", "office", "sent_by", "content", "reading")
    return within_scope(found, viewer=viewer, permission=permissions.GATHER, on=on).order_by("-sent_at", "-pk")


def gathered_before(*, office: "Office", version: FormVersion, content_id: UUID) -> GatheredFile | None:
    """Return the file of this very content that an office sent for a form and did not take back; None: none."""
    found = GatheredFile.objects.filter(office=office, version=version, content_id=content_id)
    return found.exclude(stage=Stage.UNDONE).first()


def export_in(file: GatheredFile, *, case_column: str = "") -> exported.Export:
    """Return what a file holds, as it was read when it came.  Raises blobs.Destroyed once it is let in."""
    tables = gathering.read_again(blobs.content_of(file.reading)[_OWN:])
    return exported.export(tables, outline_of(file.version), case_column=case_column or file.case_column)


def known_already(found: exported.Export, code: str) -> int:
    """Return how many filled forms of an export are here already, under the numbers they have."""
    numbers = [exported.instance_id(entry, code=code) for entry in found.entries]
    known: set[UUID | None] = set()
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        known |= set(Arrival.objects.filter(instance_id__in=some).values_list("instance_id", flat=True))
        known |= set(Submission.objects.filter(instance_id__in=some).values_list("instance_id", flat=True))
    return sum(number in known for number in numbers)


def gathered_unread(file: GatheredFile) -> Sequence[UUID]:
    """Return the arrivals of a file that nobody has read yet, in the order of its rows."""
    found = file.forms.filter(arrival__state=State.ARRIVED).order_by("row")
    return list(found.values_list("arrival_id", flat=True))


def gathered_counts(file: GatheredFile) -> dict[str, int]:
    """Return what became of the filled forms of a file: how many are new, and how each new one stands."""
    counts: Counter[str] = Counter()
    for is_new, state, person in file.forms.values_list("is_new", "arrival__state", "arrival__person"):
        counts["new" if is_new else "known"] += 1
        if is_new:
            counts[str(state)] += 1
            counts["linked"] += person is not None
    return dict(counts)
