"""Signing in: every try is on record, and too many wrong ones close the door for a while.

What was typed as the address is recorded only as a blind index, because people sometimes type a password there.
"""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest

from sankofa.accounts.models import User
from sankofa.audit import actions as audit
from sankofa.audit import queries as audited
from sankofa.audit.rules.terms import Kind
from sankofa.store import keys
from sankofa.store.rules.sealing import blind_index

WRONG_TRIES_MAX = 10
CLOSED_FOR = timedelta(minutes=15)


class TooManyTries(Exception):
    """Too many wrong passwords for one address; the door opens again by itself."""

    def __init__(self, opens_at: datetime) -> None:
        self.opens_at = opens_at
        super().__init__(f"closed until {opens_at.isoformat()}")


def sign_in(request: HttpRequest, *, email: str, password: str, at: datetime) -> User | None:
    """Sign somebody in; None where address and password do not fit.  Raises TooManyTries."""
    address = email.strip().lower()
    who = audit.Who("address", blind_index(address, ring=keys.ring(), purpose="sign_in"))
    tries = audited.refused_at(actor_id=who.id, action="accounts.sign_in", after=at - CLOSED_FOR, most=WRONG_TRIES_MAX)
    if len(tries) == WRONG_TRIES_MAX:
        audit.record(kind=Kind.REFUSED, action="accounts.sign_in_closed", who=who, at=at)
        raise TooManyTries(tries[-1] + CLOSED_FOR)
    user = authenticate(request, username=address, password=password)
    if not isinstance(user, User):
        audit.record(kind=Kind.REFUSED, action="accounts.sign_in", who=who, at=at)
        return None
    with transaction.atomic():
        login(request, user)
        who = audit.Who("user", str(user.pk), within=str(user.office_id))
        audit.record(kind=Kind.SIGN_IN, action="accounts.sign_in", who=who, at=at)
    return user


def sign_out(request: HttpRequest, *, at: datetime) -> None:
    """Sign somebody out."""
    if isinstance(request.user, User):
        who = audit.Who("user", str(request.user.pk), within=str(request.user.office_id))
        audit.record(kind=Kind.SIGN_IN, action="accounts.sign_out", who=who, at=at)
    logout(request)
