"""Tables of demands by authorities: who demands what on which paper, and what the data officer decided.

A demand names people in words only and points at no file: writing one down looks nobody up and shares nothing.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.kernel.identifiers import receipt_number
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record


class DemandAnswer(models.TextChoices):
    """What was decided about a demand."""

    REFUSED = "refused", _("refused")
    IN_PART = "in_part", _("allowed in part")
    ALLOWED = "allowed", _("allowed")


class Demand(Guarded, Record):
    """What an authority demands: noted by whoever was asked, decided by the data officer."""

    scope_columns: ClassVar = ScopeColumns(
        owner="noted_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    authority = SealedTextField()
    paper = SealedTextField(null=True, blank=True)
    wanted = SealedTextField()
    demanded_on = models.DateField()
    due_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=8, choices=DemandAnswer.choices, blank=True)
    because = SealedTextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="returnees_demand_decided",
                condition=models.Q(decided_at__isnull=True, decided_by__isnull=True, answer="", because__isnull=True)
                | models.Q(decided_at__isnull=False, decided_by__isnull=False, because__isnull=False)
                & ~models.Q(answer=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["office", "due_on"], name="returnees_demand_due")]

    @property
    def receipt(self) -> str:
        """The number under which the authority can ask about its demand."""
        return receipt_number(self.pk)
