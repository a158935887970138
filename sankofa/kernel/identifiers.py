"""Keys for records, and the numbers that people read aloud, write on paper and type again.

Keys are UUIDs of version 7 (RFC 9562, 5.7): they begin with the moment, so that new rows lie beside each other.

Case numbers (`SK-26-004217-5`) and receipt numbers (`R-7K2M-9Z4D`) end in a check character over 31 signs: the digits
and the letters without I, L, O, Q and U, which are taken for others or make words.  Because 31 is prime and 3 is a
primitive root of it, weighting each place by the next power of 3 catches every single wrong character and every two
characters exchanged, neighbours or not, wherever they stand (up to 30 characters).  The scheme is that of
ISO 7064's pure systems, with modulus 31 and radix 3.
"""

import hashlib
import os
import secrets
import threading
import unicodedata
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sankofa.kernel import clock

SIGNS = "0123456789ABCDEFGHJKMNPRSTVWXYZ"
LETTERS = SIGNS[10:]

_READ_AS = {"O": "0", "I": "1", "L": "1", ".": "", "/": "", "\N{MINUS SIGN}": ""}
_SEPARATORS = frozenset({"Zs", "Cc", "Cf", "Pd", "Pc"})  # spaces, tabs, direction marks, every kind of dash

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_REMEMBERED = 1024  # milliseconds whose last key is kept, so that keys given out for them later still sort after it
_lock = threading.Lock()
_last_tails: OrderedDict[int, int] = OrderedDict()


class NotAMomentKey(ValueError):
    """This key does not carry the moment it was made: it is not a UUID of version 7."""

    def __init__(self, key: UUID) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        return f"{self.key} is not a UUID of version 7 and carries no moment."


def uuid7(at: datetime | None = None) -> UUID:
    """Return a new key that begins with the moment, now or as given, to the millisecond.

    Keys of one millisecond sort in the order in which this process made them.  After the millisecond come 74 bits:
    the first key of a millisecond draws them at random with the highest left free, every further one adds a random
    step.  Safe in threads and after a fork.
    """
    with _lock:
        moment = ((at or clock.now()) - _EPOCH) // _MILLISECOND
        if not 0 <= moment < 1 << 48:
            raise ValueError(f"A key cannot carry the moment {at}.")
        last = _last_tails.get(moment)
        tail = secrets.randbits(73) if last is None else last + 1 + secrets.randbits(32)
        _last_tails[moment] = tail
        _last_tails.move_to_end(moment)
        if len(_last_tails) > _REMEMBERED:
            _last_tails.popitem(last=False)
    high, low = tail >> 62, tail & (1 << 62) - 1
    return UUID(int=moment << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def moment_of(key: UUID) -> datetime:
    """Return the moment a key carries, in UTC, to the millisecond.  Raises NotAMomentKey."""
    if key.version != 7:
        raise NotAMomentKey(key)
    return _EPOCH + (key.int >> 80) * _MILLISECOND


def _start_afresh() -> None:
    """In a forked process: forget the parent's keys, and its lock, which a thread left behind may hold."""
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()
    _last_tails.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_afresh)


class Problem(StrEnum):
    """What is wrong with a number that somebody typed."""

    CHARACTER = "character"  # a character that no such number holds
    LENGTH = "length"  # too short or too long
    SHAPE = "shape"  # letters where digits belong, or the other way round
    CHECK = "check"  # the check character does not fit: a character is wrong, or two are exchanged


class NotANumberOfOurs(ValueError):
    """What was typed is not such a number.

    `problem` says what is wrong; `expected` is the shape of such a number or, where only the check character does not
    fit, the character that would fit if all the others were right.
    """

    what = "number"

    def __init__(self, text: str, problem: Problem, expected: str) -> None:
        super().__init__(text, problem, expected)
        self.text = text
        self.problem = problem
        self.expected = expected

    def __str__(self) -> str:
        # What was typed stays out of the sentence, which may be logged: people type names into any field.
        if self.problem is Problem.CHECK:
            return (
                f"This is not a {self.what}: a character is wrong or two are exchanged. "
                f"If the others are right, the last one is {self.expected}."
            )
        return f"This is not a {self.what} ({self.problem}); one looks like {self.expected}."


class NotACaseNumber(NotANumberOfOurs):
    """What was typed is not a case number."""

    what = "case number"


class NotASlipNumber(NotANumberOfOurs):
    """What was typed is not the number of a slip."""

    what = "number of a slip"


