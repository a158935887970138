"""What a phone says of a person that somebody has to decide: the register says something else meanwhile."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record
from sankofa.surveys.models.arrival import Arrival


class ChangeDecision(models.TextChoices):
    """What was decided about a change that a phone asked for."""

    PHONE = "phone", _("what the form says")
    REGISTER = "register", _("what the register says")


class PhoneChange(Guarded, Record):
    """One fact of a person as a form of a phone says it, kept until a person decides between it and the register.

    `because` is why it was not made by itself (`rules.changed.Why`); `said` is gone with whoever is erased.
    """

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="phone_changes")
    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="changes")
    fact = models.CharField(max_length=40)
    said = SealedTextField(null=True)
    because = models.CharField(max_length=20)
    noted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=8, choices=ChangeDecision.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["arrival", "fact"], name="surveys_change_of_a_fact_once"),
            models.CheckConstraint(
                name="surveys_change_decided",
                condition=models.Q(decided_at__isnull=True, decision="")
                | (models.Q(decided_at__isnull=False) & ~models.Q(decision="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["noted_at"], condition=models.Q(decided_at=None), name="surveys_changes_open"),
        ]

    def sealed_for(self) -> UUID | None:
        """Return whose file it is about."""
        return self.person_id
