"""Keys of other systems and devices: what one looks like, and whether it still opens.

A key is `sk_PREFIX.SECRET`.  The prefix finds the row and may be shown again, in lists and in the record; of the
secret, 256 bits at random, only a digest is kept.  A plain digest is enough for a secret that nobody can guess.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MARK = "sk_"
"""What every key begins with, so that a key lying about in a file is recognised as one."""
OVERLAP = timedelta(days=7)
"""How long an old key goes on after it was replaced, so that the other system can be changed without a gap."""
LONGEST = timedelta(days=400)
CALLS_A_MINUTE = 120

_SHAPE = re.compile(r"sk_([a-z0-9]{12})\.([A-Za-z0-9_-]{43})")
_SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"


class Standing(StrEnum):
    """Whether a key opens."""

    OPEN = "open"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class FreshKey:
    """A new key, whole: shown once, then only its prefix and digest are known."""

    prefix: str
    secret: str

    @property
    def whole(self) -> str:
        """The key as the other system holds it."""
        return f"{MARK}{self.prefix}.{self.secret}"

    @property
    def digest(self) -> str:
        """What is kept of it."""
        return digest_of(self.secret)

    def __repr__(self) -> str:
        return f"FreshKey({self.prefix})"


def fresh() -> FreshKey:
    """Return a new key at random."""
    return FreshKey("".join(secrets.choice(_SIGNS) for _ in range(12)), secrets.token_urlsafe(32))


def parts_of(whole: str) -> tuple[str, str] | None:
    """Return the prefix and the secret of a key as it was sent; None where it cannot be a key of ours."""
    match = _SHAPE.fullmatch(whole)
    return None if match is None else (match[1], match[2])


def digest_of(secret: str) -> str:
    """Return the digest of a key's secret."""
    return hashlib.sha256(f"key\x00{secret}".encode()).hexdigest()


def fits(secret: str, digest: str) -> bool:
    """Whether a secret is the one that a digest was made of, in a time that tells nothing."""
    return hmac.compare_digest(digest_of(secret), digest)


def standing(*, expires_at: datetime, revoked_at: datetime | None, at: datetime) -> Standing:
    """Return whether a key opens at a moment.  The moment of its end is excluded; revoked counts before expired."""
    if revoked_at is not None:
        return Standing.REVOKED
    return Standing.OPEN if at < expires_at else Standing.EXPIRED
