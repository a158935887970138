"""Reads about staff: who works where, with which roles, who is away, and what waits for an answer."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from sankofa.accounts import permissions, queries
from sankofa.accounts.invitation_codes import digest_of
from sankofa.accounts.models import (
    Assignment,
    Cover,
    Invitation,
    Key,
    Office,
    Organisation,
    Review,
    ReviewLine,
    Role,
    User,
)
from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules import access, oddities
from sankofa.accounts.rules.granting import Colleague
from sankofa.accounts.rules.reviewing import quarter_of
from sankofa.accounts.rules.terms import EVERY_ROLE, Actor, Grant, Resource, RoleTerms, ScopeKind
from sankofa.audit.queries import last_done_at
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding
from sankofa.places import queries as places
from sankofa.store.models import Revision

PLACE_LEVEL_MAX = 2
"""Offices serve a district or something larger; below that the list would be too long to choose from."""

office = queries.office


def role_terms(code: str) -> RoleTerms | None:
    """Return a role as rules understand it; None where there is no such role."""
    role = Role.objects.filter(code=code).first()
    return None if role is None else role.terms()


def usual_kind(code: str) -> ScopeKind | None:
    """Return how far a role usually reaches; None where there is no such role."""
    role = Role.objects.filter(code=code).first()
    return None if role is None else ScopeKind(role.scope_kind)


def roles() -> list[Role]:
    """Return all roles, by code."""
    return list(Role.objects.order_by("code"))


def roles_to_give(viewer: Actor, *, on: date) -> list[Role]:
    """Return the roles that the viewer could give somewhere, by code: what to offer, not yet what is allowed."""
    own = [grant for grant in viewer.grants if grant.is_current(on) and not grant.cover_of]
    managing = [grant for grant in own if permissions.MANAGE.code in grant.permissions]
    named = frozenset().union(*(grant.may_give for grant in managing))
    held = frozenset().union(*(grant.permissions for grant in own))
    return [
        role
        for role in roles()
        if managing
        and (
            role.code in named
            or EVERY_ROLE in named
            or (role.terms().permissions <= held and role.terms().may_give <= named)
        )
    ]


def organisations_of(viewer: Actor, *, on: date) -> QuerySet[Organisation]:
    """Return the organisations in which the viewer manages staff anywhere, by name."""
    whole = within_scope(Organisation.objects.all(), viewer=viewer, permission=permissions.MANAGE, on=on)
    parts = queries.offices_of(viewer, permissions.MANAGE, on=on).values("organisation_id")
    return Organisation.objects.filter(Q(pk__in=whole.values("pk")) | Q(pk__in=parts)).order_by("name")


def organisation(organisation_id: str, *, viewer: Actor, on: date) -> Organisation | None:
    """Return an organisation whose whole staff the viewer manages; None where there is none."""
    found = within_scope(Organisation.objects.all(), viewer=viewer, permission=permissions.MANAGE, on=on)
    return found.filter(pk=organisation_id).first()


def managed_office(office_id: str, *, viewer: Actor, on: date) -> Office | None:
    """Return an office whose staff the viewer manages; None where there is none."""
    return queries.offices_of(viewer, permissions.MANAGE, on=on).filter(pk=office_id).first()


def offices_in(body: Organisation, *, viewer: Actor, on: date) -> list[Office]:
    """Return the offices of an organisation whose staff the viewer manages, open ones first."""
    found = queries.offices_of(viewer, permissions.MANAGE, on=on).filter(organisation=body)
    return sorted(found, key=lambda office: (office.closed_on is not None, office.name))


def place_choices(body: Organisation | None) -> list[tuple[str, str]]:
    """Return the places that an office can serve, by name: in the countries of an organisation, else in all."""
    origins = places.origins()
    if body is not None:
        origins = origins.filter(
            pk__in=[path.split(".", 1)[0] for path in body.offices.values_list("place", flat=True)]
        )
    found = [
        (place.path, f"{place.name} ({place.path})")
        for country in origins
        for place in places.places_within(country.pk)
        if place.level <= PLACE_LEVEL_MAX
    ]
    return sorted(found, key=lambda choice: choice[1])


def offices_to_staff(viewer: Actor, *, on: date) -> QuerySet[Office]:
    """Return the open offices for which the viewer may invite people, by name."""
    return queries.offices_of(viewer, permissions.MANAGE, on=on).filter(closed_on=None)


def may_found(viewer: Actor, *, on: date) -> bool:
    """Whether the viewer manages staff across all organisations, and so may found another one."""
    decision = access.decide(viewer.grants, permissions.MANAGE, Resource(), actor_id=viewer.id, on=on)
    return decision.allowed


def staff(viewer: Actor, *, text: str = "", role: str = "", office_id: str = "", on: date) -> QuerySet[User]:
    """Return the people whose accounts the viewer manages, by name; narrowed by name or address, role and office."""
    found = within_scope(
        User.objects.select_related("office__organisation", "office__place", "invitation"),
        viewer=viewer,
        permission=permissions.MANAGE,
        on=on,
    )
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if office_id:
        found = found.filter(office_id=office_id)
    if role:
        held = Assignment.objects.filter(_counts(on), role_id=role)
        found = found.filter(pk__in=held.values("user_id"))
    return found.prefetch_related("assignments__role").order_by("name", "pk")


def member(user_id: str, *, viewer: Actor, on: date) -> User | None:
    """Return somebody whose account the viewer manages; None where there is nobody."""
    return staff(viewer, on=on).filter(pk=user_id).first()


def colleagues_of(user: User) -> list[User]:
    """Return the others of somebody's organisation who sign in: those of the same office first, by name."""
    found = User.objects.filter(office__organisation_id=user.office.organisation_id, is_active=True)
    others = found.exclude(pk=user.pk).select_related("office").order_by("name", "pk")
    return sorted(others, key=lambda one: one.office_id != user.office_id)


