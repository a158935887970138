"""Whether somebody agrees that what they owe is counted together with the home they live in; the newest counts.

The answer is sealed under their own key, so that no member of the home, and no thief, reads who agreed.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.debts.rules.terms import Answer
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class HomeAgreement(Guarded, Record):
    """One answer of one person, about one home; in another home they are asked anew."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey("returnees.Household", on_delete=models.PROTECT, related_name="+")
    said_on = models.DateField()
    said = SealedJSONField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return whose answer it is."""
        return self.person_id

    def to_terms(self) -> Answer:
        """Return the answer as the rules know it.  Raises CannotOpen."""
        return Answer(self.said.get("agrees", "unknown"))
