"""Writes about invitations: send one, send it again, take it back, answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password

from sankofa.accounts import hooks, invitation_codes, permissions
from sankofa.accounts.action import action, system
from sankofa.accounts.actions import roles as role_actions
from sankofa.accounts.actions.roles import Reach
from sankofa.accounts.actions.staff import AddressTaken
from sankofa.accounts.hooks import Notice
from sankofa.accounts.models import Invitation, Office, User
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock

GOOD_FOR = timedelta(days=7)
WELCOME_PATH = "/welcome/"


class OfficeClosed(Exception):
    """Nobody is invited to an office that was closed."""

    def __init__(self, office: Office) -> None:
        self.office = office
        super().__init__(str(office.pk))


class InvitationOver(Exception):
    """The invitation was answered or withdrawn already."""

    def __init__(self, invitation: Invitation) -> None:
        self.invitation = invitation
        super().__init__(str(invitation.pk))


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was sent; the code only where the one who invites hands it over themselves."""

    invitation: Invitation
    code: str = field(default="", repr=False)
    alone: tuple[str, ...] = ()
    """The roles that two give, and that one gave with it because there was no second."""

    def audit_detail(self) -> Mapping[str, object]:
        """Return whose account it is, which way the code goes, and which roles one gave alone; never the code."""
        told = {"user": str(self.invitation.user_id), "way": "hand" if self.invitation.is_by_hand else "mail"}
        return {**told, "given_alone": list(self.alone)} if self.alone else told


@action(permissions.MANAGE, on="office")
def send_invitation(
    *,
    office: Office,
    email: str,
    name: str,
    language: str,
    roles: Mapping[str, Reach],
    is_by_hand: bool,
    by: Actor,
    at: datetime,
) -> Invited:
    """Invite somebody to work in an office with these roles: by mail, or with a code to hand over.

    The account is there at once, without a password, and nobody can sign in with it before the invitation is answered.
    Raises AddressTaken, OfficeClosed, NoSuchRole, and NotAllowed where a role may not be given, or not by one person.
    """
    if office.closed_on is not None:
        raise OfficeClosed(office)
    if User.objects.filter(email=email.lower()).exists():
        raise AddressTaken(email.lower())
    today = clock.day_of(at, by.zone)
    user = User(created_at=at, email=email.lower(), name=name, office=office, language=language, is_active=False)
    user.set_unusable_password()
    user.full_clean()
    alone = set()
    for role, reach in roles.items():
        role_actions.check_may_give(user, role, reach, until_on=None, by=by, on=today)
        if role_actions.check_one_may_invite(user, role, reach, by=by, on=today) is not None:
            alone.add(role)
    user.save(force_insert=True)
    for role, reach in roles.items():
        role_actions.enter_role(user, role, reach, from_on=today, until_on=None, by=by, at=at, is_alone=role in alone)
    role_actions.tell_of_grave_roles(user, roles, by=by, at=at)
    sent = send(Invitation(user=user, created_at=at), is_by_hand=is_by_hand, by=by, at=at)
    return replace(sent, alone=tuple(sorted(alone)))


@action(permissions.MANAGE, on="invitation")
def send_again(*, invitation: Invitation, is_by_hand: bool, by: Actor, at: datetime) -> Invited:
    """Send an invitation again, with a new code; the one before is no longer good.

    Only whoever could give the roles behind it: the code opens them.  By hand not where two give one of them, and there
    is a second person.  Raises InvitationOver and NotAllowed.
    """
    _check_open(invitation)
    today = clock.day_of(at, by.zone)
    role_actions.check_may_give_all(invitation.user, by=by, on=today)
    if is_by_hand:
        role_actions.check_one_may_open(invitation.user, by=by, on=today)
    return send(invitation, is_by_hand=is_by_hand, by=by, at=at)


@action(permissions.MANAGE, on="invitation")
def withdraw_invitation(*, invitation: Invitation, by: Actor, at: datetime) -> None:
    """Take an invitation back: its code opens nothing any more and the roles end.

    Only whoever could give these roles.  Raises InvitationOver and NotAllowed.
    """
    _check_open(invitation)
    today = clock.day_of(at, by.zone)
    role_actions.check_may_give_all(invitation.user, by=by, on=today)
    role_actions.end_roles(invitation.user.assignments.select_related("user", "role").filter(until_on=None), on=today)
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    invitation.user.left_on = today
    invitation.user.save(update_fields=["left_on"])


@action(permissions.MANAGE, on="invitation")
def accept_invitation(  # the decorator writes down by whom
    *,
    invitation: Invitation,
    name: str,
    password: str,
    by: Actor,  # noqa: ARG001  the decorator writes down for whom
    at: datetime,
) -> User:
    """Let the invited person in with their name as they write it and a password of their own.

    Called for them by the system, because they cannot sign in yet.  Raises InvitationOver, and ValidationError where
    the password is weak.
    """
    _check_open(invitation)
    if invitation.expires_at <= at:
        raise InvitationOver(invitation)
    user = invitation.user
    user.name = name
    validate_password(password, user)
    user.set_password(password)
    user.is_active = True
    user.full_clean()
    user.save()
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    return user


def welcomed(invitation: Invitation, *, at: datetime) -> Actor:
    """Return the system as it acts for an invited person who holds the right code."""
    zone = invitation.user.office.zone
    return replace(system("invitation", on=clock.day_of(at, zone), zone=zone), on_behalf_of=str(invitation.user_id))


def send(invitation: Invitation, *, is_by_hand: bool, by: Actor, at: datetime) -> Invited:
    """Send an invitation with a new code, or answer with the code where it goes by hand."""
    code = invitation_codes.fresh_code()
    invitation.invited_by_id = UUID(by.id) if by.kind == "user" else None
    invitation.is_by_hand = is_by_hand
    invitation.digest = invitation_codes.digest_of(code)
    invitation.sent_at = at
    invitation.expires_at = at + GOOD_FOR
    invitation.full_clean()
    invitation.save()
    if is_by_hand:
        return Invited(invitation, code)
    user = invitation.user
    facts = {"office": user.office.name, "days": str(GOOD_FOR.days)}
    hooks.notices.tell(Notice(user, "invited", at, facts, WELCOME_PATH, code, until=invitation.expires_at))
    return Invited(invitation)


def _check_open(invitation: Invitation) -> None:
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise InvitationOver(invitation)
