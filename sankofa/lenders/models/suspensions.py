"""The table of suspensions: since when nobody is sent to a lender, why, and who lifted it."""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.lenders.models.lenders import Lender
from sankofa.store.models import Record


class Suspension(Guarded, Record):
    """A stop: nobody is sent to a lender until another person lifts it."""

    scope_columns: ClassVar = Lender.scope_columns.behind("lender")

    lender = models.ForeignKey(Lender, on_delete=models.PROTECT, related_name="suspensions")
    from_on = models.DateField()
    why = models.CharField(max_length=600)
    suspended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_on = models.DateField(null=True, blank=True)
    lifted_why = models.CharField(max_length=600, blank=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["lender"], condition=models.Q(lifted_on=None), name="lenders_suspended_once"
            ),
            models.CheckConstraint(name="lenders_suspended_with_reason", condition=~models.Q(why="")),
            models.CheckConstraint(
                name="lenders_lifted_with_reason",
                condition=models.Q(lifted_on=None, lifted_why="")
                | (models.Q(lifted_on__isnull=False) & ~models.Q(lifted_why="")),
            ),
        ]
