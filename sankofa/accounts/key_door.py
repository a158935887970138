"""The door for other systems and devices: every call shows its key, and every refusal is on record.

A key is looked up at every call, so one that was ended is refused from the next call on.
"""

from datetime import datetime

from sankofa.accounts import actions, queries
from sankofa.accounts.models import Key
from sankofa.accounts.rules import keys
from sankofa.accounts.rules.keys import Standing
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind

_NOBODYS_DIGEST = keys.digest_of("")


class KeyRefused(Exception):
    """A call was refused for its key.  `code` is unknown, revoked, expired or too_many."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def opened_by(whole: str, *, at: datetime) -> Key:
    """Return the key that a call shows, if it opens.  Raises KeyRefused, on record."""
    parts = keys.parts_of(whole)
    key = None if parts is None else queries.key_with_prefix(parts[0])
    # Compared in any case, so that an unknown prefix takes as long as a wrong secret.
    is_fitting = keys.fits("" if parts is None else parts[1], _NOBODYS_DIGEST if key is None else key.digest)
    if key is None or not is_fitting:
        raise _refusal(None, "unknown", at=at)
    standing = key.standing(at)
    if standing is not Standing.OPEN:
        raise _refusal(key, str(standing), at=at)
    if not actions.count_call(key, at=at):
        raise _refusal(key, "too_many", at=at)
    return key


def _refusal(key: Key | None, code: str, *, at: datetime) -> KeyRefused:
    who = (
        audit.Who("nobody", "")
        if key is None
        else audit.Who(str(key.kind), str(key.pk), within=str(key.office_id or ""))
    )
    audit.record(
        kind=Kind.REFUSED,
        action="accounts.key_call",
        who=who,
        at=at,
        subject_kind="" if key is None else "accounts.key",
        subject_id="" if key is None else str(key.pk),
        detail={"reason": code},
    )
    return KeyRefused(code)
