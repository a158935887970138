"""How a call to a partner's system is signed: the partner can tell that it is ours, whole, and not an old one again.

Source: the Standard Webhooks specification, version 1.  Signed are the call's id, its moment and its body, with
HMAC-SHA-256 under a secret that only the two sides hold.  While a secret is being replaced, two signatures go along.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

MARK = "whsec_"
SECRET_BYTES = 32
MOMENT_DIGITS_MAX = 12
FRESH_FOR = timedelta(minutes=5)
"""How far the moment of a signed call that comes in may lie from ours; older ones could be caught and sent again."""
OVERLAP = timedelta(days=7)
"""How long the secret before signs along after it was replaced."""


def fresh_secret() -> str:
    """Return a new secret at random, as both sides write it."""
    return MARK + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, *, call_id: str, moment: int, body: bytes) -> str:
    """Return the signature of a call.  `moment` is in whole seconds since 1970, UTC."""
    key = base64.b64decode(secret.removeprefix(MARK))
    signed = b"%s.%d.%s" % (call_id.encode(), moment, body)
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def is_signed(secret: str, said: Mapping[str, str], *, body: bytes, at: datetime) -> bool:
    """Whether a call that came in was signed just now by whoever holds the secret.  `said` are its headers."""
    moment = said.get("webhook-timestamp", "")
    if not (moment.isascii() and moment.isdecimal() and len(moment) <= MOMENT_DIGITS_MAX):
        return False
    if abs(int(at.timestamp()) - int(moment)) > FRESH_FOR.total_seconds():
        return False
    right = signature(secret, call_id=said.get("webhook-id", ""), moment=int(moment), body=body)
    shown = said.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(one.encode(), right.encode()) for one in shown)


def headers(holding: Sequence[str], *, call_id: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """Return the headers of a signed call, a signature for each secret, the newest first."""
    moment = int(at.timestamp())
    return {
        "webhook-id": call_id,
        "webhook-timestamp": str(moment),
        "webhook-signature": " ".join(signature(one, call_id=call_id, moment=moment, body=body) for one in holding),
    }
