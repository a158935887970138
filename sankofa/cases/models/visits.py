"""Tries to visit somebody that led to no talk: when, why, and what a colleague needs to know."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.cases.models.cases import Case
from sankofa.cases.rules.visits import MONTHS, NotReached, Tried
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class VisitTry(Guarded, Record):
    """One try to hold a visit that was not held."""

    scope_columns: ClassVar = Case.scope_columns.behind("case")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tries")
    months = models.PositiveSmallIntegerField(choices=[(months, months) for months in MONTHS])
    """Which visit it was for."""
    tried_on = models.DateField()
    why = models.CharField(max_length=10, choices=[(one.value, one.value) for one in NotReached])
    note = SealedTextField(null=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "months"], name="cases_tries_of")]

    def sealed_for(self) -> UUID:
        """Return whom it is about."""
        return self.case.person_id

    def to_terms(self) -> Tried:
        """Return the try as the rules know it."""
        return Tried(self.months, self.tried_on, NotReached(self.why))
