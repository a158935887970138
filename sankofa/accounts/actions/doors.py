"""What people do to their own doors, and what administrators may do when somebody stands before a closed one.

Whoever changes their own doors acts as themselves: `own` gives them the reach to their own record and to no other.
"""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pyotp

from sankofa.accounts import permissions
from sankofa.accounts.action import NotAllowed, action
from sankofa.accounts.actions import roles as role_actions
from sankofa.accounts.doors import arrival, codes, devices, passkeys, signed_in
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.models import Allowance, CodeApp, Organisation, Passkey, RecoveryCode, Subject, User
from sankofa.accounts.rules import access, proofs
from sankofa.accounts.rules.terms import Actor, Grant, Scope, ScopeKind
from sankofa.kernel import clock

ACCOUNT = "/account/"
"""Where a mail about one's own doors leads."""


class WrongCode(Exception):
    """The code is not the one that the application shows now."""


class WrongPassword(Exception):
    """The old password is not right."""


class NoSuchKey(Exception):
    """The passkey that was to be removed is not theirs, or is gone already."""


class LastMeans(Exception):
    """What was to be removed is the last that lets somebody in, or the last second step where one is asked for."""


def own(actor: Actor) -> Actor:
    """Return somebody with the reach to their own record, which a role for another district does not give them."""
    mine = Grant("own", frozenset({permissions.SIGNED_IN.code}), Scope(ScopeKind.OWN), from_on=date.min)
    return replace(actor, grants=(*actor.grants, mine))


@action(permissions.SIGNED_IN, on="user")
def change_password(*, user: User, old: str, new: str, stays: str, by: Actor, at: datetime) -> None:
    """Change one's own password; every session but `stays` (a digest) ends.  Raises WrongPassword."""
    _check_is_own(user, by, at)
    if not user.check_password(old):
        raise WrongPassword
    user.set_password(new)
    user.save(update_fields=["password"])
    signed_in.end(user, but_for=stays)
    devices.forget_all(user)
    notices.tell(Notice(to=user, code="password_changed", at=at, path=ACCOUNT))


@action(permissions.SIGNED_IN, on="user")
def choose_language(*, user: User, language: str, by: Actor, at: datetime) -> None:
    """Choose the language of one's pages and mails."""
    _check_is_own(user, by, at)
    user.language = language
    user.full_clean(exclude=["password"])
    user.save(update_fields=["language"])


@action(permissions.SIGNED_IN, on="user")
def choose_calendars(*, user: User, types_days_in: str, days_also_in: str, by: Actor, at: datetime) -> None:
    """Choose the calendar in which one types days, and the one that stands beside every day; empty is neither."""
    _check_is_own(user, by, at)
    user.types_days_in, user.days_also_in = types_days_in, days_also_in
    user.full_clean(exclude=["password"])
    user.save(update_fields=["types_days_in", "days_also_in"])


@action(permissions.SIGNED_IN, on="user")
def prepare_code_app(*, user: User, by: Actor, at: datetime) -> CodeApp:
    """Make a secret for an application that shows codes.  It counts once `confirm_code_app` has seen a code of it."""
    _check_is_own(user, by, at)
    held = CodeApp.objects.select_for_update().filter(user=user).first()
    if held is not None:
        return held
    made = CodeApp(user=user, secret=pyotp.random_base32(), created_at=at)
    made.save(force_insert=True)
    return made


@action(permissions.SIGNED_IN, on="user")
def confirm_code_app(*, user: User, code: str, by: Actor, at: datetime) -> list[str]:
    """Let the application count from now on; return codes on paper if there are none yet.  Raises WrongCode."""
    _check_is_own(user, by, at)
    app = CodeApp.objects.select_for_update().filter(user=user, confirmed_at__isnull=True).first()
    if app is None or not codes.is_right(app, code, at=at):
        raise WrongCode
    app.confirmed_at = at
    app.save(update_fields=["confirmed_at"])
    notices.tell(Notice(to=user, code="second_step_added", at=at, path=ACCOUNT))
    return _codes_if_none(user, at)


@action(permissions.SIGNED_IN, on="user")
def remove_code_app(*, user: User, by: Actor, at: datetime) -> None:
    """Give up the application.  Raises LastMeans."""
    _check_is_own(user, by, at)
    is_asked = arrival.is_asked(by, at=at)
    if not proofs.may_remove_app(arrival.means_of(user), is_asked=is_asked):
        raise LastMeans
    CodeApp.objects.filter(user=user).delete()
    _drop_codes_if_useless(user)
    notices.tell(Notice(to=user, code="second_step_removed", at=at, path=ACCOUNT))


