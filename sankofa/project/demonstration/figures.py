"""What the papers say, as numbers: the shares and scores in ``figures.toml``, and the lists of names and districts.

Source: each table of ``figures.toml`` names its own; for names and districts see ``SOURCES.md``.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

FOLDER: Final = resources.files(__package__)


@dataclass(frozen=True, slots=True)
class Name:
    """A given or family name in Latin letters and, where the country has another script, in that too.

    ``family`` is the set of names that go together in one country: a Tamil given name takes a Tamil family name.
    """

    country: str
    kind: str
    family: str
    latin: str
    native: str
    language: str
    source: str


@dataclass(frozen=True, slots=True)
class District:
    """A place people come home to: ``spellings`` are other ways to write it, ``local`` names that locals use."""

    path: str
    province: str
    district: str
    pcode: str
    weight: int
    spellings: tuple[str, ...]
    local: tuple[str, ...]

    @property
    def country(self) -> str:
        """The two letters of its country."""
        return self.path[:2]


@dataclass(frozen=True, slots=True)
class Occupation:
    """Work done abroad: its ISCO-08 unit group, the major group, and how often women and men of that group do it."""

    code: str
    group: str
    title: str
    women: int
    men: int


@cache
def figures() -> Mapping[str, Any]:
    """Everything ``figures.toml`` says."""
    return tomllib.loads((FOLDER / "figures.toml").read_text(encoding="utf-8"))


def region_of(country: str) -> str:
    """The group of countries whose figures a country follows.  Raises KeyError for a country we do not invent."""
    for region, countries in figures()["region"].items():
        if region != "source" and country in countries:
            return str(region)
    raise KeyError(country)


def countries_of(region: str) -> tuple[str, ...]:
    """The countries of one group."""
    return tuple(figures()["region"][region])


@cache
def names() -> tuple[Name, ...]:
    """Every name of the list."""
    return tuple(
        Name(row["country"], row["kind"], row["set"], row["latin"], row["native"], row["language"], row["source"])
        for row in _rows("names.csv")
    )


@cache
def districts() -> tuple[District, ...]:
    """Every place of the list."""
    return tuple(
        District(
            row["path"],
            row["province"],
            row["district"],
            row["pcode"],
            int(row["weight"]),
            _several(row["spellings"]),
            _several(row["local"]),
        )
        for row in _rows("districts.csv")
    )


@cache
def occupations() -> tuple[Occupation, ...]:
    """Every occupation of the list."""
    return tuple(
        Occupation(row["code"], row["group"], row["title"], int(row["women"]), int(row["men"]))
        for row in _rows("occupations.csv")
    )


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines()))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
