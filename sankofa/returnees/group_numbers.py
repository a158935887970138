"""How many people of each group live in each district: counted by the database in two walks, without a name.

Protected files are in no count, whoever looks; somebody with several files counts once.  What a record does not say is
counted by itself and never taken for a no.  What could be held against somebody, such as how they went or what is hard
for them, lies sealed, is opened for no count, and so has no number here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from sankofa.returnees.models import Document, Journey, Person, SamePerson
from sankofa.returnees.rules.paper_gaps import HELD

CHILD_UNTIL: Final = 18
OLDER_FROM: Final = 56
"""Older than 55, as the mapping draws the line."""

_NOT_KNOWN: Final[Mapping[str, str]] = {
    "": "",
    "women": "sex_unknown",
    "men": "sex_unknown",
    "older": "age_unknown",
    "children": "age_unknown",
}
_SAID_OF: Final[Mapping[str, str]] = {
    "forced_return": "return_known",
    "from_india": "country_known",
    "without_papers": "papers_known",
}
"""Groups told by rows beside the person, and the count of those of whom such a row says anything."""


@dataclass(frozen=True, slots=True)
class GroupNumber:
    """How many people of a district are known to be of a group, and of how many nobody knows it."""

    district: str
    group: str
    people: int
    not_known: int


def group_numbers(country: str, *, on: date) -> Iterator[GroupNumber]:
    """Yield the numbers of a country's districts, the group "" being everybody who came back.

    People without a district stand under the country's own path.  Of somebody whose file is
    protected, or who follows another file, nothing is counted.
    """
    child, older = (date(on.year - years, on.month, min(on.day, 28)) for years in (CHILD_UNTIL, OLDER_FROM))
    counted: dict[str, dict[str, int]] = {}
    returned = Q(kind="returnee")
    at_hand = Q(whereabouts__in=sorted(HELD)) & (Q(valid_until=None) | Q(valid_until__gte=on))
    for rows in (
        _here(Person.objects.all(), country, "")
        .values("place__path")
        .annotate(
            all=Count("pk", filter=returned),
            women=Count("pk", filter=returned & Q(sex="female")),
            men=Count("pk", filter=returned & Q(sex="male")),
            sex_unknown=Count("pk", filter=returned & Q(sex="unknown")),
            older=Count("pk", filter=returned & Q(born_on__lte=older)),
            children=Count("pk", filter=returned & Q(born_on__gt=child)),
            age_unknown=Count("pk", filter=returned & Q(born_on=None)),
            families=Count("pk", filter=Q(kind="relative")),
        ),
        _here(Journey.objects.filter(person__kind="returnee"), country, "person__")
        .values("person__place__path")
        .annotate(
            forced_return=_people(Q(return_kind="forced")),
            return_known=_people(~Q(return_kind="unknown")),
            from_india=_people(Q(destination="IN")),
            country_known=_people(Q(destination__isnull=False)),
        ),
        _here(Document.objects.filter(person__kind="returnee"), country, "person__")
        .values("person__place__path")
        .annotate(papers_known=Count("person_id", distinct=True), with_papers=_people(at_hand)),
    ):
        for row in rows:
            path = row.pop("place__path", None) or row.pop("person__place__path", None) or country
            held = counted.setdefault(".".join(path.split(".")[:3]), {})
            for name, number in row.items():
                if isinstance(number, int):
                    held[name] = held.get(name, 0) + number
    for district in sorted(counted):
        held = counted[district]
        everybody = held.get("all", 0)
        held["without_papers"] = held.get("papers_known", 0) - held.get("with_papers", 0)
        unknown = {group: held.get(name, 0) for group, name in _NOT_KNOWN.items()}
        unknown |= {group: everybody - held.get(name, 0) for group, name in _SAID_OF.items()} | {"families": 0}
        for group in sorted(unknown):
            yield GroupNumber(district, group, held.get(group or "all", 0), unknown[group])


def _people(condition: Q) -> Count:
    return Count("person_id", distinct=True, filter=condition)


def _here(rows: "QuerySet[Any]", country: str, person: str) -> "QuerySet[Any]":
    """Narrow rows to people of a country who may be counted; `person` leads from a row to the person."""
    following = SamePerson.objects.filter(until_at=None).values("person")
    hidden = SamePerson.objects.filter(until_at=None, person__is_protected=True).values("leading")
    lives_here = Q(**{f"{person}place__path__startswith": f"{country}."})
    served_here = Q(**{f"{person}place": None, f"{person}office__place__path__startswith": country})
    return (
        rows.filter(lives_here | served_here)
        .filter(**{f"{person}erased_on": None, f"{person}is_protected": False})
        # Two short lists, made once; asked of each person in turn they would take a minute.
        .exclude(**{f"{person}pk__in": following})
        .exclude(**{f"{person}pk__in": hidden})
        .order_by()
    )
