"""Organisations and their offices."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.store.models import Record


class Organisation(Guarded, Record):
    """A body that people work for: an agency, a ministry, a lender, a donor, an association."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        AGENCY = "agency", _("agency")
        MINISTRY = "ministry", _("ministry")
        LENDER = "lender", _("lender")
        DONOR = "donor", _("donor")
        ASSOCIATION = "association", _("association")

    scope_columns: ClassVar = ScopeColumns(organisation="id")

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    closed_on = models.DateField(null=True, blank=True)


class Office(Guarded, Record):
    """A place of work of an organisation, with the district it serves and the time its clock shows."""

    scope_columns: ClassVar = ScopeColumns(office="id", organisation="organisation_id", place="place__path")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=120)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    zone = models.CharField(max_length=40)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="accounts_office_name"),
        ]
