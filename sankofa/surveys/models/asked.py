"""Answers that are too many for one person to take out: asked for, and ready once a second person agreed."""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.kernel.identifiers import receipt_number
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record
from sankofa.surveys.models.instrument import FormVersion


class AnswersAsked(Guarded, Record):
    """A wish to take answers out that nobody fulfils alone.  What had come in when it was asked for is in it."""

    scope_columns: ClassVar = ScopeColumns(
        owner="asked_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    purpose = SealedTextField()
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(max_length=4)
    format = models.CharField(max_length=4)
    has_texts = models.BooleanField(default=False)
    rows = models.PositiveIntegerField()
    offices = models.JSONField(default=list)
    """Of which offices the answers were, by id: whoever agrees agrees to these, wherever the asker works next."""
    ready_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="surveys_asked_ready",
                condition=models.Q(ready_at__isnull=True, until_at__isnull=True)
                | models.Q(ready_at__isnull=False, until_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["asked_by", "-asked_at"], name="surveys_answers_asked")]

    @property
    def receipt(self) -> str:
        """The number under which people can ask about it."""
        return receipt_number(self.pk)
