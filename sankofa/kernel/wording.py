"""The sentences that explain findings, one file per language in every room: `<room>/wording/en.toml`, `ur.toml` ...

A file holds one text per code; a name in braces is filled with the finding's fact of that name:

    too_many_lenders = "{count} lenders are being paid already."

Tables in the file may group codes: `[burden]` with `red = "..."` is the code `burden.red`.  A reader gets the text in
their own language, else in the wider one, else in English (see `labels`).  How facts look (digits, dates, amounts)
is the caller's choice: a `show` function is handed in; without one, facts are shown plainly.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from sankofa.kernel.finding import Fact, Finding, Value
from sankofa.kernel.labels import fallbacks

Room = str | Path
"""A room, by the name of its package (`sankofa.credit`) or by its folder."""

_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_TAG = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")  # so that no locale leads to a file elsewhere
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"


class NoWording(LookupError):
    """No language that the reader could get has a text for this code."""

    def __init__(self, code: str, locale: str, room: Room) -> None:
        super().__init__(code, locale, room)
        self.code = code
        self.locale = locale
        self.room = room

    def __str__(self) -> str:
        return f"{self.room} has no text for {self.code!r} in {', '.join(fallbacks(self.locale))}."


class BadWording(ValueError):
    """A wording file cannot be used as it is written."""

    def __init__(self, room: Room, language: str, code: str, reason: str) -> None:
        super().__init__(room, language, code, reason)
        self.room = room
        self.language = language
        self.code = code
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.room}, wording/{self.language}.toml, {self.code}: {self.reason}."


class MissingFact(LookupError):
    """A text asks for a fact that the finding does not carry."""

    def __init__(self, finding: Finding, language: str, name: str) -> None:
        super().__init__(finding, language, name)
        self.finding = finding
        self.language = language
        self.name = name

    def __str__(self) -> str:
        known = ", ".join(self.finding.facts) or "none"
        return f"The {self.language} text of {self.finding.code!r} asks for {{{self.name}}}; the facts are: {known}."


def plain(value: Value) -> str:
    """Return a fact as plain text, the same in every language: 100.50 BDT, 2026-11-22, 62 %."""
    return str(value)


def text(finding: Finding, locale: str, room: Room, show: Callable[[Value], str] = plain) -> str:
    """Return the sentence that explains a finding to a reader of this locale.

    `show` turns one fact into text.  In languages written from right to left every fact is set apart by Unicode
    isolates, so that amounts and dates keep their order.  Raises NoWording, BadWording and MissingFact.
    """
    language = language_of(finding.code, locale, room)
    isolated = language.partition("-")[0] in _RIGHT_TO_LEFT or "-Arab" in language
    facts = finding.facts

    def filled(place: re.Match[str]) -> str:
        if place[1] not in facts:
            raise MissingFact(finding, language, place[1])
        shown = _shown(facts[place[1]], show)
        return f"{_ISOLATE}{shown}{_END_OF_ISOLATE}" if isolated else shown

    return _PLACE.sub(filled, texts(room, language)[finding.code])


def language_of(code: str, locale: str, room: Room) -> str:
    """Return the language in which a reader gets the text of a code, for the page to mark it.  Raises NoWording."""
    for language in fallbacks(locale):
        if code in texts(room, language):
            return language
    raise NoWording(code, locale, room)


@lru_cache(maxsize=512)
def texts(room: Room, language: str) -> Mapping[str, str]:
    """Return all texts of a room in one language by code; none where the room does not have the language.

    Raises BadWording when the file is not TOML, holds something else than text, or has a brace that is no fact's.
    """
    if not _TAG.fullmatch(language):
        return MappingProxyType({})
    folder = files(room) if isinstance(room, str) else room
    file = folder / "wording" / f"{language}.toml"
    if not file.is_file():
        return MappingProxyType({})
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadWording(room, language, "the file", f"not TOML: {error}") from error
    flat = dict(_flat(content))
    for code, template in flat.items():
        if not isinstance(template, str) or not template.strip():
            raise BadWording(room, language, code, "not a text")
        if "{" in (rest := _PLACE.sub("", template)) or "}" in rest:
            raise BadWording(room, language, code, "a brace that does not hold the name of a fact")
    return MappingProxyType({code: str(template) for code, template in flat.items()})


def places(code: str, language: str, room: Room) -> frozenset[str]:
    """Return the names of the facts that a text asks for, in exactly this language; none where there is no text."""
    return frozenset(_PLACE.findall(texts(room, language).get(code, "")))


def missing_codes(codes: Iterable[str], room: Room, languages: Iterable[str]) -> dict[str, list[str]]:
    """Return the codes without a text of their own, by language; empty when every language has every code.

    For tests.  No fallback counts here: English shown to a reader of Urdu is a gap.
    """
    wanted = sorted(set(codes))
    lacking = {language: [code for code in wanted if code not in texts(room, language)] for language in languages}
    return {language: gaps for language, gaps in lacking.items() if gaps}


def uneven_codes(room: Room, languages: Iterable[str], reference: str = "en") -> dict[str, list[str]]:
    """Return the codes whose text asks for other facts than the reference language's, by language.

    For tests: a translation that drops an amount says less than the original.
    """
    uneven = {}
    for language in languages:
        own = texts(room, language)
        if codes := [code for code in sorted(own) if places(code, language, room) != places(code, reference, room)]:
            uneven[language] = codes
    return uneven


def _shown(fact: Fact, show: Callable[[Value], str]) -> str:
    return ", ".join(map(show, fact)) if isinstance(fact, tuple) else show(fact)


def _flat(content: Mapping[str, object], prefix: str = "") -> Iterable[tuple[str, object]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
