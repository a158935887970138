"""Reading what the gaps of a country are reckoned from: the map, and how many people of each group live there.

The map holds some hundred entries to a country; people are read from numbers that are counted once a day, so a page
takes the same time whether a country has sixty people or a million.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Max, Sum

from sankofa.accounts.queries import offices_of
from sankofa.accounts.rules.terms import Actor
from sankofa.places.rules.terms import country_of
from sankofa.provision import permissions, queries
from sankofa.provision.models import CountryView, GroupCount
from sankofa.provision.rules.checking import State
from sankofa.provision.rules.matrix import Matrix, Placed, matrix
from sankofa.provision.rules.profile import Profile, profile

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

ROUNDED_TO = 10
"""Numbers of people are told in tens, and what is below ten as that: no two of them can be taken from one another."""


@dataclass(frozen=True, slots=True)
class Number:
    """How many people of a group there are, in tens; `is_few` below ten.

    None is few too: where a district changes from none to few, all could read that somebody came to live there.
    """

    people: int
    is_few: bool
    not_known: int


def placed(country: str, *, viewer: Actor, on: date) -> list[Placed]:
    """Return what is on a country's map for somebody, each with what its latest check says today."""
    held = list(queries.entries(viewer, on=on).filter(country_id=country))
    said = queries.terms_of(held)
    states = {entry.pk: queries.state_of(entry, on=on) for entry in held}
    return [
        Placed(said[entry.pk], states[entry.pk] is State.HOLDS, is_refuted=states[entry.pk] is State.NOT_SO)
        for entry in held
        if entry.pk in said
    ]


def home_country(viewer: Actor, *, on: date) -> str:
    """Return the country of somebody's offices, the first where there are several; empty where they have none."""
    paths = offices_of(viewer, permissions.VIEW, on=on).order_by("place_id").values_list("place_id", flat=True)
    return next((country_of(path) for path in paths), "")


def gaps(place: str, *, viewer: Actor, on: date) -> Matrix:
    """Return what a country or a district has, and for whom."""
    return matrix(placed(place[:2], viewer=viewer, on=on), place, on)


def country_profile(country: str, *, viewer: Actor, on: date) -> Profile:
    """Return the profile of a country's help."""
    return profile(placed(country, viewer=viewer, on=on), country, on)


def numbers(place: str) -> tuple[Mapping[str, Number], datetime | None]:
    """Return how many people of each group live in a country or a district, and when they were counted.

    The group "" is everybody; a group that no record tells, such as survivors, is left out.  A district in which nobody
    was counted says what one with a few people says.
    """
    held = GroupCount.objects.filter(country=place[:2])
    few = {str(group): _in_tens(0, 0) for group in held.order_by().values_list("group", flat=True).distinct()}
    if "." in place:
        held = held.filter(district=place)
    counted_at = GroupCount.objects.filter(country=place[:2]).aggregate(at=Max("counted_at"))["at"]
    rows = (
        held.values("group")
        .annotate(all=Sum("people"), unknown=Sum("not_known"))
        .values_list("group", "all", "unknown")
    )
    return few | {group: _in_tens(people, unknown) for group, people, unknown in rows}, counted_at


def view_of(country: str) -> CountryView | None:
    """Return how people of a country see its help now; None where nobody has written it."""
    return CountryView.objects.select_related("noted_by", "office").filter(country_id=country, until_at=None).first()


def views_of(country: str) -> list[CountryView]:
    """Return every version of how a country's help is seen, the newest first."""
    return list(CountryView.objects.select_related("noted_by", "office").filter(country_id=country).order_by("-number"))


def _in_tens(people: int, not_known: int) -> Number:
    return Number(_tens(people), people < ROUNDED_TO, _tens(not_known))


def _tens(number: int) -> int:
    return (number + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO if number >= ROUNDED_TO else 0


def offices_writing(viewer: Actor, country: str, *, on: date) -> list["Office"]:
    """Return the offices of a country for which somebody may write how its help is seen."""
    found = offices_of(viewer, permissions.KEEP, on=on).order_by("name")
    return [office for office in found if country_of(office.place_id) == country]
