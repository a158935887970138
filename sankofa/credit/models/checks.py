"""Tables of checks: whether a loan may suit somebody, as it was asked and found on a day, and rules set aside.

What was asked and what was found lie sealed under the person's own key.  Days and the product are readable, so that a
check runs out, and falls with the offer, without opening it.  A check that was decided never changes its facts: who
looks again makes a new one.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.credit.rules.overrides import ROLES
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField, SealedTextField
from sankofa.store.models import Record

ENDED = ("withdrawn", "looked_again", "erased")
_ROLES = sorted({role for roles in ROLES.values() for role in roles})


class LoanCheck(Guarded, Record):
    """One look at whether a loan may suit a person: asked, then decided, and until when that holds."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seven = SealedJSONField(null=True)
    """The answers to the seven questions; null where this check looks again at an earlier one."""
    said = SealedJSONField(null=True)
    """The whole table, as far as somebody asked or changed it: each line with its day and why."""
    version = models.ForeignKey(
        "lenders.ProductVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The offer that it is about; null where there is none yet."""
    rule_set = models.CharField(max_length=20, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_until = models.DateField(null=True, blank=True)
    """The first day on which it counts no more."""
    found = SealedJSONField(null=True)
    """What went in and what the rules found, word for word."""
    files = models.JSONField(default=list, blank=True)
    """The keys of all files of this person that were read as one when it was decided."""
    chosen_on = models.DateField(null=True, blank=True)
    chosen = SealedJSONField(null=True)
    """The way that the person chose, and their words."""
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=12, blank=True, choices=[(one, one) for one in ENDED])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(decided_on=None, ended_on=None),
                name="credit_check_one_being_asked",
            ),
            models.CheckConstraint(
                name="credit_check_decided",
                condition=models.Q(decided_on=None, valid_until=None, rule_set="")
                | (models.Q(decided_on__isnull=False, valid_until__isnull=False) & ~models.Q(rule_set="")),
            ),
            models.CheckConstraint(
                name="credit_check_ended",
                condition=models.Q(ended_on=None, ended_because="")
                | (models.Q(ended_on__isnull=False) & ~models.Q(ended_because="")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-begun_on"], name="credit_check_latest")]

    def sealed_for(self) -> UUID:
        """Return whom it is about."""
        return self.person_id


class Override(Guarded, Record):
    """A decision that one rule shall not hold in one check: who took it, in which role, why, and until when."""

    scope_columns: ClassVar = LoanCheck.scope_columns.behind("check_of")

    check_of = models.ForeignKey(LoanCheck, on_delete=models.PROTECT, related_name="overrides")
    rule = SealedTextField()
    role = models.CharField(max_length=20, choices=[(one, one) for one in _ROLES])
    given_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_on = models.DateField()
    expires_on = models.DateField()
    reason = SealedTextField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="credit_override_ends", condition=models.Q(expires_on__gt=models.F("given_on"))
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return whom it is about."""
        return self.check_of.person_id
