"""What mail and SMS ports have in common: what they are handed, and the two ways in which a call can fail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes out: a key that stays the same however often it is tried, the address, and what it says."""

    key: str
    to: str
    title: str
    text: str


class TryLater(Exception):
    """The other side cannot take it now.  `code` says why in one word, and never carries an address or a text."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class WillNotTake(Exception):
    """The other side will never take this, so trying again is useless.  `code` says why in one word."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
