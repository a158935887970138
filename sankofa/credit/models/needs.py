"""What was noted about one thing that a lender asks for: whether it is there, who helps to get it, and by when."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.credit.rules.needs import KEY_MAX, Stand
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class NeedNoted(Guarded, Record):
    """How somebody stands towards one thing that a product asks for, as a colleague noted it."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("lenders.Product", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=KEY_MAX)
    stand = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Stand])
    note = SealedTextField(null=True)
    helper = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "product", "key"], name="credit_need_noted_once"),
        ]

    def sealed_for(self) -> UUID:
        """Return of whom it is noted."""
        return self.person_id
