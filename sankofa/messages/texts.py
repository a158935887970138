"""What messages say: data, a file for each language, `texts/en.toml`, a table for each code.

Mails to staff have a title and a text; SMS to people of the register have a text only.  `{link}` is where to go, other
names in braces are facts.  A text knows neither names nor anything that a stranger who reads along should not know;
tests/specification holds every text of every language against that.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sankofa.kernel.labels import fallbacks

FOLDER = Path(__file__).parent / "texts"
FORBIDDEN = "forbidden"
ANYTHING = "staff.anything"
"""Said where a notice has no text of its own: that something waits, and where."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text ready to go out, in one language."""

    title: str
    text: str
    language: str


@cache
def texts_in(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of a language by code, such as `staff.invited`; none where the language has no file."""
    file = FOLDER / f"{language}.toml"
    if language not in languages():
        return {}
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    return {f"{to}.{code}": text for to, codes in told.items() for code, text in codes.items()}


@cache
def languages() -> frozenset[str]:
    """Return the languages that have texts."""
    return frozenset(file.stem for file in FOLDER.glob("*.toml") if file.stem != FORBIDDEN)


def said(code: str, language: str, facts: Mapping[str, str]) -> Said:
    """Return a text with its facts filled in, in the reader's language or the nearest one.

    Raises KeyError where no language has it, or where it asks for a fact that is not there.
    """
    for tried in fallbacks(language):
        if (held := texts_in(tried).get(code)) is not None:
            title = held.get("title", "").format_map(facts)
            return Said(title, held["text"].strip().format_map(facts), tried)
    raise KeyError(code)


@cache
def forbidden_in(language: str) -> tuple[str, ...]:
    """Return the beginnings of words that no message to a person may hold, in a language and in English."""
    told = tomllib.loads((FOLDER / f"{FORBIDDEN}.toml").read_text(encoding="utf-8"))
    return (*told.get(language, ()), *told["en"])


def has_text(code: str) -> bool:
    """Whether there is a text of this code in English, and so one for everybody."""
    return code in texts_in("en")
