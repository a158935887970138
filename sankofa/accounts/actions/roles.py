"""Writes about roles: giving one, ending one; the one place where a role is written down for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from sankofa.accounts import permissions, roster
from sankofa.accounts.action import NeedsSecondPerson, NotAllowed, action
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.models import Assignment, Office, Organisation, Role, User
from sankofa.accounts.rules import granting
from sankofa.accounts.rules.access import Decision
from sankofa.accounts.rules.terms import Actor, Resource, RoleTerms, ScopeKind
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding

BY_TWO = "accounts.give_role_by_two"
"""The action that is reserved to what one proposed and another approved."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a role is to reach: a kind of scope and its anchor; a district or country within an organisation."""

    kind: ScopeKind
    anchor: str = ""
    within: str = ""
    """The organisation of a district or country; empty means every organisation, which few may give."""


class AlreadyHeld(Exception):
    """The same role with the same reach is held already; carries who gave it first, and since when."""

    def __init__(self, first: Assignment) -> None:
        self.first = first
        super().__init__(f"held since {first.from_on}")


class LastAdministrator(Exception):
    """Nobody else could manage the staff of the organisation any more."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        super().__init__(str(organisation.pk))


class NoSuchRole(Exception):
    """There is no role with this code."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@action(permissions.MANAGE, on="user")
def give_role(
    *, user: User, role: str, reach: Reach, from_on: date, until_on: date | None, by: Actor, at: datetime
) -> Assignment:
    """Give somebody a role within a reach, from a day until (not including) another, or without an end.

    A role that is given by two is proposed instead, wherever there is a second person.  Raises NotAllowed where the
    giver could not hold it themselves, NeedsSecondPerson, AlreadyHeld, and NoSuchRole.
    """
    on = clock.day_of(at, by.zone)
    check_may_give(user, role, reach, until_on=until_on, by=by, on=on)
    alone = second_finding(user, role, reach, until_on=until_on, by=by, on=on)
    if alone is not None and alone.code == "gift_needs_second":
        facts = {"role": role, "reach": reach, "from_on": from_on, "until_on": until_on}
        raise NeedsSecondPerson(BY_TWO, user, facts, permissions.MANAGE)
    given = enter_role(user, role, reach, from_on=from_on, until_on=until_on, by=by, at=at, is_alone=alone is not None)
    tell_of_grave_roles(user, [role], by=by, at=at)
    return given


@action(permissions.MANAGE, on="user")
def give_role_by_two(
    *, user: User, role: str, reach: Reach, from_on: date, until_on: date | None, by: Actor, at: datetime
) -> Assignment:
    """Give somebody a role that another person proposed: what `give_role` does not do alone, once it is approved.

    Done with the rights of whoever approved it.  Raises NotAllowed where they may not be the second person,
    AlreadyHeld, and NoSuchRole.
    """
    decision = second_decision(user, role, reach, until_on=until_on, by=by, on=clock.day_of(at, by.zone))
    if not decision.allowed:
        raise NotAllowed(decision, permissions.MANAGE)
    given = enter_role(user, role, reach, from_on=from_on, until_on=until_on, by=by, at=at)
    tell_of_grave_roles(user, [role], by=by, at=at)
    return given


@action(permissions.MANAGE, on="assignment")
def end_role(*, assignment: Assignment, by: Actor, at: datetime) -> None:
    """End a role from today on.  Whoever may give a role may end it.

    Raises NotAllowed, and LastAdministrator where nobody else could manage the staff any more.
    """
    on = clock.day_of(at, by.zone)
    check_may_give(assignment.user, assignment.role_id, reach_of(assignment), until_on=on, by=by, on=on)
    end_roles([assignment], on=on)


def check_may_give(user: User, role: str, reach: Reach, *, until_on: date | None, by: Actor, on: date) -> None:
    """Refuse to give what the giver does not hold and was not allowed to hand on.  Raises NotAllowed, NoSuchRole."""
    decision = gift_decision(user, role, reach, until_on=until_on, by=by, on=on)
    if not decision.allowed:
        raise NotAllowed(decision, permissions.MANAGE)


def check_may_give_all(user: User, *, by: Actor, on: date) -> None:
    """Refuse whoever could not give somebody each role that their account opens: whoever opens a door holds what is in.

    What they hold by covering for a colleague counts too.  Raises NotAllowed.
    """
    away = [cover.absent_id for cover in user.standing_covers().filter(until_on__gt=on)]
    for held in Assignment.objects.filter(user_id__in=[user.pk, *away]).select_related("user", "role"):
        if held.until_on is None or held.until_on > on:
            check_may_give(user, held.role_id, reach_of(held), until_on=held.until_on, by=by, on=on)


