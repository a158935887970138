"""Reads about openings, and about who could see a file and why: for whoever opens, reviews or explains."""

from datetime import date, datetime

from django.db.models import QuerySet

from sankofa.accounts import hooks, permissions, queries
from sankofa.accounts.models import Office, Opening, User
from sankofa.accounts.queries import within_scope
from sankofa.accounts.rules import access
from sankofa.accounts.rules.access import Decision
from sankofa.accounts.rules.terms import Actor, Permission, Resource, Scope, ScopeKind

SHOWN_MAX = 200


def file_numbered(number: str, *, viewer: Actor) -> hooks.File | None:
    """Return the file with a number in the viewer's organisation; None where there is none for them."""
    return next((found for found in hooks.files.answers(number, viewer) if found is not None), None)


def hidden_from(viewer: Actor, *, on: date) -> frozenset[str]:
    """Return the ids of records that are not there for the viewer, because the file is protected.

    For lists that hold no more than an id, such as the rows of a file or the record of events.
    """
    return frozenset().union(*hooks.hidden.answers(viewer, on))


def opened_since(user: User, at: datetime) -> list[Opening]:
    """Return what somebody opened since a moment, the earliest first."""
    return list(Opening.objects.filter(user=user, opened_at__gt=at).order_by("opened_at"))


def openings_of(user_id: str) -> QuerySet[Opening]:
    """Return what somebody opened, the latest first."""
    return Opening.objects.filter(user_id=user_id).select_related("office").order_by("-opened_at")


def own_opening(opening_id: str, *, viewer: Actor) -> Opening | None:
    """Return an opening of the viewer's own, or None."""
    return openings_of(viewer.id).filter(pk=opening_id).first()


def openings_to_review(viewer: Actor, *, on: date) -> list[Opening]:
    """Return what others opened in the viewer's reach: what nobody has looked at first, then the latest.

    What was protected since is left out for those not named on it, like everything about the file.
    """
    found = within_scope(
        Opening.objects.select_related("user", "office", "reviewed_by"),
        viewer=viewer,
        permission=permissions.REVIEW_OPENINGS,
        on=on,
    )
    if viewer.kind == "user":
        found = found.exclude(user_id=viewer.id)
    rows = sorted(found.order_by("-opened_at")[:SHOWN_MAX], key=lambda row: row.reviewed_at is not None)
    gone = hidden_from(viewer, on=on)
    return [row for row in rows if row.record_id not in gone]


def count_to_review(viewer: Actor, *, on: date) -> int:
    """Return how many openings of others in the viewer's reach nobody has looked at."""
    found = within_scope(
        Opening.objects.filter(reviewed_at=None), viewer=viewer, permission=permissions.REVIEW_OPENINGS, on=on
    )
    if viewer.kind == "user":
        found = found.exclude(user_id=viewer.id)
    ids = list(found.values_list("record_id", flat=True)[:SHOWN_MAX])
    gone = hidden_from(viewer, on=on) if ids else frozenset()
    return sum(one not in gone for one in ids)


def opening_to_review(opening_id: str, *, viewer: Actor, on: date) -> Opening | None:
    """Return one opening that the viewer may look at, or None."""
    return next((row for row in openings_to_review(viewer, on=on) if str(row.pk) == str(opening_id)), None)


def people_to_explain(viewer: Actor, permission: Permission, *, on: date) -> QuerySet[User]:
    """Return the people about whom the viewer may ask, by name."""
    found = User.objects.filter(is_active=True).select_related("office__organisation", "office__place")
    return within_scope(found, viewer=viewer, permission=permission, on=on).order_by("name", "pk")


def may_watch(viewer: Actor, user: User, *, on: date) -> bool:
    """Whether the viewer may look at the pages as somebody: never themselves, never with more reach than their own."""
    if str(user.pk) == viewer.id or viewer.watcher:
        return False
    held = [grant for grant in user.as_actor().grants if grant.scope.kind is not ScopeKind.RECORD]
    reaches = [user.resource(), *(_reach_of(grant.scope, user) for grant in held)]
    return all(
        access.decide(viewer.grants, permissions.VIEW_AS, reach, actor_id=viewer.id, on=on).allowed for reach in reaches
    )


def for_oneself_alone() -> Decision:
    """Return the refusal of opening or closing a file in somebody else's name."""
    return access.gone(permissions.OPEN_OUTSIDE)


def _reach_of(scope: Scope, user: User) -> Resource:
    """Return the widest thing that a reach covers: whoever reaches that, reaches all of it."""
    match scope.kind:
        case ScopeKind.OFFICE:
            held = Office.objects.select_related("place").filter(pk=scope.anchor).first()
            return Resource() if held is None else held.resource()
        case ScopeKind.ORGANISATION:
            return Resource(organisation=scope.anchor)
        case ScopeKind.DISTRICT | ScopeKind.COUNTRY:
            return Resource(place=scope.anchor, organisation=scope.within)
        case ScopeKind.EVERYWHERE:
            return Resource()
        case ScopeKind.OWN:
            # Their own people belong where they work; those of a colleague whom they cover for, where that one does.
            owner = queries.user_by_id(scope.anchor) if scope.anchor else user
            return Resource() if owner is None else owner.resource()
        case ScopeKind.RECORD:
            return Resource()
