"""Countries, places and paths: the nouns, and what one path says about another.

A path is the country's two letters and, for every level below it, the signs a place's code adds to its parent's:
``BD`` > ``BD.30`` > ``BD.30.26``.  A scope is a path taken with everything inside it.  Paths are compared level by
level, never letter by letter: ``BD.3`` would not contain ``BD.30``.

Source: p-codes as the Common Operational Datasets (OCHA) define them; ISO 3166 for countries and India's states.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

PATH: Final = re.compile(r"[A-Z]{2}(\.[A-Z0-9]{1,6})*")
PATH_LENGTH_MAX: Final = 32


class NotAPath(ValueError):
    """A text that should be a path and is not; carries the text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True)
class Place:
    """One province, district or other place inside a country.

    ``pcode`` is None where the published list has none (India), ``iso`` where no ISO 3166-2 code is recorded, and the
    coordinates (degrees, WGS 84) where no source gives them: unknown, not zero.  ``names`` are further names by
    language; ``name`` is the one in Latin letters that documents of the country use.
    """

    path: str
    kind: str
    name: str
    pcode: str | None = None
    iso: str | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def country(self) -> str:
        """The two letters of the country it lies in."""
        return country_of(self.path)

    @property
    def parent(self) -> str | None:
        """The path of the place it lies in; None directly below the country."""
        above = parent_of(self.path)
        return above if above is not None and "." in above else None

    @property
    def level(self) -> int:
        """How far below the country: 1 for provinces and their like, 2 for districts and theirs."""
        return level_of(self.path)

    def name_in(self, language: str) -> str:
        """Its name in a language, or the Latin one where that is not known."""
        return self.names.get(language) or self.names.get(language.partition("-")[0]) or self.name


@dataclass(frozen=True, slots=True)
class Origin:
    """What the register needs to know of a country of origin.

    ``languages`` are those people there are written to, the most widely read first; ``levels`` what a place of level 1,
    2 ... is called, by language; ``calendars`` the ones on people's documents; ``name_order`` is "given_first",
    "family_first" or "varies"; ``name_note`` says what a form that asks for a name must not assume.
    """

    currency: str
    time_zones: tuple[str, ...]
    phone_prefix: str
    languages: tuple[str, ...]
    calendars: tuple[str, ...]
    name_order: str
    name_note: str
    levels: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Country:
    """One country of the world.  ``origin`` is None for those people only went to: nothing more is recorded of them."""

    alpha_2: str
    alpha_3: str
    origin: Origin | None = None


def check_path(text: str) -> str:
    """Return the path, unchanged.  Raises NotAPath for anything else, however close."""
    if len(text) > PATH_LENGTH_MAX or not PATH.fullmatch(text):
        raise NotAPath(text)
    return text


def country_of(path: str) -> str:
    """Return the two letters of the country a path lies in.  Raises NotAPath."""
    return check_path(path)[:2]


def level_of(path: str) -> int:
    """Return how far below the country a path lies; 0 is the country.  Raises NotAPath."""
    return check_path(path).count(".")


def parent_of(path: str) -> str | None:
    """Return the path one level up; None above a country.  Raises NotAPath."""
    return check_path(path).rpartition(".")[0] or None


def ancestors_of(path: str) -> tuple[str, ...]:
    """Return every path that contains this one, the country first, the path itself left out.  Raises NotAPath."""
    parts = check_path(path).split(".")
    return tuple(".".join(parts[:count]) for count in range(1, len(parts)))


def is_within(path: str, scope: str) -> bool:
    """Tell whether a place is the scope itself or lies inside it.  Raises NotAPath for either."""
    return check_path(path) == check_path(scope) or path.startswith(f"{scope}.")
