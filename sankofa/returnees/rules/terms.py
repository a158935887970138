"""The nouns of the register.

Every list of values has `unknown` as a value of its own: not recorded is not "no" and not zero.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sankofa.kernel.money import Money
from sankofa.kernel.periods import Age, age_on


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
    """A day as far as it is known: of a month or a year the first day is kept, with the precision beside it."""

    day: date | None
    precision: Precision

    def __post_init__(self) -> None:
        assert (self.day is None) == (self.precision is Precision.UNKNOWN), "a day and its precision belong together"

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the day."""
        return self.day is not None

    @property
    def earliest(self) -> date | None:
        """The earliest day it can have been."""
        return self.day

    @property
    def latest(self) -> date | None:
        """The latest day it can have been."""
        match self.precision:
            case Precision.UNKNOWN:
                return None
            case Precision.DAY:
                return self.day
            case Precision.MONTH if self.day is not None:
                turned = (self.day.year + self.day.month // 12, self.day.month % 12 + 1)
                return date.fromordinal(date(*turned, 1).toordinal() - 1)
            case _:
                assert self.day is not None
                return date(self.day.year, 12, 31)


NOT_KNOWN = PartialDay(None, Precision.UNKNOWN)


def age_of(born: PartialDay, on: date) -> Age | None:
    """Return the age in whole years on a day, as least and most; None where the birth is not known."""
    if born.day is None:
        return None
    return age_on(born.day if born.precision is Precision.DAY else born.day.year, on)


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
    is_synthetic: bool = False
    journey: JourneyTerms = field(default_factory=JourneyTerms)

    @property
    def name_latin(self) -> str:
        """The name in Latin letters."""
        return f"{self.given_name} {self.family_name}".strip()
