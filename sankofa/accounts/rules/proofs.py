"""What proves who somebody is, how long a proof counts, and what may be given up.

A password is something one knows; an application that shows codes and a passkey are things one has.  A passkey also
asks for a finger or a number on its device, so it proves both at once.

Source: NIST SP 800-63B-4, 2.2 (two factors), 3.1.4 (a code is accepted once), 2.2.3 (proving again).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sankofa.accounts.rules.terms import Grant

GRACE = timedelta(days=7)
"""From the first sign-in, for those whose role asks for a second step."""
PROVED_FOR = timedelta(minutes=10)
WAITS_FOR_CODE = timedelta(minutes=10)
LINK_LASTS = timedelta(hours=1)
STEP_SECONDS = 30
"""A code of an application lasts half a minute (RFC 6238, 5.2)."""
CODES_FEW = 3


@dataclass(frozen=True, slots=True)
class Means:
    """What somebody can come in with."""

    has_password: bool
    has_app: bool
    passkeys: int

    @property
    def has_second_step(self) -> bool:
        """Whether something they have is asked for besides what they know."""
        return self.has_app or self.passkeys > 0


def is_asked_for_second_step(grants: Iterable[Grant], *, on: date) -> bool:
    """Whether a role held on a day, or covered for somebody, asks for more than a password."""
    return any(grant.asks_second_step and grant.is_current(on) for grant in grants)


def may_remove_passkey(means: Means, *, is_asked: bool) -> bool:
    """Whether a passkey may go: never the last means to come in, nor the last second step where one is asked for."""
    if means.passkeys == 0:
        return False
    if means.passkeys > 1:
        return True
    return means.has_password and (means.has_app or not is_asked)


def may_remove_app(means: Means, *, is_asked: bool) -> bool:
    """Whether the application may go: not while a second step is asked for and no passkey is left to be one."""
    return means.has_app and (means.passkeys > 0 or not is_asked)


def must_enrol(*, is_asked: bool, has_second_step: bool, first_at: datetime | None, at: datetime) -> bool:
    """Whether somebody has to set up a second step before anything else.

    Seven days of grace run from the first sign-in.  Where the clock stands before it, the clock was put back: that
    gives nobody new days.
    """
    if not is_asked or has_second_step:
        return False
    return first_at is not None and not counts(first_at, GRACE, at=at)


def counts(since: datetime, span: timedelta, *, at: datetime) -> bool:
    """Whether something that began at a moment still counts; what begins in the future does not count yet."""
    return since <= at < since + span


def may_use_step(step: int, *, last_used: int | None, now: int) -> bool:
    """Whether a code of this half minute may be used: within one step of now, and none that was used before.

    A used step far ahead was written by a clock that was wrong then; it bars only itself.
    """
    if abs(step - now) > 1:
        return False
    if last_used is None or last_used > now + 1:
        return step != last_used
    return step > last_used
