"""Where somebody is signed in, and how that ends.

A signed-in session stands beside Django's session of the browser.  That one knows when it was used last, ours on what
device and since when.  Ending ours deletes the other: the next click there asks for the password.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from sankofa.accounts.doors.sessions import digest_of
from sankofa.accounts.models import SignedInSession, User
from sankofa.accounts.rules.browsers import recognised


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that goes on, as its owner sees it."""

    id: UUID
    browser: str
    system: str
    way: str
    since: datetime
    used_at: datetime
    is_here: bool


def begin(request: HttpRequest, user: User, way: str, *, at: datetime) -> None:
    """Note that a session of this browser is somebody's from now on."""
    said = recognised(request.headers.get("user-agent", ""))
    SignedInSession.objects.update_or_create(
        session=here(request),
        defaults={
            "user": user,
            "way": way,
            "browser": said.name or "",
            "system": said.system or "",
            "created_at": at,
        },
    )


def sessions_of(user: User, request: HttpRequest) -> list[OpenSession]:
    """Return where somebody is signed in, this browser first, then the one used last."""
    this_one = here(request)
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    noted = {one.session: one for one in SignedInSession.objects.filter(user=user)}
    found = [
        OpenSession(
            id=noted[session.pk].pk,
            browser=noted[session.pk].browser,
            system=noted[session.pk].system,
            way=noted[session.pk].way,
            since=noted[session.pk].created_at,
            used_at=session.expire_date - longest,
            is_here=session.pk == this_one,
        )
        for session in Session.objects.filter(pk__in=noted, expire_date__gt=timezone.now())
    ]
    return sorted(found, key=lambda one: (one.is_here, one.used_at), reverse=True)


@transaction.atomic
def end(user: User, *, only: UUID | None = None, but_for: str | None = None) -> int:
    """End somebody's sessions at once: one, all but one session, or all; return how many."""
    found = SignedInSession.objects.filter(user=user)
    if only is not None:
        found = found.filter(pk=only)
    if but_for is not None:
        found = found.exclude(session=but_for)
    ended = list(found.values_list("session", flat=True))
    Session.objects.filter(pk__in=ended).delete()
    found.delete()
    return len(ended)


def end_because_left(user: User, at: datetime) -> None:  # noqa: ARG001  told by a hook, with the moment
    """End every session of somebody who left."""
    end(user)


def forget_ended() -> int:
    """Forget whose session is over; return how many."""
    return SignedInSession.objects.exclude(session__in=Session.objects.values("pk")).delete()[0]


def here(request: HttpRequest) -> str:
    """Return the digest under which the session of this browser lies."""
    return digest_of(request.session.session_key or "")
