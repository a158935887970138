"""Talks about debts: six short questions, who held the talk and who could hear it.

What was said is sealed.  That a talk was held, and when, is readable, so that nobody is asked the same again.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class DebtTalk(Guarded, Record):
    """One talk about debts; the next one is a row of its own."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    held_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said = SealedJSONField()
    """Who could hear it, and the answers to the six questions."""

    def sealed_for(self) -> UUID:
        """Return whose talk it was."""
        return self.person_id
