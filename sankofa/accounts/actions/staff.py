"""Writes about people who sign in: who works where, with which roles."""

from collections.abc import Collection, Mapping
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
    of_every_organisation: Collection[str] = (),
) -> User:
    """Enter somebody who works in an office, with roles as {role: (kind of scope, what it is anchored to)}.

    A district or a country is reached within the office's own organisation, but for the roles named in
    `of_every_organisation`, which only somebody who reaches across organisations can give.

    Raises AddressTaken, because nobody is entered twice, and NotAllowed where a role would reach further than the one
    who gives it may manage.
    """
    within = {role: None if role in of_every_organisation else office.organisation_id for role in roles}
    for role, (kind, anchor) in roles.items():
        _check_may_give(kind, anchor, within[role], by=by, on=clock.day_of(at, by.zone))
    if User.objects.filter(email=email.lower()).exists():
        raise AddressTaken(email.lower())
    user = User(created_at=at, email=email.lower(), name=name, office=office, language=language)
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    for role, (kind, anchor) in roles.items():
        reach = _anchored(kind, anchor, within[role])
        assignment = Assignment(user=user, role_id=role, scope_kind=kind, from_on=from_on, **reach)
        assignment.full_clean()
        assignment.save(force_insert=True)
    return user


def _check_may_give(kind: str, anchor: "str | UUID", within: "UUID | None", *, by: Actor, on: date) -> None:
    """Refuse to give a reach that is wider than the giver's own: an office's manager makes nobody a manager of all."""
    match ScopeKind(kind):
        case ScopeKind.OWN:
            return
        case ScopeKind.OFFICE:
            reach = queries.office(str(anchor)).resource()
        case ScopeKind.ORGANISATION:
            reach = Resource(organisation=str(anchor))
        case ScopeKind.DISTRICT | ScopeKind.COUNTRY:
            reach = Resource(place=str(anchor), organisation=None if within is None else str(within))
        case _:
            reach = Resource()
    decision = access.decide(by.grants, permissions.MANAGE, reach, actor_id=by.id, on=on)
    if not decision.allowed:
        raise NotAllowed(decision, permissions.MANAGE)


def _anchored(kind: str, anchor: "str | UUID", within: "UUID | None") -> dict[str, Any]:
    column = {"office": "office_id", "organisation": "organisation_id", "district": "place_id", "country": "country_id"}
    if kind not in column:
        return {}
    bound = {"organisation_id": within, "of_every_organisation": within is None}
    return {column[kind]: anchor, **(bound if kind in {"district", "country"} else {})}
