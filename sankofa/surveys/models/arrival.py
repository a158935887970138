"""What came in: filled forms to the byte as they were sent, kept before anybody reads them.

To acknowledge is one durable writing of the sealed bytes.  What becomes of them is a second step that can be repeated:
an arrival that cannot be read waits with its reasons, and nothing that was acknowledged is ever turned away.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.kernel.identifiers import receipt_number
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedBytesField, SealedTextField
from sankofa.store.models import Blob, Record
from sankofa.surveys.models.device import Device
from sankofa.surveys.models.submission import Submission


class Source(models.TextChoices):
    """How a filled form came in."""

    DEVICE = "device", _("from a phone")
    BROWSER = "browser", _("from the web form")
    EXPORT = "export", _("from a file of another system")
    PAPER = "paper", _("typed from paper")


class State(models.TextChoices):
    """What became of a filled form that came in."""

    ARRIVED = "arrived", _("came in")
    READ = "read", _("taken in")
    WAITING = "waiting", _("waits for somebody")
    CLASHES = "clashes", _("says something else than another")
    SET_ASIDE = "set_aside", _("set aside")
    DESTROYED = "destroyed", _("destroyed")


class Arrival(Guarded, Record):
    """One filled form as it came in, under a key of its own, which is destroyed with whom it is about.

    `person` is whom it is about, as far as that is known.  A form about somebody protected `is_apart`: it is there
    only for those named on the file, also while it waits.
    """

    scope_columns: ClassVar = ScopeColumns(
        owner="user_id",
        office="office_id",
        organisation="office__organisation_id",
        place="office__place__path",
        record="person_id",
        marked="is_apart",
        named="person__named",
    )

    source = models.CharField(max_length=8, choices=Source.choices)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    carried_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who was signed in when a browser brought it, where that was not who wrote it."""
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, blank=True, related_name="arrivals")
    received_at = models.DateTimeField()
    clock_at = models.DateTimeField(null=True, blank=True)
    """What the clock of the device said when it sent this; it is never put right, only compared."""
    digest = models.CharField(max_length=64, unique=True)
    """A keyed digest of the bytes: the same bytes sent again are the same arrival."""
    content = SealedBytesField(null=True)
    """The bytes; none of somebody erased, and none that two people destroyed because it belonged to nobody."""
    size_bytes = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRIVED)
    reasons = models.JSONField(default=list, blank=True)
    """Findings: why it waits, or what had to be noted when it was taken in.  No answer stands in them."""
    looked_at = models.DateTimeField(null=True, blank=True)
    form_code = models.CharField(max_length=100, blank=True)
    form_version = models.CharField(max_length=100, blank=True)
    instance_id = models.UUIDField(null=True, blank=True, db_index=True)
    person = models.ForeignKey(
        "returnees.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="form_arrivals"
    )
    is_apart = models.BooleanField(default=False)
    seems_nobodys = models.BooleanField(default=False)
    """Whether it looks to its sender like a form about nobody, since whom it is about is hidden from them."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["received_at"], condition=models.Q(state="arrived"), name="surveys_arrivals_to_read"),
            models.Index(
                fields=["office", "-received_at"],
                condition=models.Q(state__in=["arrived", "waiting", "clashes"]),
                name="surveys_arrivals_waiting",
            ),
        ]

    @property
    def receipt(self) -> str:
        """The number under which people can ask about the form."""
        return receipt_number(self.pk)

    is_hidden = False
    """Whether a reader sees it as one about nobody; never kept."""

    def sealed_for(self) -> UUID:
        """Return the arrival itself: it lies under a key of its own, for nobody knows yet whom it is about."""
        return self.pk

    def image(self) -> dict[str, Any]:
        """Return what became of the arrival, for revisions; what it holds is in no history."""
        return {name: value for name, value in super().image().items() if name != "content"}


class ArrivalFile(Record):
    """A picture or sound that came with a filled form.  It lies in a file under a key of its own."""

    arrival = models.ForeignKey(Arrival, on_delete=models.PROTECT, related_name="files")
    name = SealedTextField(null=True)
    digest = models.CharField(max_length=64)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    size_bytes = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["arrival", "digest"], name="surveys_file_of_arrival_once"),
        ]

    def sealed_for(self) -> UUID:
        """Return the arrival it came with."""
        return self.arrival_id


class Clash(Guarded, Record):
    """Two that say different things about one person: both are kept, and a person decides which counts.

    Two filled forms of the same round; `earlier` is what was taken in first.
    """

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey("returnees.Person", on_delete=models.PROTECT, related_name="form_clashes")
    arrival = models.OneToOneField(Arrival, on_delete=models.PROTECT, related_name="clash")
    earlier = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="clashes")
    noted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["noted_at"], condition=models.Q(decided_at=None), name="surveys_clashes_open"),
        ]
