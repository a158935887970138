"""Tables of files coming in: the file, what became of each row, and the columns confirmed once and remembered.

What people wrote stands only in the two sealed files (as it came, and its rows as they were read) and in sealed
columns.  A row's result holds field and finding codes, never what a cell said.
"""

from typing import Any, ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.intake.rules.brake import Brake
from sankofa.intake.rules.stages import Stage, Undone
from sankofa.intake.rules.terms import Verdict
from sankofa.kernel.identifiers import receipt_number
from sankofa.places.rules.calendars import Calendar
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Blob, Record


class ListSource(Record):
    """Where lists of an organisation come from: an agency, a project, another register.  Never a person."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="intake_list_source_once"),
            models.CheckConstraint(name="intake_list_source_named", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class IncomingFile(Guarded, Record):
    """A file that an office sent, and how far it has come.

    `cursor` is the number of rows checked (while mapped) or settled (while applying).  `mapping` is
    `{"columns": {place: field}, "day_first": true, "calendars": {field: calendar}, "header_first": 3}`.  The moments
    of being finished and of being done go together.
    """

    scope_columns: ClassVar = ScopeColumns(
        owner="sent_by_id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    content = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    reading = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField()
    size_bytes = models.PositiveBigIntegerField()
    importer = models.CharField(max_length=40)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField()
    list_source = models.ForeignKey(ListSource, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    stage = models.CharField(
        max_length=10, choices=[(stage.value, stage.value) for stage in Stage], default=Stage.SENT.value
    )
    sheet = models.CharField(max_length=120, blank=True)
    header_row = models.PositiveIntegerField(null=True, blank=True)
    mapping = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(default=0)
    cursor = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)
    brake = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Brake], default=Brake.OFF.value)
    brake_reason = SealedTextField(null=True, blank=True)
    undo_reason = SealedTextField(null=True, blank=True)
    undone_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "importer", "content"],
                # What was taken back may be sent again.
                condition=~models.Q(stage=Stage.UNDONE.value),
                name="intake_file_once",
            ),
            models.CheckConstraint(
                name="intake_file_finished",
                condition=models.Q(stage=Stage.DONE.value, finished_at__isnull=False)
                | models.Q(stage__in=[Stage.UNDOING.value, Stage.UNDONE.value])
                | (~models.Q(stage=Stage.DONE.value) & models.Q(finished_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="intake_file_undone",
                condition=models.Q(stage=Stage.UNDONE.value, undone_at__isnull=False)
                | (~models.Q(stage=Stage.UNDONE.value) & models.Q(undone_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="intake_file_mapped",
                condition=models.Q(stage=Stage.SENT.value) | models.Q(header_row__isnull=False),
            ),
            models.CheckConstraint(name="intake_file_cursor", condition=models.Q(cursor__lte=models.F("rows_total"))),
        ]
        indexes: ClassVar = [models.Index(name="intake_file_latest", fields=["office", "-sent_at"])]

    @property
    def title(self) -> str:
        """What the file is called; once its content is destroyed only by the number of its receipt."""
        return self.name or self.receipt

    @property
    def receipt(self) -> str:
        """The number under which people can ask about the file."""
        return receipt_number(self.pk)

    @property
    def is_kept(self) -> bool:
        """Whether what the file said is still there; after its time only its receipt is."""
        return bool(self.content.sealed_key) and bool(self.reading.sealed_key)

    @property
    def source(self) -> str:
        """How the histories of what came in name the file."""
        return f"file:{self.pk}"

    @property
    def columns(self) -> dict[int, str]:
        """The field that each column fills, by the column's place."""
        return {int(place): field for place, field in self.mapping.get("columns", {}).items()}

    @property
    def header_first(self) -> int | None:
        """The first of the rows that hold the headings; None in files confirmed before there could be several."""
        first: int | None = self.mapping.get("header_first")
        return first

    @property
    def day_first(self) -> bool:
        """Whether days stand before months where a column does not prove it."""
        return bool(self.mapping.get("day_first", True))

    @property
    def calendars(self) -> dict[str, Calendar]:
        """The calendar of each field of days that is not Gregorian."""
        return {field: Calendar(said) for field, said in self.mapping.get("calendars", {}).items()}


class RowResult(Record):
    """What became of one row: its verdict, the codes of what was found, and the record it is or became."""

    file = models.ForeignKey(IncomingFile, on_delete=models.PROTECT, related_name="results")
    row = models.PositiveIntegerField()
    verdict = models.CharField(max_length=8, choices=[(verdict.value, verdict.value) for verdict in Verdict])
    marks = models.JSONField(default=list)
    earlier_row = models.PositiveIntegerField(null=True, blank=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    is_erased = models.BooleanField(default=False)
    undone = models.CharField(max_length=5, choices=[(one.value, one.value) for one in Undone], blank=True)
    alike = models.JSONField(default=dict)
    """Whom a row that would go in looks like: `{"subject": id, "score": 120, "findings": [...]}`.  No cell is in it."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "row"], name="intake_result_once"),
            models.CheckConstraint(
                name="intake_result_subject",
                condition=models.Q(subject_kind="", subject_id="")
                | (~models.Q(subject_kind="") & ~models.Q(subject_id="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="intake_result_verdict", fields=["file", "verdict", "row"]),
            models.Index(name="intake_result_subject", fields=["subject_kind", "subject_id"]),
        ]


class RememberedMapping(Record):
    """How a list was read, by where it came from and its headings: the next such file needs one look only.

    `mapping` is `{"columns": {heading: field}, "calendars": {field: calendar}, "day_first": true, "headings": [1, 2]}`.
    """

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    list_source = models.ForeignKey(ListSource, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    importer = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "importer", "signature"],
                condition=models.Q(list_source=None),
                name="intake_remembered_once",
            ),
            models.UniqueConstraint(
                fields=["list_source", "importer", "signature"],
                condition=models.Q(list_source__isnull=False),
                name="intake_remembered_once_of_source",
            ),
        ]

    def image(self) -> dict[str, Any]:
        """Return what is remembered."""
        return {"importer": self.importer, "signature": self.signature, "mapping": self.mapping}
