"""The table of what was sent back: one fact of a file that a supervisor doubts, and how it was answered."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.models.register import Person
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class SentBackAnswer(models.TextChoices):
    """How something that was sent back was answered."""

    AMENDED = "amended", _("corrected")
    RIGHT = "right", _("it is right")


class SentBack(Guarded, Record):
    """One fact that was sent back to whoever wrote it, with the question in words."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sent_back")
    fact = models.CharField(max_length=40)
    question = SealedTextField()
    to = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=8, choices=SentBackAnswer.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "fact"], condition=models.Q(answered_at__isnull=True), name="returnees_sent_back_once"
            ),
            models.CheckConstraint(
                name="returnees_sent_back_answered",
                condition=models.Q(answered_at__isnull=True, answer="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(answer="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["to"], condition=models.Q(answered_at__isnull=True), name="returnees_sent_back_waits"),
        ]

    def sealed_for(self) -> UUID | None:
        """Return whose file it is about."""
        return self.person_id
