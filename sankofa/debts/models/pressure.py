"""How a debt is collected: asked alone, sealed, and read only by those who have to act on it.

That a row is there tells nothing: it is written for a talk that was put off as well, and for calm answers too.
Source: casework, "Safeguards"; the debt study of Mali, where one in five met threats, abuse or violence.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.debts.models.debts import Debt
from sankofa.debts.rules import roster
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class DebtPressure(Guarded, Record):
    """What somebody said alone about how a debt is collected, or that a private talk was planned."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="pressed")
    asked_on = models.DateField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    again_on = models.DateField(null=True, blank=True)
    """On which day a talk that was put off is to be held; it waits until a later row of the same debt."""
    said = SealedJSONField()

    def sealed_for(self) -> UUID:
        """Return whose debt it is."""
        return self.person_id

    def to_terms(self) -> roster.Pressed | None:
        """Return what was said as the rules know it; None where the talk was put off.  Raises CannotOpen."""
        return None if "talk_at" in self.said else roster.pressed_from(self.said)
