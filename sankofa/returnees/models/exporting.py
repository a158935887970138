"""Tables of lists that leave the register: who took what, for what, and who was in it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.kernel.identifiers import receipt_number
from sankofa.returnees.rules.exporting import Format, Group
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class ExportState(models.TextChoices):
    """How far a list is."""

    ASKED = "asked", _("asked for")
    READY = "ready", _("ready")


class Export(Guarded, Record):
    """A list that somebody asked for; once it is ready, the people in it stand in `Exported`.

    No copy is kept: the file is made anew while it is handed out, of the same people, as they are recorded then.
    """

    scope_columns: ClassVar = ScopeColumns(
        owner="asked_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    purpose = SealedTextField()
    format = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Format])
    groups = models.JSONField(default=list)
    narrowed = models.JSONField(default=dict)
    state = models.CharField(max_length=6, choices=ExportState.choices, default=ExportState.ASKED)
    rows = models.PositiveIntegerField()
    ready_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="returnees_export_ready",
                condition=models.Q(state=ExportState.ASKED.value, ready_at__isnull=True, until_at__isnull=True)
                | models.Q(state=ExportState.READY.value, ready_at__isnull=False, until_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["office", "-asked_at"], name="returnees_export_latest")]

    @property
    def receipt(self) -> str:
        """The number under which people can ask about the list; it stands in every row of it."""
        return receipt_number(self.pk)

    @property
    def held_groups(self) -> frozenset[Group]:
        """What is taken out."""
        return frozenset(Group(code) for code in self.groups)


class Exported(models.Model):
    """That a person is in a list."""

    export = models.ForeignKey(Export, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "export"], name="returnees_exported_once"),
        ]
