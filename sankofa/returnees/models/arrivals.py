"""Tables of the arrival desk: who is expected, who was met, which help waits, and who waits for the first talk.

At the desk people are numbers: a line there (`Meeting`) has the number of a slip and nothing about anybody.  What is
known of a person lies sealed under a key of its own (`Announced`), belongs to the office that goes on with them, and is
destroyed once they are in the register or the time for keeping it is over.  Other channels feed the same table.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.returnees.models.register import Person
from sankofa.store.fields import SealedJSONField, SealedTextField
from sankofa.store.models import Record

_AT_OFFICE = ScopeColumns(office="office_id", organisation="office__organisation_id", place="office__place__path")


class Channel(models.TextChoices):
    """How somebody was announced."""

    DESK = "desk", _("met on arrival")
    PHONE = "phone", _("called us")
    SELF = "self", _("wrote to us")


class AnnouncedState(models.TextChoices):
    """Where somebody who was announced stands."""

    EXPECTED = "expected", _("expected")
    WAITING = "waiting", _("waits for the first talk")
    IN = "in", _("in the register")
    NOT_COME = "not_come", _("did not come")
    LET_GO = "let_go", _("no longer kept")


class CrossingKind(models.TextChoices):
    """What people come with."""

    FLIGHT = "flight", _("flight")
    BUS = "bus", _("bus")
    BOAT = "boat", _("boat")
    FOOT = "foot", _("on foot")


HELP_STATES = [
    ("needed", _("needed")),
    ("given", _("given")),
    ("refused", _("did not want it")),
    ("not_available", _("was not to be had")),
]


class Desk(Record):
    """What an office needs to meet people on arrival: a phone for the slips, and a key for its devices."""

    office = models.OneToOneField("accounts.Office", on_delete=models.PROTECT, related_name="desk")
    phone = models.CharField(max_length=40, blank=True)
    public_key = models.CharField(max_length=130)
    """A point of the curve, in figures."""
    secret_key = SealedTextField()


class Crossing(Guarded, Record):
    """A flight, a bus or a boat that people come with."""

    scope_columns: ClassVar = _AT_OFFICE

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=CrossingKind.choices, default=CrossingKind.FLIGHT)
    label = models.CharField(max_length=60)
    due_on = models.DateField()
    reference = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "due_on", "label"], name="returnees_crossing_once"),
        ]


class Meeting(Guarded, Record):
    """One line at the desk: the number of the slip, when, by whom.  Its key is made where the line is written."""

    scope_columns: ClassVar = _AT_OFFICE

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    crossing = models.ForeignKey(Crossing, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    slip = models.CharField(max_length=12, unique=True)
    met_at = models.DateTimeField()
    device_at = models.DateTimeField(null=True, blank=True)
    met_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "-met_at"], name="returnees_met_last")]


class Help(Guarded, Record):
    """A help that somebody needed on the day they came, and what became of it."""

    scope_columns: ClassVar = _AT_OFFICE.behind("meeting")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="helps")
    kind = SealedTextField()
    words = SealedTextField(null=True, blank=True)
    state = models.CharField(max_length=14, choices=HELP_STATES)
    noted_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="returnees_help_settled",
                condition=models.Q(state="needed", settled_at__isnull=True)
                | (~models.Q(state="needed") & models.Q(settled_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["noted_at"], condition=models.Q(state="needed"), name="returnees_help_waits"),
        ]


class Announced(Guarded, Record):
    """Somebody who is expected, was met or made themselves known, until they are in the register."""

    scope_columns: ClassVar = ScopeColumns(
        office="office_id",
        organisation="office__organisation_id",
        place="office__place__path",
        record="id",
        marked="is_set_apart",
        named="named",
    )

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=AnnouncedState.choices)
    facts = SealedJSONField(null=True, blank=True)
    crossing = models.ForeignKey(Crossing, on_delete=models.PROTECT, null=True, blank=True, related_name="listed")
    number_on_list = models.PositiveIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="announced")
    is_set_apart = models.BooleanField(default=False)
    announced_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["crossing", "number_on_list"],
                condition=models.Q(number_on_list__isnull=False),
                name="returnees_listed_once",
            ),
            models.CheckConstraint(
                name="returnees_announced_ended",
                condition=models.Q(state__in=["expected", "waiting", "not_come"], ended_at__isnull=True)
                | models.Q(state__in=["in", "let_go"], ended_at__isnull=False, facts__isnull=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["office", "state", "announced_at"], name="returnees_announced_queue")]

    def sealed_for(self) -> UUID:
        """Return the record itself: what is known of them lies under a key that is destroyed with it."""
        return self.pk


class AnnouncedNamed(Record):
    """A protection officer for whom somebody set apart is there; for everybody else there is nobody."""

    announced = models.ForeignKey(Announced, on_delete=models.PROTECT, related_name="named")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["announced", "user"], name="returnees_announced_named_once"),
        ]


class Came(Record):
    """Who in the register it was that was announced; gone when the person is erased."""

    announced = models.OneToOneField(Announced, on_delete=models.PROTECT, related_name="came")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class ParcelState(models.TextChoices):
    """What became of sealed bytes that a device sent."""

    KEPT = "kept", _("kept, not yet read")
    READ = "read", _("read")
    UNREADABLE = "unreadable", _("could not be read")


class Parcel(Guarded, Record):
    """That a device sent a line, and what became of it.  Its key is the one that the device made."""

    scope_columns: ClassVar = _AT_OFFICE

    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ParcelState.choices, default=ParcelState.KEPT)
    reason = models.CharField(max_length=30, blank=True)
    received_at = models.DateTimeField()
    device_sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="returnees_parcel_reason",
                condition=models.Q(state="unreadable") & ~models.Q(reason="")
                | ~models.Q(state="unreadable") & models.Q(reason=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["office", "state"], name="returnees_parcel_waits")]


class SealedLine(models.Model):
    """The bytes of a parcel as the device sealed them: in no history, and gone once they are read."""

    parcel = models.OneToOneField(Parcel, on_delete=models.PROTECT, primary_key=True, related_name="line")
    sealed = models.BinaryField()
