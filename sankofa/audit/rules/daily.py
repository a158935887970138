"""A day's seal: a few lines of text that can be kept elsewhere and show later whether the record is still the same.

It names the last seal of the record and the head of the chain: one digest over every seal from the first to this one,
and so over every sealed event.  It is signed (Ed25519), so that whoever keeps it can prove whose it is with the public
key alone; the private key is made from the deployment's key ring and never leaves it.

What a kept seal shows: that the record of today begins with exactly what was sealed then.  A record whose end was cut
off, or that was written anew by somebody who holds the key ring, does not.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sankofa.audit.rules.proof import canonical

TITLE = "Sankofa seal of the record, version 1"
_FIELDS = ("made", "seal", "events", "head", "key")


class NotASeal(ValueError):
    """This text is not a seal of a record, or a line of it was changed, or its signature is another's."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class DaySeal:
    """What a day's seal says: when it was made, the last seal and how many events it covers, the head, the key."""

    at: datetime
    seal: int
    events: int
    head: str
    key: str

    def lines(self) -> str:
        """Return what is signed."""
        held = (self.at.isoformat(timespec="seconds"), str(self.seal), str(self.events), self.head, self.key)
        return "\n".join([TITLE, *(f"{name}: {value}" for name, value in zip(_FIELDS, held, strict=True))]) + "\n"


def head_after(head: str, said: Mapping[str, Any]) -> str:
    """Return the head of the chain after one more seal."""
    return hashlib.sha256(canonical({"head": head, "seal": dict(said)})).hexdigest()


def private_key(audit_key: bytes) -> Ed25519PrivateKey:
    """Return the deployment's key of signatures, made from the ring's key of the record."""
    return Ed25519PrivateKey.from_private_bytes(
        hmac.new(audit_key, b"sankofa seals of the record, ed25519", hashlib.sha256).digest()
    )


def public_key(audit_key: bytes) -> str:
    """Return the public key by which everybody can tell this deployment's seals, as 64 signs."""
    return private_key(audit_key).public_key().public_bytes_raw().hex()


def written(seal: DaySeal, *, audit_key: bytes) -> str:
    """Return the text of a day's seal, signed."""
    lines = seal.lines()
    return f"{lines}signature: {private_key(audit_key).sign(lines.encode()).hex()}\n"


def read(text: str, *, key: str = "") -> DaySeal:
    """Return what a kept seal says.  Raises NotASeal where it is none, was changed, or is not signed by `key`.

    Without `key` the key that stands in the text is believed: that shows that the text is whole, not whose it is.
    """
    rows = text.replace("\r\n", "\n").strip().split("\n")
    if len(rows) != len(_FIELDS) + 2 or rows[0] != TITLE:
        raise NotASeal("it is not in the form of a seal")
    held = dict(row.split(": ", 1) for row in rows[1:] if ": " in row)
    try:
        seal = DaySeal(
            datetime.fromisoformat(held["made"]), int(held["seal"]), int(held["events"]), held["head"], held["key"]
        )
        signature = bytes.fromhex(held["signature"])
        signer = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key or seal.key))
        # What is signed is what stands there, sign for sign, and not what we would have written.
        signer.verify(signature, ("\n".join(rows[:-1]) + "\n").encode())
    except (KeyError, ValueError):
        raise NotASeal("a line of it cannot be read") from None
    except InvalidSignature:
        raise NotASeal("its signature does not fit what it says, or is another's") from None
    return seal
