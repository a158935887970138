"""Tables of what partners ask for, and of help with getting a paper.

What a partner asks for is kept in versions: a new one ends the old, and what was asked when stays to be read.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.returnees.models.register import Document, Person
from sankofa.returnees.reach import person_at
from sankofa.returnees.rules.paper_gaps import Need
from sankofa.returnees.rules.paper_help import Stage
from sankofa.store.fields import MoneyProperty, SealedTextField, currency_field, minor_field, money_constraint
from sankofa.store.models import Record


class Requirement(Guarded, Record):
    """Which papers a partner or programme asks for, for what, since when, and who says so."""

    scope_columns: ClassVar = ScopeColumns(
        owner="noted_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    series = models.UUIDField()
    version = models.PositiveIntegerField(default=1)
    partner = models.CharField(max_length=120)
    purpose = models.CharField(max_length=120)
    said_by = models.CharField(max_length=200)
    needs = models.JSONField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "version"], name="returnees_requirement_version"),
            models.UniqueConstraint(
                fields=["series"], condition=models.Q(until_on__isnull=True), name="returnees_requirement_one_counts"
            ),
            models.CheckConstraint(
                name="returnees_requirement_ends",
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
            ),
        ]

    def to_terms(self) -> tuple[Need, ...]:
        """Return what is asked for as the rules know it."""
        return tuple(Need(tuple(one["kinds"]), one["days_left_min"]) for one in self.needs)


STAGES = [
    (Stage.ASKED.value, _("asked for")),
    (Stage.APPLIED.value, _("applied for, waiting")),
    (Stage.OBTAINED.value, _("obtained")),
    (Stage.REFUSED.value, _("refused")),
    (Stage.GIVEN_UP.value, _("given up")),
]


class PaperHelp(Guarded, Record):
    """Help with getting one paper: asked for, applied for, and what came of it."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    stage = models.CharField(max_length=8, choices=STAGES, default=Stage.ASKED.value)
    asked_on = models.DateField()
    due_on = models.DateField()
    applied_on = models.DateField(null=True, blank=True)
    applied_where = SealedTextField(null=True, blank=True)
    cost_minor = minor_field()
    cost_currency = currency_field()
    cost = MoneyProperty("cost")
    closed_on = models.DateField(null=True, blank=True)
    because = SealedTextField(null=True, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            money_constraint("cost", table="returnees_paperhelp"),
            models.CheckConstraint(
                name="returnees_paperhelp_closed",
                condition=models.Q(stage__in=["asked", "applied"], closed_on__isnull=True)
                | models.Q(stage__in=["obtained", "refused", "given_up"], closed_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=models.Q(closed_on__isnull=True), name="returnees_paperhelp_one"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=models.Q(closed_on__isnull=True), name="returnees_paperhelp_due")
        ]

    def sealed_for(self) -> UUID:
        """Return who is helped."""
        return self.person_id
