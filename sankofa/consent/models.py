"""Tables of consent.  Nothing in them changes: what is said later is another row, and the database refuses updates.

Who was there, who decided with the person and why is sealed; purposes, answers and days are readable, because the day's
work asks for them.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.consent.labels import COMPANIES, GUARDIANS, HOWS, PURPOSES, WITNESSES
from sankofa.consent.rules import terms
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record

ASSENTS = [(one.value, one.value) for one in terms.Assent]
ANSWERS = [(one.value, one.value) for one in terms.Answer]
CAPACITIES = [(one.value, one.value) for one in terms.Capacity]
BASES = [(one.value, one.value) for one in terms.Basis]
DECIDERS = [(one.value, one.value) for one in terms.Decider]


class Sitting(Record):
    """One occasion on which somebody was asked, or said no to what they had agreed to: who was there, and how."""

    subject_id = models.UUIDField(db_index=True)
    sent_id = models.UUIDField(unique=True)
    """The number under which it was sent, so that sending twice records once."""
    at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=10, choices=HOWS)
    capacity = models.CharField(max_length=10, choices=CAPACITIES)
    company = models.CharField(max_length=10, choices=COMPANIES, default="unknown")
    speaks = models.CharField(max_length=12, blank=True)
    language = models.CharField(max_length=12, blank=True)
    is_repeated_back = models.BooleanField(default=False)
    interpreter = SealedTextField(null=True, blank=True)
    witness = SealedTextField(null=True, blank=True)
    witness_kind = models.CharField(max_length=12, choices=WITNESSES, default="none")
    guardian_is = models.CharField(max_length=12, choices=GUARDIANS, default="unknown")
    guardian = SealedTextField(null=True, blank=True)
    assent = models.CharField(max_length=10, choices=ASSENTS, default="not_asked")
    officer = SealedTextField(null=True, blank=True)
    best_interests = SealedTextField(null=True, blank=True)
    supporter = SealedTextField(null=True, blank=True)
    support_note = SealedTextField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    said = SealedTextField(null=True, blank=True)
    """What the person said when taking something back, where they wished it written down."""

    def sealed_for(self) -> UUID:
        """Return who was asked: with their key, names and notes are gone, and the row need not be touched."""
        return self.subject_id


class Consent(Record):
    """One answer to one purpose.  Never changed: a later answer is a later row."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="consents")
    subject_id = models.UUIDField()
    purpose = models.CharField(max_length=20, choices=PURPOSES)
    partner = models.ForeignKey(
        "accounts.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=10, choices=ANSWERS)
    at = models.DateTimeField()
    fields = models.JSONField(default=list)
    capacity = models.CharField(max_length=10, choices=CAPACITIES)
    language = models.CharField(max_length=12, blank=True)
    version = models.CharField(max_length=8, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="consent_yes_is_whole",
                condition=~models.Q(answer="given")
                | (models.Q(expires_on__isnull=False) & ~models.Q(version="") & ~models.Q(digest="")),
            ),
            models.UniqueConstraint(
                fields=["sitting", "purpose"], condition=models.Q(partner__isnull=True), name="consent_once_a_sitting"
            ),
            models.UniqueConstraint(
                fields=["sitting", "purpose", "partner"],
                condition=models.Q(partner__isnull=False),
                name="consent_once_a_partner",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "at"], name="consent_of_subject"),
            models.Index(fields=["expires_on"], condition=models.Q(answer="given"), name="consent_yes_ends"),
            models.Index(fields=["review_on"], condition=models.Q(answer="given"), name="consent_yes_reviewed"),
        ]


class Evidence(Record):
    """A picture of a signature or mark, or a voice note, kept sealed under a key of its own."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="evidence")
    blob = models.ForeignKey("store.Blob", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=[("image", _("picture")), ("audio", _("voice note"))])
    media_type = models.CharField(max_length=40)
    attached_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class Exemption(Record):
    """A decision that data may go to one partner without consent: an entry in the register of exceptions."""

    subject_id = models.UUIDField(db_index=True)
    basis = models.CharField(max_length=16, choices=BASES)
    decider = models.CharField(max_length=28, choices=DECIDERS)
    decided_by = SealedTextField()
    why = SealedTextField()
    partner = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField()
    from_on = models.DateField()
    until_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="consent_exemption_ends", condition=models.Q(until_on__gt=models.F("from_on")))
        ]

    def sealed_for(self) -> UUID:
        """Return whom the decision is about."""
        return self.subject_id


class Handover(Record):
    """What was given to whom, when, and on what ground: shown to the person who asks."""

    subject_id = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=20, choices=PURPOSES)
    partner = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    fields = models.JSONField()
    basis = models.CharField(max_length=16, choices=BASES)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, related_name="+")
    exemption = models.ForeignKey(Exemption, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="consent_handover_has_ground",
                condition=models.Q(basis="consent", consent__isnull=False, exemption__isnull=True)
                | (~models.Q(basis="consent") & models.Q(consent__isnull=True, exemption__isnull=False)),
            )
        ]
