"""Tries to reach somebody about a late loan that led to no talk: when, why, and what a colleague needs to know."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.cases.rules.visits import NotReached
from sankofa.loans.models.loans import Loan
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class CareTry(Guarded, Record):
    """One try to talk about one loan that led to no talk."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="tries")
    tried_on = models.DateField()
    why = models.CharField(max_length=10, choices=[(one.value, one.value) for one in NotReached])
    note = SealedTextField(null=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return whom it was tried to reach."""
        return self.person_id
