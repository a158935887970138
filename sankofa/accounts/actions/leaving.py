"""Somebody leaves: all that lets them in ends at once, their work goes to a colleague, nothing is deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from sankofa.accounts import hooks, permissions
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.actions import roles as role_actions
from sankofa.accounts.actions.covers import close_cover
from sankofa.accounts.models import Cover, Invitation, User
from sankofa.accounts.rules import access
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock


class SuccessorNeeded(Exception):
    """The person looks after something, so it must be said to whom it goes."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        super().__init__(", ".join(counts))


class NotASuccessor(Exception):
    """Only an active colleague of the same organisation takes over."""

    def __init__(self, user: User) -> None:
        self.user = user
        super().__init__(str(user.pk))


@dataclass(frozen=True, slots=True)
class Left:
    """What ended when somebody left, and how much went to whom."""

    roles: int
    covers: int
    handed_over: Mapping[str, int]
    successor: str = ""

    def audit_detail(self) -> Mapping[str, object]:
        """Return the counts and the id of the one who took over."""
        return {
            "roles": self.roles,
            "covers": self.covers,
            "handed_over": dict(self.handed_over),
            "successor": self.successor,
        }


@action(permissions.MANAGE, on="user")
def off_board(*, user: User, successor: User | None, by: Actor, at: datetime) -> Left:
    """End everything that lets somebody in, today, and hand over what they look after.  Nothing is deleted.

    Raises NotAllowed where a role may not be ended or for oneself, LastAdministrator, SuccessorNeeded and
    NotASuccessor; then nothing has changed.
    """
    on = clock.day_of(at, by.zone)
    if str(user.pk) == by.id:
        raise NotAllowed(access.gone(permissions.MANAGE), permissions.MANAGE)
    held = [one for one in user.assignments.select_related("user", "role") if one.until_on is None or one.until_on > on]
    for one in held:
        reach = role_actions.reach_of(one)
        role_actions.check_may_give(user, one.role_id, reach, until_on=on, by=by, on=on)
    role_actions.end_roles(held, on=on)
    covers = list(Cover.objects.filter(Q(absent=user) | Q(covering=user), standing__isnull=False))
    for cover in covers:
        close_cover(cover, on=on)
    handed_over = hand_over(user, successor, by=by, at=at)
    Invitation.objects.filter(user=user, accepted_at=None, withdrawn_at=None).update(withdrawn_at=at)
    user.is_active, user.left_on = False, on
    user.set_unusable_password()
    user.save(update_fields=["is_active", "left_on", "password"])
    hooks.left.tell(user, at)
    return Left(len(held), len(covers), handed_over, "" if successor is None else str(successor.pk))


def hand_over(user: User, successor: User | None, *, by: Actor, at: datetime) -> dict[str, int]:
    """Give what somebody looks after to a colleague; return how much of what.

    Raises SuccessorNeeded and NotASuccessor.
    """
    holdings = [holding for holding in hooks.holdings.answers(user) if holding.count]
    if not holdings:
        return {}
    counts = {holding.code: holding.count for holding in holdings}
    if successor is None:
        raise SuccessorNeeded(counts)
    if not successor.is_active or successor.pk == user.pk or not _are_colleagues(user, successor):
        raise NotASuccessor(successor)
    for holding in holdings:
        holding.hand_over(successor, by, at)
    return counts


def _are_colleagues(one: User, other: User) -> bool:
    return one.office.organisation_id == other.office.organisation_id
