"""Speaking beside somebody with a lender, their family or others: with whom, why, until when, what was said.

All of it lies sealed under the person's own key; days are readable, so that a list of what is due is one question.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded
from sankofa.cases.models.cases import Case
from sankofa.cases.rules import mediation
from sankofa.store.fields import SealedJSONField, SealedTextField
from sankofa.store.models import Record


class Mediation(Guarded, Record):
    """One mediation, from the day on which the person wanted it until it ended."""

    scope_columns: ClassVar = Case.scope_columns.behind("case")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="mediations")
    what = SealedJSONField(null=True)
    """With whom, who they are, and why: see `rules.mediation`."""
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.CharField(max_length=40, blank=True)
    """The record of another room that it is about; both empty where it is about none."""
    opened_on = models.DateField()
    until_on = models.DateField()
    """By which day somebody looks at how it goes."""
    opened_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    outcome = SealedTextField(null=True)
    ended_note = SealedTextField(null=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about_kind", "about_id"],
                condition=models.Q(ended_on=None) & ~models.Q(about_kind=""),
                name="cases_mediation_once",
            ),
            models.CheckConstraint(
                name="cases_mediation_in_order",
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("opened_on")),
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return whom it is for."""
        return self.case.person_id

    def to_terms(self) -> mediation.Said:
        """Return what it is about; nothing of somebody erased.  Raises CannotOpen."""
        return mediation.Said() if self.what is None else mediation.said_of(self.what)


class MediationTalk(Guarded, Record):
    """One talk in a mediation: on which day, and what was said."""

    scope_columns: ClassVar = Mediation.scope_columns.behind("mediation")

    mediation = models.ForeignKey(Mediation, on_delete=models.PROTECT, related_name="talks")
    held_on = models.DateField()
    said = SealedTextField(null=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return whom it is for."""
        return self.mediation.case.person_id
