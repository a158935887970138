"""Writes about looking at the pages as somebody else sees them: that it began is on record under one's own name."""

from datetime import datetime

from sankofa.accounts import openings, permissions
from sankofa.accounts.action import action
from sankofa.accounts.models import User
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock


class NotWatchable(Exception):
    """Nobody looks at the pages as themselves, nor as somebody who reaches further than they do."""


@action(permissions.VIEW_AS, on="user")
def watch(*, user: User, by: Actor, at: datetime) -> User:
    """Begin to look at the pages as somebody sees them, and change nothing.  Raises NotWatchable."""
    if not user.is_active or not openings.may_watch(by, user, on=clock.day_of(at, by.zone)):
        raise NotWatchable
    return user
