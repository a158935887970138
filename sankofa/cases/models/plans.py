"""Plans in versions, and what of them was delivered.

A version is written, then agreed, and never changes after that: what changes later is a new version.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.cases.models.cases import Case
from sankofa.cases.rules import plans
from sankofa.store.fields import SealedJSONField, SealedTextField
from sankofa.store.models import Record

HOW = ("mark", "voice", "signature")


class Plan(Guarded, Record):
    """One version of what was agreed with somebody."""

    scope_columns: ClassVar = Case.scope_columns.behind("case")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    content = SealedJSONField(null=True)
    edition = models.PositiveIntegerField(default=1)
    """Counts what was written, so that nobody writes over what a colleague wrote meanwhile."""
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_on = models.DateField(null=True, blank=True)
    agreed_how = models.CharField(max_length=9, blank=True, choices=[(one, one) for one in HOW])
    witness = SealedTextField(null=True)
    guardian = SealedTextField(null=True)
    agreed_with = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The member of staff who read it aloud and noted the agreement."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_plan_number"),
            models.UniqueConstraint(fields=["case"], condition=models.Q(agreed_on=None), name="cases_plan_one_draft"),
            models.CheckConstraint(
                name="cases_plan_agreed",
                condition=models.Q(agreed_on=None, agreed_how="")
                | (models.Q(agreed_on__isnull=False) & ~models.Q(agreed_how="")),
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return whose plan it is."""
        return self.case.person_id

    def to_terms(self) -> plans.Content:
        """Return what the plan says; nothing of somebody erased.  Raises CannotOpen."""
        return plans.Content() if self.content is None else plans.content_of(self.content)


class Delivery(Guarded, Record):
    """That an activity of the plan was delivered: on which day, and what is good to know."""

    scope_columns: ClassVar = Case.scope_columns.behind("case")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    activity = models.UUIDField()
    """The key under which the activity stands in every version of the plan."""
    done_on = models.DateField()
    note = SealedTextField(null=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "activity"], name="cases_delivered_once"),
        ]

    def sealed_for(self) -> UUID:
        """Return to whom it was delivered."""
        return self.case.person_id
