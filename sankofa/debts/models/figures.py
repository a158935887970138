"""Debts of many people: what an office was counted into, and every version of figures that was made for sharing.

Lines hold what is sealed elsewhere, and who stood in shared figures can be laid beside the next ones; both lie sealed
and name nobody.
"""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.kernel.identifiers import receipt_number, uuid7
from sankofa.store.fields import SealedBytesField, SealedJSONField, SealedTextField
from sankofa.store.models import Record

OFFICE = ScopeColumns(office="office_id", organisation="office__organisation_id", place="office__place__path")


class DebtCount(Guarded):
    """What the figures of an office are made from, as it was on a day; the next count takes its place."""

    scope_columns: ClassVar = OFFICE

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.OneToOneField("accounts.Office", on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()
    people = models.PositiveIntegerField()
    """How many came back, asked or not."""
    lines = SealedJSONField()


class SharedDebts(Guarded, Record):
    """A version for sharing of debts in figures: of which countries, what for, what it shows and who stood in it."""

    scope_columns: ClassVar = OFFICE

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    counted_at = models.DateTimeField()
    country = models.CharField(max_length=2, blank=True)
    """Two letters; empty for the table of countries."""
    purpose = SealedTextField()
    shown = SealedJSONField()
    cells = models.JSONField()
    members = SealedBytesField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "-made_at"], name="debts_shared_latest")]

    @property
    def receipt(self) -> str:
        """The number that stands on it."""
        return receipt_number(self.pk)
