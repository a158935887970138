"""The map in the words of its readers: what each code is called, and what conditions and answers say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel.lists import format_list
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sankofa.kernel import wording
from sankofa.kernel.finding import Fact, Finding, Value
from sankofa.places import queries as places
from sankofa.places.rules.naming import country_name
from sankofa.provision import queries
from sankofa.provision.rules.checking import State
from sankofa.provision.rules.feasibility import Need
from sankofa.provision.rules.groups import Group
from sankofa.provision.rules.matches import Standing
from sankofa.provision.rules.terms import Approach, Dimension, Kind, Level, Phase, Status

ROOM = "sankofa.provision"
KINDS = [
    (Kind.PROGRAMME.value, _("programme")),
    (Kind.SERVICE.value, _("service")),
    (Kind.BODY.value, _("organisation or authority")),
    (Kind.POLICY.value, _("policy")),
    (Kind.LAW.value, _("law")),
    (Kind.AGREEMENT.value, _("agreement between countries")),
]
DIMENSIONS = [
    (Dimension.ECONOMIC.value, _("work and income")),
    (Dimension.SOCIAL.value, _("life with others, health, home, rights")),
    (Dimension.PSYCHOSOCIAL.value, _("peace of mind")),
]
LEVELS = [
    (Level.INDIVIDUAL.value, _("one person or household")),
    (Level.COMMUNITY.value, _("a community")),
    (Level.STRUCTURAL.value, _("how the country works")),
]
PHASES = [
    (Phase.PRE_DEPARTURE.value, _("before leaving")),
    (Phase.IN_SERVICE.value, _("while abroad")),
    (Phase.RETURN.value, _("on the way back")),
    (Phase.AFTER.value, _("after the return")),
]
GROUPS = [
    (Group.WOMEN.value, _("women")),
    (Group.MEN.value, _("men")),
    (Group.OLDER.value, _("people older than 55")),
    (Group.FORCED_RETURN.value, _("people forced to return")),
    (Group.IRREGULAR.value, _("people who went without papers")),
    (Group.WITHOUT_PAPERS.value, _("people who have no papers")),
    (Group.SURVIVORS.value, _("people who suffered violence or trafficking")),
    (Group.CHILDREN.value, _("children")),
    (Group.FAMILIES.value, _("families at home")),
    (Group.WAGE_SEEKERS.value, _("people whose wages were not paid")),
    (Group.FROM_INDIA.value, _("people back from India")),
    (Group.IN_DEBT.value, _("people with debts")),
    (Group.DISABILITY.value, _("people with a disability")),
]
STATUSES = [
    (Status.RUNNING.value, _("runs")),
    (Status.PLANNED.value, _("is planned")),
    (Status.CLOSED.value, _("is closed")),
    (Status.UNKNOWN.value, _("not known")),
]
APPROACHES = [
    (Approach.CASH.value, _("money to get by")),
    (Approach.IN_KIND.value, _("things needed, in kind")),
    (Approach.JOB_PLACEMENT.value, _("finding work")),
    (Approach.BUSINESS_SUPPORT.value, _("advice for a small business")),
    (Approach.GRANT.value, _("money to begin a business, not paid back")),
    (Approach.TRAINING.value, _("learning a trade")),
    (Approach.SCHOOLING.value, _("school and study")),
    (Approach.RECORDS.value, _("certificates of schooling, work and skills")),
    (Approach.MONEY_SKILLS.value, _("learning to plan money")),
    (Approach.SMALL_SAVING.value, _("small saving")),
    (Approach.SELF_HELP.value, _("groups that help one another")),
    (Approach.SAVINGS_AND_CREDIT.value, _("savings associations of members")),
    (Approach.ASSETS.value, _("making things one owns earn money")),
    (Approach.INFORMATION.value, _("information and advice")),
    (Approach.RECEPTION.value, _("help on arrival")),
    (Approach.PAPERS.value, _("help with papers")),
    (Approach.LEGAL.value, _("legal help")),
    (Approach.HEALTH.value, _("health care")),
    (Approach.COUNSELLING.value, _("somebody to talk to")),
    (Approach.SHELTER.value, _("a safe place to stay")),
    (Approach.HOUSING.value, _("a home")),
    (Approach.SOCIAL_PROTECTION.value, _("insurance, pension, support from the State")),
    (Approach.COMMUNITY.value, _("doing things together in the community")),
]
NEEDS: Mapping[Need, tuple[object, object]] = {
    Need.SAFE_PLACE: (_("A safe place"), _("to stay, away from danger")),
    Need.HEALTH: (_("Health"), _("a doctor, medicine, treatment")),
    Need.TALK: (_("Somebody to talk to"), _("about what weighs on you")),
    Need.AT_ONCE: (_("Money or things to get by"), _("now")),
    Need.FIRST_DAYS: (_("The first days after coming back"), _("a bed, travel, a little money")),
    Need.WORK: (_("Work"), _("finding a job")),
    Need.TRADE: (_("Learning a trade"), _("or a certificate for what you can do")),
    Need.BUSINESS: (_("A small business"), _("beginning one or making it better")),
    Need.NO_INCOME: (_("An income"), _("work, training, a business")),
    Need.DEBTS: (_("Debts and planning money"), _("no new loan")),
    Need.PAPERS: (_("Papers"), _("identity card, passport, certificates")),
    Need.RIGHTS: (_("Rights and unpaid wages"), _("legal help, complaints")),
    Need.HOME: (_("A home"), _("a house or a room")),
    Need.SCHOOL: (_("School"), _("for children or for you")),
    Need.PEOPLE: (_("People around you"), _("groups, meetings, others who came back")),
    Need.ASK: (_("Somebody to ask"), _("what there is, and where")),
}
STATES = [
    (State.HOLDS.value, _("checked")),
    (State.ENDED.value, _("check ran out")),
    (State.NOT_SO.value, _("not as written")),
    (State.NOT_CHECKED.value, _("reported, not checked")),
]
TONES = {State.HOLDS: "good", State.ENDED: "care", State.NOT_SO: "care", State.NOT_CHECKED: ""}
STANDINGS = {
    Standing.CAN: _("Can use it"),
    Standing.CAN_IF: _("Can use it, once something is there"),
    Standing.ASK: _("Ask first"),
    Standing.CANNOT: _("Cannot use it"),
}
_SEXES = {"female": _("women"), "male": _("men"), "other": _("people of another sex")}
_WAYS = {"regular": _("with papers"), "irregular": _("without papers")}
_RETURNS = {
    "voluntary": _("of their own will"),
    "forced": _("forced"),
    "pandemic": _("because of the pandemic"),
    "contract_end": _("at the end of a contract"),
}
_PAPERS = {
    "identity_card": _("identity card"),
    "national_id": _("identity card"),
    "birth_certificate": _("birth certificate"),
    "passport": _("passport"),
    "residence_permit": _("residence permit"),
    "work_permit": _("work permit"),
    "unhcr_card": _("refugee card"),
}
QUOTE, UNQUOTE = "\u2068", "\u2069"
"""Signs around words of the map in a sentence of ours: they keep their direction, and pages mark their language."""
_NAMING = ("register", "entry")
_PLACES = ("lives_in", "given_in")
_PLACED = ("wanted", "has")
_HAVING = {"sex": _SEXES, "way": _WAYS, "return_kind": _RETURNS}


def named(choices: Iterable[tuple[str, object]], codes: Iterable[str]) -> list[str]:
    """Return what codes are called, in the order of the list of choices."""
    held = set(codes)
    return [str(label) for code, label in choices if code in held]


def listed(words: Iterable[str]) -> str:
    """Return words as one list in the reader's language."""
    return format_list(list(words), locale=_locale())


