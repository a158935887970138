"""What may stand in a call to a partner's system: ids and codes, never words.

Whatever is said about a person leaves only as a packet that the room of consents has made; see `hooks.packets`.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

BYTES_MAX = 20_000
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,79}")
_NUMBER_TO_CALL = re.compile(r"[\d.:-]{7,}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COUNT_MAX = 999_999


class NotACode(ValueError):
    """A fact is neither an id nor a code.  `name` is the fact's; what it held is not told."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


class TooLong(ValueError):
    """A call would be longer than calls may be."""


def checked(facts: Mapping[str, str | int]) -> dict[str, str | int]:
    """Return facts that are ids, codes, days or whole numbers.  Raises NotACode for anything that could be words.

    Many digits could be a phone or the number of a paper, so they are refused unless they are a day.
    """
    for name, fact in facts.items():
        if not (abs(fact) <= COUNT_MAX if isinstance(fact, int) else _is_code(fact)):
            raise NotACode(name)
    return dict(facts)


def _is_code(fact: str) -> bool:
    if _ID.fullmatch(fact) or _DAY.fullmatch(fact):
        return True
    return _CODE.fullmatch(fact) is not None and _NUMBER_TO_CALL.fullmatch(fact) is None


def body(event: str, *, at: datetime, data: Mapping[str, object]) -> bytes:
    """Return the body of a call: the same event is the same bytes however often it is sent.  Raises TooLong."""
    said = {"type": event, "timestamp": at.astimezone(UTC).isoformat(timespec="seconds"), "data": dict(data)}
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    if len(written) > BYTES_MAX:
        raise TooLong(len(written))
    return written
