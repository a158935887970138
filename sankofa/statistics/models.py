"""Tables of what is counted and what was taken: the columns of an office, and every copy of a table that left.

Columns hold what is sealed elsewhere (reasons, what was learned), and who stood in a shared table can be laid beside
the next one, so both lie sealed.  Neither names anybody.
"""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.kernel.identifiers import receipt_number, uuid7
from sankofa.store.fields import SealedBytesField, SealedJSONField, SealedTextField
from sankofa.store.models import Record

OFFICE = ScopeColumns(office="office_id", organisation="office__organisation_id", place="office__place__path")


class Count(Guarded):
    """What the tables of an office are counted from, as it was on a day; the next count takes its place."""

    scope_columns: ClassVar = OFFICE

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.OneToOneField("accounts.Office", on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()
    talks = models.PositiveIntegerField()
    columns = SealedBytesField()


class Copy(Guarded, Record):
    """A table that somebody took: what it asks, what for, and whether it is the version for sharing.

    Of a version for sharing what it shows is kept, so that everybody reads the same from it; of others nothing.
    """

    scope_columns: ClassVar = OFFICE

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    counted_at = models.DateTimeField()
    purpose = SealedTextField(null=True, blank=True)
    question = models.JSONField()
    is_for_sharing = models.BooleanField()
    shown = SealedJSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="statistics_copy_for_sharing",
                condition=models.Q(is_for_sharing=False, shown__isnull=True)
                | models.Q(is_for_sharing=True, shown__isnull=False, purpose__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["office", "-taken_at"], name="statistics_copy_latest")]

    @property
    def receipt(self) -> str:
        """The number that stands on the copy and in every row of its file."""
        return receipt_number(self.pk)


class Stood(models.Model):
    """Who stood in which shown cell of a version for sharing, so that the next one can be held against it."""

    copy = models.OneToOneField(Copy, on_delete=models.PROTECT, related_name="stood", primary_key=True)
    cells = models.JSONField()
    members = SealedBytesField()
