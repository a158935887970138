"""Reads of accounts, and the scoped reading of every guarded table."""

from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from sankofa.accounts import permissions
from sankofa.accounts.guarded import Guarded
from sankofa.accounts.models import Key, Office, Organisation, Role, User
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, Permission, ScopeKind

G = TypeVar("G", bound=Guarded)


def within_scope(records: QuerySet[G], *, viewer: Actor, permission: Permission, on: date) -> QuerySet[G]:
    """Return only the records on which the viewer's grants allow something.  The list form of `access.decide`."""
    columns = records.model.scope_columns
    reach = Q(pk__in=[])
    for grant in viewer.grants:
        if permission.code not in grant.permissions or not grant.is_current(on):
            continue
        anchor = grant.scope.anchor
        match grant.scope.kind:
            case ScopeKind.EVERYWHERE:
                return records
            case ScopeKind.OWN if columns.owner:
                reach |= Q(**{columns.owner: viewer.id})
            case ScopeKind.OFFICE if columns.office:
                reach |= Q(**{columns.office: anchor})
            case ScopeKind.ORGANISATION if columns.organisation:
                reach |= Q(**{columns.organisation: anchor})
            case ScopeKind.COUNTRY if "." in anchor:
                continue
            case ScopeKind.DISTRICT | ScopeKind.COUNTRY if columns.place:
                reach |= Q(**{columns.place: anchor}) | Q(**{f"{columns.place}__startswith": f"{anchor}."})
            case _:
                continue
    return records.filter(reach)


def decision_on(record: Guarded, *, actor: Actor, permission: Permission, on: date) -> access.Decision:
    """Return whether an actor may do something to a record, and why."""
    return access.decide(actor.grants, permission, record.resource(), actor_id=actor.id, on=on)


def organisation_names() -> list[str]:
    """Return the names of all organisations."""
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))


def offices_of(viewer: Actor, permission: Permission, *, on: date) -> QuerySet[Office]:
    """Return the offices for which the viewer may do something, by name."""
    return within_scope(
        Office.objects.select_related("organisation", "place"), viewer=viewer, permission=permission, on=on
    ).order_by("name")


def office(office_id: str) -> Office:
    """Return an office."""
    return Office.objects.select_related("organisation", "place").get(pk=office_id)


def user_by_id(user_id: str) -> User | None:
    """Return an active user, or None."""
    return (
        User.objects.select_related("office__organisation", "office__place").filter(pk=user_id, is_active=True).first()
    )


def address_taken(email: str) -> bool:
    """Whether somebody signs in with this address."""
    return User.objects.filter(email=email.lower()).exists()


def names_of(user_ids: set[str]) -> dict[str, str]:
    """Return the names of users by id, for timelines."""
    return {str(key): name for key, name in User.objects.filter(pk__in=user_ids).values_list("pk", "name")}


def office_named(name: str) -> Office:
    """Return the office with a name.  Raises Office.DoesNotExist, and MultipleObjectsReturned where two share it."""
    return Office.objects.select_related("organisation", "place").get(name=name)


def office_of(organisation: Organisation, name: str) -> Office:
    """Return an organisation's office with a name.  Raises Office.DoesNotExist."""
    return Office.objects.select_related("organisation", "place").get(organisation=organisation, name=name)


def staff_of(office_name: str) -> list[User]:
    """Return the active staff of an office, the earliest first."""
    return list(
        User.objects.filter(office__name=office_name, is_active=True)
        .select_related("office")
        .order_by("created_at", "pk")
    )


def role_names(code: str) -> dict[str, str]:
    """Return the names of a role by language; none where there is no such role."""
    role = Role.objects.filter(code=code).first()
    return {} if role is None else role.names


def key_with_prefix(prefix: str) -> Key | None:
    """Return the key of another system or a device by the part of it that may be known, or None."""
    return Key.objects.select_related("organisation", "office__place").filter(prefix=prefix).first()


def keys_for(viewer: Actor, *, on: date) -> QuerySet[Key]:
    """Return the keys that the viewer may give and end, the newest first."""
    found = Key.objects.select_related("organisation", "office__place", "given_by")
    return within_scope(found, viewer=viewer, permission=permissions.GIVE_KEYS, on=on).order_by("-created_at", "-pk")


def organisations_for(viewer: Actor, permission: Permission, *, on: date) -> QuerySet[Organisation]:
    """Return the organisations for which the viewer may do something, by name."""
    return within_scope(Organisation.objects.all(), viewer=viewer, permission=permission, on=on).order_by("name")
