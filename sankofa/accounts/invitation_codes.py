"""Codes that open one door once: an invitation.  People type them from paper, so they have no letters to confuse."""

import hashlib
import secrets

from sankofa.kernel.identifiers import SIGNS

LENGTH = 20
"""Signs of a code: 20 of 31 signs are 99 bits, more than anybody can try."""
_GROUP = 5


def fresh_code() -> str:
    """Return a new code, in groups as it is written on paper: `7K2M9-Z4DHA-...`."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(drawn[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def digest_of(code: str) -> str:
    """Return the digest under which a code is kept; spaces, dashes and small letters make no difference."""
    # The code is long and random, so a plain digest is enough.
    return hashlib.sha256(f"invitation\x00{plain(code)}".encode()).hexdigest()


def plain(code: str) -> str:
    """Return a code without spaces and dashes, in capitals, with O, I and L read as the digits they look like."""
    signs = "".join(sign for sign in code.upper() if sign.isascii() and sign.isalnum())
    return signs.replace("O", "0").replace("I", "1").replace("L", "1")
