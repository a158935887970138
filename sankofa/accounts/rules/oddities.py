"""What is odd about somebody who signs in, for the one who looks after the staff.

Source: docs/handbook/managing-staff.md.  A remark is a reason to look, never a reproach, and nothing follows by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sankofa.accounts.rules.terms import Grant
from sankofa.kernel.finding import Finding, Weight

QUIET_DAYS = 90
ENDING_DAYS = 14
SOURCE = "managing staff"


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """What is known of somebody's account."""

    is_active: bool
    is_invited: bool
    invitation_ends_on: date | None
    entered_on: date
    signed_in_on: date | None
    grants: tuple[Grant, ...]


def oddities(facts: StaffFacts, *, on: date) -> list[Finding]:
    """Return what is worth a look about somebody's account, gravest first."""
    if facts.is_invited:
        if facts.invitation_ends_on is not None and facts.invitation_ends_on <= on:
            return [_finding("odd_invitation_over", facts.invitation_ends_on)]
        return []
    if not facts.is_active:
        return []
    found = []
    current = [grant for grant in facts.grants if grant.is_current(on) and not grant.cover_of]
    if not current:
        found.append(_finding("odd_no_role"))
    quiet_since = facts.signed_in_on or facts.entered_on
    if on - quiet_since >= timedelta(days=QUIET_DAYS):
        found.append(_finding("odd_never_signed_in" if facts.signed_in_on is None else "odd_quiet", quiet_since))
    found.extend(_finding("odd_role_ends", ends) for ends in sorted(_ending(current, on)))
    return found


def _ending(grants: Iterable[Grant], on: date) -> set[date]:
    soon = on + timedelta(days=ENDING_DAYS)
    return {grant.until_on for grant in grants if grant.until_on is not None and grant.until_on <= soon}


def _finding(code: str, day: date | None = None) -> Finding:
    facts = {} if day is None else {"day": day}
    return Finding(code, Weight.CONCERN, SOURCE, **facts)


CODES = frozenset({"odd_invitation_over", "odd_no_role", "odd_never_signed_in", "odd_quiet", "odd_role_ends"})
"""Every code of a remark."""
