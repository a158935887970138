"""How the audit proves itself.

Every event carries a keyed digest (HMAC-SHA-256) of all it says, made in the transaction that it reports.  Every
minute the sealer takes the events committed since and writes a seal: the Merkle root of their digests, chained to the
seal before.  Changing an event breaks its digest; removing a sealed one breaks its seal; removing a seal breaks the
chain.  What this cannot show: an event removed before it was sealed, and the last seals cut off together with their
events, unless somebody outside holds a later root.  `verify` says so.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

EMPTY_ROOT = "0" * 64


def canonical(said: Mapping[str, Any]) -> bytes:
    """Return the one form of bytes in which an event is vouched for: keys in order, no blanks, UTF-8."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(said: bytes) -> str:
    """Return the plain digest of something that an event refers to."""
    return hashlib.sha256(said).hexdigest()


def digest_of_lines(digests: Sequence[str]) -> str:
    """Return the digest of several lines, made from the digest of each, so that one of them can be erased later."""
    return digest_of("\n".join(digests).encode())


def vouched(said: bytes, *, key: bytes) -> str:
    """Return the keyed digest that vouches for an event or a seal."""
    return hmac.new(key, said, hashlib.sha256).hexdigest()


def is_vouched(said: bytes, mark: str, *, key: bytes) -> bool:
    """Whether the mark is the one that the key's holder made for exactly these bytes."""
    return hmac.compare_digest(vouched(said, key=key), mark)


def merkle_root(marks: Sequence[str]) -> str:
    """Return the Merkle root of digests in their order.

    Leaves and nodes are hashed with different first bytes, so that a node cannot pass for a leaf; an odd one out
    moves up alone, so that no list has the root of another.
    """
    if not marks:
        return EMPTY_ROOT
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(mark)).digest() for mark in marks]
    while len(level) > 1:
        paired = [hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()
