"""The pass of a device at the arrival desk: who opened the desk of which office, and which numbers are kept for it.

The server signs it.  It goes into every line that the device seals, so whoever carries the lines to the server later,
the server knows who wrote them, and that nobody gave out a number that was kept for somebody else.  It names the public
key that the device made for itself; the secret one stays in the browser, and every line is signed with it.
A pass that somebody copied is worth nothing without the device.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing

from sankofa.returnees.rules import device_sealing

_SALT = "returnees.desk_pass"
LASTS = timedelta(days=7)
"""Long enough for the longest line that was ever down; a line that is sent later waits for a person to look at it."""


class NoPass(Exception):
    """The pass is none of ours, too old, or shown by another device than it was made for."""


@dataclass(frozen=True, slots=True)
class DeskPass:
    """Who opened the desk of which office, on which device, and the block of numbers kept for it."""

    user: str
    office: UUID
    first: int
    count: int
    device: bytes
    """The public key of the device, a point of the curve."""

    def holds(self, serial: int) -> bool:
        """Whether a number is of the block."""
        return self.first <= serial < self.first + self.count

    def signed(self) -> str:
        """Return the pass as the device keeps it."""
        return signing.dumps([self.user, str(self.office), self.first, self.count, self.device.hex()], salt=_SALT)


def proven(text: str, *, said: str, proof: bytes, about: str) -> DeskPass:
    """Return the pass with which a device shows a line, where it signed both with its own key.  Raises NoPass."""
    shown = read(text)
    if not device_sealing.is_signed_by(proof, signed_content(text, said=said, about=about), public=shown.device):
        raise NoPass
    return shown


def signed_content(text: str, *, said: str, about: str) -> bytes:
    """Return what a device signs: the line it is about, its pass, and what was said, each on a line of its own."""
    return "\n".join((about, text, said)).encode()


def read(text: str) -> DeskPass:
    """Return the pass that a device shows.  Raises NoPass."""
    try:
        user, office, first, count, device = signing.loads(text, salt=_SALT, max_age=LASTS)
        return DeskPass(str(user), UUID(office), int(first), int(count), bytes.fromhex(device))
    except (signing.BadSignature, ValueError, TypeError) as no:
        raise NoPass from no
