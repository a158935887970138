"""Somebody moves to another office, comes back after they left; an organisation closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sankofa.accounts import permissions, queries
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.actions import invitations
from sankofa.accounts.actions import roles as role_actions
from sankofa.accounts.actions.invitations import Invited, OfficeClosed
from sankofa.accounts.actions.leaving import hand_over
from sankofa.accounts.actions.organisations import StillStaffed
from sankofa.accounts.models import Invitation, Key, Office, Organisation, User
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor, ScopeKind
from sankofa.kernel import clock

OF_THE_OFFICE = frozenset({ScopeKind.OFFICE, ScopeKind.OWN})
"""Reaches that mean the office somebody worked in, or the people they looked after there."""


class NotTheSameOrganisation(Exception):
    """People move within their organisation.  Between organisations they leave here and are invited there."""


class WorksThereAlready(Exception):
    """The person works in this office already."""


class NeverLeft(Exception):
    """Only somebody who left can come back."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What ended when somebody moved, and how much went to whom."""

    office: str
    roles: int
    handed_over: Mapping[str, int]

    def audit_detail(self) -> Mapping[str, object]:
        """Return where to, and the counts."""
        return {"office": self.office, "roles": self.roles, "handed_over": dict(self.handed_over)}


@dataclass(frozen=True, slots=True)
class OrganisationClosed:
    """What closed with an organisation."""

    offices: int
    keys: int

    def audit_detail(self) -> Mapping[str, object]:
        """Return the counts."""
        return {"offices": self.offices, "keys": self.keys}


@action(permissions.MANAGE, on="user")
def move(*, user: User, office: Office, successor: User | None, by: Actor, at: datetime) -> Moved:
    """Let somebody work in another office of their organisation, from today.

    Roles for the office before end, and the people looked after there go to a colleague; roles that reach further stay.
    Raises NotAllowed for oneself and where the other office is not managed, NotTheSameOrganisation, OfficeClosed,
    WorksThereAlready, LastAdministrator, SuccessorNeeded and NotASuccessor; then nothing has changed.
    """
    on = clock.day_of(at, by.zone)
    if str(user.pk) == by.id:
        raise NotAllowed(access.gone(permissions.MANAGE), permissions.MANAGE)
    there = queries.decision_on(office, actor=by, permission=permissions.MANAGE, on=on)
    if not there.allowed:
        raise NotAllowed(there, permissions.MANAGE)
    if office.organisation_id != user.office.organisation_id:
        raise NotTheSameOrganisation
    if office.closed_on is not None:
        raise OfficeClosed(office)
    if office.pk == user.office_id:
        raise WorksThereAlready
    held_now = [
        one for one in user.assignments.select_related("user", "role") if one.until_on is None or one.until_on > on
    ]
    ending = [one for one in held_now if one.scope_kind in OF_THE_OFFICE]
    for held in ending:
        role_actions.check_may_give(user, held.role_id, role_actions.reach_of(held), until_on=on, by=by, on=on)
    role_actions.end_roles(ending, on=on)
    handed_over = hand_over(user, successor, by=by, at=at)
    user.office = office
    user.save(update_fields=["office"])
    return Moved(str(office.pk), len(ending), handed_over)


@action(permissions.MANAGE, on="user")
def let_back(*, user: User, is_by_hand: bool, by: Actor, at: datetime) -> Invited:
    """Invite somebody back who left: the same account, so that what they did before stays theirs.

    They choose a new password; their former roles stay ended, and are given anew.  Raises NeverLeft and OfficeClosed.
    """
    if user.left_on is None:
        raise NeverLeft
    if user.office.closed_on is not None:
        raise OfficeClosed(user.office)
    user.left_on = None
    user.set_unusable_password()
    user.save(update_fields=["left_on", "password"])
    held = Invitation.objects.filter(user=user).first() or Invitation(user=user, created_at=at)
    held.accepted_at = held.withdrawn_at = None
    return invitations.send(held, is_by_hand=is_by_hand, by=by, at=at)


@action(permissions.MANAGE, on="organisation")
def close_organisation(*, organisation: Organisation, by: Actor, at: datetime) -> OrganisationClosed:
    """Close an organisation in which nobody works any more: its offices close, and the keys of its systems end.

    What it did stays on record, and so do its people in the register.  Raises StillStaffed.
    """
    if people := User.objects.filter(office__organisation=organisation, left_on=None).count():
        raise StillStaffed(people)
    on = clock.day_of(at, by.zone)
    offices = Office.objects.filter(organisation=organisation, closed_on=None).update(closed_on=on)
    keys = Key.objects.filter(organisation=organisation, revoked_at=None).update(revoked_at=at)
    organisation.closed_on = on
    organisation.save(update_fields=["closed_on"])
    return OrganisationClosed(offices, keys)