class NotAReceiptNumber(NotANumberOfOurs):
    """What was typed is not a receipt number."""

    what = "receipt number"


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The number of a case: the prefix of the deployment, the year, the serial within the year.

    As text it is the number that people use, with its check character: `SK-26-004217-5`.
    """

    year: int
    serial: int
    prefix: str = "SK"

    def __post_init__(self) -> None:
        if not 2000 <= self.year <= 2099:
            raise ValueError(f"A case number holds a year from 2000 to 2099, not {self.year}.")
        if not 1 <= self.serial <= 999_999:
            raise ValueError(f"A case number holds a serial from 1 to 999999, not {self.serial}.")
        if len(self.prefix) != 2 or not set(self.prefix) <= set(LETTERS):
            raise ValueError(f"The prefix of case numbers is two letters of {LETTERS}, not {self.prefix!r}.")

    def __str__(self) -> str:
        year, serial = f"{self.year % 100:02}", f"{self.serial:06}"
        return f"{self.prefix}-{year}-{serial}-{check_character(self.prefix + year + serial)}"


def case_number(year: int, serial: int, prefix: str = "SK") -> str:
    """Return the number of a case as people read it: `case_number(2026, 4217)` is `SK-26-004217-5`."""
    return str(CaseNumber(year, serial, prefix))


def parse_case_number(text: str) -> CaseNumber:
    """Return the case number that somebody typed, forgiving what cannot be mistaken.

    Small letters, spaces, missing hyphens, O for 0, I and L for 1, and the digits of any script are understood.
    Raises NotACaseNumber.
    """
    example = case_number(2026, 4217)
    signs = _signs(text, 11, example, NotACaseNumber)
    prefix, digits = signs[:2], signs[2:10]
    if not (set(prefix) <= set(LETTERS) and digits.isdigit() and int(digits[2:])):
        raise NotACaseNumber(text, Problem.SHAPE, example)
    _check(text, signs, NotACaseNumber)
    return CaseNumber(2000 + int(digits[:2]), int(digits[2:]), prefix)


def receipt_number(key: UUID) -> str:
    """Return the short number under which a person can ask about what they handed in: `R-7K2M-9Z4D`.

    It follows from the key alone, so a device without network can show it.  It holds 31^7 possibilities (about
    27 thousand million): enough to find a receipt again, too few to promise that no two are ever alike.
    """
    digest = int.from_bytes(hashlib.blake2b(key.bytes, digest_size=16).digest(), "big")
    return _receipt("".join(SIGNS[digest // 31**place % 31] for place in range(7)))


def parse_receipt_number(text: str) -> str:
    """Return a receipt number that somebody typed, as it was given out, forgiving what cannot be mistaken.

    The same is forgiven as in case numbers.  Raises NotAReceiptNumber.
    """
    example = _receipt("7K2M9Z4")
    signs = _signs(text, 9, example, NotAReceiptNumber)
    if signs[0] != "R":
        raise NotAReceiptNumber(text, Problem.SHAPE, example)
    _check(text, signs[1:], NotAReceiptNumber)
    return _receipt(signs[1:-1])


def slip_number(serial: int) -> str:
    """Return the number on the slip that somebody takes along, short enough to be read aloud: `004-217-B`.

    It holds no year, no place and no prefix: whoever finds the paper learns nothing.
    """
    if not 1 <= serial <= 999_999:
        raise ValueError(f"The number of a slip holds a serial from 1 to 999999, not {serial}.")
    body = f"{serial:06}"
    return f"{body[:3]}-{body[3:]}-{check_character(body)}"


def parse_slip_number(text: str) -> str:
    """Return the number of a slip that somebody typed or heard, as it was given out.

    The same is forgiven as in case numbers.  Raises NotASlipNumber.
    """
    example = slip_number(4217)
    signs = _signs(text, 7, example, NotASlipNumber)
    if not signs[:6].isdigit():
        raise NotASlipNumber(text, Problem.SHAPE, example)
    _check(text, signs, NotASlipNumber)
    return f"{signs[:3]}-{signs[3:6]}-{signs[6]}"


def _receipt(body: str) -> str:
    return f"R-{body[:4]}-{body[4:]}{check_character(body)}"


def check_character(body: str) -> str:
    """Return the check character of a text made of SIGNS."""
    return SIGNS[(1 - 3 * _weighted(body)) % 31]


def _weighted(signs: str) -> int:
    weighted = 0
    for sign in signs:
        weighted = (3 * weighted + SIGNS.index(sign)) % 31
    return weighted


def _signs(text: str, length: int, example: str, refusal: type[NotANumberOfOurs]) -> str:
    """Return what was typed in SIGNS alone, without separators."""
    signs = "".join(_sign(character) for character in unicodedata.normalize("NFKC", text).upper())
    if not set(signs) <= set(SIGNS):
        raise refusal(text, Problem.CHARACTER, example)
    if len(signs) != length:
        raise refusal(text, Problem.LENGTH, example)
    return signs


def _sign(character: str) -> str:
    """Return the sign that a typed character stands for: nothing for a separator, itself where it is unknown."""
    if character in _READ_AS:
        return _READ_AS[character]
    if unicodedata.category(character) in _SEPARATORS:
        return ""
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _check(text: str, signs: str, refusal: type[NotANumberOfOurs]) -> None:
    expected = check_character(signs[:-1])
    if signs[-1] != expected:
        raise refusal(text, Problem.CHECK, expected)
