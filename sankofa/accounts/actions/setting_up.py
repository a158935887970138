"""Writes that set a deployment up: roles, organisations, offices."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sankofa.accounts import permissions, registry
from sankofa.accounts.models import Office, Organisation, Role
from sankofa.accounts.rules import granting
from sankofa.accounts.rules.terms import RoleTerms, ScopeKind


class UnknownPermission(Exception):
    """A role names a permission that no room declares."""

    def __init__(self, role: str, code: str) -> None:
        self.role = role
        self.code = code
        super().__init__(f"The role {role} names the permission {code}, which no room declares.")


class OpenDelegation(Exception):
    """A role could be reached in two steps by somebody who may not give it in one."""

    def __init__(self, role: str, given: str, further: str) -> None:
        self.role = role
        self.given = given
        self.further = further
        super().__init__(f"{role} may give {given}, and {given} may give {further}, but {role} may not give {further}.")


class OpenSecond(Exception):
    """A role that two give could be given by a role that one gives: a second account would be a second person."""

    def __init__(self, role: str, given: str) -> None:
        self.role = role
        self.given = given
        super().__init__(f"{given} is given by two, so {role}, which may give it, has to be given by two as well.")


class UnknownRole(Exception):
    """A role names another one as one it may give, which is not there."""

    def __init__(self, role: str, code: str) -> None:
        self.role = role
        self.code = code
        super().__init__(f"The role {role} may give {code}, but there is no role {code}.")


@transaction.atomic
def define_roles(told: Mapping[str, Mapping[str, Any]]) -> None:
    """Bring the roles to what a deployment's file says.  Raises UnknownPermission, UnknownRole, OpenDelegation or
    OpenSecond, and then changes nothing.

    Roles are part of the set-up, like tables: whoever may run it owns the database, so no permission is asked for.
    """
    _check_delegations(told)
    for code, role in told.items():
        for wanted in role["permissions"]:
            if wanted not in registry.declared():
                raise UnknownPermission(code, wanted)
        Role.objects.update_or_create(
            code=code,
            defaults={
                "names": role["names"],
                "permissions": sorted(role["permissions"]),
                "may_give": sorted(role.get("may_give", [])),
                "scope_kind": ScopeKind(role["scope"]).value,
                "second_factor": bool(role.get("second_factor", False)),
                "by_two": bool(role.get("by_two", False)),
            },
        )


def _check_delegations(told: Mapping[str, Mapping[str, Any]]) -> None:
    roles = {
        code: RoleTerms(
            code,
            frozenset(role["permissions"]),
            frozenset(role.get("may_give", [])),
            bool(role.get("by_two", False)),
        )
        for code, role in told.items()
    }
    for role in roles.values():
        for given in sorted(role.may_give):
            if given not in roles:
                raise UnknownRole(role.code, given)
    for step in granting.open_delegations(roles):
        raise OpenDelegation(*step)
    for alone, grave in granting.open_seconds(roles, managing=permissions.MANAGE):
        raise OpenSecond(alone, grave)


@transaction.atomic
def found_organisation(*, name: str, kind: str, offices: Mapping[str, tuple[str, str]]) -> Organisation:
    """Enter an organisation with its offices: name of each, the path of the place it serves, its time zone.

    Part of setting a deployment up; safe to repeat.
    """
    organisation, _ = Organisation.objects.get_or_create(name=name, defaults={"kind": kind})
    for office_name, (place, zone) in offices.items():
        Office.objects.get_or_create(
            organisation=organisation, name=office_name, defaults={"place_id": place, "zone": zone}
        )
    return organisation
