"""The nouns of consent.

Never asked, refused, withdrawn, run out and lapsed are values of their own: none of them is a yes, and none of them is
silence taken for an answer.

Sources: case-work notes 2.1 (written consent first, else recorded, else spoken and certified by the caseworker), 2.3
(the least data that is needed), 2.7 (the thirteen principles of data protection), and "Safeguards".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from sankofa.kernel.periods import Age


class Purpose(StrEnum):
    """What somebody is asked to agree to; each can be refused by itself."""

    REGISTRATION = "registration"
    CASE_WORK = "case_work"
    CONTACT_SMS = "contact_sms"
    CONTACT_PHONE = "contact_phone"
    REFERRAL = "referral"
    CREDIT_REFERRAL = "credit_referral"
    STATISTICS = "statistics"
    RESEARCH = "research"
    MINISTRY = "ministry"
    EMBASSY = "embassy"
    RETURNING_COUNTRY = "returning_country"
    DONOR_VISIT = "donor_visit"
    PHOTO_STORY = "photo_story"


class Channel(StrEnum):
    """A way to reach a person."""

    SMS = "sms"
    PHONE = "phone"

    @property
    def purpose(self) -> Purpose:
        """The purpose that allows this way."""
        return {Channel.SMS: Purpose.CONTACT_SMS, Channel.PHONE: Purpose.CONTACT_PHONE}[self]


class Field(StrEnum):
    """A part of what is known of a person, as a consent names it."""

    NAME = "name"
    PHONE = "phone"
    SEX_AND_AGE = "sex_and_age"
    DISTRICT = "district"
    LANGUAGE = "language"
    PAPERS = "papers"
    JOURNEY = "journey"
    FAMILY = "family"
    SKILLS = "skills"
    WORK_AND_INCOME = "work_and_income"
    MONEY_OWED = "money_owed"
    HEALTH = "health"
    NEEDS = "needs"
    PLAN = "plan"
    ANSWERS_WITHOUT_NAME = "answers_without_name"
    PICTURE = "picture"


class Answer(StrEnum):
    """What was said to a purpose, or taken back later."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """How things stand with a purpose on a day."""

    NEVER_ASKED = "never_asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LAPSED = "lapsed"


class Capacity(StrEnum):
    """As whom somebody answers: doubt about the age counts as a child."""

    ADULT = "adult"
    SUPPORTED = "supported"
    CHILD = "child"
    IN_DOUBT = "in_doubt"

    @property
    def counts_as_child(self) -> bool:
        """Whether others must agree with the person."""
        return self in {Capacity.CHILD, Capacity.IN_DOUBT}


class How(StrEnum):
    """How an answer was given."""

    WRITTEN = "written"
    RECORDED = "recorded"
    SPOKEN = "spoken"
    MARK = "mark"
    THUMB = "thumb"

    @property
    def needs_witness(self) -> bool:
        """Whether somebody independent must have seen it."""
        return self in {How.MARK, How.THUMB}


class WitnessKind(StrEnum):
    """What a witness is to the matter; only one of these is independent."""

    NONE = "none"
    INDEPENDENT = "independent"
    CASEWORKER = "caseworker"
    LENDER = "lender"


class Guardian(StrEnum):
    """Whether there is somebody who may decide for a child."""

    UNKNOWN = "unknown"
    PRESENT = "present"
    ABSENT = "absent"
    IMPLICATED = "implicated"


class Assent(StrEnum):
    """What the child says; not asked is neither."""

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    REFUSED = "refused"


class Company(StrEnum):
    """Who can hear."""

    UNKNOWN = "unknown"
    ALONE = "alone"
    OTHERS = "others"


class Basis(StrEnum):
    """What allows data to be shared: a consent, or one of two exceptions."""

    CONSENT = "consent"
    LIFE_AT_RISK = "life_at_risk"
    COURT_ORDER = "court_order"


class Decider(StrEnum):
    """Who decided about an exception."""

    MENTAL_HEALTH_PROFESSIONAL = "mental_health_professional"
    DATA_OFFICER = "data_officer"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class AgeKnown:
    """How old somebody is as far as it is known: years at least and at most, and whether that is a guess."""

    years: Age | None
    is_estimated: bool = False


AGE_NOT_KNOWN = AgeKnown(None)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a purpose means everywhere: how long a yes holds, which fields it covers at most, which texts are valid."""

    purpose: Purpose
    months: int
    """How many months a yes holds."""
    fields: frozenset[Field]
    """The fields that may be asked for, and not one more."""
    version: str
    """The version of the text that is read out now."""
    versions_valid: frozenset[str]
    """Versions on which an earlier yes still counts."""
    has_partner: bool = False
    is_for_adults: bool = False
    """Whether no child is ever asked, whoever would agree for it."""
    is_offered: bool = False
    """Whether it is proposed at a first talk; the others are asked when there is an occasion."""


@dataclass(frozen=True, slots=True)
class Consent:
    """One answer to one purpose, as it was recorded.  It never changes; what is said later is another answer."""

    id: UUID
    purpose: Purpose
    partner: UUID | None
    answer: Answer
    at: datetime
    fields: frozenset[Field] = frozenset()
    capacity: Capacity = Capacity.ADULT
    version: str = ""
    is_text_intact: bool = True
    """Whether the text that was read is still, letter for letter, the one that is kept."""
    expires_on: date | None = None
    review_on: date | None = None
    """The day by which a supported decision is looked at again; it does not hold longer."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A decision that data may go to one partner without consent: what, by whom, from when until when."""

    id: UUID
    basis: Basis
    decider: Decider
    partner: UUID
    fields: frozenset[Field]
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was ever answered about one person, in whatever order it arrived."""

    consents: Sequence[Consent] = ()
    exemptions: Sequence[Exemption] = ()
    age: AgeKnown = AGE_NOT_KNOWN
    """The age on the day that is asked about."""
    terms: Mapping[Purpose, Terms] = field(default_factory=lambda: MappingProxyType({}))
