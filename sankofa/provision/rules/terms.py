"""The nouns of the map: what an entry is, which part of a return it helps with, when, and who stands behind it.

What the source does not say is None or empty, never guessed; `areas` are paths of places, and a country's two letters
mean the whole country.

Source: the mapping of reintegration support (IOM and ILO, 2022), chapter 1 (dimensions and levels of support) and
chapters 3 to 7; service mapping after the Reintegration Handbook (IOM, 2019), annexes 5 to 7.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from sankofa.provision.rules.eligibility import Rules
from sankofa.provision.rules.groups import Group
from sankofa.provision.rules.lending import says_lending


class Kind(StrEnum):
    """What sort of thing an entry is."""

    PROGRAMME = "programme"
    SERVICE = "service"
    POLICY = "policy"
    LAW = "law"
    AGREEMENT = "agreement"
    BODY = "body"


class Dimension(StrEnum):
    """Which part of a return it helps with."""

    ECONOMIC = "economic"  # income, work, skills and the labour market
    SOCIAL = "social"
    PSYCHOSOCIAL = "psychosocial"


class Level(StrEnum):
    """Whether it is meant for one person, for a community, or for how the country works."""

    INDIVIDUAL = "individual"
    COMMUNITY = "community"
    STRUCTURAL = "structural"


class Phase(StrEnum):
    """When in a migration it helps."""

    PRE_DEPARTURE = "pre_departure"
    IN_SERVICE = "in_service"
    RETURN = "return"
    AFTER = "after"


class Status(StrEnum):
    """Whether it runs, as far as the source knows."""

    RUNNING = "running"
    PLANNED = "planned"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Approach(StrEnum):
    """What one gets: the kinds of help of the feasibility grid, and those that the mapping names beside them."""

    CASH = "cash"
    IN_KIND = "in_kind"
    JOB_PLACEMENT = "job_placement"
    BUSINESS_SUPPORT = "business_support"
    GRANT = "grant"
    TRAINING = "training"
    SCHOOLING = "schooling"
    RECORDS = "records"  # of schooling and work, and recognition of what somebody can do
    MONEY_SKILLS = "money_skills"
    SMALL_SAVING = "small_saving"
    SELF_HELP = "self_help"
    SAVINGS_AND_CREDIT = "savings_and_credit"  # associations of members
    ASSETS = "assets"
    # Beside the grid, as the mapping tells of social and psychosocial help.
    INFORMATION = "information"
    RECEPTION = "reception"
    PAPERS = "papers"
    LEGAL = "legal"
    HEALTH = "health"
    COUNSELLING = "counselling"
    SHELTER = "shelter"
    HOUSING = "housing"
    SOCIAL_PROTECTION = "social_protection"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number the source gives: of what, how much, in which unit or currency, for which year, on which page."""

    what: str
    number: Decimal
    unit: str
    year: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when, as exactly as the source says: a year, a month or a day. Both are words of the source."""

    start: str | None = None
    end: str | None = None

    @property
    def last_day(self) -> date | None:
        """The last day of the year, the month or the day that is written as its end; None where none is."""
        if self.end is None:
            return None
        parts = [int(part) for part in self.end.split("-")]
        if len(parts) == 1:
            return date(parts[0], 12, 31)
        if len(parts) == 3:
            return date(*parts)
        return date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Source:
    """Where it stands: which paper, on which pages as printed, in which section."""

    paper: str
    pages: tuple[int, ...]
    section: str | None = None


@dataclass(frozen=True, slots=True)
class DatedRules:
    """Who can use it between two days; until is no longer included, None is open."""

    rules: Rules
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the map, as its source reports it."""

    code: str
    kind: Kind
    name: str
    also: tuple[str, ...]
    country: str | None
    areas: tuple[str, ...]
    dimensions: frozenset[Dimension]
    levels: frozenset[Level]
    phases: frozenset[Phase]
    groups: frozenset[Group]
    approaches: frozenset[Approach] = field(default=frozenset(), kw_only=True)
    run_by: tuple[str, ...]
    funded_by: tuple[str, ...]
    within: tuple[str, ...]
    span: Span
    status: Status
    rules: tuple[DatedRules, ...]
    offers: str
    cost: str
    contact: str
    returns_clause: bool | None
    figures: tuple[Figure, ...]
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    notes: tuple[str, ...]
    source: Source
    as_of: int
    microcredit: bool = False

    @property
    def may_be_matched(self) -> bool:
        """Whether matching may offer it to a person: never what lends money, which has a door of its own.

        A loan is a debt more, so nobody is sent to a lender before the lending rooms have asked whether it would do
        harm (microcredit paper, 4.2.1). On the map it stands like everything else.
        """
        return not self.microcredit

    @property
    def speaks_of_loans(self) -> bool:
        """Whether its own words speak of loans beside other help: that help is offered, and never the loan.

        Associations in which members save and lend to one another are no lenders: the feasibility grid names them.
        """
        return not self.microcredit and Approach.SAVINGS_AND_CREDIT not in self.approaches and says_lending(self.offers)
