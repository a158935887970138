"""Which column of an export answers which question, however the export was asked for.

The same answer may stand under its name, under its name with the parts around it (`home/roof`, `home-roof`), under its
words in any language, or with several answers cut into a column for each choice (`help/food`, `help.food`).  Points
are often cut into latitude and longitude.  What the collecting system adds itself is known by its own headings.

Source: KoboToolbox, "Exporting and downloading your data"; ODK Central, "Submissions: CSV", `groupPaths`,
`splitSelectMultiples`; headings seen in published files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sankofa.surveys.rules.shape import Place, Shape, plain


class Key(StrEnum):
    """What a column of the collecting system's own says."""

    SUBMISSION = "submission"  # the number of the filled form
    PARENT = "parent"  # the number of the row above, as ODK writes it
    OF_SUBMISSION = "of_submission"  # in a repeat: the number of the filled form
    INDEX = "index"
    PARENT_INDEX = "parent_index"
    PARENT_SHEET = "parent_sheet"
    SERIAL = "serial"  # the counter of the collecting server
    OF_SERIAL = "of_serial"
    SENT_AT = "sent_at"
    VERSION = "version"


_KEYS: Final[Mapping[str, Key]] = {
    "key": Key.SUBMISSION,
    "instanceid": Key.SUBMISSION,
    "_uuid": Key.SUBMISSION,
    "uuid": Key.SUBMISSION,
    "parent_key": Key.PARENT,
    "_submission__uuid": Key.OF_SUBMISSION,
    "_submission_uuid": Key.OF_SUBMISSION,
    "_index": Key.INDEX,
    "index": Key.INDEX,
    "_parent_index": Key.PARENT_INDEX,
    "_parent_table_name": Key.PARENT_SHEET,
    "_id": Key.SERIAL,
    "_submission__id": Key.OF_SERIAL,
    "_submission_id": Key.OF_SERIAL,
    "_submission_time": Key.SENT_AT,
    "submissiondate": Key.SENT_AT,
    "__version__": Key.VERSION,
    "formversion": Key.VERSION,
}
_THEIRS: Final = frozenset(
    """status reviewstate deviceid submitterid submittername attachmentspresent attachmentsexpected edits
    formhub/uuid meta/instancename meta/rootuuid meta/deprecatedid instancename row_id""".split()
)
_SIGNS: Final = ("/", "-", ".", ":", "__")
_POINT: Final = re.compile(r"_?(?P<base>.+?)[-_/.:](?P<part>latitude|longitude|altitude|precision|accuracy)", re.I)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export: what it answers, or which key it is; neither for a column that nobody asked for."""

    index: int
    heading: str
    place: Place | None = None
    choice: str = ""
    """The choice whose column this is, where several answers are cut into one column for each."""
    part: str = ""
    """Latitude, longitude, altitude or precision."""
    key: Key | None = None
    is_theirs: bool = False
    """Whether the collecting system added it and it says nothing for us, such as the address of a picture."""
    is_unclear: bool = False
    """Whether several questions have these words."""

    @property
    def is_unknown(self) -> bool:
        """Whether the form does not know this column."""
        return self.place is None and self.key is None and not self.is_theirs and not self.is_unclear


def columns(headings: Sequence[str], *, repeat: str, shape: Shape) -> list[Column]:
    """Return what every column of a sheet is, for the part of the form that the sheet holds."""
    names, words = _named(shape, repeat), _worded(shape, repeat)
    times = Counter(plain(heading) for heading in headings)
    seen: Counter[str] = Counter()
    found = []
    for index, heading in enumerate(headings):
        spelled = plain(heading)
        column = _column(index, heading, names, shape, words, (seen[spelled], times[spelled]), repeat)
        seen[spelled] += 1
        if heading.strip():
            found.append(column)
    return found


def _column(
    index: int,
    heading: str,
    names: Mapping[str, Place],
    shape: Shape,
    words: Mapping[str, list[Place]],
    turn: tuple[int, int],
    repeat: str,
) -> Column:
    spelled = plain(heading)
    if (place := names.get(heading.strip()) or names.get(spelled)) is not None:
        return Column(index, heading, place)
    if (key := _key(spelled, repeat)) is not None:
        return Column(index, heading, key=key)
    if point := _POINT.fullmatch(spelled):
        base = names.get(point["base"]) or _only(words.get(point["base"]))
        if base is not None and base.is_point:
            return Column(index, heading, base, part=point["part"].replace("accuracy", "precision"))
    if (asked := words.get(spelled)) is not None:
        return _by_words(index, heading, asked, turn)
    for before, after in _cuts(heading.strip()):
        several = names.get(before) or names.get(plain(before)) or _only(words.get(plain(before)))
        if several is not None and several.is_several and (choice := choice_of(after, several, shape)):
            return Column(index, heading, several, choice=choice)
    is_theirs = spelled.startswith(("_", "meta/", "meta-", "set-of-")) or spelled in _THEIRS or spelled.endswith("_url")
    return Column(index, heading, is_theirs=is_theirs)


def _by_words(index: int, heading: str, asked: list[Place], turn: tuple[int, int]) -> Column:
    """A column under its words.  Where several questions have the same words, they stand in the order of the form."""
    at, times = turn
    if len(asked) == 1:
        return Column(index, heading, asked[0]) if at == 0 else Column(index, heading, is_unclear=True)
    return Column(index, heading, asked[at]) if times == len(asked) else Column(index, heading, is_unclear=True)


def choice_of(text: str, place: Place, shape: Shape) -> str:
    """Return the code of a choice from its code or its words in any language; empty where the list has none such."""
    codes = shape.codes.get(place.item.listed, {})
    code = codes.get(plain(text), "")
    return "other" if not code and place.item.kind.endswith("or_other") and plain(text) == "other" else code


def _key(spelled: str, repeat: str) -> Key | None:
    for sign in ("/", "-"):
        spelled = spelled.removeprefix(f"meta{sign}")
    key = _KEYS.get(spelled)
    # A repeat that carries the number of the filled form under its plain heading; ODK's KEY is a number of its own.
    return Key.OF_SUBMISSION if key is Key.SUBMISSION and repeat and spelled != "key" else key


def _named(shape: Shape, repeat: str) -> dict[str, Place]:
    """Every way to write the name of a question, with any number of the parts around it before it."""
    found: dict[str, Place] = {}
    for place in shape.within(repeat):
        found.setdefault(place.name, place)
    for place in shape.within(repeat):
        for first in range(len(place.trail)):
            for sign in _SIGNS:
                found.setdefault(sign.join((*place.trail[first:], place.name)), place)
    return {**{spelled.casefold(): place for spelled, place in found.items()}, **found}


def _worded(shape: Shape, repeat: str) -> dict[str, list[Place]]:
    """Every way to write the words of a question, alone and with the words of the parts around it before it."""
    found: dict[str, list[Place]] = {}
    for place in shape.within(repeat):
        for language, text in place.item.label.items():
            if place.is_other:
                continue
            around = [shape.parts[part].label.get(language) or part for part in place.trail]
            ways = {plain(text)}
            for first in range(len(around)):
                ways |= {plain(sign.join((*around[first:], text))) for sign in ("/", "-")}
            for way in ways:
                held = found.setdefault(way, [])
                if place not in held:
                    held.append(place)
    return found


def _cuts(heading: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a heading in two at a sign, the longest beginning first."""
    cuts = [(match.start(), sign) for sign in _SIGNS for match in re.finditer(re.escape(sign), heading)]
    for at, sign in sorted(cuts, reverse=True):
        yield heading[:at].strip(), heading[at + len(sign) :].strip()


def _only(places: Sequence[Place] | None) -> Place | None:
    return places[0] if places and len(places) == 1 else None
