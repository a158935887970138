"""The words in which a person is shown: one place, so that a page, a list and a print say the same."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop, ngettext

from sankofa.accounts.rules.terms import Actor
from sankofa.kernel.periods import Age
from sankofa.places.rules import naming
from sankofa.places.rules.calendars import Calendar, in_calendar
from sankofa.returnees.models import PAPER_KINDS, SEXES, Journey, Person
from sankofa.returnees.queries import cluster, journeys_of, leading_of
from sankofa.returnees.rules.terms import PartialDay, PersonKind, Precision, age_of
from sankofa.shell.context import initials
from sankofa.shell.words import day, day_in, month, month_in, plain_day, year_in
from sankofa.store.models import Record
from sankofa.store.rules.sealing import CannotOpen

_PAPER_KINDS = dict(PAPER_KINDS)
_SEXES = dict(SEXES)
_CHILDREN = {"female": gettext_noop("girl"), "male": gettext_noop("boy")}
OF_AGE = 18
"""Source: Convention on the Rights of the Child, article 1."""


def identity(person: Person, journeys: Sequence[Journey], *, on: date) -> dict[str, Any]:
    """Return what the identity bar shows of a person."""
    return {
        "name": name(person),
        "native_name": person.native_name if person.name else "",
        "native_language": person.language,
        "initials": "–" if person.erased_on else initials(name(person)),
        "code": person.case_number,
        "about": about(person, journeys, on=on),
    }


def identity_together(person: Person, *, viewer: Actor, on: date) -> dict[str, Any]:
    """Return what the identity bar shows of a person as all their files that the viewer may see tell of them."""
    together = cluster(leading_of(person, viewer=viewer, on=on), viewer=viewer, on=on)
    return identity(together.shown(), journeys_of(*together.files), on=on)


def name(person: Person) -> str:
    """Return what a person is called; of somebody erased only since when nobody knows."""
    if person.erased_on is not None:
        return gettext("Erased on %(day)s") % {"day": day(person.erased_on)}
    return person.name or person.native_name


def row(person: Person, *, on: date) -> dict[str, Any]:
    """Return what a list shows of a person: the name, the short facts, and what is due."""
    journeys = journeys_of(person)
    shown = identity(person, journeys, on=on)
    return {
        **{name: shown[name] for name in ("name", "native_name", "native_language", "code", "about")},
        "url": link(person),
        "due": None if person.next_due_on is None else day(person.next_due_on),
        "is_overdue": person.next_due_on is not None and person.next_due_on < on,
    }


def about(person: Person, journeys: Sequence[Journey], *, on: date) -> list[str]:
    """Return the short facts beside a name: sex and age, district, from where, how long back.  No unknowns."""
    facts = [_sex_and_age(person, on=on)]
    if person.place is not None:
        facts.append(person.place.to_terms().name_in(get_language() or "en"))
    if journeys:
        facts.append(journey_words(person, journeys[0], on=on))
    return [fact for fact in facts if fact]


def journey_words(person: Person, latest: Journey, *, on: date) -> str:
    """Return what a person's latest journey says of them: nobody is told to have come back of whom it is not known."""
    if person.kind == PersonKind.ABROAD and latest.returned.day is None:
        where = country(latest.destination_id)
        return gettext("is in %(country)s") % {"country": where} if where else ""
    if person.kind != PersonKind.RETURNEE and latest.returned.day is None:
        return ""
    return return_words(latest, on=on)


def _sex_and_age(person: Person, *, on: date) -> str:
    age = age_words(person.born, on=on)
    sex = sex_word(person.sex, age_of(person.born, on))
    if not sex:
        return gettext("aged %(age)s") % {"age": age} if age else ""
    return gettext("%(sex)s, %(age)s") % {"sex": sex, "age": age} if age else sex


def sex_word(sex: str, age: Age | None) -> str:
    """Return what somebody is called by sex and age: woman or girl; nothing where it is not known which of the two."""
    if age is not None and age.least < OF_AGE and sex in _CHILDREN:
        return gettext(_CHILDREN[sex]) if age.most < OF_AGE else ""
    return "" if sex == "unknown" else str(_SEXES[sex])


def sex(person: Person, *, on: date) -> str | None:
    """Return the sex that is recorded, in a word that fits the age where one is sure to; None where none is."""
    return sex_word(person.sex, age_of(person.born, on)) or chosen(person, "sex")


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
    """Return a day as exactly as it is known; None where it is not.

    What was said in another calendar is told in its own words, with the Gregorian days that it can have been.
    """
    if known.day is not None and known.calendar is not Calendar.GREGORIAN:
        return _said_elsewhere(known)
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


def _said_elsewhere(known: PartialDay) -> str:
    """Return a day, a month or a year of another calendar, and what it can have been in the Gregorian one."""
    first, last = known.earliest, known.latest
    assert known.day is not None, "what is not known has no words"
    assert first is not None, "what is known lies somewhere"
    assert last is not None, "what is known lies somewhere"
    said = said_words(known)
    if known.precision is Precision.DAY:
        told = (
            gettext("%(day)s (said as %(said)s; where the moon was watched, up to two days apart)")
            if known.calendar is Calendar.HIJRI
            else gettext("%(day)s (said as %(said)s)")
        )
        return told % {"day": plain_day(known.day), "said": said}
    told = (
        gettext("about %(said)s (perhaps %(first)s to %(last)s)")
        if known.precision is Precision.ESTIMATED
        else gettext("%(said)s (%(first)s to %(last)s)")
    )
    return told % {"said": said, "first": plain_day(first), "last": plain_day(last)}


