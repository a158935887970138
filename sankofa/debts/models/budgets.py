"""What comes in and what a home needs in a month, as the person told it on a day; sealed, a new row each time."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class HomeBudget(Guarded, Record):
    """A month of a home: own and others' income, what it cannot do without, and how many live of it."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    told_on = models.DateField()
    told = SealedJSONField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return who told it."""
        return self.person_id