def assignments_of(user: User) -> list[Assignment]:
    """Return all roles that somebody holds or held, those that still count first."""
    held = user.assignments.select_related("role", "office", "organisation", "place", "country", "given_by")
    return sorted(held, key=lambda one: (one.until_on is not None, one.from_on, one.created_at))


def assignment(assignment_id: str, *, viewer: Actor, on: date) -> Assignment | None:
    """Return a role of somebody whose account the viewer manages; None where there is none."""
    held = Assignment.objects.select_related("user__office__organisation", "role")
    return within_scope(held, viewer=viewer, permission=permissions.MANAGE, on=on).filter(pk=assignment_id).first()


def administrators_of(organisation_id: UUID, *, on: date) -> list[Assignment]:
    """Return the roles, without an end, by which active people manage the staff of a whole organisation."""
    held = Assignment.objects.filter(
        organisation_id=organisation_id,
        scope_kind=ScopeKind.ORGANISATION,
        from_on__lte=on,
        until_on=None,
        user__is_active=True,
    ).select_related("role")
    return [one for one in held if permissions.MANAGE.code in one.role.permissions]


def managers(*, on: date) -> list[Colleague]:
    """Return everybody active who holds a role of their own, on a day, by which they manage staff anywhere."""
    managing = [role.code for role in Role.objects.all() if permissions.MANAGE.code in role.permissions]
    held = Assignment.objects.filter(_counts(on), role_id__in=managing, user__is_active=True)
    found = User.objects.filter(pk__in=held.values("user_id")).select_related("office")
    return [
        Colleague(str(user.pk), _grants(user), clock.day_of(user.created_at, user.office.zone))
        for user in found.prefetch_related("assignments__role")
    ]


def account_since(user_id: str) -> date | None:
    """Return the day since which somebody has an account; None where there is nobody."""
    user = queries.user_by_id(user_id)
    return None if user is None else clock.day_of(user.created_at, user.office.zone)


def covers_of(user: User, *, on: date) -> list[Cover]:
    """Return who covers for somebody and for whom they cover, now or later, the next first."""
    found = Cover.objects.filter(Q(absent=user) | Q(covering=user), standing__isnull=False, until_on__gt=on)
    return list(found.select_related("absent", "covering", "given_by").order_by("from_on"))


def cover(cover_id: str, *, viewer: Actor, on: date) -> Cover | None:
    """Return a cover of somebody whose account the viewer manages, or the viewer's own; None where there is none."""
    found = Cover.objects.select_related("absent__office", "covering__office")
    managed = within_scope(found, viewer=viewer, permission=permissions.MANAGE, on=on)
    own = Q(absent_id=viewer.id) if viewer.kind == "user" else Q(pk__in=[])
    return found.filter(Q(pk__in=managed.values("pk")) | own).filter(pk=cover_id).first()


def invitation_for(code: str, *, at: datetime) -> Invitation | None:
    """Return the invitation that a code opens, if it is still good; None for every other code, whatever the reason."""
    held = Invitation.objects.select_related("user__office__organisation", "invited_by").filter(digest=digest_of(code))
    return held.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at).first()


def pending_invitation(user: User) -> Invitation | None:
    """Return the invitation that somebody has not answered; None where there is none, or it was withdrawn."""
    return Invitation.objects.filter(user=user, accepted_at=None, withdrawn_at=None).first()


