"""The nouns of the register.

Every list of values has `unknown` as a value of its own: not recorded is not "no" and not zero.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from sankofa.kernel.money import Money
from sankofa.kernel.periods import Age, age_on
from sankofa.places.rules.calendars import SIGHTING_DAYS, Calendar, in_calendar, month_of, year_of


class PersonKind(StrEnum):
    """What a person is to the register."""

    RETURNEE = "returnee"
    ABROAD = "abroad"
    RELATIVE = "relative"
    RESIDENT = "resident"


class Sex(StrEnum):
    """Sex as the person states it."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class MaritalStatus(StrEnum):
    """Marital status as the person states it."""

    SINGLE = "single"
    MARRIED = "married"
    DIVORCED = "divorced"
    SEPARATED = "separated"
    WIDOWED = "widowed"
    UNKNOWN = "unknown"


class Education(StrEnum):
    """The highest level finished, in the steps of the mapping's table 3."""

    NONE = "none"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    VOCATIONAL = "vocational"
    UNDERGRADUATE = "undergraduate"
    GRADUATE = "graduate"
    POSTGRADUATE = "postgraduate"
    UNKNOWN = "unknown"


class ReturnKind(StrEnum):
    """How the return came about."""

    VOLUNTARY = "voluntary"
    FORCED = "forced"
    PANDEMIC = "pandemic"
    CONTRACT_END = "contract_end"
    UNKNOWN = "unknown"


class Precision(StrEnum):
    """How exactly a day is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PartialDay:
    """A day as far as it is known: of a month or a year the first day is kept, with the precision beside it.

    The calendar is the one in which it was said.  A month or a year of another calendar stands on its own first day,
    which is rarely the first of a Gregorian month; what it can have been is told by `earliest` and `latest`.
    """

    day: date | None
    precision: Precision
    calendar: Calendar = field(default=Calendar.GREGORIAN, compare=False)

    def __post_init__(self) -> None:
        assert (self.day is None) == (self.precision is Precision.UNKNOWN), "a day and its precision belong together"

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the day."""
        return self.day is not None

    @property
    def earliest(self) -> date | None:
        """The earliest day it can have been; a Hijri day may lie earlier where the moon was seen earlier."""
        return None if self.day is None else self.day - self._doubt

    @property
    def latest(self) -> date | None:
        """The latest day it can have been; a Hijri day may lie later where the moon was seen later."""
        if self.day is None:
            return None
        said = in_calendar(self.calendar, self.day)
        match self.precision:
            case Precision.DAY:
                return self.day + self._doubt
            case Precision.MONTH:
                return month_of(self.calendar, said.year, said.month).last_day + self._doubt
            case _:
                return year_of(self.calendar, said.year).last_day + self._doubt

    @property
    def years(self) -> range:
        """The Gregorian years in which it can have been; none where nothing is known.

        One for a day or a year said in the Gregorian calendar, two for most years of another one.
        """
        if self.day is None:
            return range(0)
        if self.calendar is Calendar.GREGORIAN:
            return range(self.day.year, self.day.year + 1)
        assert self.earliest is not None, "what is known lies somewhere"
        assert self.latest is not None, "what is known lies somewhere"
        return range(self.earliest.year, self.latest.year + 1)

    @property
    def _doubt(self) -> timedelta:
        return timedelta(days=SIGHTING_DAYS if self.calendar is Calendar.HIJRI else 0)


NOT_KNOWN = PartialDay(None, Precision.UNKNOWN)


def years_apart(one: PartialDay, other: PartialDay) -> int:
    """Return how many years lie between two days at least, counted by Gregorian years; both must be known."""
    if one.calendar is other.calendar is Calendar.GREGORIAN and one.day is not None and other.day is not None:
        return abs(one.day.year - other.day.year)
    mine, theirs = one.years, other.years
    return max(0, theirs[0] - mine[-1], mine[0] - theirs[-1])


def age_of(born: PartialDay, on: date) -> Age | None:
    """Return the age in whole years on a day, as least and most; None where the birth is not known."""
    if born.day is None:
        return None
    if born.calendar is Calendar.GREGORIAN:
        return age_on(born.day if born.precision is Precision.DAY else born.day.year, on)
    earliest, latest = born.earliest, born.latest
    assert earliest is not None, "a birth that is known lies somewhere"
    assert latest is not None, "a birth that is known lies somewhere"
    return Age(age_on(min(latest, on), on).least, age_on(earliest, on).most)


@dataclass(frozen=True, slots=True)
class JourneyTerms:
    """A migration: where to, as what, from when until when, and how it ended."""

    destination: str = ""
    """ISO 3166-1 alpha-2; empty where not known."""
    occupation: str = ""
    left: PartialDay = NOT_KNOWN
    returned: PartialDay = NOT_KNOWN
    return_kind: ReturnKind = ReturnKind.UNKNOWN
    return_reason: str = ""
    cost: Money | None = None
    sector: str = "unknown"
    recruiter: str = ""
    income: Money | None = None
    """Earned in a month."""


@dataclass(frozen=True, slots=True)
class MoreTerms:
    """Something said beyond the first page: which kind of record it makes, and what its columns hold."""

    kind: str
    """The kind of record: profile, reference, language, work, passage."""
    said: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, kind: str, /, **columns: str) -> "MoreTerms":
        """Return what was said, without the columns of which nothing was."""
        return cls(kind, tuple((name, value) for name, value in columns.items() if value))


@dataclass(frozen=True, slots=True)
class PersonTerms:
    """A person as somebody who registers them knows them."""

    given_name: str
    family_name: str = ""
    native_name: str = ""
    kind: PersonKind = PersonKind.RETURNEE
    sex: Sex = Sex.UNKNOWN
    born: PartialDay = NOT_KNOWN
    marital_status: MaritalStatus = MaritalStatus.UNKNOWN
    education: Education = Education.UNKNOWN
    language: str = ""
    phone: str = ""
    document_kind: str = ""
    document_number: str = ""
    place: str = ""
    """Path of the home district, such as `BD.30.26`; empty where not known."""
    channel: str = ""
    """How they came into the register: office, port, phone, outreach, own; empty where it is not known."""
    is_synthetic: bool = False
    journey: JourneyTerms = field(default_factory=JourneyTerms)
    more: tuple[MoreTerms, ...] = ()
    """What was said beyond the first page, a record each."""

    @property
    def name_latin(self) -> str:
        """The name in Latin letters."""
        return f"{self.given_name} {self.family_name}".strip()
