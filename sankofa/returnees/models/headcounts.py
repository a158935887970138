"""The table of outreach events and how many people came, by sex and age; no names, nobody's file.

A cell that nobody counted is null and not nought.  Source: casework 2.2 and the outreach events of a national
programme's case system.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.store.models import Record

EVENTS = [
    ("meeting", _("meeting in a village or quarter")),
    ("door", _("from door to door")),
    ("fair", _("fair or service camp")),
    ("school", _("at a school")),
    ("play", _("play, film or music")),
    ("desk", _("information at a port or border")),
    ("call", _("calls on the phone")),
    ("other", _("other")),
]


class Headcount(Guarded, Record):
    """One event: when, where, what, and who came, counted."""

    scope_columns: ClassVar = ScopeColumns(
        owner="counted_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    place = models.CharField(max_length=120)
    event = models.CharField(max_length=8, choices=EVENTS)
    counts = models.JSONField()
    note = models.CharField(max_length=300, blank=True)
    counted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "-held_on"], name="returnees_headcount_newest")]
