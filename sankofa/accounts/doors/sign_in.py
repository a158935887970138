"""Signing in with a password: every try is counted, and too many wrong ones close the door for a while.

What was typed as the address is recorded only as a blind index, because people sometimes type a password there.
"""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, authenticate, logout
from django.http import HttpRequest

from sankofa.accounts.doors import arrival, codes, devices, tries
from sankofa.accounts.models import User
from sankofa.accounts.rules.lockout import Counted
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.store import keys
from sankofa.store.rules.sealing import blind_index

ACTION = "accounts.sign_in"


def sign_in(request: HttpRequest, *, email: str, password: str, at: datetime) -> User | None:
    """Sign somebody in; None where address and password do not fit.  Raises TooManyTries.

    Who has a second step is returned too, but is not in yet: `arrival.waiting` knows them.
    """
    address = email.strip().lower()
    user = _known_by(request, address, password, at=at)
    if user is not None:
        arrival.arrive(request, user, "password", at=at)
    return user


def prove(request: HttpRequest, *, password: str, code: str, at: datetime) -> bool:
    """Whether somebody signed in proved anew who they are, before something grave.  Raises TooManyTries."""
    user = user_of(request)
    if not prove_password(request, password, at=at):
        return False
    if codes.app_of(user) is not None and codes.prove(user, code, at=at) is None:
        return False
    request.session[arrival.PROVED] = at.isoformat()
    return True


def prove_password(request: HttpRequest, password: str, *, at: datetime) -> bool:
    """Whether this is the password of whoever is signed in; wrong ones count as at the door.  Raises TooManyTries."""
    user = user_of(request)
    return _known_by(request, user.email, password, at=at) == user


def stay(request: HttpRequest, user: User) -> None:
    """Keep this session although the password was changed: it was the one that changed it."""
    request.session[HASH_SESSION_KEY] = User.objects.get(pk=user.pk).get_session_auth_hash()


def user_of(request: HttpRequest) -> User:
    """Return who is signed in.  Only where somebody is."""
    assert request.user.is_authenticated, "asked of somebody who is signed in"
    return User.objects.select_related("office__organisation").get(pk=request.user.pk)


def sign_out(request: HttpRequest, *, at: datetime) -> None:
    """Sign somebody out."""
    if isinstance(request.user, User):
        who = audit.Who("user", str(request.user.pk), within=str(request.user.office_id))
        audit.record(kind=Kind.SIGN_IN, action="accounts.sign_out", who=who, at=at)
    logout(request)


def _known_by(request: HttpRequest, address: str, password: str, *, at: datetime) -> User | None:
    who = audit.Who("address", blind_index(address, ring=keys.ring(), purpose="sign_in"))
    tried = tries.begin(_counted_by(request, address), who=who, action=ACTION, at=at)
    user = authenticate(request, username=address, password=password)
    if not isinstance(user, User):
        tries.note_wrong(tried, who=who, action=ACTION)
        return None
    tries.take_back(tried)
    return user


def _counted_by(request: HttpRequest, address: str) -> Mapping[Counted, str | None]:
    """Return what a try is counted by: a device its owner signed in from has its own count, everybody else shares."""
    if devices.is_known(request, address):
        return {Counted.DEVICE: f"{devices.mark_of(request)}:{address}"}
    return {Counted.ADDRESS: address, Counted.NETWORK: tries.network(request, proxies=settings.PROXIES)}
