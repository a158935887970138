"""Occupations by their code in the International Standard Classification of Occupations, ISCO-08.

For every unit group a few titles in plain English, for a list to choose from; a title that is not among them gets no
code rather than a guessed one.  Source: International Labour Organization, index of occupational titles to ISCO-08,
carried over compactly in `occupations.csv`.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """Return the titles of every unit group, by its four digits."""
    lines = (files("sankofa.returnees.rules") / "occupations.csv").read_text(encoding="utf-8").splitlines()
    return {row["isco08"]: tuple(row["titles"].split("; ")) for row in csv.DictReader(lines)}


@cache
def _codes() -> Mapping[str, str]:
    return {title.casefold(): code for code, titles in groups().items() for title in titles}


def code_of(title: str) -> str | None:
    """Return the code of an occupation as it is called; None where the list does not hold that title."""
    return _codes().get(" ".join(title.casefold().split()))


def title(code: str) -> str | None:
    """Return the first title of a code; None where there is no such code."""
    found = groups().get(code)
    return None if found is None else found[0]


def titles() -> tuple[str, ...]:
    """Return the first title of every code, for a list to choose from that a slow network can carry."""
    return tuple(sorted(held[0] for held in groups().values()))
