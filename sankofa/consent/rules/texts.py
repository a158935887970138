"""The texts that are read to people: for each purpose a version, for each version a text per language.

A text in use never changes: `texts/digests.toml` holds the digest of each, a test compares them, and every consent
keeps the digest of the words that were read.  A better text is a new version.  Where a text is missing in somebody's
language, no other takes its place by itself.

Source: case-work notes, "Safeguards" (read aloud; separately refusable; after forced return say before asking that
answers do not go to the police; nothing names return, migration, debt or survivor status).
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from sankofa.consent.rules.terms import Field, Purpose, Terms

ROOM = "sankofa.consent"
LANGUAGES = ("en", "fr", "ur", "bn")
"""The languages in which texts are shipped."""


class NoText(LookupError):
    """There is no text for this purpose and version in this language, and no other is taken in its place."""

    def __init__(self, purpose: Purpose, version: str, language: str) -> None:
        self.purpose = purpose
        self.version = version
        self.language = language
        super().__init__(f"{purpose} {version} {language}")


@dataclass(frozen=True, slots=True)
class Text:
    """The words that are read to somebody before they answer."""

    purpose: Purpose
    version: str
    language: str
    is_reviewed: bool
    """Whether somebody who speaks the language has checked the words."""
    title: str
    what: str
    who: str
    how_long: str
    if_no: str
    after_forced_return: str
    digest: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text in the order in which it is read."""
        return (self.what, self.who, self.how_long, self.if_no)


@cache
def terms() -> Mapping[Purpose, Terms]:
    """Return what each purpose means: how long, which fields, which texts."""
    held = tomllib.loads((files(ROOM) / "texts" / "purposes.toml").read_text(encoding="utf-8"))
    return MappingProxyType({purpose: _terms(purpose, held[purpose]) for purpose in Purpose})


@cache
def text(purpose: Purpose, version: str, language: str) -> Text:
    """Return the words for a purpose in exactly this language.  Raises NoText; another language is never guessed."""
    if language not in LANGUAGES or version not in terms()[purpose].versions_valid:
        raise NoText(purpose, version, language)
    file = files(ROOM) / "texts" / purpose / version / f"{language}.toml"
    if not file.is_file():
        raise NoText(purpose, version, language)
    content = file.read_bytes()
    held = tomllib.loads(content.decode())
    return Text(purpose, version, language, digest=hashlib.sha256(content).hexdigest(), **held)


def has_text(purpose: Purpose, version: str, language: str) -> bool:
    """Whether there are words for a purpose in this language."""
    try:
        text(purpose, version, language)
    except NoText:
        return False
    return True


def is_intact(purpose: Purpose, version: str, language: str, digest: str) -> bool:
    """Whether the words that were read are still kept, letter for letter."""
    return has_text(purpose, version, language) and text(purpose, version, language).digest == digest


def _terms(purpose: Purpose, held: Mapping[str, object]) -> Terms:
    known = dict(held)
    fields = known.pop("fields")
    valid = known.pop("versions_valid")
    assert isinstance(fields, list)
    assert isinstance(valid, list)
    return Terms(
        purpose=purpose,
        months=int(str(known["months"])),
        fields=frozenset(Field(code) for code in fields),
        version=str(known["version"]),
        versions_valid=frozenset(valid),
        has_partner=known.get("has_partner", False) is True,
        is_for_adults=known.get("is_for_adults", False) is True,
        is_offered=known.get("is_offered", False) is True,
    )
