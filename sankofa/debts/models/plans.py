"""The plan out of debt: the order that the person wants, its steps, and what came of each.

Rows tell whose, and by when; what is to be done, with whom and for how much is sealed.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.debts.models.debts import Debt
from sankofa.debts.rules import plan
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class DebtOrder(Guarded, Record):
    """In which order somebody wants to take their debts, and why; the newest counts."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    ordered_on = models.DateField()
    said = SealedJSONField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return whose debts they are."""
        return self.person_id


class PlanStep(Guarded, Record):
    """One step of the plan about one debt, and whether the person wants to be reminded of it."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    debt = models.ForeignKey(Debt, on_delete=models.PROTECT, related_name="steps")
    due_on = models.DateField(null=True, blank=True)
    is_over = models.BooleanField(default=False)
    wants_reminder = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True, blank=True)
    what = SealedJSONField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return whose debt it is."""
        return self.person_id

    def to_terms(self) -> plan.Step:
        """Return the step as the rules know it.  Raises CannotOpen."""
        return plan.step_from(self.what, due_on=self.due_on)


class StepNote(Guarded, Record):
    """What came of a step on a day; the next one is a row of its own."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    step = models.ForeignKey(PlanStep, on_delete=models.PROTECT, related_name="notes")
    happened_on = models.DateField()
    said = SealedJSONField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return whose debt it is."""
        return self.person_id
