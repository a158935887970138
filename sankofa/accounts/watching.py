"""Looking at the pages as somebody else sees them: for a quarter of an hour, every page on record."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.http import HttpRequest

from sankofa.accounts import openings, queries
from sankofa.accounts.action import who_acts
from sankofa.accounts.models import User
from sankofa.accounts.rules.terms import Actor, ScopeKind
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.kernel import clock

KEY = "watching"
WATCHED_FOR = timedelta(minutes=15)


def begin(request: HttpRequest, user: User, *, at: datetime) -> None:
    """Note in the session whose pages are looked at, and until when."""
    request.session[KEY] = {"user": str(user.pk), "until": (at + WATCHED_FOR).isoformat()}


def end(request: HttpRequest) -> None:
    """Go back to one's own pages."""
    request.session.pop(KEY, None)


def watched(request: HttpRequest, viewer: Actor) -> Actor | None:
    """Return whose pages are looked at, as an actor who only looks; None where the time is over or the reach is gone.

    A file that they opened with a reason is not shown: the reason was theirs.
    """
    held = request.session[KEY]
    now = clock.now()
    user = queries.user_by_id(held["user"])
    if (
        user is None
        or datetime.fromisoformat(held["until"]) <= now
        or not openings.may_watch(viewer, user, on=clock.day_of(now, viewer.zone))
    ):
        end(request)
        return None
    actor = user.as_actor()
    grants = tuple(grant for grant in actor.grants if grant.scope.kind is not ScopeKind.RECORD)
    return replace(actor, grants=grants, watcher=viewer.id)


def minutes_left(request: HttpRequest) -> int:
    """Return for how many minutes the pages can still be looked at so, begun ones counted."""
    left = datetime.fromisoformat(request.session[KEY]["until"]) - clock.now()
    return max(1, -(-int(left.total_seconds()) // 60))


def note_page(actor: Actor, page: str) -> None:
    """Put on record that a page was looked at as somebody else sees it."""
    audit.record(
        kind=Kind.READ,
        action="accounts.watched_page",
        who=who_acts(actor),
        at=clock.now(),
        subject_kind="accounts.user",
        subject_id=actor.id,
        detail={"page": page},
    )
