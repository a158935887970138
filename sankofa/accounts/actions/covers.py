"""Writes about absence: somebody covers for a colleague, for a few days, and it ends by itself."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from sankofa.accounts import hooks, permissions
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.actions import roles as role_actions
from sankofa.accounts.hooks import Notice
from sankofa.accounts.models import Cover, User
from sankofa.accounts.rules import access, covering
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.kernel.finding import Finding


class CoverNotPossible(Exception):
    """The cover may not begin; carries what speaks against it."""

    def __init__(self, found: list[Finding]) -> None:
        self.findings = found
        super().__init__(", ".join(finding.code for finding in found))


class CoveredAlready(Exception):
    """Somebody covers for this person already; carries who was first."""

    def __init__(self, first: Cover) -> None:
        self.first = first
        super().__init__(str(first.pk))


@action(permissions.SIGNED_IN, on="absent")
def ask_for_cover(
    *, absent: User, covering_user: User, from_on: date, until_on: date, by: Actor, at: datetime
) -> Cover:
    """Ask a colleague to do one's own work while one is away, from a day until (not including) another.

    Raises NotAllowed for anybody else's work, CoverNotPossible, and CoveredAlready.
    """
    if str(absent.pk) != by.id:
        raise NotAllowed(access.gone(permissions.SIGNED_IN), permissions.SIGNED_IN)
    return _enter(absent, covering_user, from_on=from_on, until_on=until_on, by=by, at=at)


@action(permissions.MANAGE, on="absent")
def arrange_cover(
    *, absent: User, covering_user: User, from_on: date, until_on: date, by: Actor, at: datetime
) -> Cover:
    """Have somebody do the work of a colleague who is away and could not ask themselves.

    The manager arranges it for others, never takes it, and only where they could give each of the roles.
    Raises NotAllowed, CoverNotPossible, and CoveredAlready.
    """
    on = clock.day_of(at, by.zone)
    for held in absent.assignments.select_related("role"):
        if held.until_on is None or held.until_on > on:
            reach = role_actions.reach_of(held)
            role_actions.check_may_give(covering_user, held.role_id, reach, until_on=until_on, by=by, on=on)
    return _enter(absent, covering_user, from_on=from_on, until_on=until_on, by=by, at=at)


@action(permissions.SIGNED_IN, on="cover")
def end_cover(*, cover: Cover, by: Actor, at: datetime) -> None:
    """End a cover before its day: by the one who was away, by the one who covers, or by their manager.

    Raises NotAllowed for anybody else.
    """
    on = clock.day_of(at, by.zone)
    managing = access.decide(by.grants, permissions.MANAGE, cover.resource(), actor_id=by.id, on=on)
    if by.id not in {str(cover.absent_id), str(cover.covering_id)} and not managing.allowed:
        raise NotAllowed(managing, permissions.MANAGE)
    close_cover(cover, on=on)


def close_cover(cover: Cover, *, on: date) -> None:
    """Let a cover count no more from a day on."""
    cover.until_on = max(cover.from_on, min(cover.until_on, on))
    cover.standing = None
    cover.save(update_fields=["until_on", "standing"])


def _enter(absent: User, covering_user: User, *, from_on: date, until_on: date, by: Actor, at: datetime) -> Cover:
    on = clock.day_of(at, by.zone)
    terms = covering.CoverTerms(str(absent.pk), str(covering_user.pk), by.id, from_on, until_on)
    organisations = (str(absent.office.organisation_id), str(covering_user.office.organisation_id))
    found = covering.findings(terms, organisations=organisations, is_active=covering_user.is_active, on=on)
    if found:
        raise CoverNotPossible(found)
    standing = str(absent.pk)
    Cover.objects.filter(standing=standing, until_on__lte=on).update(standing=None)
    cover = Cover(
        created_at=at,
        absent=absent,
        covering=covering_user,
        given_by_id=UUID(by.id) if by.kind == "user" else None,
        from_on=from_on,
        until_on=until_on,
        standing=standing,
    )
    cover.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            cover.save(force_insert=True)
    except IntegrityError:
        first = Cover.objects.filter(standing=standing).select_related("covering", "given_by").first()
        if first is None:
            raise
        raise CoveredAlready(first) from None
    facts = {"from": from_on.isoformat(), "until": until_on.isoformat()}
    for told in (absent, covering_user):
        hooks.notices.tell(Notice(told, "cover", at, facts, path="/account/cover/"))
    return cover