def odd_about(user: User, *, on: date) -> list[Finding]:
    """Return what is worth a look about somebody's account."""
    invitation: Invitation | None = getattr(user, "invitation", None)
    if invitation is not None and (invitation.accepted_at is not None or invitation.withdrawn_at is not None):
        invitation = None
    zone = user.office.zone
    return oddities.oddities(
        oddities.StaffFacts(
            is_active=user.is_active,
            is_invited=invitation is not None,
            invitation_ends_on=None if invitation is None else clock.day_of(invitation.expires_at, zone),
            entered_on=clock.day_of(user.created_at, zone),
            signed_in_on=None if user.last_login is None else clock.day_of(user.last_login, zone),
            grants=_grants(user),
        ),
        on=on,
    )


def last_used_at(user_ids: Iterable[str]) -> Mapping[str, datetime]:
    """Return when each user last did anything that is on record; who never did is left out."""
    return last_done_at(set(user_ids))


def history_of(user: User) -> list[Revision]:
    """Return every change of somebody's account, roles, covers and invitation, latest first."""
    kept = {
        "accounts.user": [user.pk],
        "accounts.assignment": Assignment.objects.filter(user=user).values_list("pk", flat=True),
        "accounts.cover": Cover.objects.filter(absent=user).values_list("pk", flat=True),
        "accounts.invitation": Invitation.objects.filter(user=user).values_list("pk", flat=True),
    }
    wanted = Q(pk__in=[])
    for kind, keys in kept.items():
        wanted |= Q(subject_kind=kind, subject_id__in=[str(key) for key in keys])
    return list(Revision.objects.filter(wanted).order_by("-at", "-id"))


def reviews_of(viewer: Actor, *, on: date) -> QuerySet[Review]:
    """Return the reviews of access that the viewer may answer, latest first."""
    reviews = Review.objects.select_related("organisation")
    return within_scope(reviews, viewer=viewer, permission=permissions.MANAGE, on=on).order_by("-opened_on", "-id")


def lines_of(review: Review) -> list[ReviewLine]:
    """Return the lines of a review: first the people by name, then their roles."""
    lines = ReviewLine.objects.filter(review=review).select_related(
        "assignment__user__office",
        "assignment__role",
        "assignment__office",
        "assignment__organisation",
        "assignment__place",
        "assignment__country",
        "answered_by",
    )
    return list(lines.order_by("assignment__user__name", "assignment__user_id", "assignment__role_id"))


def line(line_id: str, *, viewer: Actor, on: date) -> ReviewLine | None:
    """Return a line of a review that the viewer may answer; None where there is none."""
    lines = ReviewLine.objects.select_related("assignment__user", "assignment__role", "answered_by")
    return within_scope(lines, viewer=viewer, permission=permissions.MANAGE, on=on).filter(pk=line_id).first()


def open_lines(review: Review) -> int:
    """Return how many lines of a review wait for an answer."""
    return ReviewLine.objects.filter(review=review, answer=ReviewLine.Answer.OPEN).count()


def organisations_to_review(viewer: Actor, *, on: date) -> list[Organisation]:
    """Return the organisations in which the viewer could begin this quarter's review, because nobody has."""
    whole = within_scope(Organisation.objects.all(), viewer=viewer, permission=permissions.MANAGE, on=on)
    return list(whole.filter(closed_on=None).exclude(reviews__quarter=quarter_of(on)).order_by("name"))


def current_assignments(organisation: Organisation, *, on: date) -> list[Assignment]:
    """Return every role that counts on a day of the active staff of an organisation."""
    held = Assignment.objects.filter(
        _counts(on), user__office__organisation=organisation, user__is_active=True
    ).select_related("user", "role")
    return list(held.order_by("user__name", "role_id"))


def keys_given_by(user: User, *, at: datetime) -> list[Key]:
    """Return the keys of systems and devices that somebody gave and that still open, the newest first."""
    return list(_open_keys(at).filter(given_by=user))


def keys_within(body: Organisation, *, at: datetime) -> list[Key]:
    """Return the keys of systems and devices of an organisation that still open, the newest first."""
    return list(_open_keys(at).filter(organisation=body))


def holders_of(role: str, viewer: Actor, *, on: date) -> list[User]:
    """Return who holds a role among those whose accounts the viewer manages."""
    return list(staff(viewer, role=role, on=on))


def _grants(user: User) -> tuple[Grant, ...]:
    return tuple(one.as_grant() for one in user.assignments.all())


def _open_keys(at: datetime) -> QuerySet[Key]:
    found = Key.objects.filter(revoked_at=None, expires_at__gt=at)
    return found.select_related("organisation", "office__place", "given_by").order_by("-created_at", "-pk")


def _counts(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))
