"""What a line at the arrival desk says, which help is waited for first, and which office somebody goes on to.

Help comes before names: a line may hold nothing but a need.  What was not asked stays unknown.  A child alone, or
somebody in danger, is set apart: from then on nobody but the protection officers finds them.
Source: casework, "Safeguards", arrival desk and protected persons.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from sankofa.returnees.rules.terms import Sex

E = TypeVar("E", bound=StrEnum)
AGE_MAX = 120
LENGTHS_MAX: Mapping[str, int] = MappingProxyType(
    {"name": 120, "district": 120, "phone": 40, "languages": 80, "paper": 40, "other": 200}
)
"""How many signs are kept of what is written at the desk."""


class HelpKind(StrEnum):
    """The help that somebody may need on the day they come, the most urgent first."""

    MEDICAL = "medical"
    PLACE_TONIGHT = "place_tonight"
    CHILD = "child"
    TRAVEL_HOME = "travel_home"
    FOOD = "food"
    PHONE_CALL = "phone_call"
    OTHER = "other"


class HelpState(StrEnum):
    """How it stands with a help."""

    NEEDED = "needed"
    GIVEN = "given"
    REFUSED = "refused"
    NOT_AVAILABLE = "not_available"


NEXT: Mapping[HelpState, frozenset[HelpState]] = MappingProxyType(
    {
        HelpState.NEEDED: frozenset({HelpState.GIVEN, HelpState.REFUSED, HelpState.NOT_AVAILABLE}),
        HelpState.NOT_AVAILABLE: frozenset({HelpState.GIVEN, HelpState.REFUSED}),
        HelpState.GIVEN: frozenset(),
        HelpState.REFUSED: frozenset(),
    }
)
"""What can follow: help that was not to be had may still be found."""


class Whose(StrEnum):
    """Whose phone it is."""

    OWN = "own"
    FAMILY = "family"
    OTHER = "other"
    UNKNOWN = "unknown"


class NotUnderstood(ValueError):
    """A line holds something that no form of ours writes.  Carries the field."""

    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(field)


@dataclass(frozen=True, slots=True)
class Line:
    """One person at the desk, as far as they were asked."""

    helps: Mapping[HelpKind, HelpState] = field(default_factory=dict)
    other: str = ""
    """The other help in words."""
    is_child_alone: bool = False
    is_in_danger: bool = False
    name: str = ""
    sex: Sex = Sex.UNKNOWN
    age: int | None = None
    district: str = ""
    phone: str = ""
    phone_whose: Whose = Whose.UNKNOWN
    languages: str = ""
    paper: str = ""
    crossing: UUID | None = None
    number_on_list: int | None = None

    @property
    def is_set_apart(self) -> bool:
        """Whether only protection officers may find them from now on."""
        return self.is_child_alone or self.is_in_danger

    @property
    def says_who(self) -> bool:
        """Whether anything is known by which the district's office could find somebody again."""
        return bool(self.name or self.phone or self.paper or self.number_on_list or self.is_set_apart)

    def facts(self) -> dict[str, str | int | None]:
        """Return what is known of the person, to be sealed; the help they need is kept apart from it."""
        return {
            "name": self.name,
            "sex": self.sex.value,
            "age": self.age,
            "district": self.district,
            "phone": self.phone,
            "phone_whose": self.phone_whose.value,
            "languages": self.languages,
            "paper": self.paper,
            "child_alone": int(self.is_child_alone),
            "in_danger": int(self.is_in_danger),
        }


def read(told: Mapping[str, object]) -> Line:
    """Return a line from the fields of the desk's form, typed at the desk or opened from a device.

    Raises NotUnderstood where a field holds what the form cannot hold.
    """
    helps = {}
    for kind in HelpKind:
        if stated := _text(told, f"help_{kind.value}"):
            helps[kind] = _one_of(HelpState, stated, f"help_{kind.value}")
    number = _whole(told, "number_on_list", most=9_999)
    crossing = _text(told, "crossing")
    try:
        on_list = UUID(crossing) if crossing else None
    except ValueError:
        raise NotUnderstood("crossing") from None
    if number is not None and on_list is None:
        raise NotUnderstood("crossing")
    return Line(
        helps=helps,
        other=_text(told, "other"),
        is_child_alone=bool(_text(told, "child_alone")),
        is_in_danger=bool(_text(told, "in_danger")),
        name=_text(told, "name"),
        sex=_one_of(Sex, _text(told, "sex") or Sex.UNKNOWN, "sex"),
        age=_whole(told, "age", most=AGE_MAX),
        district=_text(told, "district"),
        phone=_text(told, "phone"),
        phone_whose=_one_of(Whose, _text(told, "phone_whose") or Whose.UNKNOWN, "phone_whose"),
        languages=_text(told, "languages"),
        paper=_text(told, "paper"),
        crossing=on_list,
        number_on_list=number,
    )


def is_to_follow(state: HelpState, wanted: HelpState) -> bool:
    """Whether one state of a help can follow another."""
    return wanted in NEXT[state]


def urgency(kind: HelpKind) -> int:
    """Return the place of a help in the queue, from 0."""
    return list(HelpKind).index(kind)


def office_for(place: str, offices: Iterable[tuple[UUID, str]], *, otherwise: UUID) -> UUID:
    """Return the office that goes on with somebody: the one nearest to their district, else the desk's own.

    `offices` are (id, path of the place they serve).  An office of the same province is near; one of the same country
    only is not.
    """
    if not place:
        return otherwise
    wanted = place.split(".")
    best, found = 1, otherwise
    for office, path in sorted(offices, key=lambda one: (one[1], one[0])):
        shared = _shared(wanted, path.split("."))
        if shared > best:
            best, found = shared, office
    return found


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _text(told: Mapping[str, object], name: str) -> str:
    value = told.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int | bool | StrEnum):
        raise NotUnderstood(name)
    text = "" if value is False else str(value).strip()
    if len(text) > LENGTHS_MAX.get(name, 60):
        raise NotUnderstood(name)
    return text


def _whole(told: Mapping[str, object], name: str, *, most: int) -> int | None:
    text = _text(told, name)
    if not text:
        return None
    if not text.isdecimal() or int(text) > most:
        raise NotUnderstood(name)
    return int(text)


def _one_of(kinds: type[E], text: str, name: str) -> E:
    try:
        return kinds(text)
    except ValueError:
        raise NotUnderstood(name) from None