def gift_decision(user: User, role: str, reach: Reach, *, until_on: date | None, by: Actor, on: date) -> Decision:
    """Return whether a role may be given to somebody, and why.  Raises NoSuchRole."""
    terms = roster.role_terms(role)
    if terms is None:
        raise NoSuchRole(role)
    return granting.decide_gift(
        by.grants, _gift(user, terms, reach, until_on), giver_id=by.id, managing=permissions.MANAGE, on=on
    )


def second_finding(
    user: User, role: str, reach: Reach, *, until_on: date | None, by: Actor, on: date
) -> Finding | None:
    """Return whether a gift needs a second person or is made alone for want of one; None where one person is enough.

    The system itself, on the command line and on its periodic work, is not asked.  Raises NoSuchRole.
    """
    terms = roster.role_terms(role)
    if terms is None:
        raise NoSuchRole(role)
    if by.kind == "system" or not terms.by_two:
        return None
    gift = _gift(user, terms, reach, until_on)
    return granting.second_person(gift, roster.managers(on=on), giver_id=by.id, managing=permissions.MANAGE, on=on)


def check_one_may_invite(user: User, role: str, reach: Reach, *, by: Actor, on: date) -> Finding | None:
    """Refuse to invite somebody with a role that is given by two; return the remark where it is given alone.

    Raises NotAllowed: they are invited first, and then the role is proposed.
    """
    found = second_finding(user, role, reach, until_on=None, by=by, on=on)
    if found is not None and found.code == "gift_needs_second":
        raise _not_by_one("gift_invite_first", found)
    return found


def check_one_may_open(user: User, *, by: Actor, on: date) -> None:
    """Refuse to take the code of an account with a role that is given by two, where there is a second person.

    Whoever holds the code holds the account and its roles; by mail it goes to nobody else.  Raises NotAllowed.
    """
    for held in Assignment.objects.filter(user=user).select_related("user"):
        if held.until_on is None or held.until_on > on:
            found = second_finding(user, held.role_id, reach_of(held), until_on=held.until_on, by=by, on=on)
            if found is not None and found.code == "gift_needs_second":
                raise _not_by_one("gift_by_mail_only", found)


def second_decision(user: User, role: str, reach: Reach, *, until_on: date | None, by: Actor, on: date) -> Decision:
    """Return whether somebody may approve that another person gives a role, and why.  Raises NoSuchRole."""
    terms = roster.role_terms(role)
    if terms is None:
        raise NoSuchRole(role)
    # The system is no colleague, and is asked nothing: whoever runs the server can do anything to the database.
    since_on = date.min if by.kind == "system" else roster.account_since(by.id)
    one = granting.Colleague(by.id, by.grants, on if since_on is None else since_on)
    return granting.decide_second(_gift(user, terms, reach, until_on), one, managing=permissions.MANAGE, on=on)


