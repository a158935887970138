"""Writes about organisations and offices: add, rename, close, found a partner."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from sankofa.accounts import permissions
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.models import Office, Organisation, User
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, Resource
from sankofa.kernel import clock


class NameTaken(Exception):
    """There is an organisation or an office of this name already."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class StillStaffed(Exception):
    """People still work there: they leave or move first."""

    def __init__(self, people: int) -> None:
        self.people = people
        super().__init__(str(people))


@action(permissions.MANAGE, on="organisation")
def add_office(
    *,
    organisation: Organisation,
    name: str,
    place: str,
    zone: str,
    by: Actor,
    at: datetime,
) -> Office:
    """Open another office of an organisation, for a place, with the time its clock shows.  Raises NameTaken."""
    office = Office(created_at=at, organisation=organisation, name=name, place_id=place, zone=zone)
    _save_new(office, name)
    return office


@action(permissions.MANAGE, on="organisation")
def rename_organisation(*, organisation: Organisation, name: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Give an organisation another name.  Raises NameTaken."""
    _rename(organisation, name)


@action(permissions.MANAGE, on="office")
def rename_office(*, office: Office, name: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Give an office another name.  Raises NameTaken."""
    _rename(office, name)


@action(permissions.MANAGE, on="office")
def close_office(*, office: Office, by: Actor, at: datetime) -> None:
    """Close an office in which nobody works any more.  Its people in the register stay.  Raises StillStaffed."""
    if people := User.objects.filter(office=office, left_on=None).count():
        raise StillStaffed(people)
    office.closed_on = clock.day_of(at, by.zone)
    office.save(update_fields=["closed_on"])


@action(permissions.MANAGE, on="beside")
def found_partner(
    *,
    beside: Organisation,  # noqa: ARG001  it is where the founder stands, for the record
    name: str,
    kind: str,
    office: str,
    place: str,
    zone: str,
    by: Actor,
    at: datetime,
) -> Organisation:
    """Enter a partner organisation with its first office: only for somebody who manages all organisations.

    Raises NotAllowed for everybody else, and NameTaken.
    """
    everywhere = access.decide(by.grants, permissions.MANAGE, Resource(), actor_id=by.id, on=clock.day_of(at, by.zone))
    if not everywhere.allowed:
        raise NotAllowed(everywhere, permissions.MANAGE)
    made = Organisation(created_at=at, name=name, kind=kind)
    _save_new(made, name)
    _save_new(Office(created_at=at, organisation=made, name=office, place_id=place, zone=zone), office)
    return made


def _save_new(record: Organisation | Office, name: str) -> None:
    _check(record, name)
    record.save(force_insert=True)


def _rename(record: Organisation | Office, name: str) -> None:
    record.name = name
    _check(record, name)
    record.save(update_fields=["name"])


def _check(record: Any, name: str) -> None:
    """Look at the whole record.  Raises NameTaken, and ValidationError for what only programmers can cause."""
    try:
        record.full_clean(exclude=["closed_on"])
    except ValidationError as wrong:
        if any(error.code in {"unique", "unique_together"} for errors in wrong.error_dict.values() for error in errors):
            raise NameTaken(name) from None
        raise
