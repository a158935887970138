"""The pass of a device at the arrival desk: who opened the desk of which office, and which numbers are kept for it.

The server signs it.  It goes into every line that the device seals, so whoever carries the lines to the server later,
the server knows who wrote them, and that nobody gave out a number that was kept for somebody else.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing

_SALT = "returnees.desk_pass"
LASTS = timedelta(days=7)
"""Long enough for the longest line that was ever down; a line that is sent later waits for a person to look at it."""


class NoPass(Exception):
    """The pass is none of ours, or too old."""


@dataclass(frozen=True, slots=True)
class DeskPass:
    """Who opened the desk of which office, and the block of numbers kept for the device."""

    user: str
    office: UUID
    first: int
    count: int

    def holds(self, serial: int) -> bool:
        """Whether a number is of the block."""
        return self.first <= serial < self.first + self.count

    def signed(self) -> str:
        """Return the pass as the device keeps it."""
        return signing.dumps([self.user, str(self.office), self.first, self.count], salt=_SALT)


def read(text: str) -> DeskPass:
    """Return the pass that a device shows.  Raises NoPass."""
    try:
        user, office, first, count = signing.loads(text, salt=_SALT, max_age=LASTS)
        return DeskPass(str(user), UUID(office), int(first), int(count))
    except (signing.BadSignature, ValueError, TypeError) as no:
        raise NoPass from no
