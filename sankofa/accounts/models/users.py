"""Users, roles, and who holds which role where."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.accounts.models.organisations import Office, Organisation
from sankofa.accounts.rules.terms import Actor, Grant, Scope, ScopeKind
from sankofa.kernel.identifiers import uuid7
from sankofa.store.fields import LabelField
from sankofa.store.models import Record


class Role(models.Model):
    """A role as data: a name in several languages and the permissions it carries."""

    code = models.CharField(max_length=30, primary_key=True)
    names = LabelField()
    permissions = models.JSONField()
    scope_kind = models.CharField(max_length=12)
    second_factor = models.BooleanField(default=False)


class UserManager(BaseUserManager["User"]):
    """Finds users by their e-mail address, however it is capitalised."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user with this e-mail address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, Guarded, Record):
    """Somebody who signs in."""

    scope_columns: ClassVar = ScopeColumns(
        owner="id", office="office_id", organisation="office__organisation_id", place="office__place__path"
    )

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="staff")
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = UserManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accounts_user_email_lower", condition=models.Q(email=models.functions.Lower("email"))
            ),
        ]

    def image(self) -> dict[str, Any]:
        """Return what an administrator may change on a user, for revisions; never the password."""
        return {
            "email": self.email,
            "name": self.name,
            "office_id": str(self.office_id),
            "language": self.language,
            "is_active": self.is_active,
        }

    @cached_property
    def held(self) -> list["Assignment"]:
        """The roles somebody holds or held, with what they carry, as they were read last."""
        return list(self.assignments.select_related("role"))

    def is_asked_for_second_step(self, on: date) -> bool:
        """Whether a role they hold on a day asks for more than a password."""
        return any(held.role.second_factor and held.as_grant().is_current(on) for held in self.held)

    def as_actor(self) -> Actor:
        """Return the user as somebody who acts, with the grants of their roles as they are now."""
        self.__dict__.pop("held", None)
        return Actor(
            kind="user",
            id=str(self.pk),
            name=self.name,
            grants=tuple(held.as_grant() for held in self.held),
            office=str(self.office_id),
            zone=self.office.zone,
        )


class Assignment(models.Model):
    """A role that a user holds within a scope, from a day until (not including) another."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    scope_kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ScopeKind])
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accounts_assignment_anchor",
                condition=models.Q(
                    scope_kind__in=["own", "everywhere"],
                    office__isnull=True,
                    organisation__isnull=True,
                    place__isnull=True,
                    country__isnull=True,
                )
                | models.Q(
                    scope_kind="office",
                    office__isnull=False,
                    organisation__isnull=True,
                    place__isnull=True,
                    country__isnull=True,
                )
                | models.Q(
                    scope_kind="organisation",
                    office__isnull=True,
                    organisation__isnull=False,
                    place__isnull=True,
                    country__isnull=True,
                )
                | models.Q(
                    scope_kind="district",
                    office__isnull=True,
                    organisation__isnull=True,
                    place__isnull=False,
                    country__isnull=True,
                )
                | models.Q(
                    scope_kind="country",
                    office__isnull=True,
                    organisation__isnull=True,
                    place__isnull=True,
                    country__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="accounts_assignment_span",
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gt=models.F("from_on")),
            ),
        ]

    def as_grant(self) -> Grant:
        """Return the assignment as a grant that rules understand."""
        kind = ScopeKind(self.scope_kind)
        anchor = {
            ScopeKind.OFFICE: self.office_id,
            ScopeKind.ORGANISATION: self.organisation_id,
            ScopeKind.DISTRICT: self.place_id,
            ScopeKind.COUNTRY: self.country_id,
        }.get(kind, "")
        return Grant(
            role=self.role_id,
            permissions=frozenset(self.role.permissions),
            scope=Scope(kind, str(anchor)),
            from_on=self.from_on,
            until_on=self.until_on,
        )
