"""Reads of accounts, and the scoped reading of every guarded table."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Manager, Q, QuerySet

from sankofa.accounts import permissions
from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.accounts.models import Assignment, Key, Office, Organisation, Role, User
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import EVERY_ORGANISATION, Actor, Grant, Permission, Resource, Scope, ScopeKind

G = TypeVar("G", bound=Guarded)


def within_scope(records: QuerySet[G], *, viewer: Actor, permission: Permission, on: date) -> QuerySet[G]:
    """Return only the records on which the viewer's grants allow something.  The list form of `access.decide`.

    What hangs on a protected file is there only for those named on the file: it is in no list and in no count.
    """
    columns = records.model.scope_columns
    held = [grant for grant in viewer.grants if permission.code in grant.permissions and grant.is_current(on)]
    found = records if any(_is_all(grant) for grant in held) else records.filter(_reach(held, columns, viewer=viewer))
    if columns.marked is None or any(_is_all(grant) and grant.sees_protected for grant in held):
        return found
    return found.filter(Q(**{columns.marked: False}) | _named(records.model, columns.named, viewer=viewer))


def by_offices(viewer: Actor, *, permission: Permission, on: date) -> Actor:
    """Return the viewer with every area told by the offices in it, for reading lists with one permission.

    The reach stays the same.  An index follows offices, and not the path of a place or an organisation.
    """
    held = [grant for grant in viewer.grants if permission.code in grant.permissions and grant.is_current(on)]
    areas = [grant for grant in held if grant.scope.kind in _AREAS]
    if not areas or any(_is_all(grant) for grant in held):
        return viewer
    reached = within_scope(Office.objects.all(), viewer=viewer, permission=permission, on=on)
    told = [
        replace(areas[0], scope=Scope(ScopeKind.OFFICE, str(office)))
        for office in reached.order_by("pk").values_list("pk", flat=True)
    ]
    return replace(viewer, grants=(*(grant for grant in held if grant.scope.kind not in _AREAS), *told))


_AREAS = frozenset({ScopeKind.DISTRICT, ScopeKind.COUNTRY, ScopeKind.ORGANISATION})


def offices_told(viewer: Actor, *, permission: Permission, on: date) -> list[str] | None:
    """Return the ids of the offices that make up a reach told `by_offices`; None where it is more than offices."""
    held = [grant for grant in viewer.grants if permission.code in grant.permissions and grant.is_current(on)]
    if any(grant.scope.kind is not ScopeKind.OFFICE for grant in held):
        return None
    return list(dict.fromkeys(grant.scope.anchor for grant in held))


def _is_all(grant: Grant) -> bool:
    return grant.scope.kind is ScopeKind.EVERYWHERE


def _reach(held: Sequence[Grant], columns: ScopeColumns, *, viewer: Actor) -> Q:
    """Return the condition that one of these grants reaches a record."""
    reach = Q(pk__in=[])
    anchors = list(dict.fromkeys(grant.scope.anchor for grant in held if grant.scope.kind is ScopeKind.OFFICE))
    if columns.office and anchors:
        reach |= Q(**{columns.office: anchors[0]} if len(anchors) == 1 else {f"{columns.office}__in": anchors})
    for grant in held:
        anchor = grant.scope.anchor
        match grant.scope.kind:
            case ScopeKind.OWN if columns.owner:
                reach |= Q(**{columns.owner: anchor or viewer.id})
            case ScopeKind.ORGANISATION if columns.organisation:
                reach |= Q(**{columns.organisation: anchor})
            case ScopeKind.RECORD if columns.record:
                reach |= Q(**{columns.record: anchor})
            case ScopeKind.COUNTRY if "." in anchor:
                continue
            case ScopeKind.DISTRICT | ScopeKind.COUNTRY if columns.place:
                reach |= _in_place(anchor, columns.place) & _within(grant.scope.within, columns.organisation)
            case _:
                continue
    return reach


def _in_place(anchor: str, place: str) -> Q:
    return Q(**{place: anchor}) | Q(**{f"{place}__startswith": f"{anchor}."})


def _within(organisation: str, column: str | None) -> Q:
    if organisation == EVERY_ORGANISATION:
        return Q()
    return Q(**{column: organisation}) if column and organisation else Q(pk__in=[])


def _named(table: type[Guarded], named: str | None, *, viewer: Actor) -> Q:
    """Return the condition that the viewer is named on the protected file.

    As a list of the few files and not as a question about each record, so that a search costs what it did before.
    """
    if named is None or not viewer.named_as:
        return Q(pk__in=[])
    rows, of_whom, whose = _naming(table, named)
    return Q(**{whose: rows.filter(user_id=viewer.named_as, ended_at=None).values(of_whom)})


@cache
def _naming(table: type[Guarded], named: str) -> tuple[Manager[Any], str, str]:
    """Return the rows that name people on files, their column of the file, and the condition by which a table has it.

    Read from the lookup: of `person__named` the rows behind `named`, and `person__in`; of `named` alone, `pk__in`.
    """
    path, _, last = named.rpartition("__")
    at: Any = table
    for step in path.split("__") if path else ():
        at = at._meta.get_field(step).related_model
    naming = at._meta.get_field(last)
    return naming.related_model._default_manager, naming.field.attname, f"{path or 'pk'}__in"


def decision_on(record: Guarded, *, actor: Actor, permission: Permission, on: date) -> access.Decision:
    """Return whether an actor may do something to a record, and why."""
    return access.decide(actor.grants, permission, record.resource(), actor_id=actor.id, on=on, named_as=actor.named_as)


def holders_of(permission: Permission, resource: Resource, *, on: date) -> list[User]:
    """Return the active people whose own roles let them do something to what belongs there, by name.

    Being named on a protected file is not asked for: this is how it is found who could be.
    """
    about = replace(resource, named=None)
    roles = [role.code for role in Role.objects.all() if permission.code in role.permissions]
    held = Assignment.objects.filter(role_id__in=roles, user__is_active=True)
    found: dict[UUID, User] = {}
    for one in held.select_related("role", "user__office__organisation"):
        decision = access.decide([one.as_grant()], permission, about, actor_id=str(one.user_id), on=on)
        if decision.allowed:
            found[one.user_id] = one.user
    return sorted(found.values(), key=lambda user: (user.name, user.pk))


def holders_somewhere(permission: Permission, *, on: date) -> list[User]:
    """Return the active people whose own roles let them do something anywhere at all."""
    roles = [role.code for role in Role.objects.all() if permission.code in role.permissions]
    held = Assignment.objects.filter(role_id__in=roles, user__is_active=True).select_related("role", "user")
    return [one.user for one in held if one.as_grant().is_current(on)]


def organisation_names() -> list[str]:
    """Return the names of all organisations."""
    return list(Organisation.objects.order_by("name").values_list("name", flat=True))


def organisations_of(viewer: Actor, permission: Permission, *, on: date) -> QuerySet[Organisation]:
    """Return the organisations for which the viewer may do something, by name."""
    return within_scope(Organisation.objects.all(), viewer=viewer, permission=permission, on=on).order_by("name")


def offices_of(viewer: Actor, permission: Permission, *, on: date) -> QuerySet[Office]:
    """Return the offices for which the viewer may do something, by name."""
    return within_scope(
        Office.objects.select_related("organisation", "place"), viewer=viewer, permission=permission, on=on
    ).order_by("name")


def office_ids() -> list[UUID]:
    """Return the ids of all offices."""
    return list(Office.objects.order_by("pk").values_list("pk", flat=True))


def office_ids_of(organisation_id: UUID) -> list[UUID]:
    """Return the ids of the offices of an organisation."""
    return list(Office.objects.filter(organisation_id=organisation_id).values_list("pk", flat=True))


def office(office_id: str) -> Office:
    """Return an office."""
    return Office.objects.select_related("organisation", "place").get(pk=office_id)


def longest_undone(done_at: Mapping[UUID, datetime], *, before: datetime) -> Office | None:
    """Return the office for which something was done longest ago, never first; None where all were done since."""
    waiting = [(done_at.get(key), key) for key in office_ids() if key not in done_at or done_at[key] < before]
    if not waiting:
        return None
    _, key = min(waiting, key=lambda one: (one[0] is not None, one[0] or before, one[1]))
    return office(str(key))


def user_by_id(user_id: str) -> User | None:
    """Return an active user, or None."""
    return (
        User.objects.select_related("office__organisation", "office__place").filter(pk=user_id, is_active=True).first()
    )


def user_to_manage(viewer: Actor, user_id: str, *, on: date) -> User | None:
    """Return an active user whom the viewer manages; None where there is none within reach."""
    reach = within_scope(User.objects.filter(is_active=True), viewer=viewer, permission=permissions.MANAGE, on=on)
    return reach.filter(pk=user_id).first()


def user_with_address(email: str) -> User | None:
    """Return the active user who signs in with an address, or None."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


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


