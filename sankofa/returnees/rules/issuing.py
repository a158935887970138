"""Who issues a paper, where that is known: the office at which the way to a new one begins.

Source: the authorities under their own names, as listed in `issuers.toml`.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def issuers() -> Mapping[str, Mapping[str, str]]:
    """Return who issues what, by country (ISO 3166-1 alpha-2) and kind of paper."""
    told = tomllib.loads((files("sankofa.returnees") / "rules" / "issuers.toml").read_text(encoding="utf-8"))
    return {country: dict(kinds) for country, kinds in told.items()}


def issuer_of(kind: str, *, country: str) -> str | None:
    """Return who issues a kind of paper in a country, under its own name; None where we do not know."""
    return issuers().get(country, {}).get(kind)
