"""Where every answer of a form stands: the parts around it, and the repeating part in which it is asked.

Made from the outline, so that it is there for every form, also where a form uses more of XLSForm than our own page.

Source: xlsform.org: groups, repeats, `or_other` (which adds a text question named after the first one).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sankofa.surveys.rules.outline import Item, Outline
from sankofa.surveys.rules.terms import Words

_MEDIA: Final = frozenset({"image", "photo", "audio", "video", "file", "background-audio"})
_PLACES: Final = frozenset({"geopoint", "gps", "location", "start-geopoint"})
_NUMBERS: Final = frozenset({"integer", "int", "decimal", "range"})
_TAG: Final = re.compile(r"<[^<>]{1,80}>|\*+")
_MARK: Final = re.compile(r"[<*]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one answer stands: its row of the form, the parts around it, and the repeating parts among these."""

    name: str
    item: Item
    trail: tuple[str, ...]
    repeats: tuple[str, ...]
    word: str
    """The first word of its type: `select_one`, `integer`; `text` for what stands behind "other"."""

    @property
    def repeat(self) -> str:
        """The repeating part it is asked in; empty where it is asked once."""
        return self.repeats[-1] if self.repeats else ""

    @property
    def is_other(self) -> bool:
        """Whether this is the text behind "other" that the form has no row of its own for."""
        return self.name != self.item.name

    @property
    def is_one(self) -> bool:
        """Whether one choice of a list is the answer."""
        return self.word.startswith("select_one")

    @property
    def is_several(self) -> bool:
        """Whether several choices of a list are the answer."""
        return self.word.startswith(("select_multiple", "rank"))

    @property
    def is_number(self) -> bool:
        """Whether the answer is a number."""
        return self.word in _NUMBERS

    @property
    def is_whole(self) -> bool:
        """Whether the answer is a whole number."""
        return self.word in ("integer", "int")

    @property
    def is_day(self) -> bool:
        """Whether the answer is a day."""
        return self.word == "date"

    @property
    def is_point(self) -> bool:
        """Whether the answer is a point on the earth."""
        return self.word in _PLACES

    @property
    def is_media(self) -> bool:
        """Whether the answer is a file: a picture, a sound."""
        return self.word in _MEDIA


@dataclass(frozen=True, slots=True)
class Shape:
    """The places of a form, in order, and the repeating part around each repeating part (empty: none)."""

    places: tuple[Place, ...]
    repeats: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, Item] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For every list of choices the code of a choice by everything that can be written for it, compared `plain`."""

    def within(self, repeat: str) -> tuple[Place, ...]:
        """The places of one repeating part, not of those inside it; of the form itself for an empty name."""
        return tuple(place for place in self.places if place.repeat == repeat)


def shape(form: Outline) -> Shape:
    """Return where the answers of a form stand.  Notes, and rows without a name, have no answer."""
    around: list[Item] = []
    places: list[Place] = []
    repeats: dict[str, str] = {}
    parts: dict[str, Item] = {}
    for item in form.items:
        del around[item.depth :]
        outer = tuple(part.name for part in around if part.repeats)
        if item.is_part:
            if item.repeats:
                repeats[item.name] = outer[-1] if outer else ""
            parts[item.name] = item
            around.append(item)
        elif item.name and item.kind not in ("note", "audit"):
            trail = tuple(part.name for part in around)
            word = item.kind.replace("select ", "select_").partition(" ")[0]
            places.append(Place(item.name, item, trail, outer, word))
            if "or_other" in item.kind.split():
                places.append(Place(f"{item.name}_other", item, trail, outer, "text"))
    codes = {listed: _codes(choices) for listed, choices in form.lists.items()}
    return Shape(tuple(places), repeats, parts, codes)


def plain(text: str) -> str:
    """Return words as they are compared: without marks of emphasis, capitals and double blanks."""
    return " ".join((_TAG.sub(" ", text) if _MARK.search(text) else text).split()).casefold()


def _codes(choices: Mapping[str, Words]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in choices:
        found.setdefault(plain(code), code)
    for code, said in choices.items():
        for words in said.values():
            found.setdefault(plain(words), code)
    return found
