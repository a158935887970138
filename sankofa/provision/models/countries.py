"""Tables beside the map: how many people of each group live where, and how people of a country see its help."""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.store.models import Record


class GroupCount(models.Model):
    """How many people of a district are of a group, as they were last counted.  Made anew every day, never amended."""

    country = models.CharField(max_length=2)
    district = models.CharField(max_length=40)
    """The path of a district, or the country's own where no district is recorded."""
    group = models.CharField(max_length=16, blank=True)
    """The code of a group; empty for everybody."""
    people = models.PositiveIntegerField()
    not_known = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "district", "group"], name="provision_group_count_once"),
        ]


class CountryView(Guarded, Record):
    """Strengths, weaknesses, chances and threats of a country's help, in the words of people who work there.

    A version each time; the one without `until_at` counts.
    """

    scope_columns: ClassVar = ScopeColumns(
        office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    strengths = models.JSONField(default=list, blank=True)
    weaknesses = models.JSONField(default=list, blank=True)
    chances = models.JSONField(default=list, blank=True)
    threats = models.JSONField(default=list, blank=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["country", "number"], name="provision_view_number"),
            models.UniqueConstraint(
                fields=["country"], condition=models.Q(until_at__isnull=True), name="provision_view_one_counts"
            ),
            models.CheckConstraint(
                name="provision_view_in_order",
                condition=models.Q(until_at__isnull=True) | models.Q(until_at__gte=models.F("from_at")),
            ),
        ]
