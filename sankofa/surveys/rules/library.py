"""The library: every form that comes with the product, in every version it was published in.

Source: the folders of `instruments/`; each names its own sources in its settings.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from sankofa.surveys.rules import outline, xlsform
from sankofa.surveys.rules.outline import Tables
from sankofa.surveys.rules.terms import Instrument

_FOLDER: Final = "instruments"


@cache
def shipped() -> tuple[tuple[str, str], ...]:
    """Return code and version of every form of the library, older versions before newer ones."""
    found = []
    for form in sorted((files("sankofa.surveys") / _FOLDER).iterdir(), key=lambda entry: entry.name):
        if form.is_dir() and not form.name.startswith("_"):
            found += [(form.name, version) for version in sorted((v.name for v in form.iterdir()), key=_age)]
    return tuple(found)


@cache
def form(code: str, version: str) -> Instrument:
    """Return a form of the library as the rules know it."""
    return xlsform.shipped(code, version)


def tables(code: str, version: str) -> Tables:
    """Return the sheets of a form of the library, cell by cell."""
    sheets = xlsform.sheets(files("sankofa.surveys") / _FOLDER / code / version)
    return outline.tables_of({"survey": sheets.survey, "choices": sheets.choices, "settings": sheets.settings})


def _age(version: str) -> tuple[int, str]:
    return (int(version), "") if version.isdigit() else (0, version)
