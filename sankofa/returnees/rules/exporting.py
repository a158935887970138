"""What a list that leaves the register may hold, who has to agree, and the mark by which a copy is traced.

The less a list tells apart, the fewer need to agree.  A list without names carries a mark instead of each case number;
the mark differs from copy to copy, so that two copies cannot be laid over each other.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


class Format(StrEnum):
    """The formats in which a list is handed out."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


class Group(StrEnum):
    """What is taken out together."""

    ABOUT = "about"
    JOURNEY = "journey"
    PROFILE = "profile"
    WORK = "work"
    NAME = "name"
    FAMILY = "family"
    CONTACT = "contact"
    PAPERS = "papers"
    WAY = "way"
    WORDS = "words"
    HEALTH = "health"


ALWAYS = frozenset({Group.ABOUT})
OPENED = frozenset({Group.FAMILY, Group.CONTACT, Group.PAPERS, Group.WAY, Group.WORDS, Group.HEALTH})
"""Each of these is sealed in the register."""
NAMING = OPENED | {Group.NAME}
"""Each of these tells who a row is about, or what must not be known of anybody without being asked for by name."""
NAMED_ALONE_MAX = 50
UNNAMED_ALONE_MAX = 1_000
COUNTED_TOGETHER = timedelta(days=7)
"""How long the lists that somebody takes alone are counted together: many short ones are one long one."""
WORKBOOK_ROWS_MAX = 50_000
READY_FOR = timedelta(hours=24)
TAIL_BYTES = 8


class Kind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its code, its group, its HXL tag, and what it means, in English to be translated."""

    code: str
    group: Group
    label: str
    hxl: str
    meaning: str
    kind: Kind = Kind.TEXT


def is_naming(groups: frozenset[Group]) -> bool:
    """Whether a list with these groups tells who its rows are about."""
    return bool(groups & NAMING)


def needs_second(groups: frozenset[Group], rows: int) -> bool:
    """Whether a second person has to agree: from 51 people with names, from 1,001 without."""
    return rows > (NAMED_ALONE_MAX if is_naming(groups) else UNNAMED_ALONE_MAX)


def copy_mark(export: UUID, person: UUID, *, secret: bytes) -> str:
    """Return the mark of a person's row in one copy: 32 signs that only the holder of the secret reads back.

    One block of AES over the last eight bytes of both ids: the same person has another mark in every copy.
    """
    block = export.bytes[-TAIL_BYTES:] + person.bytes[-TAIL_BYTES:]
    made = Cipher(algorithms.AES(secret), modes.ECB()).encryptor()  # noqa: S305  one block, each different
    return (made.update(block) + made.finalize()).hex()


def read_mark(mark: str, *, secret: bytes) -> tuple[bytes, bytes] | None:
    """Return the last eight bytes of the ids of the copy and of the person; None where it is no such mark."""
    try:
        held = bytes.fromhex(mark.strip())
    except ValueError:
        return None
    if len(held) != 2 * TAIL_BYTES:
        return None
    made = Cipher(algorithms.AES(secret), modes.ECB()).decryptor()  # noqa: S305
    block = made.update(held) + made.finalize()
    return block[:TAIL_BYTES], block[TAIL_BYTES:]
