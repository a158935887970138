"""Forms and their published versions.

A published version is never changed and never deleted: the database refuses it, whoever asks.  A correction is a new
version.  Closing a version only says that no new talk begins with it; what was asked with it stays readable.
"""

import hashlib
from typing import ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.store.models import Record


class Instrument(Guarded, Record):
    """A form under its code.  One without an office came with the product and changes only with the product."""

    scope_columns: ClassVar = ScopeColumns(
        office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    code = models.CharField(max_length=60, unique=True)
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="+")


class FormVersion(Guarded, Record):
    """A form as it was published: its sheets word for word, the form that phones load, and when and by whom."""

    scope_columns: ClassVar = Instrument.scope_columns.behind("instrument")

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    version = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    """SHA-256 of the sheets, in hexadecimal digits."""
    sheets = models.JSONField()
    """The text of every sheet as CSV: {"survey": ..., "choices": ..., "settings": ...}."""
    xform = models.TextField()
    """The same form as XForm, the XML that phones load."""
    note = models.CharField(max_length=300, blank=True)
    """Why this version was made, in its publisher's words; what changed is computed."""
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "version"], name="surveys_version_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["instrument", "-published_at"], name="surveys_versions")]

    @property
    def xform_md5(self) -> str:
        """The checksum by which a phone sees that a form has changed; OpenRosa asks for MD5."""
        return hashlib.md5(self.xform.encode(), usedforsecurity=False).hexdigest()
