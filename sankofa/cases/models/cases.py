"""The case of a person: opened, offered a talk, closed.  One that is closed never changes; it is opened again anew.

What somebody answered and what was noted lie sealed under the person's own key; days and the reason of closing are
readable, for counts.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.cases.rules.stages import Closing
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class Case(Guarded, Record):
    """Case work with one person, from one day until another."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    again_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="opened_again"
    )
    """The closed case after which this one was opened; null for the first."""
    talk_on = models.DateField(null=True, blank=True)
    """The day on which a first talk was offered last."""
    talk = SealedTextField(null=True)
    """What the person said to it, as a code."""
    talk_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """When its closing was written down."""
    closing = models.CharField(max_length=14, blank=True, choices=[(one.value, one.value) for one in Closing])
    closing_note = SealedTextField(null=True)
    closed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person"], condition=models.Q(closed_on=None), name="cases_open_once"),
            models.CheckConstraint(
                name="cases_closed_with_reason",
                condition=models.Q(closed_on=None, closing="")
                | (models.Q(closed_on__isnull=False) & ~models.Q(closing="")),
            ),
            models.CheckConstraint(
                name="cases_in_order",
                condition=models.Q(closed_on=None) | models.Q(closed_on__gte=models.F("opened_on")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "opened_on"], name="cases_of_person")]

    def sealed_for(self) -> UUID:
        """Return whose case it is."""
        return self.person_id
