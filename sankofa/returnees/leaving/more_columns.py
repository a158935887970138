"""The columns of what is asked beyond the first page, in a list that leaves the register.

What is sealed stands only in groups that a reader has to be allowed to open.  Answers to trained staff and thoughts of
going again stand in none: no column here or elsewhere may read them.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from sankofa.returnees import models as held
from sankofa.returnees.leaving.told import BETWEEN, UNKNOWN, Cell, Told, district, opened, opened_codes
from sankofa.returnees.models import Passage, ReferenceNumber, passages
from sankofa.returnees.rules.exporting import Column, Group, Kind


def _code(record: Passage | None, column: str) -> str:
    return UNKNOWN if record is None else str(getattr(record, column))


def _lives(told: Told) -> str | None:
    place = None if told.passage is None else told.passage.returned_to
    return None if place is None else place.to_terms().name_in("en")


def _papers(told: Told) -> str | None:
    return BETWEEN.join(f"{paper.kind}={paper.whereabouts}" for paper in told.papers) or None


def _reference(told: Told) -> ReferenceNumber | None:
    return next(iter(told.more.get("reference", ())), None)


_C = Column

MORE_COLUMNS: tuple[tuple[Column, Callable[[Told], Cell]], ...] = (
    (
        _C("visa", Group.JOURNEY, _("Kind of visa"), "#beneficiary+visa", _("Of the latest journey."), Kind.CODE),
        lambda t: _code(t.passage, "visa"),
    ),
    (
        _C(
            "wanted_country",
            Group.JOURNEY,
            _("Where they wanted to go"),
            "#geo+wanted+code",
            _("ISO 3166-1, two letters."),
        ),
        lambda t: t.passage.wanted_country_id if t.passage else None,
    ),
    (
        _C("returned_to", Group.JOURNEY, _("District where they live since"), "#adm2+name+return", _("In English.")),
        _lives,
    ),
    (
        _C(
            "returned_to_place",
            Group.JOURNEY,
            _("District where they live since (number)"),
            "#adm2+code+return",
            _("Country, province and district, with points between."),
        ),
        lambda t: district(t.passage.returned_to_id) if t.passage else None,
    ),
    (
        _C("birth_country", Group.PROFILE, _("Country of birth"), "#country+birth", _("ISO 3166-1, two letters.")),
        lambda t: t.first("profile", "birth_country_id"),
    ),
    (
        _C("nationality", Group.PROFILE, _("Nationality"), "#country+nationality", _("ISO 3166-1, two letters.")),
        lambda t: t.first("profile", "nationality_id"),
    ),
    (
        _C("name_order", Group.PROFILE, _("Order of the names"), "#meta+name+order", "", Kind.CODE),
        lambda t: t.first("profile", "name_order") or UNKNOWN,
    ),
    (
        _C("heads_household", Group.PROFILE, _("Heads the household"), "#beneficiary+head", "", Kind.CODE),
        lambda t: t.first("profile", "heads_household") or UNKNOWN,
    ),
    (
        _C("relative_of", Group.PROFILE, _("Whose relative"), "#beneficiary+relative", "", Kind.CODE),
        lambda t: t.first("profile", "relative_of") or UNKNOWN,
    ),
    (
        _C("came_by", Group.PROFILE, _("How they came into the register"), "#meta+channel", "", Kind.CODE),
        lambda t: t.first("registration", "channel") or UNKNOWN,
    ),
    (
        _C("languages", Group.PROFILE, _("Languages"), "#meta+languages", _("ISO 639 codes, with commas between.")),
        lambda t: t.all("language", "language"),
    ),
    (
        _C(
            "languages_read",
            Group.PROFILE,
            _("Languages they read well"),
            "#meta+languages+read",
            _("ISO 639 codes, with commas between."),
        ),
        lambda t: t.all("language", "language", reads="well"),
    ),
    (
        _C(
            "papers_where",
            Group.PROFILE,
            _("Where papers are"),
            "#meta+papers",
            _("Kind and place of each paper, without its number: `passport=held`."),
        ),
        _papers,
    ),
    (
        _C("work_before", Group.WORK, _("Work before leaving"), "#beneficiary+occupation+before", _("In words.")),
        lambda t: t.all("work", "occupation", time="before"),
    ),
    (
        _C(
            "work_before_isco",
            Group.WORK,
            _("Code of the work before leaving"),
            "#beneficiary+occupation+before+code",
            _("ISCO-08, where the occupation is known."),
        ),
        lambda t: t.all("work", "isco", time="before"),
    ),
    (
        _C(
            "work_abroad", Group.WORK, _("Work abroad, as told later"), "#beneficiary+occupation+abroad", _("In words.")
        ),
        lambda t: t.all("work", "occupation", time="abroad"),
    ),
    (
        _C(
            "work_abroad_isco",
            Group.WORK,
            _("Code of the work abroad"),
            "#beneficiary+occupation+abroad+code",
            _("ISCO-08, where the occupation is known."),
        ),
        lambda t: t.all("work", "isco", time="abroad"),
    ),
    (
        _C("work_now", Group.WORK, _("Work now"), "#beneficiary+occupation+now", _("In words.")),
        lambda t: t.all("work", "occupation", time="now"),
    ),
    (
        _C(
            "work_now_isco",
            Group.WORK,
            _("Code of the work now"),
            "#beneficiary+occupation+now+code",
            _("ISCO-08, where the occupation is known."),
        ),
        lambda t: t.all("work", "isco", time="now"),
    ),
    (
        _C("work_wanted", Group.WORK, _("Work wanted"), "#beneficiary+occupation+wanted", _("In words.")),
        lambda t: t.all("work", "occupation", time="wanted"),
    ),
    (
        _C(
            "work_wanted_isco",
            Group.WORK,
            _("Code of the work wanted"),
            "#beneficiary+occupation+wanted+code",
            _("ISCO-08, where the occupation is known."),
        ),
        lambda t: t.all("work", "isco", time="wanted"),
    ),
    (
        _C(
            "years_abroad",
            Group.WORK,
            _("Years in the work abroad"),
            "#beneficiary+years+abroad",
            _("With commas between, where there were several."),
        ),
        lambda t: t.all("work", "years", time="abroad"),
    ),
    (
        _C(
            "training_had",
            Group.WORK,
            _("Training had"),
            "#beneficiary+training+had",
            _("In words, with commas between."),
        ),
        lambda t: t.all("training", "subject", kind="had"),
    ),
    (
        _C(
            "training_wanted",
            Group.WORK,
            _("Training wanted"),
            "#beneficiary+training+wanted",
            _("In words, with commas between."),
        ),
        lambda t: t.all("training", "subject", kind="wanted"),
    ),
    (
        _C("licences", Group.WORK, _("Licences"), "#beneficiary+training+licence", _("In words, with commas between.")),
        lambda t: t.all("training", "subject", kind="licence"),
    ),
    (
        _C("skills", Group.WORK, _("Skills"), "#beneficiary+training+skill", _("In words, with commas between.")),
        lambda t: t.all("training", "subject", kind="skill"),
    ),
    (
        _C(
            "other_names",
            Group.NAME,
            _("Other names"),
            "#beneficiary+aka",
            _("In any script, with commas between."),
        ),
        lambda t: t.all("name", "text"),
    ),
    (
        _C("father_name", Group.FAMILY, _("Father’s name"), "#beneficiary+name+father", ""),
        lambda t: t.first_opened("profile", "father_name"),
    ),
    (
        _C("mother_name", Group.FAMILY, _("Mother’s name"), "#beneficiary+name+mother", ""),
        lambda t: t.first_opened("profile", "mother_name"),
    ),
    (
        _C("guardian_name", Group.FAMILY, _("Guardian’s name"), "#beneficiary+name+guardian", ""),
        lambda t: t.first_opened("profile", "guardian_name"),
    ),
    (
        _C("spouse_name", Group.FAMILY, _("Name of wife or husband"), "#beneficiary+name+spouse", ""),
        lambda t: t.first_opened("profile", "spouse_name"),
    ),
    (
        _C("birth_place", Group.FAMILY, _("Place of birth"), "#loc+birth", ""),
        lambda t: t.first_opened("profile", "birth_place"),
    ),
    (
        _C(
            "other_number",
            Group.PAPERS,
            _("Number at another agency"),
            "#beneficiary+id+other",
            _("Of the first number recorded."),
        ),
        lambda t: opened(_reference(t), "number"),
    ),
    (
        _C("other_number_of", Group.PAPERS, _("Whose number that is"), "#org+other", ""),
        lambda t: opened(_reference(t), "issuer"),
    ),
    (
        _C("channel", Group.WAY, _("With or without papers"), "#beneficiary+channel", "", Kind.CODE),
        lambda t: opened(t.passage, "channel") or UNKNOWN,
    ),
    (
        _C(
            "reasons_leaving",
            Group.WAY,
            _("Reasons for leaving"),
            "#event+departure+reasons",
            _("Codes, with commas between."),
            Kind.CODE,
        ),
        lambda t: opened_codes(t.passage, "reasons_leaving"),
    ),
    (
        _C(
            "reasons_return",
            Group.WAY,
            _("Reasons for return, several"),
            "#event+return+reasons",
            _("Codes, with commas between."),
            Kind.CODE,
        ),
        lambda t: opened_codes(t.passage, "reasons_return"),
    ),
    (
        _C(
            "skills_learned",
            Group.WAY,
            _("What they learned abroad"),
            "#beneficiary+skills+learned",
            _("Codes, with commas between."),
            Kind.CODE,
        ),
        lambda t: opened_codes(t.passage, "skills_learned"),
    ),
    (
        _C(
            "help_wanted",
            Group.WAY,
            _("Help they want at home"),
            "#need+help+wanted",
            _("Codes, with commas between."),
            Kind.CODE,
        ),
        lambda t: opened_codes(t.passage, "help_wanted"),
    ),
    (
        _C(
            "papers_used",
            Group.WAY,
            _("Papers used"),
            "#beneficiary+papers+used",
            _("Codes, with commas between."),
            Kind.CODE,
        ),
        lambda t: opened_codes(t.passage, "papers_used"),
    ),
    (
        _C(
            "money_from",
            Group.WAY,
            _("Where all the money came from"),
            "#value+cost+sources",
            _("Codes, with commas between."),
            Kind.CODE,
        ),
        lambda t: opened_codes(t.passage, "money_from"),
    ),
    (
        _C("transit", Group.WAY, _("Countries passed through"), "#geo+transit", _("In their own words.")),
        lambda t: opened(t.passage, "transit"),
    ),
    (_C("city", Group.WAY, _("Town or city abroad"), "#loc+abroad", ""), lambda t: opened(t.passage, "city")),
    (
        _C("recruiter_licence", Group.WAY, _("Licence of the recruiter"), "#org+recruiter+licence", ""),
        lambda t: opened(t.passage, "recruiter_licence"),
    ),
    (
        _C("seeing", Group.HEALTH, _("Seeing, with glasses too"), "#beneficiary+difficulty+seeing", "", Kind.CODE),
        lambda t: t.first_opened("health", "seeing") or UNKNOWN,
    ),
    (
        _C(
            "hearing",
            Group.HEALTH,
            _("Hearing, with a hearing aid too"),
            "#beneficiary+difficulty+hearing",
            "",
            Kind.CODE,
        ),
        lambda t: t.first_opened("health", "hearing") or UNKNOWN,
    ),
    (
        _C("walking", Group.HEALTH, _("Walking or climbing steps"), "#beneficiary+difficulty+walking", "", Kind.CODE),
        lambda t: t.first_opened("health", "walking") or UNKNOWN,
    ),
    (
        _C(
            "remembering",
            Group.HEALTH,
            _("Remembering or concentrating"),
            "#beneficiary+difficulty+remembering",
            "",
            Kind.CODE,
        ),
        lambda t: t.first_opened("health", "remembering") or UNKNOWN,
    ),
    (
        _C("self_care", Group.HEALTH, _("Washing or dressing"), "#beneficiary+difficulty+selfcare", "", Kind.CODE),
        lambda t: t.first_opened("health", "self_care") or UNKNOWN,
    ),
    (
        _C(
            "communicating",
            Group.HEALTH,
            _("Understanding and being understood"),
            "#beneficiary+difficulty+communicating",
            "",
            Kind.CODE,
        ),
        lambda t: t.first_opened("health", "communicating") or UNKNOWN,
    ),
    (
        _C("illness", Group.HEALTH, _("A lasting illness"), "#beneficiary+illness", _("In their own words.")),
        lambda t: t.first_opened("health", "illness"),
    ),
)

MORE_CHOICES: Mapping[str, Sequence[tuple[str, Any]]] = {
    "visa": passages.VISAS,
    "name_order": held.NAME_ORDERS,
    "heads_household": held.YES_NO,
    "relative_of": held.RELATIVE_OF,
    "came_by": held.CHANNELS,
    "papers_where": held.WHEREABOUTS,
    "channel": passages.CHANNELS_OF_JOURNEYS,
    "reasons_leaving": passages.REASONS_LEAVING,
    "reasons_return": passages.REASONS_RETURN,
    "papers_used": passages.PAPERS_USED,
    "skills_learned": passages.SKILLS_LEARNED,
    "help_wanted": passages.HELP_WANTED,
    "money_from": passages.MONEY_FROM,
    **dict.fromkeys(("seeing", "hearing", "walking", "remembering", "self_care", "communicating"), held.DIFFICULTIES),
}
KINDS_READ: Mapping[Group, tuple[str, ...]] = {
    Group.JOURNEY: ("passage",),
    Group.PROFILE: ("profile", "registration", "language"),
    Group.WORK: ("work", "training"),
    Group.NAME: ("name",),
    Group.FAMILY: ("profile",),
    Group.PAPERS: ("reference",),
    Group.WAY: ("passage",),
    Group.HEALTH: ("health",),
}
"""Which kinds of records beyond the first page the columns of a group read; no other is asked for."""
