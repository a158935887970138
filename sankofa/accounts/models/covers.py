"""Who covers for an absent colleague."""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.accounts.models.users import User
from sankofa.accounts.rules.covering import CoverTerms
from sankofa.store.models import Record


class Cover(Guarded, Record):
    """A colleague does the work of somebody who is away, from a day until (not including) another.

    `standing` names the absent person as long as the cover counts, so that nobody is covered twice at once.
    """

    scope_columns: ClassVar = ScopeColumns(
        owner="absent_id",
        office="absent__office_id",
        organisation="absent__office__organisation_id",
        place="absent__office__place__path",
    )

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covered_by")
    covering = models.ForeignKey(User, on_delete=models.PROTECT, related_name="covers")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    standing = models.CharField(max_length=40, null=True, blank=True, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="accounts_cover_span", condition=models.Q(until_on__gte=models.F("from_on"))),
            models.CheckConstraint(name="accounts_cover_two", condition=~models.Q(absent=models.F("covering"))),
        ]

    def terms(self) -> CoverTerms:
        """Return the cover as rules understand it."""
        return CoverTerms(
            absent=str(self.absent_id),
            covering=str(self.covering_id),
            given_by=str(self.given_by_id or ""),
            from_on=self.from_on,
            until_on=self.until_on,
        )
