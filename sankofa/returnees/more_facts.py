"""The facts that are asked beyond the first page: how each is called, where it lies, how it is told.

Every one is optional.  Sealed ones are told in a history only by dots and are opened for whoever may correct them.
Religion is not among them: no rule of the house needs it, and in several of the twelve countries it can be held
against somebody; a list that names it loses that column and says so.  Source: docs/handbook/field-list.md.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from sankofa.returnees import models as held
from sankofa.returnees.models import passages
from sankofa.returnees.tellers import (
    Fact,
    choice,
    country,
    hidden,
    language,
    number,
    opened_choice,
    opened_words,
    place,
    text,
    whole_number,
)


def _words(code: str, label: str) -> Fact:
    column = code.partition(".")[2]
    return Fact(code, label, (column,), hidden(column), opened_words(column))


def _chosen(code: str, label: str, choices: list[tuple[str, Any]]) -> Fact:
    column = code.partition(".")[2]
    return Fact(code, label, (column,), choice(column, choices))


def _sealed(code: str, label: str, choices: list[tuple[str, Any]]) -> Fact:
    column = code.partition(".")[2]
    return Fact(code, label, (column,), hidden(column), opened_choice(column, choices))


FACTS: tuple[Fact, ...] = (
    _words("profile.father_name", _("Father’s name")),
    _words("profile.mother_name", _("Mother’s name")),
    _words("profile.guardian_name", _("Guardian’s name")),
    _words("profile.spouse_name", _("Name of wife or husband")),
    Fact("profile.birth_country", _("Country of birth"), ("birth_country_id",), country("birth_country_id")),
    _words("profile.birth_place", _("Place of birth")),
    Fact("profile.nationality", _("Nationality"), ("nationality_id",), country("nationality_id")),
    _chosen("profile.name_order", _("Order of the names"), held.NAME_ORDERS),
    _chosen("profile.heads_household", _("Heads the household"), held.YES_NO),
    _chosen("profile.relative_of", _("Whose relative"), held.RELATIVE_OF),
    _sealed("health.seeing", _("Seeing, with glasses too"), held.DIFFICULTIES),
    _sealed("health.hearing", _("Hearing, with a hearing aid too"), held.DIFFICULTIES),
    _sealed("health.walking", _("Walking or climbing steps"), held.DIFFICULTIES),
    _sealed("health.remembering", _("Remembering or concentrating"), held.DIFFICULTIES),
    _sealed("health.self_care", _("Washing or dressing"), held.DIFFICULTIES),
    _sealed("health.communicating", _("Understanding and being understood"), held.DIFFICULTIES),
    _words("health.illness", _("A lasting illness")),
    _chosen("registration.channel", _("How they came into the register"), held.CHANNELS),
    _chosen("registration.caller", _("Who called"), held.CALLERS),
    _words("registration.phone_of", _("On whose phone")),
    _words("registration.call_back", _("When to call back")),
    Fact("name.text", _("Other name"), ("text",), text("text")),
    _chosen("name.script", _("Letters"), held.SCRIPTS),
    _chosen("name.use", _("What this name is"), held.NAME_USES),
    Fact("language.language", _("Language"), ("language",), language("language")),
    _chosen("language.speaks", _("Speaks it"), held.SKILL_LEVELS),
    _chosen("language.reads", _("Reads it"), held.SKILL_LEVELS),
    _chosen("reference.kind", _("Whose number"), held.REFERENCE_KINDS),
    Fact("reference.number", _("Number"), ("number",), number("number")),
    _words("reference.issuer", _("Given by")),
    _chosen("work.time", _("When"), held.WORK_TIMES),
    Fact("work.occupation", _("Occupation"), ("occupation",), text("occupation")),
    Fact("work.isco", _("Occupation code (ISCO-08)"), ("isco",), text("isco")),
    _chosen("work.sector", _("Kind of work"), held.SECTORS),
    Fact("work.years", _("Years in it"), ("years",), whole_number("years")),
    _chosen("training.kind", _("What it is"), held.TRAINING_KINDS),
    Fact("training.subject", _("In what"), ("subject",), text("subject")),
    _chosen("training.certificate", _("Certificate"), held.YES_NO),
    Fact("training.year", _("Year"), ("year",), lambda image, _record: str(image["year"]) if image["year"] else None),
    _sealed("passage.channel", _("With or without papers"), passages.CHANNELS_OF_JOURNEYS),
    _chosen("passage.visa", _("Kind of visa"), passages.VISAS),
    Fact("passage.wanted_country", _("Where they wanted to go"), ("wanted_country_id",), country("wanted_country_id")),
    _words("passage.transit", _("Countries passed through")),
    _words("passage.city", _("Town or city abroad")),
    _words("passage.recruiter_licence", _("Licence of the recruiter")),
    _sealed("passage.money_from", _("Where all the money came from"), passages.MONEY_FROM),
    _sealed("passage.papers_used", _("Papers used"), passages.PAPERS_USED),
    _sealed("passage.reasons_leaving", _("Why they left"), passages.REASONS_LEAVING),
    _sealed("passage.reasons_return", _("Why they came back"), passages.REASONS_RETURN),
    _sealed("passage.skills_learned", _("What they learned abroad"), passages.SKILLS_LEARNED),
    _sealed("passage.help_wanted", _("Help they want at home"), passages.HELP_WANTED),
    Fact("passage.returned_to", _("Where they live since"), ("returned_to_id",), place("returned_to_id")),
)
TABLES: Mapping[str, type[Any]] = {
    "profile": held.Profile,
    "health": held.Health,
    "registration": held.Registration,
    "name": held.OtherName,
    "language": held.SpokenLanguage,
    "reference": held.ReferenceNumber,
    "work": held.Work,
    "training": held.Training,
    "passage": held.Passage,
}
ONE_EACH = frozenset({"profile", "health", "registration"})
"""Of these a person has one row at most; it is made by the first answer."""
ASKED_WITH_CARE = frozenset({"health"})
"""What is read only where it is corrected: the page of a person lies open on a desk."""
