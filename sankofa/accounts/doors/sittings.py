"""Where somebody is signed in, and how that ends.

A sitting stands beside a session of the browser.  The session knows when it was used last, the sitting on what device
and since when.  Ending a sitting deletes its session: the next click there asks for the password.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from sankofa.accounts.models import Sitting, User
from sankofa.accounts.rules.browsers import recognised
from sankofa.accounts.sessions import digest_of


@dataclass(frozen=True, slots=True)
class Seat:
    """A sitting that goes on, as its owner sees it."""

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
    Sitting.objects.update_or_create(
        session=here(request),
        defaults={
            "user": user,
            "way": way,
            "browser": said.name or "",
            "system": said.system or "",
            "created_at": at,
        },
    )


def seats_of(user: User, request: HttpRequest) -> list[Seat]:
    """Return where somebody is signed in, this browser first, then the one used last."""
    sits_here = here(request)
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    sittings = {one.session: one for one in Sitting.objects.filter(user=user)}
    sessions = Session.objects.filter(pk__in=sittings, expire_date__gt=timezone.now())
    seats = [
        Seat(
            id=sitting.pk,
            browser=sitting.browser,
            system=sitting.system,
            way=sitting.way,
            since=sitting.created_at,
            used_at=session.expire_date - longest,
            is_here=session.pk == sits_here,
        )
        for session in sessions
        for sitting in [sittings[session.pk]]
    ]
    return sorted(seats, key=lambda seat: (seat.is_here, seat.used_at), reverse=True)


@transaction.atomic
def end(user: User, *, only: UUID | None = None, but_for: str | None = None) -> int:
    """End somebody's sittings at once: one, all but one session, or all; return how many."""
    found = Sitting.objects.filter(user=user)
    if only is not None:
        found = found.filter(pk=only)
    if but_for is not None:
        found = found.exclude(session=but_for)
    ended = list(found.values_list("session", flat=True))
    Session.objects.filter(pk__in=ended).delete()
    found.delete()
    return len(ended)


def end_because_left(user: User, at: datetime) -> None:  # noqa: ARG001  told by a hook, with the moment
    """End every sitting of somebody who left."""
    end(user)


def forget_ended() -> int:
    """Forget sittings whose session is over; return how many."""
    return Sitting.objects.exclude(session__in=Session.objects.values("pk")).delete()[0]


def here(request: HttpRequest) -> str:
    """Return the digest under which the session of this browser lies."""
    return digest_of(request.session.session_key or "")