def said_words(known: PartialDay) -> str:
    """Return a day as it was said in its own calendar: 12 Baishakh 2047 BS, Baishakh 2047 BS, 2047 BS."""
    assert known.day is not None
    said = in_calendar(known.calendar, known.day)
    match known.precision:
        case Precision.DAY:
            return day_in(known.calendar, known.day)
        case Precision.MONTH:
            return month_in(known.calendar, said.year, said.month)
        case _:
            return year_in(known.calendar, said.year)


def return_words(journey: Journey, *, on: date) -> str:
    """Return from where and how long ago somebody came back, in one sentence, no more exactly than it is known."""
    where = country(journey.destination_id)
    returned = journey.returned
    if returned.day is None:
        return gettext("came back from %(country)s") % {"country": where} if where else ""
    months = (on.year - returned.day.year) * 12 + on.month - returned.day.month - (on.day < returned.day.day)
    if returned.precision is not Precision.DAY and (returned.precision is not Precision.MONTH or months < 1):
        told = gettext("came back from %(country)s in %(when)s") if where else gettext("came back in %(when)s")
        when = month(returned.day) if returned.precision is Precision.MONTH else str(returned.day.year)
        if returned.calendar is not Calendar.GREGORIAN:
            when = said_words(returned)
        return told % {"country": where, "when": when}
    years, days = months // 12, (on - returned.day).days
    if years >= 2:
        return _years_back(where, years)
    if months >= 1:
        return _months_back(where, months)
    if days >= 1:
        return _days_back(where, days)
    return gettext("came back from %(country)s today") % {"country": where} if where else gettext("came back today")


def _years_back(where: str, years: int) -> str:
    from_there = ngettext(
        "came back from %(country)s %(count)s year ago", "came back from %(country)s %(count)s years ago", years
    )
    told = from_there if where else ngettext("came back %(count)s year ago", "came back %(count)s years ago", years)
    return told % {"country": where, "count": years}


def _months_back(where: str, months: int) -> str:
    from_there = ngettext(
        "came back from %(country)s %(count)s month ago", "came back from %(country)s %(count)s months ago", months
    )
    told = from_there if where else ngettext("came back %(count)s month ago", "came back %(count)s months ago", months)
    return told % {"country": where, "count": months}


def _days_back(where: str, days: int) -> str:
    from_there = ngettext(
        "came back from %(country)s %(count)s day ago", "came back from %(country)s %(count)s days ago", days
    )
    told = from_there if where else ngettext("came back %(count)s day ago", "came back %(count)s days ago", days)
    return told % {"country": where, "count": days}


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
        (gettext("Home district"), None if person.place is None else place_name(person)),
        (gettext("Country returned from"), country(latest.destination_id) or None if latest else None),
        (gettext("Work abroad"), (latest.occupation or None) if latest else None),
        (gettext("Left"), partial_words(latest.left) if latest else None),
        (gettext("Came back"), partial_words(latest.returned) if latest else None),
        (gettext("How the return came about"), chosen(latest, "return_kind") if latest else None),
        (gettext("Reason for return"), opened(latest, "return_reason") if latest else None),
    ]
    return told


def fitting_facts(person: Person, journeys: Sequence[Journey]) -> list[tuple[str, str | None]]:
    """Return the facts that fit what a person is here: of a resident no return is missing, of who is abroad neither."""
    told = facts(person, journeys)
    if person.kind == PersonKind.RETURNEE:
        return told
    back = {gettext("Came back"), gettext("How the return came about"), gettext("Reason for return")}
    there = gettext("Country returned from")
    away = {there, gettext("Work abroad"), gettext("Left"), *back}
    asked = {label for label, _value in told} - (back if person.kind == PersonKind.ABROAD else away)
    has_returned = bool(journeys) and journeys[0].returned.is_known
    named = gettext("Country returned from") if has_returned else gettext("Country of the journey")
    return [(named if label == there else label, value) for label, value in told if value is not None or label in asked]


def opened(record: Record, field: str, show: Callable[[str], str] = str) -> str | None:
    """Return what a sealed field says; that a key is missing where it does not open; None where it is not recorded."""
    try:
        said: str | None = getattr(record, field)
    except CannotOpen:
        return gettext("cannot be opened now: a key is missing")
    return show(said) if said else None


def chosen(record: Any, field: str) -> str | None:
    """Return the words of a chosen value; None where it is not recorded."""
    return None if getattr(record, field) == "unknown" else str(getattr(record, f"get_{field}_display")())


def paper_kind(kind: str) -> str:
    """Return what a kind of paper is called; one without a name in every language as the office wrote it."""
    return str(_PAPER_KINDS.get(kind.casefold(), kind))


def link(person: Person) -> str:
    """Return the address of a person's page."""
    return reverse("returnees:person", args=[person.pk])


def place_name(person: Person) -> str:
    """Return the home district in the reader's language."""
    assert person.place is not None
    return person.place.to_terms().name_in(get_language() or "en")
