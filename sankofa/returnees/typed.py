"""The facts that people type about somebody: how each is called, in which columns it lies, and how it is told.

One list, so that the page of corrections, the history and what is sent back speak of the same facts in the same words.
Numbers are told by their last two signs; other sealed words are not told in a history at all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from sankofa.kernel.money import Money
from sankofa.places.rules import reference
from sankofa.returnees import portrait
from sankofa.returnees.models import (
    COST_SOURCES,
    EDUCATION,
    KINDS,
    MARITAL,
    PAPER_KINDS,
    RETURN_KINDS,
    SECTORS,
    SEXES,
    WHEREABOUTS,
    Document,
    Journey,
    Person,
    partial,
)
from sankofa.returnees.rules.masking import DOTS, masked
from sankofa.shell import words
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record
from sankofa.store.rules.sealing import CannotOpen

Image = Mapping[str, Any]
"""What columns held, as a history keeps it: days as text, sealed values as sealed bytes in figures."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its code, such as `person.born`, its name, its columns, and how its image is told; None: not known."""

    code: str
    label: str
    columns: tuple[str, ...]
    told: Callable[[Image, Record], str | None]

    @property
    def kind(self) -> str:
        """Whose fact it is: person, journey or paper."""
        return self.code.partition(".")[0]


def _text(column: str) -> Callable[[Image, Record], str | None]:
    return lambda image, _record: image.get(column) or None


def _choice(column: str, choices: list[tuple[str, Any]]) -> Callable[[Image, Record], str | None]:
    known = dict(choices)

    def told(image: Image, _record: Record) -> str | None:
        value = image.get(column)
        return None if value in {None, "", "unknown"} else str(known.get(value, value))

    return told


def _day(name: str) -> Callable[[Image, Record], str | None]:
    def told(image: Image, record: Record) -> str | None:
        day = image.get(f"{name}_on")
        if not day:
            return None
        exact = image.get(f"{name}_precision") or getattr(record, f"{name}_precision")
        calendar = image.get(f"{name}_calendar") or getattr(record, f"{name}_calendar")
        known = partial(date.fromisoformat(day), "day" if exact == "unknown" else exact, calendar)
        return portrait.partial_words(known)

    return told


def _amount(name: str) -> Callable[[Image, Record], str | None]:
    def told(image: Image, _record: Record) -> str | None:
        minor, currency = image.get(f"{name}_minor"), image.get(f"{name}_currency")
        return None if minor is None or not currency else words.money(Money(minor, currency))

    return told


def _number(column: str) -> Callable[[Image, Record], str | None]:
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


def _hidden(column: str) -> Callable[[Image, Record], str | None]:
    return lambda image, _record: DOTS if image.get(column) else None


def _country(column: str) -> Callable[[Image, Record], str | None]:
    return lambda image, _record: portrait.country(image.get(column)) or None


def _place(image: Image, _record: Record) -> str | None:
    path = image.get("place_id")
    if not path:
        return None
    known = next((place for place in reference.places() if place.path == path), None)
    return path if known is None else known.name_in(get_language() or "en")


def _whole_day(column: str) -> Callable[[Image, Record], str | None]:
    def told(image: Image, _record: Record) -> str | None:
        day = image.get(column)
        return words.day(date.fromisoformat(day)) if day else None

    return told


def _day_columns(name: str) -> tuple[str, ...]:
    return (f"{name}_on", f"{name}_precision", f"{name}_calendar")


FACTS: tuple[Fact, ...] = (
    Fact("person.kind", _("What the person is here"), ("kind",), _choice("kind", KINDS)),
    Fact("person.given_name", _("Given name"), ("given_name",), _text("given_name")),
    Fact("person.family_name", _("Family name"), ("family_name",), _text("family_name")),
    Fact("person.native_name", _("Name in their own script"), ("native_name",), _text("native_name")),
    Fact("person.sex", _("Sex"), ("sex",), _choice("sex", SEXES)),
    Fact("person.born", _("Born"), _day_columns("born"), _day("born")),
    Fact("person.place", _("Home district"), ("place_id",), _place),
    Fact("person.phone", _("Phone"), ("phone",), _number("phone")),
    Fact("person.marital_status", _("Marital status"), ("marital_status",), _choice("marital_status", MARITAL)),
    Fact("person.education", _("Schooling"), ("education",), _choice("education", EDUCATION)),
    Fact("journey.destination", _("Country returned from"), ("destination_id",), _country("destination_id")),
    Fact("journey.route", _("Way there"), ("route",), _hidden("route")),
    Fact("journey.left", _("Left"), _day_columns("left"), _day("left")),
    Fact("journey.returned", _("Came back"), _day_columns("returned"), _day("returned")),
    Fact(
        "journey.return_kind",
        _("How the return came about"),
        ("return_kind",),
        _choice("return_kind", RETURN_KINDS),
    ),
    Fact("journey.return_reason", _("Reason for return"), ("return_reason",), _hidden("return_reason")),
    Fact("journey.occupation", _("Work abroad"), ("occupation",), _text("occupation")),
    Fact("journey.sector", _("Kind of work"), ("sector",), _choice("sector", SECTORS)),
    Fact("journey.income", _("Earned in a month"), ("income_minor", "income_currency"), _amount("income")),
    Fact("journey.skills_gained", _("Skills gained"), ("skills_gained",), _hidden("skills_gained")),
    Fact("journey.recruiter", _("Recruiter"), ("recruiter",), _hidden("recruiter")),
    Fact("journey.cost", _("Cost of going"), ("cost_minor", "cost_currency"), _amount("cost")),
    Fact(
        "journey.cost_source",
        _("Where that money came from"),
        ("cost_source",),
        _choice("cost_source", COST_SOURCES),
    ),
    Fact("paper.kind", _("Kind of paper"), ("kind",), _choice("kind", PAPER_KINDS)),
    Fact("paper.whereabouts", _("Where it is"), ("whereabouts",), _choice("whereabouts", WHEREABOUTS)),
    Fact("paper.number", _("Number"), ("number",), _number("number")),
    Fact("paper.issuer", _("Issued by"), ("issuer",), _hidden("issuer")),
    Fact("paper.country", _("Of which country"), ("country_id",), _country("country_id")),
    Fact("paper.issued_on", _("Issued on"), ("issued_on",), _whole_day("issued_on")),
    Fact("paper.valid_until", _("Valid until"), ("valid_until",), _whole_day("valid_until")),
)
TABLES: Mapping[str, type[Person | Journey | Document]] = {"person": Person, "journey": Journey, "paper": Document}


def facts_of(kind: str) -> list[Fact]:
    """Return the facts of a kind of record, in the order of the form."""
    return [fact for fact in FACTS if fact.kind == kind]


def fact(code: str) -> Fact | None:
    """Return the fact with a code; None where there is none."""
    return next((held for held in FACTS if held.code == code), None)


def fact_name(code: str) -> str:
    """Return what a fact is called in the reader's language."""
    held = fact(code)
    return code if held is None else gettext(held.label)


def columns_of(kind: str) -> frozenset[str]:
    """Return every column that somebody may correct in a kind of record."""
    return frozenset(column for held in facts_of(kind) for column in held.columns)


def told(held: Fact, record: Record) -> str | None:
    """Return what a record says of a fact now, in words; None where it is not known."""
    return held.told(record.image(), record)
