"""Talks about a loan of which a payment is late: what happened, and what the person wants.  The answers lie sealed."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.loans.models.loans import Loan
from sankofa.loans.rules.caring import Talk, Wish
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class CareTalk(Guarded, Record):
    """One talk about one loan; the next one is a row of its own."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="talks")
    held_on = models.DateField()
    said = SealedJSONField(null=True)
    """What happened, what the person wants, in their words; null of somebody erased."""
    held_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return with whom it was held."""
        return self.person_id

    def to_terms(self) -> Talk:
        """Return the talk as the rules know it.  Raises CannotOpen."""
        held = self.said or {}
        return Talk(self.held_on, frozenset(Wish(one) for one in held.get("wishes", ())))
