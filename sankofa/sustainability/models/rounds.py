"""Rounds of talks, who was told of them, and tries to reach somebody.

A round names a form, from when until when it is asked, and how many months people have then been back. Who is due is
never stored: it is worked out from the journeys that the register knows, so that a corrected day of return counts.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedBytesField, SealedTextField
from sankofa.store.models import Record
from sankofa.sustainability.rules.rounds import MONTHS_MAX, Reason

REACHES = [
    ("office", _("people of this office")),
    ("country", _("people of every office of our organisation in this country")),
    ("organisation", _("people of every office of our organisation")),
]
REASONS = [
    (Reason.NO_ANSWER.value, _("no answer")),
    (Reason.NOT_FOUND.value, _("not found at the known place or number")),
    (Reason.UNSAFE.value, _("it was not safe to call or visit")),
    (Reason.LATER.value, _("wants to talk later")),
    (Reason.MOVED.value, _("moved within the country")),
    (Reason.ABROAD.value, _("went abroad again")),
    (Reason.REFUSED.value, _("does not want to take part")),
    (Reason.DIED.value, _("died")),
    (Reason.REMINDED.value, _("a message was sent")),
]


class Round(Guarded, Record):
    """A round of talks: what is asked, of whom, from when until when."""

    scope_columns: ClassVar = ScopeColumns(
        owner="kept_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    reach = models.CharField(max_length=12, choices=REACHES)
    name = models.CharField(max_length=80)
    instrument = models.CharField(max_length=60)
    scheme = models.CharField(max_length=60, blank=True)
    """Under which scheme its talks are compared; empty where its form is not scored."""
    from_on = models.DateField()
    until_on = models.DateField()
    months_from = models.PositiveSmallIntegerField()
    months_until = models.PositiveSmallIntegerField()
    kept_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sustainability_round_days", condition=models.Q(from_on__lt=models.F("until_on"))
            ),
            models.CheckConstraint(
                name="sustainability_round_months",
                condition=models.Q(months_from__lt=models.F("months_until"), months_until__lte=MONTHS_MAX),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["office", "-from_on"], name="sustainability_rounds")]


class OutsideCount(Guarded, Record):
    """How those stood in a round whom its planner does not reach, as it was shown, and who stood in which cell.

    It never changes, so that nobody finds a person by looking every day; the next one is held against all of them.
    Members are keyed digests: they name nobody.
    """

    scope_columns: ClassVar = Round.scope_columns.behind("round")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="outside_counts")
    counted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()
    shown = models.JSONField()
    cells = models.JSONField()
    members = SealedBytesField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["round", "counted_by", "-counted_at"], name="sustainability_outside"),
        ]


class Attempt(Guarded, Record):
    """A try to reach somebody for a round that led to no talk, and why."""

    scope_columns: ClassVar = person_at("person")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="+")
    tried_on = models.DateField()
    reason = models.CharField(max_length=10, choices=REASONS)
    note = SealedTextField(null=True)
    noted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["round", "person", "tried_on"], name="sustainability_attempts")]

    def sealed_for(self) -> UUID:
        """Return who was tried."""
        return self.person_id


class Reminder(Guarded, Record):
    """That a member of staff was told of a round, so that nobody is told twice of the same."""

    scope_columns: ClassVar = Round.scope_columns.behind("round")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reminders")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    occasion = models.CharField(max_length=6, choices=[("begins", _("it begins")), ("ends", _("it ends soon"))])

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "user", "occasion"], name="sustainability_reminded_once")
        ]