def organisation_names_by_id(ids: set[str]) -> dict[str, str]:
    """Return the names of organisations by id."""
    return {str(key): name for key, name in Organisation.objects.filter(pk__in=ids).values_list("pk", "name")}


def organisations_beside(organisation_id: str) -> dict[str, tuple[str, str]]:
    """Return all organisations but one, by id: (name, kind), ordered by name.  They are whom one can refer to."""
    beside = Organisation.objects.order_by("name")
    if organisation_id:
        beside = beside.exclude(pk=organisation_id)
    return {str(one.pk): (one.name, one.kind) for one in beside}


def key_with_prefix(prefix: str) -> Key | None:
    """Return the key of another system or a device by the part of it that may be known, or None."""
    return Key.objects.select_related("organisation", "office__place").filter(prefix=prefix).first()


def key_name(key_id: str) -> str:
    """Return the name of the key of another system or a device; empty where there is none."""
    return Key.objects.filter(pk=key_id).values_list("name", flat=True).first() or ""


def keys_for(viewer: Actor, *, on: date) -> QuerySet[Key]:
    """Return the keys that the viewer may give and end, the newest first."""
    found = Key.objects.select_related("organisation", "office__place", "given_by")
    return within_scope(found, viewer=viewer, permission=permissions.GIVE_KEYS, on=on).order_by("-created_at", "-pk")


@dataclass(frozen=True, slots=True)
class Post:
    """Where a member of staff works and which roles they held when, for telling who somebody was at a moment."""

    name: str
    office: str
    roles: tuple[tuple[Mapping[str, str], date, date | None], ...] = ()

    def roles_on(self, day: date) -> list[Mapping[str, str]]:
        """Return the names of the roles held on a day, by language; of none where no role was held then."""
        return [names for names, first, until in self.roles if first <= day and (until is None or day < until)]


def posts_of(user_ids: Collection[str]) -> dict[str, Post]:
    """Return who members of staff are and which roles they held, by the user's id, whoever has left since too."""
    found = User.objects.filter(pk__in=user_ids).select_related("office").prefetch_related("assignments__role")
    return {
        str(user.pk): Post(
            user.name,
            user.office.name,
            tuple((held.role.names, held.from_on, held.until_on) for held in user.assignments.all()),
        )
        for user in found
    }
