"""A new password by mail: a link that is good once, for an hour, and tells a stranger nothing.

Whoever asks gets the same answer whether the address is known or not.
"""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from sankofa.accounts.doors import devices, signed_in, tries
from sankofa.accounts.hooks import Notice, notices
from sankofa.accounts.models import PasswordLink, User
from sankofa.accounts.rules import proofs
from sankofa.accounts.rules.lockout import Counted
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.store import keys
from sankofa.store.rules.sealing import blind_index

PATH = "/sign-in/new-password/"
ACCOUNT = "/account/"
ACTION = "accounts.ask_for_password"


class LinkNotGood(Exception):
    """A link to a new password was used already, is too old, or never was one."""


def ask(request: HttpRequest, *, email: str, at: datetime) -> None:
    """Send a link to a new password if the address is known.  Raises TooManyTries, for known and unknown alike."""
    address = email.strip().lower()
    who = audit.Who("address", blind_index(address, ring=keys.ring(), purpose="sign_in"))
    network = tries.network(request, proxies=settings.PROXIES)
    tries.begin({Counted.LETTER: address, Counted.NETWORK: network}, who=who, action=ACTION, at=at)
    user = User.objects.filter(email=address, is_active=True).first()
    if user is None:
        return
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        PasswordLink.objects.filter(user=user, used_at__isnull=True).delete()
        PasswordLink.objects.create(user=user, digest=_digest(secret), created_at=at)
        audit.record(
            kind=Kind.SIGN_IN, action=ACTION, who=audit.Who("user", str(user.pk), within=str(user.office_id)), at=at
        )
        until = at + proofs.LINK_LASTS
        notices.tell(Notice(to=user, code="password_forgotten", at=at, path=PATH, secret=secret, until=until))


def owner_of(secret: str, *, at: datetime) -> User | None:
    """Return whose link this is; None where it is not good any more."""
    link = _good(secret, at=at)
    return None if link is None else link.user


@transaction.atomic
def use(secret: str, *, password: str, at: datetime) -> User:
    """Set the new password of whoever the link was sent to, and end all their sessions.  Raises LinkNotGood."""
    link = _good(secret, at=at, lock=True)
    if link is None:
        raise LinkNotGood
    link.used_at = at
    link.save(update_fields=["used_at"])
    user = link.user
    user.set_password(password)
    user.save(update_fields=["password"])
    signed_in.end(user)
    devices.forget_all(user)
    who = audit.Who("link", str(link.pk), on_behalf_of=str(user.pk), within=str(user.office_id))
    audit.record(
        kind=Kind.WRITE,
        action="accounts.new_password_by_link",
        who=who,
        at=at,
        subject_kind=user._meta.label_lower,
        subject_id=str(user.pk),
    )
    notices.tell(Notice(to=user, code="password_changed", at=at, path=ACCOUNT))
    return user


def _good(secret: str, *, at: datetime, lock: bool = False) -> PasswordLink | None:
    links = PasswordLink.objects.select_for_update(of=("self",)) if lock else PasswordLink.objects.all()
    link = (
        links.select_related("user").filter(digest=_digest(secret), used_at__isnull=True, user__is_active=True).first()
    )
    is_good = link is not None and proofs.counts(link.created_at, proofs.LINK_LASTS, at=at)
    return link if is_good else None


def _digest(secret: str) -> str:
    return hashlib.sha256(f"password\x00{secret}".encode()).hexdigest()
