"""Who lives together, since when and until when: households that form, split, move and come together again.

A stay is one person's time in one household.  Nobody lives in two households on one day, and no day is lost where
people part, move or join: whoever leaves one roof is under the other from the same day.  Days count as everywhere: a
stay begins on its first day and ends before its last.

Sources: Reintegration Handbook (2019), module 1.4: the household as a level of vulnerability (size, structure); the
profile of a national programme's case system: members by men, women, boys and girls.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sankofa.kernel.periods import Age

CHILD_UNTIL = 18
OLD_FROM = 65
SCHOOL_FROM, SCHOOL_UNTIL = 6, 18
"""The ages at which a child who does not go to school is a reason to act."""


class Together(StrEnum):
    """What somebody is to the household."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDCHILD = "grandchild"
    IN_LAW = "in_law"
    OTHER = "other"
    UNKNOWN = "unknown"


class AgeGroup(StrEnum):
    """How old somebody is, as far as a household has to know it."""

    CHILD = "child"
    ADULT = "adult"
    OLD = "old"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stay:
    """One person's time in one household; without `until_on` it goes on."""

    person: str
    household: str
    from_on: date
    until_on: date | None = None
    together: str = Together.UNKNOWN.value
    key: str = ""

    def covers(self, on: date) -> bool:
        """Whether the person lived there on a day."""
        return self.from_on <= on and (self.until_on is None or on < self.until_on)

    def overlaps(self, other: "Stay") -> bool:
        """Whether there is a day that belongs to both stays."""
        return (
            _before(self.from_on, other.until_on)
            and _before(other.from_on, self.until_on)
            and not (self.is_empty or other.is_empty)
        )

    @property
    def is_empty(self) -> bool:
        """Whether the stay holds no day at all, because it ended on the day on which it began."""
        return self.until_on is not None and self.until_on <= self.from_on


class LivesElsewhere(Exception):
    """The person lives in a household already on some of these days.  Carries that stay."""

    def __init__(self, stay: Stay) -> None:
        self.stay = stay
        super().__init__(stay.key)


class BeforeItBegan(Exception):
    """The day lies before the one on which the stay began.  Carries that stay."""

    def __init__(self, stay: Stay) -> None:
        self.stay = stay
        super().__init__(stay.key)


class NobodyGoes(Exception):
    """Of those who were to go nobody lives in the household."""


class NobodyStays(Exception):
    """Everybody was to go: that is a move of the household, not a split."""


@dataclass(frozen=True, slots=True)
class Change:
    """What changes: the stays as they end, and the stays that begin."""

    ended: tuple[Stay, ...] = ()
    begun: tuple[Stay, ...] = ()


def check_free(stays: Iterable[Stay], new: Stay) -> None:
    """Make sure that a person lives nowhere else on the days of a new stay.  Raises LivesElsewhere."""
    for stay in stays:
        if stay.person == new.person and stay.overlaps(new):
            raise LivesElsewhere(stay)


def leave(stay: Stay, *, on: date) -> Change:
    """Return the end of a stay: from that day on the person lives there no more.  Raises BeforeItBegan."""
    if on < stay.from_on:
        raise BeforeItBegan(stay)
    return Change(ended=(replace(stay, until_on=on),))


def split(stays: Sequence[Stay], *, goers: Collection[str], to: str, on: date) -> Change:
    """Return how a household splits: those who go are in the new one from the day on which they left the old.

    `stays` are those in the household that go on.  Raises NobodyGoes, NobodyStays and BeforeItBegan.
    """
    going = [stay for stay in stays if stay.person in goers]
    if not going:
        raise NobodyGoes
    if len(going) == len(stays):
        raise NobodyStays
    return _across(going, to=to, on=on)


def join(stays: Sequence[Stay], *, to: str, on: date) -> Change:
    """Return how everybody of one household comes into another on a day.  Raises NobodyGoes and BeforeItBegan."""
    if not stays:
        raise NobodyGoes
    return _across(stays, to=to, on=on)


def home_on(stays: Iterable[Stay], person: str, on: date) -> str | None:
    """Return in which household somebody lived on a day; None where in none that is known."""
    return next((stay.household for stay in stays if stay.person == person and stay.covers(on)), None)


def applied(stays: Iterable[Stay], change: Change) -> list[Stay]:
    """Return all stays as they are after a change."""
    ended = {stay.key: stay for stay in change.ended}
    return [*(ended.get(stay.key, stay) for stay in stays), *change.begun]


def age_group(age: Age | None) -> AgeGroup:
    """Return how old somebody is for a household; where it is in doubt whether it is a child, it is one."""
    if age is None:
        return AgeGroup.UNKNOWN
    if age.least < CHILD_UNTIL:
        return AgeGroup.CHILD
    return AgeGroup.OLD if age.least >= OLD_FROM else AgeGroup.ADULT


def is_of_school_age(age: Age | None) -> bool:
    """Whether somebody may be of the age at which children go to school; unknown is no reason to ask."""
    return age is not None and age.least < SCHOOL_UNTIL and age.most >= SCHOOL_FROM


def dependants(groups: Iterable[AgeGroup]) -> Mapping[AgeGroup, int]:
    """Return how many of a household are children, old, or of unknown age: those whom the others look after."""
    held = list(groups)
    return {group: held.count(group) for group in (AgeGroup.CHILD, AgeGroup.OLD, AgeGroup.UNKNOWN) if group in held}


def _across(stays: Sequence[Stay], *, to: str, on: date) -> Change:
    ended = tuple(one for stay in stays for one in leave(stay, on=on).ended)
    begun = tuple(Stay(stay.person, to, on, together=stay.together) for stay in stays)
    return Change(ended, begun)


def _before(day: date, until: date | None) -> bool:
    return until is None or day < until
