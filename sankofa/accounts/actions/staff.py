"""Entering people who sign in where no invitation can go out: the first administrator, and invented staff."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sankofa.accounts import permissions
from sankofa.accounts.action import action
from sankofa.accounts.actions.roles import Reach, check_may_give, check_one_may_invite, enter_role, tell_of_grave_roles
from sankofa.accounts.models import Office, User
from sankofa.accounts.rules.terms import Actor, ScopeKind
from sankofa.kernel import clock


class AddressTaken(Exception):
    """Somebody signs in with this address already."""

    def __init__(self, email: str) -> None:
        self.email = email
        super().__init__(f"Somebody signs in with {email} already.")


@action(permissions.MANAGE, on="office")
def enter_user(
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
    """Enter somebody who works in an office, with a password and roles {role: (kind of scope, what it is anchored to)}.

    People who are there to choose their own password are invited instead.

    A district or a country is reached within the office's own organisation, but for the roles named in
    `of_every_organisation`, which only somebody who reaches across organisations can give.

    Raises AddressTaken, because nobody is entered twice, and NotAllowed where the one who enters them may not give a
    role with that reach, or not alone.
    """
    reaches = {
        role: Reach(ScopeKind(kind), str(anchor), "" if role in of_every_organisation else _bound(kind, office))
        for role, (kind, anchor) in roles.items()
    }
    if User.objects.filter(email=email.lower()).exists():
        raise AddressTaken(email.lower())
    user = User(created_at=at, email=email.lower(), name=name, office=office, language=language)
    user.set_password(password)
    user.full_clean()
    alone = set()
    for role, reach in reaches.items():
        on = clock.day_of(at, by.zone)
        check_may_give(user, role, reach, until_on=None, by=by, on=on)
        if check_one_may_invite(user, role, reach, by=by, on=on) is not None:
            alone.add(role)
    user.save(force_insert=True)
    for role, reach in reaches.items():
        enter_role(user, role, reach, from_on=from_on, until_on=None, by=by, at=at, is_alone=role in alone)
    tell_of_grave_roles(user, alone, by=by, at=at)
    return user


def _bound(kind: str, office: Office) -> str:
    return str(office.organisation_id) if kind in {ScopeKind.DISTRICT, ScopeKind.COUNTRY} else ""
