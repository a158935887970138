"""What people answered, sealed, with the version of the form that asked."""

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField
from sankofa.store.models import Record

if TYPE_CHECKING:
    from sankofa.returnees.models import Person


class NobodysForm(Exception):
    """A form about a household or an enterprise was asked whom it is about."""


class Submission(Guarded, Record):
    """The answers of one filled form.  They are kept as they were given, never changed; none are left of the erased.

    A form about a person is found through the person.  One about a household or an enterprise has no person: it is
    found through its arrival, by the office that received it.
    """

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(
        "returnees.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    arrival = models.OneToOneField(
        "surveys.Arrival", on_delete=models.PROTECT, null=True, blank=True, related_name="submission"
    )
    instrument = models.CharField(max_length=60)
    version = models.CharField(max_length=60)
    instance_id = models.UUIDField(unique=True)
    answers = SealedJSONField(null=True)
    answered_on = models.DateField()
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    set_aside_at = models.DateTimeField(null=True, blank=True)
    """When somebody decided that another filled form of the same round counts instead of this one."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="surveys_submission_is_found",
                condition=models.Q(person__isnull=False) | models.Q(arrival__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "instrument", "-answered_on"], name="surveys_of_person")]

    def sealed_for(self) -> UUID | None:
        """Return who answered; the arrival where the form is about nobody in the register."""
        return self.person_id or self.arrival_id

    @property
    def whose(self) -> "Person":
        """Whom the form is about.  Raises NobodysForm."""
        if self.person is None:
            raise NobodysForm
        return self.person
