"""The columns of a list that leaves the register: what each is called and means, and where its cells come from.

Nothing asked only by trained people, and no wish to go again, ever stands in a column.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from sankofa.returnees.leaving.more_columns import MORE_CHOICES, MORE_COLUMNS
from sankofa.returnees.leaving.told import (
    UNKNOWN,
    Cell,
    Told,
    calendar,
    calendar_of_journey,
    day,
    district,
    month,
    of_journey,
    opened,
    precision,
)
from sankofa.returnees.models import (
    COST_SOURCES,
    EDUCATION,
    KINDS,
    MARITAL,
    PRECISIONS,
    RETURN_KINDS,
    SECTORS,
    SEXES,
    Person,
)
from sankofa.returnees.models.register import CALENDARS
from sankofa.returnees.rules.exporting import Column, Group, Kind

__all__ = ["CHOICES", "COLUMNS", "GROUP_LABELS", "Cell", "Told", "columns_of"]

GROUP_LABELS: Mapping[Group, str] = {
    Group.ABOUT: _("Sex, year of birth, schooling, district, office"),
    Group.JOURNEY: _("The latest journey: country, work, years, how the return came about, cost"),
    Group.PROFILE: _("Nationality, country of birth, languages, place in the household, where papers are"),
    Group.WORK: _("Work before, abroad, now and wanted; training, licences and skills"),
    Group.NAME: _("Names, case number and day of birth"),
    Group.FAMILY: _("Names of parents, guardian, wife or husband; place of birth"),
    Group.CONTACT: _("Phone"),
    Group.PAPERS: _("Numbers of papers and of other agencies"),
    Group.WAY: _("The way: with or without papers, money, reasons, town abroad"),
    Group.WORDS: _("Reason for return, route, recruiter and skills, in words"),
    Group.HEALTH: _("What is hard for them, and illness"),
}


def _district_name(person: Person) -> str:
    return person.place.to_terms().name_in("en") if person.place is not None else ""


_CALENDARS = [*CALENDARS, (UNKNOWN, _("not recorded"))]
_C = Column
_ABOUT, _JOURNEY, _NAME = Group.ABOUT, Group.JOURNEY, Group.NAME

COLUMNS: tuple[tuple[Column, Callable[[Told], Cell]], ...] = (
    (
        _C("case_number", _NAME, _("Case number"), "#beneficiary+id+case", _("The number of the file.")),
        lambda t: t.person.case_number,
    ),
    (
        _C("given_name", _NAME, _("Given name"), "#beneficiary+name+given", _("In Latin letters.")),
        lambda t: t.person.given_name,
    ),
    (
        _C("family_name", _NAME, _("Family name"), "#beneficiary+name+family", _("Empty where there is none.")),
        lambda t: t.person.family_name,
    ),
    (
        _C(
            "native_name",
            _NAME,
            _("Name in their own script"),
            "#beneficiary+name+native",
            _("As the person writes it."),
        ),
        lambda t: t.person.native_name,
    ),
    (
        _C("born_on", _NAME, _("Date of birth"), "#date+birth", _("The first day of what is known of it."), Kind.DAY),
        lambda t: t.person.born_on,
    ),
    (
        _C(
            "kind",
            _ABOUT,
            _("Who this is"),
            "#beneficiary+type",
            _("Not everybody in the register is a returnee."),
            Kind.CODE,
        ),
        lambda t: t.person.kind,
    ),
    (
        _C("sex", _ABOUT, _("Sex"), "#meta+sex", _("As recorded, never taken from a name."), Kind.CODE),
        lambda t: t.person.sex,
    ),
    (
        _C("born_year", _ABOUT, _("Year of birth"), "#date+birth+year", _("Empty where not known."), Kind.WHOLE),
        # A year of another calendar lies in two of ours, so none of them is known.
        lambda t: t.person.born.years[0] if len(t.person.born.years) == 1 else None,
    ),
    (
        _C(
            "born_precision",
            _ABOUT,
            _("How exactly the birth is known"),
            "#meta+precision+birth",
            _("`estimated` is a guess."),
            Kind.CODE,
        ),
        lambda t: t.person.born_precision,
    ),
    (
        _C(
            "born_calendar",
            _ABOUT,
            _("Calendar of the birth"),
            "#meta+calendar+birth",
            _("`gregorian`, or the calendar in which it was said."),
            Kind.CODE,
        ),
        lambda t: calendar(t.person, "born"),
    ),
    (
        _C(
            "marital_status",
            _ABOUT,
            _("Marital status"),
            "#beneficiary+marital",
            _("At the last talk about it."),
            Kind.CODE,
        ),
        lambda t: t.person.marital_status,
    ),
    (
        _C("education", _ABOUT, _("Schooling"), "#beneficiary+education", _("The highest that was begun."), Kind.CODE),
        lambda t: t.person.education,
    ),
    (
        _C("language", _ABOUT, _("Language"), "#meta+language", _("ISO 639 code of the language to talk in.")),
        lambda t: t.person.language,
    ),
    (
        _C(
            "home_place",
            _ABOUT,
            _("Home district (number)"),
            "#adm2+code+home",
            _("Country, province and district, with points between."),
        ),
        lambda t: district(t.person.place_id),
    ),
    (
        _C("home_district", _ABOUT, _("Home district"), "#adm2+name+home", _("In English.")),
        lambda t: _district_name(t.person),
    ),
    (
        _C("office", _ABOUT, _("Office"), "#org+office", _("The office that keeps the file.")),
        lambda t: t.person.office.name,
    ),
    (
        _C(
            "registered_on",
            _ABOUT,
            _("In the register since"),
            "#date+registered",
            _("The day in universal time; without names, the first day of its month."),
            Kind.DAY,
        ),
        lambda t: t.person.created_at.date() if t.is_naming else month(t.person.created_at.date()),
    ),
    (
        _C(
            "invented",
            _ABOUT,
            _("Invented person"),
            "#meta+synthetic",
            _("`yes` for people of a demonstration."),
            Kind.CODE,
        ),
        lambda t: "yes" if t.person.is_synthetic else "no",
    ),
    (
        _C(
            "destination",
            _JOURNEY,
            _("Country returned from"),
            "#country+destination+code",
            _("ISO 3166-1, two letters; of the latest journey."),
        ),
        lambda t: t.journey.destination_id if t.journey else None,
    ),
    (
        _C("occupation", _JOURNEY, _("Work abroad"), "#beneficiary+occupation", _("In words.")),
        lambda t: t.journey.occupation if t.journey else None,
    ),
    (
        _C("sector", _JOURNEY, _("Kind of work"), "#sector", _("Of the work abroad."), Kind.CODE),
        lambda t: of_journey(t, "sector"),
    ),
    (
        _C(
            "left_on",
            _JOURNEY,
            _("Date of departure"),
            "#date+departure",
            _("The first day of what is known of it; without names, of its month."),
            Kind.DAY,
        ),
        lambda t: day(t, "left"),
    ),
    (
        _C(
            "left_precision",
            _JOURNEY,
            _("How exactly the departure is known"),
            "#meta+precision+departure",
            "",
            Kind.CODE,
        ),
        lambda t: precision(t, "left"),
    ),
    (
        _C(
            "left_calendar",
            _JOURNEY,
            _("Calendar of the departure"),
            "#meta+calendar+departure",
            _("`gregorian`, or the calendar in which it was said."),
            Kind.CODE,
        ),
        lambda t: calendar_of_journey(t, "left"),
    ),
    (
        _C(
            "returned_on",
            _JOURNEY,
            _("Date of return"),
            "#date+return",
            _("The first day of what is known of it; without names, of its month."),
            Kind.DAY,
        ),
        lambda t: day(t, "returned"),
    ),
    (
        _C(
            "returned_precision",
            _JOURNEY,
            _("How exactly the return is known"),
            "#meta+precision+return",
            "",
            Kind.CODE,
        ),
        lambda t: precision(t, "returned"),
    ),
    (
        _C(
            "returned_calendar",
            _JOURNEY,
            _("Calendar of the return"),
            "#meta+calendar+return",
            _("`gregorian`, or the calendar in which it was said."),
            Kind.CODE,
        ),
        lambda t: calendar_of_journey(t, "returned"),
    ),
    (
        _C("return_kind", _JOURNEY, _("Kind of return"), "#event+return+type", "", Kind.CODE),
        lambda t: of_journey(t, "return_kind"),
    ),
    (
        _C(
            "cost_minor",
            _JOURNEY,
            _("Cost of the journey, in the smallest unit"),
            "#value+cost+minor",
            _("A whole number of the smallest unit of the currency beside it."),
            Kind.WHOLE,
        ),
        lambda t: t.journey.cost_minor if t.journey else None,
    ),
    (
        _C("cost_currency", _JOURNEY, _("Currency of the cost"), "#currency+cost", _("ISO 4217.")),
        lambda t: t.journey.cost_currency if t.journey else None,
    ),
    (
        _C("cost_source", _JOURNEY, _("Who paid for the journey"), "#value+cost+source", "", Kind.CODE),
        lambda t: of_journey(t, "cost_source"),
    ),
    (
        _C(
            "income_minor",
            _JOURNEY,
            _("Income abroad a month, in the smallest unit"),
            "#value+income+minor",
            _("A whole number of the smallest unit of the currency beside it."),
            Kind.WHOLE,
        ),
        lambda t: t.journey.income_minor if t.journey else None,
    ),
    (
        _C("income_currency", _JOURNEY, _("Currency of the income"), "#currency+income", _("ISO 4217.")),
        lambda t: t.journey.income_currency if t.journey else None,
    ),
    (
        _C(
            "phone",
            Group.CONTACT,
            _("Phone"),
            "#contact+phone",
            _("It may not be safe to call it: ask how to reach the person first."),
        ),
        lambda t: opened(t.person, "phone"),
    ),
    (
        _C(
            "document_kind",
            Group.PAPERS,
            _("Kind of document"),
            "#beneficiary+document+type",
            _("Of the first paper recorded."),
        ),
        lambda t: t.document.kind if t.document else None,
    ),
    (
        _C("document_number", Group.PAPERS, _("Document number"), "#beneficiary+document+id", ""),
        lambda t: opened(t.document, "number"),
    ),
    (
        _C("valid_until", Group.PAPERS, _("Valid until"), "#date+document+end", "", Kind.DAY),
        lambda t: t.document.valid_until if t.document else None,
    ),
    (
        _C("return_reason", Group.WORDS, _("Reason for return"), "#event+return+reason", _("In their own words.")),
        lambda t: opened(t.journey, "return_reason"),
    ),
    (_C("route", Group.WORDS, _("Route"), "#geo+route", ""), lambda t: opened(t.journey, "route")),
    (_C("recruiter", Group.WORDS, _("Recruiter"), "#org+recruiter", ""), lambda t: opened(t.journey, "recruiter")),
    (
        _C("skills_gained", Group.WORDS, _("Skills gained abroad"), "#beneficiary+skills", ""),
        lambda t: opened(t.journey, "skills_gained"),
    ),
    *MORE_COLUMNS,
    (
        _C("export", _ABOUT, _("List"), "#meta+export", _("The number of this list. It belongs to every row.")),
        lambda t: t.number,
    ),
    (
        _C("copy", _ABOUT, _("Mark"), "#meta+copy", _("A mark of this row in this copy. It tells who took it out.")),
        lambda t: t.mark,
    ),
)

CHOICES: Mapping[str, Sequence[tuple[str, Any]]] = {
    **MORE_CHOICES,
    "born_calendar": _CALENDARS,
    "left_calendar": _CALENDARS,
    "returned_calendar": _CALENDARS,
    "kind": KINDS,
    "sex": SEXES,
    "born_precision": PRECISIONS,
    "marital_status": MARITAL,
    "education": EDUCATION,
    "sector": SECTORS,
    "left_precision": PRECISIONS,
    "returned_precision": PRECISIONS,
    "return_kind": RETURN_KINDS,
    "cost_source": COST_SOURCES,
    "invented": [("yes", _("yes")), ("no", _("no"))],
}


def columns_of(groups: frozenset[Group]) -> list[Column]:
    """Return the columns of a list, in order."""
    return [column for column, _read in COLUMNS if column.group in groups]
