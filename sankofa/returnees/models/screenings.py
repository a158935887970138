"""The table of what is asked by trained staff alone: pressure at work, and what makes somebody vulnerable.

Everything that was said is sealed, the sex of the interviewer and who was present too.  What is readable is that a row
waits for an officer; no list, history or page of the person tells even that.  Source: casework, "Safeguards".
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.models.register import Person
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField, SealedTextField
from sankofa.store.models import Record


class Settled(models.TextChoices):
    """What an officer did about answers that needed one."""

    PROTECTED = "protected", _("the file was protected")
    REFERRED = "referred", _("help was found without protecting the file")
    NOTHING = "nothing", _("spoken with; nothing more is wanted now")


class Screening(Guarded, Record):
    """One private talk, or why it was not held: who asked, who was there, what was answered."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="screenings")
    conditions = SealedJSONField()
    answers = SealedJSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    waits_since = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_how = SealedTextField(null=True, blank=True)
    settled_because = SealedTextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="returnees_screening_settled",
                condition=models.Q(settled_at__isnull=True, settled_because__isnull=True)
                | models.Q(settled_at__isnull=False, settled_because__isnull=False, waits_since__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["waits_since"],
                condition=models.Q(waits_since__isnull=False, settled_at__isnull=True),
                name="returnees_screening_waits",
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return who was asked."""
        return self.person_id