@action(permissions.SIGNED_IN, on="user")
def add_passkey(*, user: User, key: Passkey, by: Actor, at: datetime) -> list[str]:
    """Let a passkey count from now on; return codes on paper if there are none yet.  Raises KnownKey."""
    _check_is_own(user, by, at)
    passkeys.check_is_new(key)
    key.save(force_insert=True)
    notices.tell(Notice(to=user, code="second_step_added", at=at, path=ACCOUNT))
    return _codes_if_none(user, at)


@action(permissions.SIGNED_IN, on="user")
def remove_passkey(*, user: User, key_id: UUID, by: Actor, at: datetime) -> None:
    """Give up a passkey.  Raises LastMeans and NoSuchKey."""
    _check_is_own(user, by, at)
    key = Passkey.objects.filter(pk=key_id, user=user).first()
    if key is None:
        raise NoSuchKey
    is_asked = arrival.is_asked(by, at=at)
    if not proofs.may_remove_passkey(arrival.means_of(user), is_asked=is_asked):
        raise LastMeans
    key.delete()
    _drop_codes_if_useless(user)
    notices.tell(Notice(to=user, code="second_step_removed", at=at, path=ACCOUNT))


@action(permissions.SIGNED_IN, on="user")
def renew_recovery_codes(*, user: User, by: Actor, at: datetime) -> list[str]:
    """Replace one's codes on paper; the old ones are worth nothing from now on."""
    _check_is_own(user, by, at)
    return codes.fresh_recovery_codes(user, at=at)


@action(permissions.SIGNED_IN, on="user")
def end_sessions(*, user: User, only: UUID | None = None, but_for: str | None = None, by: Actor, at: datetime) -> int:
    """End one of one's sessions, or all but this one; return how many ended."""
    _check_is_own(user, by, at)
    return signed_in.end(user, only=only, but_for=but_for)


@action(permissions.MANAGE, on="user")
def clear_second_step(*, user: User, by: Actor, at: datetime) -> None:
    """Take the second step off somebody who lost telephone and paper, after making sure who asks; sessions end.

    Nobody clears their own: that would make the second step worth as much as a password.  Nor that of somebody whose
    roles they could not give.  Raises NotAllowed.
    """
    if str(user.pk) == by.id:
        nobody = access.decide((), permissions.MANAGE, user.resource(), actor_id=by.id, on=at.date())
        raise NotAllowed(nobody, permissions.MANAGE)
    role_actions.check_may_give_all(user, by=by, on=clock.day_of(at, by.zone))
    CodeApp.objects.filter(user=user).delete()
    Passkey.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    signed_in.end(user)
    devices.forget_all(user)
    notices.tell(Notice(to=user, code="second_step_cleared", at=at, path=ACCOUNT))


@action(permissions.MANAGE, on="organisation")
def allow_provider(
    *,
    organisation: Organisation,
    provider: str,
    by: Actor,  # noqa: ARG001  the record names who
    at: datetime,
) -> Allowance:
    """Allow an organisation's people to sign in through a provider; said twice, it is said once."""
    held = Allowance.objects.filter(organisation=organisation, provider=provider, ended_at__isnull=True).first()
    if held is not None:
        return held
    made = Allowance(organisation=organisation, provider=provider, created_at=at)
    made.full_clean()
    made.save(force_insert=True)
    return made


@action(permissions.MANAGE, on="organisation")
def end_allowance(
    *,
    organisation: Organisation,
    provider: str,
    by: Actor,  # noqa: ARG001  the record names who
    at: datetime,
) -> None:
    """End an allowance: nobody of the organisation comes in through the provider any more, and links are forgotten."""
    Allowance.objects.filter(organisation=organisation, provider=provider, ended_at__isnull=True).update(ended_at=at)
    Subject.objects.filter(user__office__organisation=organisation, provider=provider).delete()


def _check_is_own(user: User, by: Actor, at: datetime) -> None:
    """Refuse to open somebody else's doors: a role reaches their record, but not what they prove themselves with."""
    mine = Grant("own", frozenset({permissions.SIGNED_IN.code}), Scope(ScopeKind.OWN), from_on=date.min)
    decision = access.decide(
        (mine,), permissions.SIGNED_IN, user.resource(), actor_id=by.id, on=clock.day_of(at, by.zone)
    )
    if not decision.allowed:
        raise NotAllowed(decision, permissions.SIGNED_IN)


def _codes_if_none(user: User, at: datetime) -> list[str]:
    return [] if codes.recovery_codes_left(user) else codes.fresh_recovery_codes(user, at=at)


def _drop_codes_if_useless(user: User) -> None:
    """Codes on paper stand for a second step; without one they would be a way in that nobody thinks of."""
    if not arrival.means_of(user).has_second_step:
        RecoveryCode.objects.filter(user=user).delete()
