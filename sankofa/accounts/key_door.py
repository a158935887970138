"""The door for other systems and devices: every call shows its key, and every refusal is on record.

A key is looked up at every call, so one that was ended is refused from the next call on.
"""

from datetime import datetime

from sankofa.accounts import actions, queries
from sankofa.accounts.doors import tries
from sankofa.accounts.models import Key
from sankofa.accounts.rules import keys, lockout
from sankofa.accounts.rules.keys import Standing
from sankofa.accounts.rules.lockout import Counted
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind

ACTION = "accounts.key_call"
_NOBODYS_DIGEST = keys.digest_of("")


class KeyRefused(Exception):
    """A call was refused for its key.  `code` is unknown, revoked, expired or too_many."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def opened_by(whole: str, *, network: str | None, at: datetime) -> Key:
    """Return the key that a call shows, if it opens.  Raises KeyRefused, on record.

    Anybody may send what is no key all day: such calls are counted by network, and only the first ten and then each
    doubling have an event of their own, so that nobody fills the record.
    """
    parts = keys.parts_of(whole)
    key = None if parts is None else queries.key_with_prefix(parts[0])
    # Compared in any case, so that an unknown prefix takes as long as a wrong secret.
    is_fitting = keys.fits("" if parts is None else parts[1], _NOBODYS_DIGEST if key is None else key.digest)
    if key is None or not is_fitting:
        raise _unknown(network, at=at)
    standing = key.standing(at)
    if standing is not Standing.OPEN:
        raise _refusal(key, str(standing), at=at)
    if not actions.count_call(key, at=at):
        raise _refusal(key, "too_many", at=at)
    return key


def _unknown(network: str | None, *, at: datetime) -> KeyRefused:
    who = audit.Who("nobody", "")
    try:
        tried = tries.begin({Counted.NETWORK: f"keys of {network}"}, who=who, action=ACTION, at=at)
    except tries.TooManyTries:
        return KeyRefused("too_many")
    if lockout.is_recorded(tried.number):
        detail = {"reason": "unknown", "tries": tried.number}
        audit.record(kind=Kind.REFUSED, action=ACTION, who=who, at=at, detail=detail)
    return KeyRefused("unknown")


def _refusal(key: Key, code: str, *, at: datetime) -> KeyRefused:
    audit.record(
        kind=Kind.REFUSED,
        action=ACTION,
        who=audit.Who(str(key.kind), str(key.pk), within=str(key.office_id or "")),
        at=at,
        subject_kind="accounts.key",
        subject_id=str(key.pk),
        detail={"reason": code},
    )
    return KeyRefused(code)
