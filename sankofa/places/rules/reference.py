"""The reference data as the rules know it: every country, the countries of origin, every place, every other spelling.

Reads the files in ``data/``, once; the same in every deployment.  What they are made from: ``data/SOURCES.md``.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from sankofa.places.rules.terms import Country, Origin, Place


class UnknownCountry(LookupError):
    """Two letters that stand for no country; carries them."""

    def __init__(self, alpha_2: str) -> None:
        super().__init__(alpha_2)
        self.alpha_2 = alpha_2


@dataclass(frozen=True, slots=True)
class Alias:
    """Another way people write a country or a place.

    ``is_inside`` marks a name of something smaller that lies inside, such as a city that stands for its country.
    """

    spelling: str
    path: str
    is_inside: bool


@cache
def countries() -> Mapping[str, Country]:
    """Return every country of the world by its two letters."""
    origins = {code: _origin(facts) for code, facts in tomllib.loads(_text("countries.toml")).items()}
    return {
        row["alpha_2"]: Country(row["alpha_2"], row["alpha_3"], origins.get(row["alpha_2"]))
        for row in _rows("world.csv")
    }


def country(alpha_2: str) -> Country:
    """Return one country.  Raises UnknownCountry."""
    try:
        return countries()[alpha_2]
    except KeyError:
        raise UnknownCountry(alpha_2) from None


@cache
def origins() -> Mapping[str, Origin]:
    """Return what is known of each country of origin, by its two letters."""
    return {code: known.origin for code, known in countries().items() if known.origin is not None}


@cache
def places() -> tuple[Place, ...]:
    """Return every place, parents before what lies in them."""
    return tuple(_place(row) for row in _rows("places.csv"))


@cache
def aliases() -> tuple[Alias, ...]:
    """Return the other spellings, as the file has them.  One spelling may stand for several places."""
    return tuple(Alias(row["spelling"], row["path"], row["stands_for"] == "inside") for row in _rows("aliases.csv"))


def level_name(alpha_2: str, level: int, language: str) -> str | None:
    """Return what a place of a level is called in a country, such as "Cercle"; in English where no other word is known.

    None where the country has no such level.  Raises UnknownCountry.
    """
    origin = country(alpha_2).origin
    if origin is None or not 1 <= level <= len(origin.levels):
        return None
    words = origin.levels[level - 1]
    return words.get(language) or words.get(language.partition("-")[0]) or words["en"]


def _origin(facts: Mapping[str, Any]) -> Origin:
    return Origin(
        currency=facts["currency"],
        time_zones=tuple(facts["time_zones"]),
        phone_prefix=facts["phone_prefix"],
        languages=tuple(facts["languages"]),
        calendars=tuple(facts["calendars"]),
        name_order=facts["name_order"],
        name_note=facts["name_note"],
        levels=tuple(facts["levels"]),
    )


def _place(row: Mapping[str, str]) -> Place:
    return Place(
        path=row["path"],
        kind=row["kind"],
        name=row["name"],
        pcode=row["pcode"] or None,
        iso=row["iso"] or None,
        latitude=Decimal(row["latitude"]) if row["latitude"] else None,
        longitude=Decimal(row["longitude"]) if row["longitude"] else None,
        names={"bn": row["bn"]} if row["bn"] else {},
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(_text(name).splitlines())


def _text(name: str) -> str:
    return (files("sankofa.places") / "data" / name).read_text(encoding="utf-8")
