"""Table of pictures of papers: each sealed under the own key of whom the paper belongs to."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.models.register import Document, Person
from sankofa.returnees.reach import person_at
from sankofa.store.models import Record


class Scan(Guarded, Record):
    """A picture of one page of a paper.  One that was taken away again keeps its row, and nothing to look at."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="scans")
    blob = models.ForeignKey("store.Blob", on_delete=models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_away_at = models.DateTimeField(null=True, blank=True)
    taken_away_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="returnees_scan_taken_away",
                condition=models.Q(taken_away_by__isnull=True) | models.Q(taken_away_at__isnull=False),
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return whose paper it shows."""
        return self.person_id
