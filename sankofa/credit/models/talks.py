"""The table of talks about a loan: what was spoken of, what the person said back, and time to think.

It counts for the offer that it was about: what a loan costs in all is told of one product on one day.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class LoanTalk(Guarded, Record):
    """One talk about one offer; the next one is a row of its own."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("lenders.ProductVersion", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    held_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    think_until = models.DateField()
    """The first day on which the person is asked again what they want."""
    said = SealedJSONField()
    """Topics spoken of, how many answers came back right and in which words, and who interpreted."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="credit_talk_time_to_think", condition=models.Q(think_until__gte=models.F("held_on"))
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return who was talked with."""
        return self.person_id
