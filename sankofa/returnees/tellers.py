"""How a fact is told: from what a history holds of its columns, in the reader's words.

Numbers are told by their last two signs; other sealed words are not told in a history at all, and a sealed choice of a
list neither.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from sankofa.kernel.money import Money
from sankofa.places.rules import naming, reference
from sankofa.returnees import portrait
from sankofa.returnees.models import partial
from sankofa.returnees.rules.masking import DOTS, masked
from sankofa.shell import words
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record
from sankofa.store.rules.sealing import CannotOpen

Image = Mapping[str, Any]
"""What columns held, as a history keeps it: days as text, sealed values as sealed bytes in figures."""

Teller = Callable[[Image, Record], str | None]


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its code, such as `person.born`, its name, its columns, and how its image is told; None: not known."""

    code: str
    label: str
    columns: tuple[str, ...]
    told: Teller
    shown: Callable[[Record], str | None] | None = None
    """What opens a sealed fact for whoever may correct it; a history never does."""

    @property
    def kind(self) -> str:
        """Whose fact it is: of the person, a journey, a paper, or what else is kept about them."""
        return self.code.partition(".")[0]


def text(column: str) -> Teller:
    """Return what tells words as they are written."""
    return lambda image, _record: image.get(column) or None


def choice(column: str, choices: list[tuple[str, Any]]) -> Teller:
    """Return what tells one of a list."""
    known = dict(choices)

    def told(image: Image, _record: Record) -> str | None:
        value = image.get(column)
        return None if value in {None, "", "unknown"} else str(known.get(value, value))

    return told


def partial_day(name: str) -> Teller:
    """Return what tells a day as exactly as it is known, in the calendar it was said in."""

    def told(image: Image, record: Record) -> str | None:
        day = image.get(f"{name}_on")
        if not day:
            return None
        exact = image.get(f"{name}_precision") or getattr(record, f"{name}_precision")
        calendar = image.get(f"{name}_calendar") or getattr(record, f"{name}_calendar")
        known = partial(date.fromisoformat(day), "day" if exact == "unknown" else exact, calendar)
        return portrait.partial_words(known)

    return told


def day_columns(name: str) -> tuple[str, ...]:
    """Return the columns in which such a day lies."""
    return (f"{name}_on", f"{name}_precision", f"{name}_calendar")


def amount(name: str) -> Teller:
    """Return what tells money."""

    def told(image: Image, _record: Record) -> str | None:
        minor, currency = image.get(f"{name}_minor"), image.get(f"{name}_currency")
        return None if minor is None or not currency else words.money(Money(minor, currency))

    return told


def number(column: str) -> Teller:
    """Return what tells a number, by its last two signs."""

    def told(image: Image, record: Record) -> str | None:
        sealed = image.get(column)
        if not sealed:
            return None
        field = type(record)._meta.get_field(column)
        assert isinstance(field, SealedTextField)
        try:
            return masked(field.from_plain(field.opened_on(record, bytes.fromhex(sealed))))
        except CannotOpen:
            return gettext("cannot be opened now: a key is missing")

    return told


def hidden(column: str) -> Teller:
    """Return what tells that there is something, and not what."""
    return lambda image, _record: DOTS if image.get(column) else None


def country(column: str) -> Teller:
    """Return what tells a country."""
    return lambda image, _record: portrait.country(image.get(column)) or None


def place(column: str) -> Teller:
    """Return what tells a place."""

    def told(image: Image, _record: Record) -> str | None:
        path = image.get(column)
        if not path:
            return None
        known = next((place for place in reference.places() if place.path == path), None)
        return path if known is None else known.name_in(get_language() or "en")

    return told


def language(column: str) -> Teller:
    """Return what tells a language."""
    return lambda image, _record: language_name(image.get(column) or "") or None


def language_name(code: str) -> str:
    """Return what a language is called in the reader's; its code where no name is known."""
    return naming.language_name(code, get_language() or "en") if code else ""


def plain_day(column: str) -> Teller:
    """Return what tells a day that is always exact."""

    def told(image: Image, _record: Record) -> str | None:
        held = image.get(column)
        return words.day(date.fromisoformat(held)) if held else None

    return told


def whole_number(column: str) -> Teller:
    """Return what tells a count; nought is one."""
    return lambda image, _record: None if image.get(column) is None else words.number(image[column])


def opened_choice(column: str, choices: list[tuple[str, Any]]) -> Callable[[Record], str | None]:
    """Return what opens a sealed choice, or several of them, and tells it in words."""
    known = dict(choices)

    def shown(record: Record) -> str | None:
        said = portrait.opened(record, column)
        if not said or said == "unknown":
            return None
        codes = said.split(" ")
        return ", ".join(str(known[code]) for code in codes) if set(codes) <= set(known) else said

    return shown


def opened_words(column: str) -> Callable[[Record], str | None]:
    """Return what opens sealed words."""
    return lambda record: portrait.opened(record, column)
