"""The roster: one row for each debt, and one for each thing that happened to it since.

The rows say whose and since when; everything else is sealed, the amounts too: whom somebody owes is nobody's business.
What was told can be corrected, and every correction keeps what it was before; what happened is never overwritten.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.debts.rules import roster
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class Debt(Guarded, Record):
    """One debt as somebody tells it."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    talk = models.ForeignKey("debts.DebtTalk", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_on = models.DateField()
    told = SealedJSONField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return whose debt it is."""
        return self.person_id

    def to_terms(self) -> roster.Told:
        """Return the debt as the rules know it.  Raises CannotOpen."""
        return roster.told_from(self.told)


class DebtChange(Guarded, Record):
    """One thing that happened to a debt: something repaid, forgiven, added, or agreed anew."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="changes")
    happened_on = models.DateField()
    what = SealedJSONField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return whose debt it is."""
        return self.person_id

    def to_terms(self) -> roster.Change:
        """Return the change as the rules know it.  Raises CannotOpen."""
        return roster.change_from(self.what, on=self.happened_on)
