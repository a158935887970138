"""Writes about people who sign in: who works where, with which roles."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sankofa.accounts import permissions, queries
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.models import Assignment, Office, User
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, Resource, ScopeKind
from sankofa.kernel import clock

if TYPE_CHECKING:
    from uuid import UUID


class AddressTaken(Exception):
    """Somebody signs in with this address already."""

    def __init__(self, email: str) -> None:
        self.email = email
        super().__init__(f"Somebody signs in with {email} already.")


@action(permissions.MANAGE, on="office")
def invite(
    *,
    office: Office,
    email: str,
    name: str,
    password: str,
    language: str,
    roles: Mapping[str, tuple[str, str]],
    from_on: date,
    by: Actor,
    at: datetime,
) -> User:
    """Enter somebody who works in an office, with roles as {role: (kind of scope, what it is anchored to)}.

    Raises AddressTaken, because nobody is entered twice, and NotAllowed where a role would reach further than the one
    who gives it may manage.
    """
    for kind, anchor in roles.values():
        _check_may_give(kind, anchor, by=by, on=clock.day_of(at, by.zone))
    if User.objects.filter(email=email.lower()).exists():
        raise AddressTaken(email.lower())
    user = User(created_at=at, email=email.lower(), name=name, office=office, language=language)
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    for role, (kind, anchor) in roles.items():
        assignment = Assignment(user=user, role_id=role, scope_kind=kind, from_on=from_on, **_anchored(kind, anchor))
        assignment.full_clean()
        assignment.save(force_insert=True)
    return user


def _check_may_give(kind: str, anchor: "str | UUID", *, by: Actor, on: date) -> None:
    """Refuse to give a reach that is wider than the giver's own: an office's manager makes nobody a manager of all."""
    match ScopeKind(kind):
        case ScopeKind.OWN:
            return
        case ScopeKind.OFFICE:
            reach = queries.office(str(anchor)).resource()
        case ScopeKind.ORGANISATION:
            reach = Resource(organisation=str(anchor))
        case ScopeKind.DISTRICT | ScopeKind.COUNTRY:
            reach = Resource(place=str(anchor))
        case ScopeKind.EVERYWHERE:
            reach = Resource()
    decision = access.decide(by.grants, permissions.MANAGE, reach, actor_id=by.id, on=on)
    if not decision.allowed:
        raise NotAllowed(decision, permissions.MANAGE)


def _anchored(kind: str, anchor: "str | UUID") -> dict[str, Any]:
    column = {"office": "office_id", "organisation": "organisation_id", "district": "place_id", "country": "country_id"}
    return {column[kind]: anchor} if kind in column else {}
