"""What people answered, sealed, with the version of the form that asked."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class Submission(Guarded, Record):
    """The answers of one talk.  They are kept as they were given, never changed; none are left of somebody erased."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="submissions")
    instrument = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    instance_id = models.UUIDField(unique=True)
    answers = SealedJSONField(null=True)
    answered_on = models.DateField()
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="submissions"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "instrument", "-answered_on"], name="surveys_of_person")]

    def sealed_for(self) -> UUID:
        """Return who answered."""
        return self.person_id
