"""Studies of the questions: how well they measure among the people of some offices, as it was found on a day.

Only figures about many people are kept, and who was in them is not.  A study that is worked out is never changed; the
ways of scoring that were written from it point to it as their evidence.
"""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.kernel.identifiers import receipt_number
from sankofa.store.models import Record


class Study(Guarded, Record):
    """One study: of which way of scoring, of which offices, how far it is worked out, and what was found."""

    scope_columns: ClassVar = ScopeColumns(
        office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    scheme = models.CharField(max_length=60)
    offices = models.JSONField()
    """The ids of the offices that whoever asked could reach on that day: the people of these are in it."""
    people = models.PositiveIntegerField(null=True, blank=True)
    found = models.JSONField(default=dict, blank=True)
    """What each step found, by its name, such as "weights.economic"."""
    done = models.PositiveSmallIntegerField(default=0)
    steps = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sustainability_study_steps", condition=models.Q(done__lte=models.F("steps"), steps__gt=0)
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=models.Q(ended_at=None), name="sustainability_studies_open")
        ]

    @property
    def receipt(self) -> str:
        """The number by which people speak of this study."""
        return receipt_number(self.pk)
