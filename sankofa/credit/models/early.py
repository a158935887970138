"""The table of early loans: on which grounds one was asked for, and which committee of two allowed it, if it did.

The grounds and what was shown for them lie sealed under the person's own key.  It holds for one check and ends with it.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.credit.models.checks import LoanCheck
from sankofa.credit.rules.terms import Grounds
from sankofa.debts.rules.terms import Answer
from sankofa.store.fields import SealedJSONField, SealedTextField
from sankofa.store.models import Record


class EarlyLoan(Guarded, Record):
    """That a loan is asked for before the grant was used or the business has run: why, and who allowed it."""

    scope_columns: ClassVar = LoanCheck.scope_columns.behind("check_of")

    check_of = models.ForeignKey(LoanCheck, on_delete=models.PROTECT, related_name="early")
    grounds = SealedJSONField()
    evidence = SealedTextField()
    """What was shown: who buys or sells, on which paper, and who looked at it."""
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    allowed_on = models.DateField(null=True, blank=True)
    committee = models.JSONField(default=list, blank=True)
    """The keys of those who allowed it; nobody until two did."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="credit_early_by_two",
                condition=models.Q(allowed_on=None, committee=[])
                | (models.Q(allowed_on__isnull=False) & ~models.Q(committee=[])),
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return whom it is about."""
        return self.check_of.person_id

    def to_terms(self) -> Grounds:
        """Return the grounds as the rules know them, with the committee that allowed it.  Raises CannotOpen."""
        held = self.grounds
        said = {name: Answer(held[name]) for name in Grounds.__slots__ if name in held}
        return Grounds(**said, committee=frozenset(self.committee))
