"""The table of lenders that an office knows."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.lenders.rules.standing import LenderKind
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record

LENDER_KINDS = [
    (LenderKind.MFI.value, _("microfinance institution")),
    (LenderKind.COOPERATIVE.value, _("cooperative")),
    (LenderKind.BANK.value, _("bank")),
    (LenderKind.STATE.value, _("bank or lending programme of the state")),
    (LenderKind.REFERRAL.value, _("leads to lenders, lends nothing itself")),
]


class Lender(Guarded, Record):
    """An institution that lends, as the office that keeps it on its list knows it; empty means not known.

    Its numbers are its own and are for everybody.  Whom somebody spoke with there is about a person and lies sealed.
    """

    scope_columns: ClassVar = ScopeColumns(
        office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=LENDER_KINDS)
    licence = models.CharField(max_length=120, blank=True)
    places = models.JSONField(default=list, blank=True)
    """The names of the places that it serves."""
    phone = models.CharField(max_length=40, blank=True)
    complaints = models.CharField(max_length=120, blank=True)
    """Where people complain: a number or an address."""
    note = models.CharField(max_length=600, blank=True)
    said_by = models.CharField(max_length=200, blank=True)
    """Where this is from: a paper with its page, a visit, a call."""
    contact = SealedTextField(null=True, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Whose officers sign in for this lender; a consent to introduce somebody names this organisation."""
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="lenders_lender_name"),
            models.CheckConstraint(name="lenders_lender_named", condition=~models.Q(name="")),
        ]