def enter_role(
    user: User,
    role: str,
    reach: Reach,
    *,
    from_on: date,
    until_on: date | None,
    by: Actor,
    at: datetime,
    is_alone: bool = False,
) -> Assignment:
    """Write down that somebody holds a role.  Raises AlreadyHeld; who may give it was asked before."""
    today = clock.day_of(at, by.zone)
    standing = f"{user.pk}:{role}:{reach.kind}:{reach.anchor}:{reach.within}"
    # What came to its end by itself still stands in the way of the next one.
    Assignment.objects.filter(standing=standing, until_on__lte=today).update(standing=None)
    assignment = Assignment(
        created_at=at,
        user=user,
        role_id=role,
        scope_kind=reach.kind,
        from_on=from_on,
        until_on=until_on,
        given_by_id=UUID(by.id) if by.kind == "user" else None,
        given_alone=is_alone,
        standing=standing,
        **_anchored(reach),
    )
    assignment.full_clean(validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
    except IntegrityError:
        first = Assignment.objects.filter(standing=standing).select_related("given_by", "role").first()
        if first is None:
            raise
        raise AlreadyHeld(first) from None
    return assignment


def tell_of_grave_roles(user: User, roles: Iterable[str], *, by: Actor, at: datetime) -> None:
    """Let those with a role that asks for a second step hear that somebody else was given such a role.

    Whoever gives roles could give one to an account of their own under another address.  That cannot be seen from
    here, so those who would notice a colleague whom they do not know are told.
    """
    grave = Q(second_factor=True) | Q(by_two=True)
    if not Role.objects.filter(grave, code__in=list(roles)).exists():
        return
    on = clock.day_of(at, by.zone)
    held = Assignment.objects.filter(
        role__second_factor=True,
        user__is_active=True,
        user__office__organisation_id=user.office.organisation_id,
    ).select_related("user", "role")
    told = {one.user for one in held if one.as_grant().is_current(on)}
    for holder in sorted(told, key=lambda holder: holder.pk):
        if str(holder.pk) != by.id and holder.pk != user.pk:
            notices.tell(Notice(holder, "role_given", at, path="/"))


def end_roles(assignments: Iterable[Assignment], *, on: date) -> None:
    """End roles from a day on; one that has not begun never counts.  Raises LastAdministrator, and then ends none."""
    ending = list(assignments)
    for organisation in _administered(ending):
        keep_an_administrator(organisation, without=ending, on=on)
    for assignment in ending:
        assignment.until_on = max(assignment.from_on, on)
        assignment.standing = None
        assignment.save(update_fields=["until_on", "standing"])


def keep_an_administrator(organisation: UUID, *, without: Iterable[Assignment], on: date) -> None:
    """Make sure that somebody still manages the staff of a whole organisation.  Raises LastAdministrator.

    The organisation is locked, so that of two who end the last two roles at once the second is refused.
    """
    locked = Organisation.objects.select_for_update().get(pk=organisation)
    ending = {one.pk for one in without}
    if not any(one.pk not in ending for one in roster.administrators_of(organisation, on=on)):
        raise LastAdministrator(locked)


def reach_of(assignment: Assignment) -> Reach:
    """Return how far a role that is held reaches."""
    scope = assignment.as_grant().scope
    if scope.kind in {ScopeKind.DISTRICT, ScopeKind.COUNTRY}:
        return Reach(scope.kind, scope.anchor, str(assignment.organisation_id or ""))
    return Reach(scope.kind, scope.anchor)


def usual_reach(role: str, office: Office) -> Reach:
    """Return how far a role usually reaches, as seen from an office.  Raises NoSuchRole."""
    kind = roster.usual_kind(role)
    if kind is None:
        raise NoSuchRole(role)
    match kind:
        case ScopeKind.OFFICE:
            return Reach(kind, str(office.pk))
        case ScopeKind.ORGANISATION:
            return Reach(kind, str(office.organisation_id))
        case ScopeKind.DISTRICT:
            return Reach(kind, office.place_id, str(office.organisation_id))
        case ScopeKind.COUNTRY:
            return Reach(kind, office.place.country_id, str(office.organisation_id))
        case _:
            return Reach(kind)


def _administered(assignments: Iterable[Assignment]) -> list[UUID]:
    """Return, in one order for everybody, the organisations whose administrators these roles make."""
    return sorted(
        {
            one.organisation_id
            for one in assignments
            if one.scope_kind == ScopeKind.ORGANISATION
            and one.organisation_id
            and one.user.is_active
            and permissions.MANAGE.code in one.role.permissions
        }
    )


def _not_by_one(code: str, found: Finding) -> NotAllowed:
    """Return the refusal of what would let one person give alone what two give."""
    return NotAllowed(Decision(False, Finding(code, found.weight, found.source, **found.facts)), permissions.MANAGE)


def _gift(user: User, role: RoleTerms, reach: Reach, until_on: date | None) -> granting.Gift:
    return granting.Gift(role, str(user.pk), _lies_in(user, reach), until_on)


def _lies_in(user: User, reach: Reach) -> Resource:
    """Return what all the records have in common that a reach covers."""
    match reach.kind:
        case ScopeKind.OWN:
            return user.resource()
        case ScopeKind.OFFICE:
            return roster.office(reach.anchor).resource()
        case ScopeKind.ORGANISATION:
            return Resource(organisation=reach.anchor)
        case ScopeKind.DISTRICT | ScopeKind.COUNTRY:
            return Resource(place=reach.anchor, organisation=reach.within or None)
        case _:
            return Resource()


def _anchored(reach: Reach) -> dict[str, Any]:
    match reach.kind:
        case ScopeKind.OFFICE:
            return {"office_id": UUID(reach.anchor)}
        case ScopeKind.ORGANISATION:
            return {"organisation_id": UUID(reach.anchor)}
        case ScopeKind.DISTRICT | ScopeKind.COUNTRY:
            column = "place_id" if reach.kind is ScopeKind.DISTRICT else "country_id"
            within = UUID(reach.within) if reach.within else None
            return {column: reach.anchor, "organisation_id": within, "of_every_organisation": within is None}
        case _:
            return {}
