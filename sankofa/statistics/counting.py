"""Reading what the tables of an office are counted from: every talk with a score, as columns without names.

Each person counts once: files that were joined are read through the one that leads.  A protected file is in no count,
whoever looks, so that nobody finds it by comparing two counts.  Of somebody erased only what their row still says is
counted.  Relatives and residents are not migrants, and are left out.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sankofa.kernel.periods import months_between
from sankofa.returnees import counting as register
from sankofa.statistics.rules import columns
from sankofa.statistics.rules.columns import NOT_KNOWN, SINGLE
from sankofa.sustainability import queries as scores

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

DAYS_MAX = timedelta(days=60 * 366)
"""A journey longer than this is taken for a slip, and its months are not counted."""


def counted(office: "Office") -> columns.Columns:
    """Return the columns of an office: the talks of all people whose leading file belongs to it."""
    people = register.people_counted(office)
    return columns.columns_of(list(_rows(office, people)))


def _rows(office: "Office", people: Mapping[UUID, register.Counted]) -> Iterator[Mapping[str, Any]]:
    """Yield a row for each talk, the talks of a person together in their order."""
    talks = scores.figures_of(key for one in people.values() for key in one.files)
    leading = {key: whose for whose, one in people.items() for key in one.files}
    ordered = sorted(talks, key=lambda talk: (leading[talk.person_id], talk.scheme, talk.answered_on, talk.id))
    for (whose, scheme), held in groupby(ordered, key=lambda talk: (leading[talk.person_id], talk.scheme)):
        some, person = list(held), people[whose]
        same = {
            "people": _key(whose),
            "group": SINGLE["group"].index(person.kind),
            "sex": _index("sex", person.sex),
            "education": _index("education", person.education),
            "return_kind": _index("return_kind", person.return_kind),
            "learned": columns.bits_of("learned", person.learned),
            "reasons": columns.bits_of("reasons", person.reasons),
            "wanted": columns.bits_of("wanted", person.wanted),
            "age": NOT_KNOWN if person.age is None else person.age,
            "district": person.district,
            "destination": person.destination,
            "office": str(office.pk),
            "scheme": scheme,
        }
        for turn, talk in enumerate(some, start=1):
            yield {
                **same,
                "keys": _key(talk.id),
                "talk_on": talk.answered_on.toordinal(),
                "turn": turn,
                "is_latest": turn == len(some),
                "economic": _figure(talk.economic),
                "social": _figure(talk.social),
                "psychosocial": _figure(talk.psychosocial),
                "composite": _figure(talk.composite),
                "abroad": _months_abroad(person.journeys, talk.answered_on),
                "home": _months_home(person.journeys, talk.answered_on),
            }


def _months_home(journeys: tuple[register.Away, ...], on: date) -> int:
    """Return the full months since the last return on the day of a talk."""
    back = [one.returned_on for one in journeys if one.returned_on is not None and one.returned_on <= on]
    return min(months_between(max(back), on), 30_000) if back else NOT_KNOWN


def _months_abroad(journeys: tuple[register.Away, ...], on: date) -> int:
    """Return the full months of all journeys together; not known where the days of one of them are not."""
    months = 0
    for one in journeys:
        until = on if one.is_away else one.returned_on
        if one.left_on is None or until is None or not one.left_on <= until < one.left_on + DAYS_MAX:
            return NOT_KNOWN
        months += months_between(one.left_on, until)
    return months if journeys else NOT_KNOWN


def _key(of: UUID) -> int:
    """Return a number that tells one from another: the end of an id, which is left to chance."""
    return int.from_bytes(of.bytes[-8:], "big")


def _index(name: str, code: str) -> int:
    known = SINGLE[name]
    return known.index(code) if code in known else known.index("unknown")


def _figure(value: Any) -> int:
    return NOT_KNOWN if value is None else int(value * 10_000)
