"""Introductions of people to lenders: what was sent, what was asked, what was answered.

What was sent lies sealed under the person's own key and never changes.  The lender's officers reach the packet alone,
because it belongs to their organisation; everything else belongs where the person belongs.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.credit.rules.referrals import OPEN, Channel, Ending, Outcome, State, Why, code_of
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedJSONField, SealedTextField
from sankofa.store.models import Record

OPEN_STATES = sorted(state.value for state in OPEN)


class Referral(Guarded, Record):
    """That somebody was introduced to a lender, for one product as it was offered then, and how far that is."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    lender = models.ForeignKey("lenders.Lender", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    """The organisation that the lender was when it was sent."""
    product = models.ForeignKey("lenders.Product", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("lenders.ProductVersion", on_delete=models.PROTECT, related_name="+")
    """The terms as the person saw them."""
    state = models.CharField(max_length=18, choices=[(one.value, one.value) for one in State], default="sent")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_of_protected = models.BooleanField(default=False)
    """Whether a protection officer sent it while the file was protected; else protection takes it from the lender."""
    received_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    """The day on which the person took the offer, or said no to it."""
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Ending])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(state__in=OPEN_STATES),
                name="credit_referral_one_open",
            ),
            models.CheckConstraint(
                name="credit_referral_ended",
                condition=models.Q(state__in=["withdrawn", "ended"], ended_at__isnull=False) & ~models.Q(ending="")
                | ~models.Q(state__in=["withdrawn", "ended"]) & models.Q(ended_at=None, ending=""),
            ),
            models.CheckConstraint(
                name="credit_referral_decided",
                condition=models.Q(state__in=["taken", "not_taken"], decided_on__isnull=False)
                | ~models.Q(state__in=["taken", "not_taken"]) & models.Q(decided_on=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "sent_at"], name="credit_referral_of_person"),
        ]

    @property
    def code(self) -> str:
        """The short name by which office and lender speak of it on the phone; it says nothing of the person."""
        return code_of(self.pk)


class SentPacket(Guarded, Record):
    """What exactly was sent to a lender.  It never changes, and is all that the lender's officers reach."""

    scope_columns: ClassVar = ScopeColumns(organisation="organisation_id")

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="packet")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    handover_id = models.UUIDField(unique=True)
    """The entry in the record of what was given to whom."""
    fields = models.JSONField(default=list)
    content = SealedJSONField(null=True)
    """Each part by its code, in words; nothing of somebody erased."""
    wish = SealedJSONField(null=True)
    """How much is wished for and for how long, for reckoning: minor units, currency, months."""
    sent_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-sent_at"], name="credit_packet_of_lender")]

    def sealed_for(self) -> UUID:
        """Return about whom it is."""
        return self.referral.person_id


class Question(Guarded, Record):
    """What a lender asks about somebody, and what the caseworker answers after asking the person."""

    scope_columns: ClassVar = Referral.scope_columns.behind("referral")

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="questions")
    text = SealedTextField(null=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    answer = SealedTextField(null=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(answered_at=None), name="credit_question_one_open"
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return about whom it is."""
        return self.referral.person_id


class LenderAnswer(Guarded, Record):
    """What a lender decided: yes, other terms, or no with a reason; from its officer, or told to a caseworker."""

    scope_columns: ClassVar = Referral.scope_columns.behind("referral")

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=11, choices=[(one.value, one.value) for one in Outcome])
    why = models.CharField(max_length=16, blank=True, choices=[(one.value, one.value) for one in Why])
    terms = SealedJSONField(null=True)
    """What is offered: minor units, currency, months, words."""
    channel = models.CharField(max_length=5, choices=[(one.value, one.value) for one in Channel])
    said_by = SealedTextField(null=True)
    """Who said so at the lender's, where a caseworker noted it."""
    said_on = models.DateField()
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="credit_answer_no_has_reason",
                condition=models.Q(outcome="no") & ~models.Q(why="") | ~models.Q(outcome="no") & models.Q(why=""),
            ),
        ]

    def sealed_for(self) -> UUID:
        """Return about whom it is."""
        return self.referral.person_id
