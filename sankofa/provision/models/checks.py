"""The table of checks: who nearby confirmed what is written of an entry, when and how, and what they found there."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.provision.models.entries import Entry, EntryVersion
from sankofa.provision.rules.checking import Confirmed
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record

HOW = [("called", _("by phone")), ("visited", _("on a visit")), ("wrote", _("in writing"))]


class Check(Guarded, Record):
    """One check of one entry by a named person.

    Phone, place and hours are the service's own and are shown to everybody who looks for help.  Whom somebody spoke
    with, and on which direct line, is about a person and lies sealed.
    """

    scope_columns: ClassVar = ScopeColumns(
        owner="checked_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="checks")
    version = models.ForeignKey(EntryVersion, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    checked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField()
    holds_until = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=7, choices=HOW)
    phone_confirmed = models.BooleanField()
    place_confirmed = models.BooleanField()
    rules_confirmed = models.BooleanField()
    phone = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    waiting = models.CharField(max_length=120, blank=True)
    access = models.CharField(max_length=200, blank=True)
    """For wheelchairs, for women alone, with children: what somebody needs to know who cannot simply go there."""
    found = models.CharField(max_length=300, blank=True)
    """What is not as written."""
    spoke_with = SealedTextField(null=True, blank=True)
    direct_line = SealedTextField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="provision_check_holds_where_all_is_so",
                condition=models.Q(
                    holds_until__isnull=False, phone_confirmed=True, place_confirmed=True, rules_confirmed=True
                )
                | (
                    models.Q(holds_until__isnull=True)
                    & ~models.Q(phone_confirmed=True, place_confirmed=True, rules_confirmed=True)
                ),
            ),
            models.CheckConstraint(
                name="provision_check_after_it_was_made",
                condition=models.Q(holds_until__isnull=True) | models.Q(holds_until__gt=models.F("checked_on")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["entry", "-checked_on", "-id"], name="provision_check_latest")]

    def to_terms(self) -> Confirmed:
        """Return what was confirmed as the rules know it."""
        return Confirmed(self.checked_on, self.phone_confirmed, self.place_confirmed, self.rules_confirmed)
