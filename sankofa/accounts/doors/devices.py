"""Devices that somebody signed in from before: they are given a mark, of which only the digest is kept here.

A known device has a count of wrong tries of its own.  It opens nothing by itself.
"""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from sankofa.accounts.models import Device, User

COOKIE = "device"
_SALT = "accounts.device"
_KEPT_SECONDS = 400 * 24 * 3600
"""The longest that browsers keep a cookie."""


def mark_of(request: HttpRequest) -> str | None:
    """Return the mark of this device; None where it has none that we signed."""
    mark: str | None = request.get_signed_cookie(COOKIE, default=None, salt=_SALT)
    return mark


def is_known(request: HttpRequest, address: str) -> bool:
    """Whether whoever has this address signed in from this device before."""
    mark = mark_of(request)
    return mark is not None and Device.objects.filter(user__email=address, digest=_digest(mark)).exists()


def note(request: HttpRequest, user: User, *, at: datetime) -> str:
    """Remember that somebody signed in from this device; return its mark."""
    mark = mark_of(request) or secrets.token_urlsafe(32)
    Device.objects.update_or_create(user=user, digest=_digest(mark), defaults={"used_at": at})
    return mark


def hand_over(answer: HttpResponseBase, mark: str) -> None:
    """Give the device its mark to keep."""
    answer.set_signed_cookie(
        COOKIE, mark, salt=_SALT, max_age=_KEPT_SECONDS, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )


def forget_all(user: User) -> None:
    """Forget every device of somebody: none of them has a count of its own any more."""
    Device.objects.filter(user=user).delete()


def _digest(mark: str) -> str:
    return hashlib.sha256(f"device\x00{mark}".encode()).hexdigest()
