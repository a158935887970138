"""The words in which a person is shown: one place, so that a page, a list and a print say the same."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from sankofa.places.rules import naming
from sankofa.returnees.models import Journey, Person
from sankofa.returnees.rules.terms import PartialDay, Precision, age_of
from sankofa.shell.context import initials
from sankofa.shell.words import day, month


def identity(person: Person, journeys: Sequence[Journey], *, on: date) -> dict[str, Any]:
    """Return what the identity bar shows of a person."""
    return {
        "name": person.name or person.native_name,
        "native_name": person.native_name if person.name else "",
        "native_language": person.language,
        "initials": initials(person.name or person.native_name),
        "code": person.case_number,
        "about": about(person, journeys, on=on),
    }


def about(person: Person, journeys: Sequence[Journey], *, on: date) -> list[str]:
    """Return the short facts beside a name: sex and age, district, from where, how long back.  No unknowns."""
    facts = []
    who = [] if person.sex == "unknown" else [str(person.get_sex_display())]
    if age := age_words(person.born, on=on):
        who.append(age)
    if who:
        facts.append(", ".join(who))
    if person.place is not None:
        facts.append(person.place.to_terms().name_in(get_language() or "en"))
    if journeys:
        facts.append(return_words(journeys[0], on=on))
    return [fact for fact in facts if fact]


def age_words(born: PartialDay, *, on: date) -> str:
    """Return an age as people say it: 31, or 30 or 31 where only the year is known, or about 34."""
    age = age_of(born, on)
    if age is None:
        return ""
    if born.precision is Precision.ESTIMATED:
        return gettext("about %(age)s") % {"age": age.most}
    return (
        str(age.least)
        if age.least == age.most
        else gettext("%(least)s or %(most)s") % {"least": age.least, "most": age.most}
    )


def partial_words(known: PartialDay) -> str | None:
    """Return a day as exactly as it is known; None where it is not."""
    match known.precision:
        case Precision.UNKNOWN:
            return None
        case Precision.DAY:
            assert known.day is not None
            return day(known.day)
        case Precision.MONTH:
            assert known.day is not None
            return month(known.day)
        case Precision.ESTIMATED:
            assert known.day is not None
            return gettext("about %(year)s") % {"year": known.day.year}
        case _:
            assert known.day is not None
            return str(known.day.year)


def return_words(journey: Journey, *, on: date) -> str:
    """Return from where and how long ago somebody came back, in words."""
    where = country(journey.destination_id)
    if journey.returned_on is None:
        return gettext("came back from %(country)s") % {"country": where} if where else ""
    since = since_words(journey.returned, on=on)
    if not where:
        return gettext("came back %(since)s") % {"since": since}
    return gettext("came back from %(country)s %(since)s") % {"country": where, "since": since}


def since_words(past: PartialDay, *, on: date) -> str:
    """Return how long ago a day was, no more exactly than it is known."""
    assert past.day is not None
    if past.precision in (Precision.YEAR, Precision.ESTIMATED):
        return gettext("in %(year)s") % {"year": past.day.year}
    months = (on.year - past.day.year) * 12 + on.month - past.day.month - (on.day < past.day.day)
    if months >= 24:
        return ngettext("%(count)s year ago", "%(count)s years ago", months // 12) % {"count": months // 12}
    if months >= 1:
        return ngettext("%(count)s month ago", "%(count)s months ago", months) % {"count": months}
    days = (on - past.day).days
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}


def country(code: str | None) -> str:
    """Return a country's name in the reader's language; empty where it is not known."""
    return naming.country_name(code, get_language() or "en") if code else ""


def facts(person: Person, journeys: Sequence[Journey]) -> list[tuple[str, str | None]]:
    """Return all that is recorded of a person and the latest journey, label and value; None where not recorded."""
    latest = journeys[0] if journeys else None
    told: list[tuple[str, str | None]] = [
        (gettext("Born"), partial_words(person.born)),
        (gettext("Marital status"), chosen(person, "marital_status")),
        (gettext("Schooling"), chosen(person, "education")),
        (gettext("Home district"), None if person.place is None else _place(person)),
        (gettext("Country returned from"), country(latest.destination_id) or None if latest else None),
        (gettext("Work abroad"), (latest.occupation or None) if latest else None),
        (gettext("Left"), partial_words(latest.left) if latest else None),
        (gettext("Came back"), partial_words(latest.returned) if latest else None),
        (gettext("How the return came about"), chosen(latest, "return_kind") if latest else None),
        (gettext("Reason of return"), (latest.return_reason or None) if latest else None),
    ]
    return told


def chosen(record: Any, field: str) -> str | None:
    """Return the words of a chosen value; None where it is not recorded."""
    return None if getattr(record, field) == "unknown" else str(getattr(record, f"get_{field}_display")())


def link(person: Person) -> str:
    """Return the address of a person's page."""
    return reverse("returnees:person", args=[person.pk])


def _place(person: Person) -> str:
    assert person.place is not None
    return person.place.to_terms().name_in(get_language() or "en")