def country(code: str | None) -> str:
    """Return the name of a country; of what belongs to no one country, that it does not."""
    return str(_("several countries")) if code is None else country_name(code, language())


def areas(paths: Iterable[str]) -> list[str]:
    """Return the names of places in the reader's language; one that is not on the list is told by its path."""
    paths = list(paths)
    names = places.full_names([path for path in paths if "." in path], language())
    return [_area(path, names) for path in paths]


@dataclass(frozen=True, slots=True)
class Names:
    """What findings call by codes and paths: entries by code, places by path, as the reader knows them."""

    entries: Mapping[str, str]
    places: Mapping[str, str]


def names_in(findings: Iterable[Finding]) -> Names:
    """Return the names of everything that some findings speak of: asked once for a whole page, not for each row."""
    codes: set[str] = set()
    paths: set[str] = set()
    for one in findings:
        codes |= {str(one.facts[name]) for name in _NAMING if name in one.facts}
        if _about(one) in _PLACES:
            paths |= {path for name in _PLACED if name in one.facts for path in _texts(one.facts[name]) if "." in path}
    return Names(
        queries.names_of(codes) if codes else {},
        places.full_names(paths, language()) if paths else {},
    )


def sentences(findings: Iterable[Finding], names: Names | None = None) -> list[str]:
    """Return findings about who can use something, in the reader's language; `names` where a page asked for them."""
    found = list(findings)
    names = names_in(found) if names is None else names
    return [_sentence(one, names) for one in found]


def _sentence(finding: Finding, names: Names) -> str:
    about = _about(finding)
    facts: dict[str, Fact] = {name: _told(about, name, fact, names) for name, fact in finding.facts.items()}
    return wording.text(Finding(finding.code, finding.weight, finding.source, **facts), language(), ROOM, show=_plain)


def _about(finding: Finding) -> str:
    return finding.code.removeprefix("ask.").partition(".")[0]


def _area(path: str, names: Mapping[str, str]) -> str:
    return names.get(path, path) if "." in path else country_name(path, language())


def _told(about: str, name: str, fact: Fact, names: Names) -> Fact:
    if name in _PLACED and about in _PLACES:
        return tuple(_area(path, names.places) for path in _texts(fact))
    if name in {"wanted", "has"} and about == "returned_from":
        return tuple(country_name(code, language()) for code in _texts(fact))
    if name in {"wanted", "has"}:
        known = _HAVING.get(about, {})
        return tuple(str(known.get(code, code.replace("_", " "))) for code in _texts(fact))
    if name == "groups":
        return tuple(named(GROUPS, _texts(fact)))
    if name == "papers":
        return tuple(dict.fromkeys(str(_PAPERS.get(code, code.replace("_", " "))) for code in _texts(fact)))
    if name in _NAMING:
        return quoted(names.entries.get(str(fact), str(fact)))
    return quoted(str(fact)) if name == "condition" else fact


def _texts(fact: Fact) -> list[str]:
    return [str(one) for one in fact] if isinstance(fact, tuple) else [str(fact)]


def quoted(text: str) -> str:
    """Return words of the map to be set into a sentence: on an English page as they are, elsewhere set apart."""
    words = text.removesuffix(".")
    return words if language() == "en" or not words else f"{QUOTE}{words}{UNQUOTE}"


def _plain(value: Value) -> str:
    return str(value).removesuffix(".")


def language() -> str:
    """Return the language of the page."""
    return get_language() or "en"


def _locale() -> str:
    return language().replace("-", "_")
