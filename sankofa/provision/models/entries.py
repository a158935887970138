"""Tables of the map: entries, what was said of each and when, and the columns by which they are found.

An entry without an office belongs to the map that comes with the product, and to everybody who works here.  One with
an office is that organisation's own.  What an entry says is kept in versions, never overwritten; the columns beside
say the same again for lists and filters.
"""

from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.provision.rules import kept, terms
from sankofa.store.models import Record


class Origin(models.TextChoices):
    """Where a version comes from."""

    PAPER = "paper"  # loaded from the files of the map
    OFFICE = "office"  # written by somebody who works here
    DIRECTORY = "directory"  # taken over from another list of services


class FacetKind(models.TextChoices):
    """By what entries are narrowed down."""

    DIMENSION = "dimension"
    LEVEL = "level"
    PHASE = "phase"
    GROUP = "group"
    APPROACH = "approach"
    AREA = "area"


class Entry(Guarded, Record):
    """One thing on the map: a programme, a service, a policy, a law, an agreement or a body."""

    scope_columns: ClassVar = ScopeColumns(
        office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    code = models.CharField(max_length=80, unique=True)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_public = models.BooleanField(default=True)
    """Whether everybody may find it without signing in, once it is checked."""
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=8)
    microcredit = models.BooleanField(default=False)
    is_for_people = models.BooleanField(default=False)
    """Whether one person can go there; else it is a law, a ministry, something that ended."""
    as_of = models.PositiveSmallIntegerField()
    """The year in which its source says so."""
    checked_on = models.DateField(null=True, blank=True)
    holds_until = models.DateField(null=True, blank=True)
    """The day from which its latest check holds no more; empty where it found something else than what is written."""
    public_until = models.DateField(null=True, blank=True)
    """The day from which fewer than two people stand behind its number; empty where only one ever did."""
    ends_on = models.DateField(null=True, blank=True)
    """The last day on which it runs, where one is known."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="provision_entry_public_where_checked",
                condition=models.Q(public_until__isnull=True) | models.Q(holds_until__isnull=False),
            ),
            models.CheckConstraint(
                name="provision_entry_checked",
                condition=models.Q(holds_until__isnull=True) | models.Q(checked_on__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["country", "kind", "name"], name="provision_entry_country"),
            models.Index(fields=["holds_until"], name="provision_entry_holds"),
        ]

    def __str__(self) -> str:
        return self.code


class EntryVersion(Guarded, Record):
    """What is said of an entry, from when on, by whom and why it changed.  Never changed afterwards, only followed.

    One without `from_at` waits: the paper's text changed, and an office had put the entry right meanwhile.
    """

    scope_columns: ClassVar = Entry.scope_columns.behind("entry")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=9, choices=Origin.choices)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    said_by = models.CharField(max_length=200, blank=True)
    """Who says so, where no paper does: a leaflet, a call."""
    note = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "number"], name="provision_version_number"),
            models.UniqueConstraint(
                fields=["entry"],
                condition=models.Q(from_at__isnull=False, until_at__isnull=True),
                name="provision_version_one_counts",
            ),
            models.CheckConstraint(
                name="provision_version_in_order",
                condition=models.Q(until_at__isnull=True) | models.Q(until_at__gte=models.F("from_at")),
            ),
        ]

    def to_terms(self) -> terms.Entry:
        """Return what is said as the rules know it.  Raises NotAnEntry."""
        return kept.entry(self.content)


class Facet(models.Model):
    """One word by which an entry is found, such as that it helps women, or serves a district."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=9, choices=FacetKind.choices)
    value = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "value", "entry"], name="provision_facet_once"),
        ]
