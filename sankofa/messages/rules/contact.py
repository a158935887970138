"""Whether, when and how a person may safely be contacted, and every reason why not.

Contact is a plan that the person makes: whose phone it is, who hears it, at which hours, by voice or SMS, and a word by
which they know who it is.  What is not known is not safe: the wrong message on the wrong phone can cost somebody their
home, or more.  Source: the project's safeguards for case work, "contact is a plan"; casework.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sankofa.messages.rules.terms import Held

CONFIRMED_FOR = timedelta(days=90)
"""A plan holds so long after the person last said that it still does."""
WORD_MAX = 20
DAYS_AHEAD = 8


class Whose(StrEnum):
    """Whose phone it is."""

    OWN = "own"
    SHARED = "shared"
    ANOTHERS = "anothers"


class Heard(StrEnum):
    """Who else hears a call or reads a message on it."""

    NOBODY = "nobody"
    FAMILY = "family"
    OTHERS = "others"


class Way(StrEnum):
    """How the person wants to be reached."""

    VOICE = "voice"
    SMS = "sms"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person said about being contacted.  None is not known.

    `is_safe` is their own answer to whether messages to this number do no harm.  Hours are whole hours of their own
    clock, from until (excluded).
    """

    number: str = ""
    whose: Whose | None = None
    heard_by: Heard | None = None
    is_safe: bool | None = None
    ways: frozenset[Way] = frozenset()
    from_hour: int | None = None
    until_hour: int | None = None
    zone: str = "UTC"
    word: str = ""
    language: str = "en"

    def record(self) -> dict[str, Any]:
        """Return the plan as JSON can hold it."""
        return {
            "number": self.number,
            "whose": self.whose and str(self.whose),
            "heard_by": self.heard_by and str(self.heard_by),
            "is_safe": self.is_safe,
            "ways": sorted(str(way) for way in self.ways),
            "hours": [self.from_hour, self.until_hour],
            "zone": self.zone,
            "word": self.word,
            "language": self.language,
        }

    @classmethod
    def of_record(cls, held: Mapping[str, Any]) -> "Plan":
        """Return the plan that a record holds."""
        from_hour, until_hour = held["hours"]
        return cls(
            number=held["number"],
            whose=Whose(held["whose"]) if held["whose"] else None,
            heard_by=Heard(held["heard_by"]) if held["heard_by"] else None,
            is_safe=held["is_safe"],
            ways=frozenset(Way(way) for way in held["ways"]),
            from_hour=from_hour,
            until_hour=until_hour,
            zone=held["zone"],
            word=held["word"],
            language=held["language"],
        )


@dataclass(frozen=True, slots=True)
class Safe:
    """When an SMS may go out, or why it is held; one of the two is None."""

    at: datetime | None
    held: Held | None


def safe_moment(
    plan: Plan | None, *, confirmed_on: date | None, is_private: bool, agreed: bool | None, at: datetime
) -> Safe:
    """Return the next moment, from `at` on, at which an SMS may go to a person, or the reason why none may.

    `is_private` marks a text that only the person may read, such as a day on which one meets.  `agreed` is what they
    said to being contacted at all; None is not known, and holds the message like a no.
    """
    held = _held(plan, confirmed_on=confirmed_on, is_private=is_private, agreed=agreed, at=at)
    if held is not None or plan is None:
        return Safe(None, held or Held.NO_PLAN)
    return Safe(_next_within(plan, at), None)


def is_neutral(text: str, forbidden: Iterable[str]) -> bool:
    """Whether a text says none of these words, whatever its capitals, wherever a word begins with one."""
    words = _parted(text)
    return not any(word.startswith(one.casefold()) for word in words for one in forbidden)


def _held(
    plan: Plan | None, *, confirmed_on: date | None, is_private: bool, agreed: bool | None, at: datetime
) -> Held | None:
    if agreed is False:
        return Held.REFUSED
    if plan is None or confirmed_on is None:
        return Held.NO_PLAN
    if at.astimezone(ZoneInfo(plan.zone)).date() - confirmed_on > CONFIRMED_FOR:
        return Held.PLAN_OLD
    if not plan.number:
        return Held.NO_NUMBER
    if plan.is_safe is not True or plan.whose is None or plan.heard_by is None:
        return Held.NOT_SAFE
    if Way.SMS not in plan.ways:
        return Held.VOICE_ONLY
    if is_private and (plan.whose is not Whose.OWN or plan.heard_by is not Heard.NOBODY):
        return Held.SHARED_PHONE
    if plan.from_hour is None or plan.until_hour is None or not plan.from_hour < plan.until_hour:
        return Held.NO_SAFE_HOURS
    if agreed is None:
        return Held.NOT_ASKED
    return None


def _next_within(plan: Plan, at: datetime) -> datetime:
    """Return the moment itself where it lies within the safe hours, else when they next begin.

    A day on which the clock is put forward may have no such hour; then the next day's counts.
    """
    assert plan.from_hour is not None, "a plan without hours is held"
    assert plan.until_hour is not None, "a plan without hours is held"
    zone = ZoneInfo(plan.zone)
    local = at.astimezone(zone)
    if plan.from_hour <= local.hour < plan.until_hour:
        return at
    for days in range(DAYS_AHEAD):
        begins = datetime.combine(local.date() + timedelta(days=days), time(plan.from_hour), tzinfo=zone)
        moment = begins.astimezone(at.tzinfo)
        if moment > at and moment.astimezone(zone).hour == plan.from_hour:
            return moment
    raise AssertionError("safe hours come every day")


def _parted(text: str) -> list[str]:
    parted = "".join(sign if sign.isalnum() or "\u064b" <= sign <= "\u065f" else " " for sign in text.casefold())
    return parted.split()
