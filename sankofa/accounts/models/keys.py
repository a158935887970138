"""Keys with which other systems and devices come in: apart from staff, never able to sign in to pages."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.accounts.models.organisations import Office, Organisation
from sankofa.accounts.models.users import User
from sankofa.accounts.rules import keys
from sankofa.accounts.rules.terms import Actor, Grant, Scope, ScopeKind
from sankofa.kernel.clock import day_of
from sankofa.store.models import Record


class Key(Guarded, Record):
    """What another system or a device may do, within an organisation or one of its offices, until it ends.

    Of the key itself only the prefix and a digest are kept.
    """

    class Kind(models.TextChoices):
        """Who holds it."""

        PARTNER = "key", _("another system")
        DEVICE = "device", _("a device")

    scope_columns: ClassVar = ScopeColumns(
        office="office_id", organisation="organisation_id", place="office__place__path"
    )

    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    permissions = models.JSONField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    last_used_at = models.DateTimeField(null=True, blank=True)
    minute_from = models.DateTimeField(null=True, blank=True)
    minute_calls = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="accounts_key_named", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="accounts_key_spans", condition=models.Q(expires_at__gt=models.F("created_at"))
            ),
        ]
        indexes: ClassVar = [models.Index(name="accounts_key_newest", fields=["organisation", "-created_at"])]

    def image(self) -> dict[str, Any]:
        """Return what was decided about the key, for revisions; neither its digest nor when it was used."""
        return {
            "kind": self.kind,
            "name": self.name,
            "organisation_id": str(self.organisation_id),
            "office_id": None if self.office_id is None else str(self.office_id),
            "prefix": self.prefix,
            "permissions": list(self.permissions),
            "expires_at": self.expires_at.isoformat(),
            "revoked_at": None if self.revoked_at is None else self.revoked_at.isoformat(),
            "replaced_by_id": None if self.replaced_by_id is None else str(self.replaced_by_id),
        }

    def standing(self, at: datetime) -> keys.Standing:
        """Return whether the key opens at a moment."""
        return keys.standing(expires_at=self.expires_at, revoked_at=self.revoked_at, at=at)

    def as_actor(self) -> Actor:
        """Return the key as somebody who acts: with its own permissions, in its own reach, never as its giver."""
        zone = "UTC" if self.office is None else self.office.zone
        scope = (
            Scope(ScopeKind.ORGANISATION, str(self.organisation_id))
            if self.office_id is None
            else Scope(ScopeKind.OFFICE, str(self.office_id))
        )
        grant = Grant(
            role=str(self.kind),
            permissions=frozenset(self.permissions),
            scope=scope,
            from_on=day_of(self.created_at, zone),
        )
        return Actor(
            kind=str(self.kind),
            id=str(self.pk),
            name=self.name,
            grants=(grant,),
            office=None if self.office_id is None else str(self.office_id),
            zone=zone,
        )
