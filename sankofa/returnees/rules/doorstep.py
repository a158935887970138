"""What somebody says who writes to us from a phone, and how many letters of one hour are taken for real.

The page asks for nothing but how to reach somebody, and never says whether they are known.  Whoever is under 18, or not
sure of it, is not asked to agree to anything alone: a protection officer reads their letter first.
A flood is never answered by losing people: letters beyond the usual are marked and stand apart; only very many are
turned away, and then the page names the offices and their phones.
Source: case-work notes, "Safeguards" (children; contact is a plan; nothing names return, migration or debt).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

WINDOW = timedelta(hours=1)
"""How long letters are counted together."""
NETWORK_KEPT = timedelta(days=1)
"""How long it is known which letters came from one network."""
NAME_MAX, WORD_MAX, PHONE_MAX = 80, 20, 40


class Said(StrEnum):
    """What somebody taps first about their age; a letter that says nothing to whoever reads the address."""

    ADULT = "a"
    YOUNG = "b"


class Need(StrEnum):
    """What is needed first."""

    TALK = "talk"
    HEALTH = "health"
    PLACE = "place"
    WORK = "work"
    MONEY = "money"
    PAPERS = "papers"
    NOT_SAFE = "not_safe"
    OTHER = "other"


class Hours(StrEnum):
    """When a call does no harm."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


SPANS: Mapping[Hours, tuple[int, int] | None] = MappingProxyType(
    {Hours.ANY: None, Hours.MORNING: (8, 12), Hours.AFTERNOON: (12, 17), Hours.EVENING: (17, 20)}
)
"""The hours of their own clock, from until (excluded); None where any hour is good."""


class By(StrEnum):
    """By which way we answer."""

    CALL = "call"
    SMS = "sms"


class Owner(StrEnum):
    """Whose phone it is."""

    OWN = "own"
    FAMILY = "family"
    OTHER = "other"


class Taken(StrEnum):
    """What becomes of one more letter."""

    PLAIN = "plain"
    MARKED = "marked"
    TURNED_AWAY = "turned_away"


@dataclass(frozen=True, slots=True)
class Limit:
    """From how many letters of one hour on they are marked, and from how many on they are turned away."""

    marked: int
    turned_away: int


OF_NETWORK = Limit(marked=10, turned_away=60)
"""A mobile network shows thousands of phones as one, and an office lobby is one network too."""
IN_ALL = Limit(marked=200, turned_away=2_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody said about reaching them."""

    name: str
    place: str
    """The path of their district."""
    language: str
    is_adult: bool
    may_call: bool
    phone: str = ""
    whose: Owner = Owner.OWN
    hours: Hours = Hours.ANY
    by: By = By.CALL
    word: str = ""
    need: Need = Need.TALK
    consent_version: str = ""
    """The version of the text on being called that was read; empty where nobody was asked."""

    @property
    def is_set_apart(self) -> bool:
        """Whether only protection officers may find them from now on."""
        return not self.is_adult or self.need is Need.NOT_SAFE

    def facts(self) -> dict[str, str | int | None]:
        """Return what is known of the person, to be sealed, with the names that the arrival desk uses."""
        return {
            "name": self.name,
            "sex": "unknown",
            "age": None,
            "district": "",
            "place": self.place,
            "phone": self.phone,
            "phone_whose": self.whose.value,
            "languages": self.language,
            "paper": "",
            "child_alone": 0,
            "in_danger": int(self.need is Need.NOT_SAFE),
            "under_18": int(not self.is_adult),
            "may_call": int(self.may_call),
            "hours": self.hours.value,
            "by": self.by.value,
            "word": self.word,
            "need": self.need.value,
            "consent_version": self.consent_version,
        }


def taken(from_network: int | None, in_all: int, *, is_honey_full: bool) -> Taken:
    """Return what becomes of one more letter after so many in the last hour; None where the network is not known.

    A field that people do not see, filled all the same, marks and never turns away: some browsers fill every field.
    """
    counted = [(in_all, IN_ALL), *([(from_network, OF_NETWORK)] if from_network is not None else [])]
    if any(count >= limit.turned_away for count, limit in counted):
        return Taken.TURNED_AWAY
    if is_honey_full or any(count >= limit.marked for count, limit in counted):
        return Taken.MARKED
    return Taken.PLAIN


def wants_text(told: Asked, state: Taken) -> bool:
    """Whether somebody gets a short message that we have their letter.

    Only where they are of age and not in danger, said yes to being reached, by a short message first, on a phone of
    theirs alone; never for a letter that may be one of a flood, or the house could be made to write to strangers.
    """
    agreed = told.may_call and told.by is By.SMS and bool(told.phone) and bool(told.consent_version)
    return agreed and not told.is_set_apart and told.whose is Owner.OWN and state is Taken.PLAIN


def same_word(one: str) -> str:
    """Return a word as it is compared: small letters, no spaces, the digits of any script as our own."""
    signs = []
    for sign in unicodedata.normalize("NFKC", one).casefold():
        digit = unicodedata.decimal(sign, None)
        if digit is not None:
            signs.append(str(digit))
        elif unicodedata.category(sign) not in {"Zs", "Cc", "Cf"}:
            signs.append(sign)
    return "".join(signs)
