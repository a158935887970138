"""Phones and tablets that are filled without signal: whose they are, and the way in that each has for itself."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.accounts.rules import keys
from sankofa.store.models import Record


class Device(Guarded, Record):
    """A phone of somebody who visits people.  It comes in by a token of its own, never by its holder's password.

    Of the token only the prefix and a digest are kept.  It opens the forms and its holder's own people, and nothing
    else; ending it leaves the holder's account as it is.
    """

    scope_columns: ClassVar = ScopeColumns(
        owner="holder_id",
        office="holder__office_id",
        organisation="holder__office__organisation_id",
        place="holder__office__place__path",
    )

    holder = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="phones")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    last_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="surveys_device_spans", condition=models.Q(expires_at__gt=models.F("created_at"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["holder", "-created_at"], name="surveys_phones_of")]

    def image(self) -> dict[str, Any]:
        """Return what was decided about the phone, for revisions; neither its digest nor when it was seen."""
        held = super().image()
        return {name: value for name, value in held.items() if name not in {"digest", "last_seen_at"}}

    def standing(self, at: datetime) -> keys.Standing:
        """Return whether the phone's token opens at a moment; it ends with its holder's account."""
        if not self.holder.is_active:
            return keys.Standing.REVOKED
        return keys.standing(expires_at=self.expires_at, revoked_at=self.ended_at, at=at)
