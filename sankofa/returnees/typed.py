"""The facts that people type about somebody: how each is called, in which columns it lies, and how it is told.

One list, so that the page of corrections, the history, what is sent back and where facts come from speak of the same
facts in the same words.  What is asked beyond the first page stands in `more_facts`.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from sankofa.returnees import more_facts
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
)
from sankofa.returnees.tellers import (
    Fact,
    amount,
    choice,
    country,
    day_columns,
    hidden,
    number,
    partial_day,
    place,
    plain_day,
    text,
)
from sankofa.store.models import Record

__all__ = ["FACTS", "FIRST", "TABLES", "Fact", "columns_of", "fact", "fact_name", "facts_of", "told"]

FIRST: tuple[Fact, ...] = (
    Fact("person.kind", _("What the person is here"), ("kind",), choice("kind", KINDS)),
    Fact("person.given_name", _("Given name"), ("given_name",), text("given_name")),
    Fact("person.family_name", _("Family name"), ("family_name",), text("family_name")),
    Fact("person.native_name", _("Name in their own script"), ("native_name",), text("native_name")),
    Fact("person.sex", _("Sex"), ("sex",), choice("sex", SEXES)),
    Fact("person.born", _("Born"), day_columns("born"), partial_day("born")),
    Fact("person.place", _("Home district"), ("place_id",), place("place_id")),
    Fact("person.phone", _("Phone"), ("phone",), number("phone")),
    Fact("person.marital_status", _("Marital status"), ("marital_status",), choice("marital_status", MARITAL)),
    Fact("person.education", _("Schooling"), ("education",), choice("education", EDUCATION)),
    Fact("journey.destination", _("Country of the journey"), ("destination_id",), country("destination_id")),
    Fact("journey.route", _("Way there"), ("route",), hidden("route")),
    Fact("journey.left", _("Left"), day_columns("left"), partial_day("left")),
    Fact("journey.returned", _("Came back"), day_columns("returned"), partial_day("returned")),
    Fact(
        "journey.return_kind",
        _("How the return came about"),
        ("return_kind",),
        choice("return_kind", RETURN_KINDS),
    ),
    Fact("journey.return_reason", _("Reason for return"), ("return_reason",), hidden("return_reason")),
    Fact("journey.occupation", _("Work abroad"), ("occupation",), text("occupation")),
    Fact("journey.sector", _("Kind of work"), ("sector",), choice("sector", SECTORS)),
    Fact("journey.income", _("Earned in a month"), ("income_minor", "income_currency"), amount("income")),
    Fact("journey.skills_gained", _("Skills gained"), ("skills_gained",), hidden("skills_gained")),
    Fact("journey.recruiter", _("Recruiter"), ("recruiter",), hidden("recruiter")),
    Fact("journey.cost", _("Cost of going"), ("cost_minor", "cost_currency"), amount("cost")),
    Fact(
        "journey.cost_source",
        _("Where that money came from"),
        ("cost_source",),
        choice("cost_source", COST_SOURCES),
    ),
    Fact("paper.kind", _("Kind of paper"), ("kind",), choice("kind", PAPER_KINDS)),
    Fact("paper.whereabouts", _("Where it is"), ("whereabouts",), choice("whereabouts", WHEREABOUTS)),
    Fact("paper.number", _("Number"), ("number",), number("number")),
    Fact("paper.issuer", _("Issued by"), ("issuer",), hidden("issuer")),
    Fact("paper.country", _("Of which country"), ("country_id",), country("country_id")),
    Fact("paper.issued_on", _("Issued on"), ("issued_on",), plain_day("issued_on")),
    Fact("paper.valid_until", _("Valid until"), ("valid_until",), plain_day("valid_until")),
)
FACTS: tuple[Fact, ...] = (*FIRST, *more_facts.FACTS)
TABLES: Mapping[str, type[Any]] = {"person": Person, "journey": Journey, "paper": Document, **more_facts.TABLES}


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
