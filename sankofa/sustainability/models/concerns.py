"""What answers, or a worker in a talk, ask to be done for somebody, until somebody did it.

What it is lies sealed: that somebody is in distress is nobody's business.  How grave it is and since when is readable,
so that the day's list is one question to the database.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class Concern(Guarded, Record):
    """One thing to be done for somebody, whatever any figure says."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey(
        "surveys.Submission", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The talk that raised it; null where somebody noted it by hand."""
    what = SealedTextField(null=True)
    """The code of the flag, as a scheme names it."""
    weight = models.PositiveSmallIntegerField()
    raised_on = models.DateField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done = SealedTextField(null=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["weight", "raised_on"], condition=models.Q(settled_at=None), name="sustainability_open"
            )
        ]

    def sealed_for(self) -> UUID:
        """Return whose concern it is."""
        return self.person_id
