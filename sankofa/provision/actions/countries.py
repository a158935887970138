"""Writes beside the map: how people of a country see its help, and how many people of each group live where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.kernel import clock
from sankofa.places.rules import reference
from sankofa.places.rules.terms import country_of
from sankofa.provision import permissions
from sankofa.provision.models import CountryView, GroupCount
from sankofa.returnees.group_numbers import group_numbers

if TYPE_CHECKING:
    from sankofa.accounts.models import Office

POINTS_MAX: Final = 20
SIGNS_MAX: Final = 300
COUNTED_EVERY: Final = timedelta(hours=24)


class SeenMeanwhile(Exception):
    """Somebody else wrote how this country is seen while this was being written; carries the version that counts."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class TooMuch(ValueError):
    """More points, or a longer one, than a page of paper holds."""


class SameView(Exception):
    """What was written is word for word what counts already."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The four sides, each a list of points in words."""

    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    chances: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[tuple[str, ...], ...]:
        """The four lists in the order in which they are printed."""
        return self.strengths, self.weaknesses, self.chances, self.threats


@action(permissions.KEEP, on="office")
def write_country_view(*, office: "Office", sides: Sides, seen: int, by: Actor, at: datetime) -> CountryView:
    """Write how the help of the office's country is seen; a new version counts from now.

    `seen` is the number of the version that was on the page, 0 where there was none.  Raises SeenMeanwhile, TooMuch
    and SameView.
    """
    if any(len(points) > POINTS_MAX or any(len(point) > SIGNS_MAX for point in points) for points in sides.all):
        raise TooMuch
    country = country_of(office.place_id)
    now = CountryView.objects.select_for_update().filter(country_id=country, until_at=None).first()
    number = now.number if now else 0
    if number != seen:
        raise SeenMeanwhile(number)
    if sides == (sides_of(now) if now else Sides()):
        raise SameView
    if now is not None:
        now.until_at = at
        now.save(update_fields=["until_at"])
    made = CountryView(
        created_at=at,
        country_id=country,
        office=office,
        number=seen + 1,
        strengths=list(sides.strengths),
        weaknesses=list(sides.weaknesses),
        chances=list(sides.chances),
        threats=list(sides.threats),
        noted_by_id=by.id if by.kind == "user" else None,
        from_at=at,
    )
    made.full_clean(exclude=["country", "office", "noted_by"])
    made.save(force_insert=True)
    return made


def sides_of(view: CountryView) -> Sides:
    """Return the four sides of a version."""
    return Sides(tuple(view.strengths), tuple(view.weaknesses), tuple(view.chances), tuple(view.threats))


def count_groups(*, at: datetime, countries: Sequence[str] | None = None) -> int:
    """Count how many people of each group live in each district, in place of what was counted before.

    Part of the upkeep; a country counted within the last day is left alone unless it is named.  Returns how many
    countries were counted.
    """
    due = list(reference.origins()) if countries is None else list(countries)
    counted = 0
    for country in due:
        latest = GroupCount.objects.filter(country=country).order_by("-counted_at").first()
        if countries is None and latest is not None and at - latest.counted_at < COUNTED_EVERY:
            continue
        rows = [
            GroupCount(
                country=country,
                district=one.district,
                group=one.group,
                people=one.people,
                not_known=one.not_known,
                counted_at=at,
            )
            for one in group_numbers(country, on=clock.day_of(at, "UTC"))
        ]
        with transaction.atomic():
            GroupCount.objects.filter(country=country).delete()
            GroupCount.objects.bulk_create(rows, batch_size=500)
        counted += 1
    return counted
