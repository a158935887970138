"""The door for phones: each shows its own token, in the address or as name and password; refusals are on record.

A phone is looked up at every call, so one that was ended gets nothing from the next call on.  What it was filled with
before is taken all the same for a while: the work of a day must not be lost because a phone was.
"""

import base64
import binascii
from datetime import datetime, timedelta

from sankofa.accounts.doors import tries
from sankofa.accounts.rules import keys, lockout
from sankofa.accounts.rules.keys import Standing
from sankofa.accounts.rules.lockout import Counted
from sankofa.audit import actions as audit
from sankofa.audit.rules.terms import Kind
from sankofa.surveys import queries
from sankofa.surveys.models import Device

ACTION = "surveys.phone_call"
TAKEN_FOR = timedelta(days=30)
"""How long forms of a phone that was ended are still taken; somebody looks at each."""
_NOBODYS_DIGEST = keys.digest_of("")


class PhoneRefused(Exception):
    """A phone was refused.  `code` is unknown, ended or too_many."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def opened_by(token: str, *, network: str | None, at: datetime, brings_forms: bool = False) -> Device:
    """Return the phone that shows a token, if it opens; with `brings_forms` also one ended not long ago.

    Raises PhoneRefused, on record.
    """
    parts = keys.parts_of(token)
    device = None if parts is None else queries.device_with_prefix(parts[0])
    # Compared in any case, so that an unknown prefix takes as long as a wrong secret.
    is_fitting = keys.fits("" if parts is None else parts[1], _NOBODYS_DIGEST if device is None else device.digest)
    if device is None or not is_fitting:
        raise _unknown(network, at=at)
    if device.standing(at) is Standing.OPEN:
        return device
    ended_at = min(device.ended_at or device.expires_at, device.expires_at)
    if brings_forms and at < ended_at + TAKEN_FOR:
        return device
    audit.record(
        kind=Kind.REFUSED,
        action=ACTION,
        who=audit.Who("device", str(device.pk), str(device.holder_id), str(device.holder.office_id)),
        at=at,
        subject_kind="surveys.device",
        subject_id=str(device.pk),
        detail={"reason": "ended"},
    )
    raise PhoneRefused("ended")


def token_in(header: str) -> str:
    """Return the token in a header of HTTP Basic: the name is the part that may be known, the password the rest.

    Empty where there is none.  Source: RFC 7617.
    """
    kind, _, held = header.partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        name, _, password = base64.b64decode(held.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return f"{keys.MARK}{name.removeprefix(keys.MARK)}.{password}"


def _unknown(network: str | None, *, at: datetime) -> PhoneRefused:
    who = audit.Who("nobody", "")
    try:
        tried = tries.begin({Counted.NETWORK: f"phones of {network}"}, who=who, action=ACTION, at=at)
    except tries.TooManyTries:
        return PhoneRefused("too_many")
    if lockout.is_recorded(tried.number):
        detail = {"reason": "unknown", "tries": tried.number}
        audit.record(kind=Kind.REFUSED, action=ACTION, who=who, at=at, detail=detail)
    return PhoneRefused("unknown")
