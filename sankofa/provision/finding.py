"""Reads of the page for everybody: what is checked and near, by place and need.  Nothing of whoever asks is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from sankofa.places.rules import reference
from sankofa.places.rules.terms import Place, country_of
from sankofa.provision import queries
from sankofa.provision.models import Check, Entry, Facet, FacetKind
from sankofa.provision.rules import terms
from sankofa.provision.rules.feasibility import ASKED_IN_PUBLIC, FITTING, Need, answered

LISTED_MAX = 200
"""So many places fit on one page of an old phone; of a country with more, its provinces are listed first."""


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of help that somebody can go to: what is said of it, and what the latest check found."""

    entry: terms.Entry
    check: Check

    @property
    def is_kept_secret(self) -> bool:
        """Whether its house is told to nobody in public: whoever looks for somebody in a safe place reads this too."""
        return terms.Approach.SHELTER in self.entry.approaches


def public(*, on: date) -> QuerySet[Entry]:
    """Return what everybody may find: two people said its number, it is for people, no loan, and not kept inside."""
    return queries.reliable(on=on).filter(Q(office=None) | Q(is_public=True), public_until__gt=on)


def countries(*, on: date) -> list[str]:
    """Return the countries with places in which anything checked can be found."""
    found = public(on=on).exclude(country=None).order_by().values_list("country_id", flat=True).distinct()
    origins = reference.origins()
    return sorted(code for code in found if code in origins)


def places_in(path: str) -> list[Place]:
    """Return the places to choose from in a country or a province: the smallest, or where they are many, the widest."""
    below = [place for place in reference.places() if place.path.startswith(f"{path}.")]
    parents = {place.parent for place in below}
    leaves = [place for place in below if place.path not in parents]
    if len(leaves) <= LISTED_MAX:
        return leaves
    return [place for place in below if place.parent == path]


def place(path: str) -> Place | None:
    """Return the place with this path, or None."""
    return next((one for one in reference.places() if one.path == path), None)


def needs_near(path: str, *, on: date) -> list[Need]:
    """Return the needs for which there is anything checked that serves a place, what cannot wait first."""
    near = queries.serving(public(on=on), path)
    rows = Facet.objects.filter(entry__in=near.values("pk"), kind=FacetKind.APPROACH)
    there = {str(value) for value in rows.order_by().values_list("value", flat=True).distinct()}
    found = [need for need in ASKED_IN_PUBLIC if FITTING[need] & there]
    # What lends beside other help answers no debts, and only its words tell that it lends.
    return [need for need in found if need is not Need.DEBTS or help_near(path, need, on=on)]


def help_near(path: str, need: Need, *, on: date) -> list[Found]:
    """Return what is checked, serves a place and answers a need: the nearest first, then by name."""
    wanted = Facet.objects.filter(kind=FacetKind.APPROACH, value__in=[str(one) for one in FITTING[need]])
    rows = list(queries.serving(public(on=on), path).filter(pk__in=wanted.values("entry_id")))
    said, checks = queries.terms_of(rows), queries.latest_checks(rows)
    found = [Found(said[row.pk], checks[row.pk]) for row in rows if answered(said[row.pk], (need,))]
    return sorted(found, key=lambda one: (-_depth(one.entry.areas), one.entry.name, one.entry.code))


def _depth(areas: Sequence[str]) -> int:
    return max((area.count(".") for area in areas), default=-1)


def is_known(path: str) -> bool:
    """Whether there is a country or a place with this path, in a country with places."""
    origins = reference.origins()
    # Whatever stands in the address is only looked up: what is no path at all is no place either.
    return path in origins or ((held := place(path)) is not None and country_of(held.path) in origins)
