"""How many people of each group live in each district: counted by the database in one walk, without a name.

Protected files are in no count, whoever looks; somebody with several files counts once.  What a record does not say is
counted by itself and never taken for a no.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q

from sankofa.returnees.models import Journey, Person, SamePerson

CHILD_UNTIL: Final = 18
OLDER_FROM: Final = 56
"""Older than 55, as the mapping draws the line."""


@dataclass(frozen=True, slots=True)
class GroupNumber:
    """How many people of a district are known to be of a group, and of how many nobody knows it."""

    district: str
    group: str
    people: int
    not_known: int


def group_numbers(country: str, *, on: date) -> Iterator[GroupNumber]:
    """Yield the numbers of a country's districts, the group "" being everybody.

    People without a district stand under the country's own path.  Of somebody whose file is
    protected, or who follows another file, nothing is counted.
    """
    following = SamePerson.objects.filter(person=OuterRef("pk"), until_at=None)
    hidden = SamePerson.objects.filter(leading=OuterRef("pk"), until_at=None, person__is_protected=True)
    came = Journey.objects.filter(person=OuterRef("pk"))
    here = Q(place__path__startswith=f"{country}.") | Q(place=None, office__place__path__startswith=country)
    child, older = (date(on.year - years, on.month, min(on.day, 28)) for years in (CHILD_UNTIL, OLDER_FROM))

    def of(condition: Q | Exists) -> Count:
        return Count("pk", filter=condition)

    rows = (
        Person.objects.filter(here, kind="returnee", erased_on=None, is_protected=False)
        .filter(~Exists(following), ~Exists(hidden))
        .order_by()
        .values("place__path")
        .annotate(
            all=Count("pk"),
            women=of(Q(sex="female")),
            men=of(Q(sex="male")),
            sex_unknown=of(Q(sex="unknown")),
            older=of(Q(born_on__lte=older)),
            children=of(Q(born_on__gt=child)),
            age_unknown=of(Q(born_on=None)),
            forced_return=of(Exists(came.filter(return_kind="forced"))),
            return_known=of(Exists(came.exclude(return_kind="unknown"))),
            from_india=of(Exists(came.filter(destination="IN"))),
            country_known=of(Exists(came.exclude(destination=None))),
        )
    )
    summed: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        district = ".".join((row["place__path"] or country).split(".")[:3])
        unknown = {
            "": 0,
            "women": row["sex_unknown"],
            "men": row["sex_unknown"],
            "older": row["age_unknown"],
            "children": row["age_unknown"],
            "forced_return": row["all"] - row["return_known"],
            "from_india": row["all"] - row["country_known"],
        }
        for group, not_known in unknown.items():
            held = summed.setdefault((district, group), [0, 0])
            held[0] += row[group or "all"]
            held[1] += not_known
    for (district, group), (people, not_known) in sorted(summed.items()):
        yield GroupNumber(district, group, people, not_known)
