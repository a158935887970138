"""The types of questions that forms may have, and the nearest one to a type that was mistyped.

Source: xlsform.org, "Question types"; pyxform, `question_type_dictionary` and `aliases` (older spellings count too).
"""

from __future__ import annotations

import difflib
import re
from typing import Final

USUAL: Final = (
    "select_one", "select_multiple", "text", "integer", "decimal", "date", "time", "dateTime", "note", "calculate",
    "hidden", "image", "audio", "video", "file", "barcode", "geopoint", "geotrace", "geoshape", "acknowledge", "range",
    "rank", "start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "begin_group",
    "end_group", "begin_repeat", "end_repeat",
)  # fmt: skip
"""The types that forms are written with; older spellings are known as well."""
_OLDER: Final = frozenset(
    """acknowledge|background-audio|background-geopoint|csv-external|date time|datetime|device id|end time|
    get device id|get end time|get phone number|get sim id|get start time|get subscriber id|get today|gps|imei|int|
    location|number of days in last month|number of days in last six months|number of days in last year|osm|percentage|
    phone number|photo|sim id|simserial|start time|start-geopoint|string|subscriber id|subscriberid|trigger|
    xml-external""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_PREFIXED: Final = re.compile(r"(q |uri:|add ).*")
_LISTED: Final = re.compile(
    r"(add )?(select|rank)[ _]?(one|1|multiple|all that apply)?[ _]?(external|from[ _]file|from)?"
    r"( prompt)?( using)?\b.*"
)
_PART: Final = re.compile(r"(begin|end)[ _](group|repeat|loop|looped group|lgroup)")


def is_known(kind: str) -> bool:
    """Whether a row may have this type: a usual one, an older spelling of one, or one that names a list."""
    return (
        kind in USUAL
        or kind in _OLDER
        or bool(_LISTED.fullmatch(kind) or _PART.fullmatch(kind) or _PREFIXED.fullmatch(kind))
        or kind.partition(" ")[0] in ("range", "osm")
    )


def nearest(kind: str) -> str:
    """Return the usual type that looks most like one that was mistyped; empty where none does."""
    word, _, rest = kind.partition(" ")
    found = difflib.get_close_matches(word.replace("-", "_"), USUAL, n=1, cutoff=0.6)
    if not found:
        found = difflib.get_close_matches(kind.replace(" ", "_"), USUAL, n=1, cutoff=0.6)
        rest = ""
    return f"{found[0]} {rest}".strip() if found else ""
