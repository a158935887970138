"""Grants, and each handing over of one: never changed, never deleted; what was wrong is taken back and stays.

Amounts and days are readable, for counts and for the books; what it is for, who received it and who saw it lie sealed
under the person's own key.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.cases.models.cases import Case
from sankofa.cases.rules.grants import Receiver
from sankofa.kernel.identifiers import receipt_number
from sankofa.kernel.money import Money
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record

_MONEY = models.Q(amount_minor__gt=0) & ~models.Q(amount_currency="")


class PlanGrant(Guarded, Record):
    """Money that the plan promises and that is never to be paid back."""

    scope_columns: ClassVar = Case.scope_columns.behind("case")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="grants")
    activity = models.UUIDField()
    """The key under which the activity stands in every version of the plan."""
    programme = models.CharField(max_length=60, blank=True)
    """The code of the programme on the map of help; empty where the plan names none."""
    amount_minor = models.BigIntegerField()
    amount_currency = models.CharField(max_length=3)
    what = SealedTextField(null=True)
    """What it is for, in the words of the plan that was agreed."""
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why_cancelled = SealedTextField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="cases_grant_amount", condition=_MONEY)]
        indexes: ClassVar = [models.Index(fields=["case", "activity"], name="cases_grant_of")]

    @property
    def amount(self) -> Money:
        """How much was proposed."""
        return Money(self.amount_minor, self.amount_currency)

    @property
    def number(self) -> str:
        """The number under which people can ask about it."""
        return receipt_number(self.pk)

    def sealed_for(self) -> UUID:
        """Return to whom it is given."""
        return self.case.person_id


class Handover(Guarded, Record):
    """That a grant, or a part of it, was handed over: the receipt.  Its key is the movement's in the books."""

    scope_columns: ClassVar = PlanGrant.scope_columns.behind("grant")

    grant = models.ForeignKey(PlanGrant, on_delete=models.PROTECT, related_name="handovers")
    amount_minor = models.BigIntegerField()
    amount_currency = models.CharField(max_length=3)
    given_on = models.DateField()
    receiver = models.CharField(max_length=5, choices=[(one.value, one.value) for one in Receiver])
    received_by = SealedTextField(null=True)
    """Who received it in the person's name; null where it was the person."""
    witness = SealedTextField(null=True)
    note = SealedTextField(null=True)
    account = models.ForeignKey("ledger.Account", on_delete=models.PROTECT, related_name="+")
    """Out of which cash box or bank account of a book for grants."""
    handed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    why_taken_back = SealedTextField(null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="cases_handover_amount", condition=_MONEY)]

    @property
    def amount(self) -> Money:
        """How much was handed over."""
        return Money(self.amount_minor, self.amount_currency)

    @property
    def number(self) -> str:
        """The number of the receipt."""
        return receipt_number(self.pk)

    def sealed_for(self) -> UUID:
        """Return to whom it was given."""
        return self.grant.case.person_id
