"""What a filled form asks to change in the list of people that a phone holds, and why such a change waits.

A form says in a column `save_to` which answer is which property of the person; the filled form says whose entry it
means and which state of it the phone was given.  Source: docs.getodk.org, "Entities"; getodk.github.io/xforms-spec,
"Entities".
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from sankofa.surveys.rules.outline import Tables, lines

COLUMN: Final = "save_to"


class Why(StrEnum):
    """Why a change that a form asks for is not made by itself."""

    CHANGED_MEANWHILE = "changed_meanwhile"
    NO_VERSION = "no_version"
    JOINED = "joined"
    PROTECTED = "protected"
    MAY_NOT = "may_not"
    UNLIKELY = "unlikely"
    FORM_WAITS = "form_waits"
    BY_HAND = "by_hand"


def properties(tables: Tables) -> dict[str, str]:
    """Return which question of a form says which property of the person."""
    return {line["name"]: line[COLUMN] for line in lines(tables, "survey") if line[COLUMN] and line["name"]}


def said(asked: Mapping[str, str], answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what a filled form says of the person, by property; what was left empty says nothing.

    `asked` are the `properties` of the form, `answers` texts by question.  A row of a part that repeats says nothing:
    it is about one of several.
    """
    found = {}
    for question, name in asked.items():
        given = answers.get(question)
        texts = [text for text in given if isinstance(text, str)] if isinstance(given, list) else []
        if texts and texts[0].strip():
            found[name] = texts[0].strip()
    return found
