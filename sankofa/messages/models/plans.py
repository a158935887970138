"""How a person may safely be contacted, as they said it: a new row each time they say it."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.messages.rules.contact import Plan
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record


class ContactPlan(Record):
    """A contact plan of a person, confirmed on a day.  The latest one counts; earlier ones stay as they were.

    Of somebody who was erased only the day is left.
    """

    subject_id = models.UUIDField()
    plan = SealedJSONField(null=True, blank=True)
    confirmed_on = models.DateField()
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(name="messages_plan_latest", fields=["subject_id", "-created_at"])]

    def sealed_for(self) -> UUID | None:
        """Return whose the sealed values are."""
        return self.subject_id

    def to_terms(self) -> Plan:
        """Return the plan as the rules know it; nothing is known of somebody who was erased."""
        return Plan() if self.plan is None else Plan.of_record(self.plan)
