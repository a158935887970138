"""Tables of files in which another system hands over what it collected: the file, and which filled forms it brought.

What the file said stands only in the sealed files while it is worked on, and in the arrivals it became.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.kernel.identifiers import receipt_number
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Blob, Record
from sankofa.surveys.models.arrival import Arrival
from sankofa.surveys.models.instrument import FormVersion


class Stage(models.TextChoices):
    """How far a file of another system has come."""

    SENT = "sent", _("looked at, nothing let in yet")
    LETTING_IN = "letting_in", _("filled forms are going in")
    DONE = "done", _("let in")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")


class GatheredFile(Guarded, Record):
    """A file that another system made, read against one version of a form, and how far it has come.

    `content` is the file, `reading` its sheets as they were read; both are destroyed once every form is let in, because
    each form is kept word for word as an arrival of its own.
    """

    scope_columns: ClassVar = ScopeColumns(
        owner="sent_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    content = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    reading = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField()
    size_bytes = models.PositiveBigIntegerField()
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField()
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.SENT)
    case_column = models.CharField(max_length=200, blank=True)
    """The heading of the column that says whose answers they are; empty where they are nobody's in the register."""
    forms_total = models.PositiveIntegerField()
    cursor = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    undo_reason = SealedTextField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "office", "content"],
                condition=~models.Q(stage="undone"),
                name="surveys_gathered_once",
            ),
            models.CheckConstraint(
                name="surveys_gathered_cursor", condition=models.Q(cursor__lte=models.F("forms_total"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["version", "-sent_at"], name="surveys_gathered_latest")]

    @property
    def receipt(self) -> str:
        """The number under which people can ask about the file."""
        return receipt_number(self.pk)


class GatheredForm(Record):
    """One filled form that a file brought: in which row it stood, what it arrived as, and whether it was new."""

    file = models.ForeignKey(GatheredFile, on_delete=models.PROTECT, related_name="forms")
    row = models.PositiveIntegerField()
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="+")
    is_new = models.BooleanField()
    stays = models.BooleanField(default=False)
    """Whether it stays although the file is taken back, because something was built on it."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "row"], name="surveys_gathered_row_once"),
        ]
