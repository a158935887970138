"""Users, roles, and who holds which role where."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from sankofa.accounts import calendars, registry
from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.accounts.models.organisations import Office, Organisation
from sankofa.accounts.permissions import SIGNED_IN
from sankofa.accounts.rules import covering
from sankofa.accounts.rules.terms import EVERY_ORGANISATION, OF_A_ROLE, Actor, Grant, RoleTerms, Scope, ScopeKind
from sankofa.kernel import clock
from sankofa.store.fields import LabelField
from sankofa.store.models import Record
from sankofa.store.plans import kept_plans

if TYPE_CHECKING:
    from sankofa.accounts.models.covers import Cover


class Role(models.Model):
    """A role as data: a name in several languages and the permissions it carries."""

    code = models.CharField(max_length=30, primary_key=True)
    names = LabelField()
    permissions = models.JSONField()
    may_give = models.JSONField(default=list)
    """Codes of the roles that whoever manages staff with this role may give."""
    scope_kind = models.CharField(max_length=12)
    second_factor = models.BooleanField(default=False)
    by_two = models.BooleanField(default=False)
    """Whether it opens so much that a second person approves the gift, wherever there is one."""

    def terms(self) -> RoleTerms:
        """Return the role as rules understand it."""
        return RoleTerms(self.code, frozenset(self.permissions), frozenset(self.may_give), self.by_two)


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
    types_days_in = models.CharField(max_length=13, blank=True, choices=calendars.COLUMN_CHOICES)
    days_also_in = models.CharField(max_length=13, blank=True, choices=calendars.COLUMN_CHOICES)
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(null=True, blank=True)

    covers: "models.Manager[Cover]"

    # Answers read along with who is signed in (see doors/backend.py); None where nobody asked, so they are asked for.
    stands_in: bool | None = None
    has_open: bool | None = None
    has_second_step: bool | None = None

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
            "types_days_in": self.types_days_in,
            "days_also_in": self.days_also_in,
            "is_active": self.is_active,
            "left_on": None if self.left_on is None else self.left_on.isoformat(),
        }

    @property
    def calendars(self) -> calendars.Wanted:
        """The calendars in which the user types and also reads days."""
        return calendars.wanted(
            types_days_in=self.types_days_in,
            days_also_in=self.days_also_in,
            country=self.office.place_id.partition(".")[0],
        )

    @kept_plans()
    def own_grants(self) -> tuple[Grant, ...]:
        """Return the grants of the user's own roles, without what they hold by covering for somebody."""
        return tuple(held.as_grant() for held in self.assignments.select_related("role"))

    def as_actor(self) -> Actor:
        """Return the user as somebody who acts, with the grants of their roles and of colleagues they cover for."""
        return Actor(
            kind="user",
            id=str(self.pk),
            name=self.name,
            grants=self._all_grants(),
            office=str(self.office_id),
            zone=self.office.zone,
        )

    def standing_covers(self) -> "models.QuerySet[Cover]":
        """Return the covers that this user does for people who are away, now or later."""
        return self.covers.filter(standing__isnull=False, absent__is_active=True).select_related("absent")

    def _all_grants(self) -> tuple[Grant, ...]:
        held = (*self.own_grants(), *self._covering_grants())
        return (*held, *self._opened(held))

    def _opened(self, held: tuple[Grant, ...]) -> Iterator[Grant]:
        """Yield what the files opened with a reason lend: looking, and only at what one may look at elsewhere."""
        if self.has_open is False:
            return
        now = clock.now()
        on = clock.day_of(now, self.office.zone)
        shows = {code for code, permission in registry.declared().items() if permission.shows} - {SIGNED_IN.code}
        lent = frozenset(shows & {code for grant in held if grant.is_current(on) for code in grant.permissions})
        for opening in self.openings.filter(closed_at=None, opened_at__lte=now, ends_at__gt=now):
            yield Grant(
                role="",
                permissions=lent,
                scope=Scope(ScopeKind.RECORD, opening.record_id),
                from_on=min(on, clock.day_of(opening.opened_at, self.office.zone)),
                ends_at=opening.ends_at,
            )

    def _covering_grants(self) -> Iterator[Grant]:
        if self.stands_in is False:
            return
        for cover in self.standing_covers():
            yield from covering.passed_on(cover.absent.own_grants(), cover.terms())


def _anchored(kind: str, *anchors: str, of_every_organisation: bool = False) -> models.Q:
    """Return the condition that a reach has exactly the anchors it needs."""
    known = {f"{anchor}__isnull": anchor not in anchors for anchor in ("office", "organisation", "place", "country")}
    return models.Q(scope_kind=kind, of_every_organisation=of_every_organisation, **known)


class Assignment(Guarded, Record):
    """A role that a user holds within a scope, from a day until (not including) another.

    A district or a country is held within an organisation; "of every organisation" is said in so many words.
    `standing` names what is held by whom; as long as that lasts nobody can give the same a second time.
    """

    scope_columns: ClassVar = ScopeColumns(
        owner="user_id",
        office="user__office_id",
        organisation="user__office__organisation_id",
        place="user__office__place__path",
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")
    scope_kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in OF_A_ROLE])
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    of_every_organisation = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_alone = models.BooleanField(default=False)
    """Whether one person gave a role that two give, because there was no second."""
    standing = models.CharField(max_length=160, null=True, blank=True, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accounts_assignment_anchor",
                condition=_anchored("own")
                | _anchored("everywhere")
                | _anchored("office", "office")
                | _anchored("organisation", "organisation")
                | _anchored("district", "place", "organisation")
                | _anchored("district", "place", of_every_organisation=True)
                | _anchored("country", "country", "organisation")
                | _anchored("country", "country", of_every_organisation=True),
            ),
            models.CheckConstraint(
                name="accounts_assignment_span",
                condition=models.Q(until_on__isnull=True) | models.Q(until_on__gte=models.F("from_on")),
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
            scope=Scope(kind, str(anchor), within=self._within(kind)),
            from_on=self.from_on,
            until_on=self.until_on,
            may_give=frozenset(self.role.may_give),
            asks_second_step=self.role.second_factor,
        )

    def _within(self, kind: ScopeKind) -> str:
        if kind not in {ScopeKind.DISTRICT, ScopeKind.COUNTRY}:
            return ""
        return EVERY_ORGANISATION if self.of_every_organisation else str(self.organisation_id)
