"""The base record, its revisions, counters, and the rows of stored files."""

import copy
import hashlib
import json
import secrets
import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.db import models

from sankofa.kernel import clock
from sankofa.kernel.identifiers import uuid7
from sankofa.store.fields import _Sealed


def _portable(value: Any) -> Any:
    match value:
        case uuid.UUID() | Decimal():
            return str(value)
        case datetime():
            return _moment(value)
        case date():
            return value.isoformat()
        case _:
            return copy.deepcopy(value)  # a dict or list that is changed in place later must not change what was


def _moment(at: datetime) -> str:
    """Return a moment as it is written everywhere: in UTC, as the database gives it back."""
    return at.astimezone(UTC).isoformat()


class Record(models.Model):
    """A row with a key that sorts by time and is made before the row is saved."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        abstract = True

    def sealed_for(self) -> uuid.UUID | None:
        """Return whose record this is: their own key seals what is sealed in it.  None: it belongs to nobody."""
        return None

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """Read the row again.  Sealed values come back sealed: reading them again is not changing them."""
        wanted = None if fields is None else list(fields)
        super().refresh_from_db(using=using, fields=wanted, from_queryset=from_queryset)
        for field in self._meta.concrete_fields:
            if isinstance(field, _Sealed) and (wanted is None or field.attname in wanted):
                self.__dict__.pop(field.attname, None)

    def image(self) -> dict[str, Any]:
        """Return what the row holds, for revisions and digests.  Sealed fields stay sealed."""
        held: dict[str, Any] = {}
        for field in self._meta.concrete_fields:
            if isinstance(field, _Sealed):
                value: Any = field.value_to_string(self) or None
            else:
                value = _portable(getattr(self, field.attname))
            held[field.attname] = value
        return held


class Source(models.TextChoices):
    """Where a change came from."""

    FORM = "form"
    IMPORT = "import"
    ARRIVAL = "arrival"
    COMMAND = "command"


def _salt() -> str:
    return secrets.token_hex(16)


class Revision(models.Model):
    """One numbered change of one record: who, when, from where, why, and each field before and after.

    Of somebody erased nothing is left but the digest of what the line said, which the record of events vouches for.
    Nobody can find out by guessing what it said: the salt that went into the digest is gone with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    source = models.CharField(max_length=12, choices=Source.choices)
    source_reference = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField()
    salt = models.CharField(max_length=32, default=_salt, blank=True, editable=False)
    erased_line = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject_kind", "subject_id", "number"], name="store_revision_number"),
        ]
        ordering: ClassVar = ["subject_kind", "subject_id", "number"]

    def canonical(self) -> bytes:
        """Return the bytes that the audit event of this change vouches for."""
        said = [
            str(self.id),
            self.subject_kind,
            self.subject_id,
            self.number,
            _moment(self.at),
            self.actor,
            self.source,
            self.source_reference,
            self.reason,
            self.changes,
            # Lines written before there was a salt say what they always said.
            *([self.salt] if self.salt else []),
        ]
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def line(self) -> str:
        """The digest of what the line says, or said before it was erased."""
        return self.erased_line or hashlib.sha256(self.canonical()).hexdigest()


class Counter(models.Model):
    """The last number given out under a name, so that no number is given twice."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)


class Blob(Record):
    """A stored file: addressed by a keyed digest of its content, sealed on disk under a key of its own."""

    address = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    sealed_key = models.BinaryField()


class SubjectKey(models.Model):
    """The own key of somebody, sealed under the ring; once it is destroyed nothing of theirs opens anywhere."""

    id = models.UUIDField(primary_key=True, editable=False)
    sealed_key = models.BinaryField()
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="store_subject_key_destroyed",
                condition=models.Q(sealed_key=b"", destroyed_at__isnull=False)
                | (~models.Q(sealed_key=b"") & models.Q(destroyed_at__isnull=True)),
            ),
        ]


class Rotation(Record):
    """A change of the current key under way: which column is being resealed, and up to which row."""

    to_key = models.PositiveIntegerField(unique=True)
    step = models.CharField(max_length=120, blank=True)
    cursor = models.CharField(max_length=40, blank=True)
    resealed = models.PositiveBigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
