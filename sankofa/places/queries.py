"""Reads of places.  Reference data: everyone may read all of it, so no viewer is asked for.

Which place a text means is not asked here but in ``rules.matching``: it needs no database.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from sankofa.places.models import Country, Place
from sankofa.places.rules import naming, spelling, terms


def country_choices(language: str) -> list[tuple[str, str]]:
    """Return every country as (two letters, name), ordered by its name in the language."""
    named = [(code, naming.country_name(code, language)) for code in Country.objects.values_list("pk", flat=True)]
    return sorted(named, key=lambda choice: spelling.folded(choice[1]))


def origins() -> QuerySet[Country]:
    """Return the countries of origin, which have places."""
    return Country.objects.filter(is_origin=True).order_by("pk")


def within(scope: str, *, field: str = "path") -> Q:
    """Return the condition that a path lies in a scope: the scope itself or anything below it.

    ``field`` names the path seen from the table asked, such as ``place__path``; the foreign key holds the path itself,
    so that this joins nothing.  Raises NotAPath.
    """
    terms.check_path(scope)
    return Q(**{field: scope}) | Q(**{f"{field}__startswith": f"{scope}."})


def is_known(path: str) -> bool:
    """Whether there is a current place with this path."""
    return Place.objects.filter(path=path, is_current=True).exists()


def places_within(scope: str, *, level: int | None = None) -> QuerySet[Place]:
    """Return the current places in a scope by path, of one level where given.  Raises NotAPath."""
    found = Place.objects.filter(within(scope), is_current=True).order_by("path")
    return found if level is None else found.filter(level=level)


def children_of(path: str) -> QuerySet[Place]:
    """Return the current places directly below a country or a place, by name.  Raises NotAPath."""
    below = Q(country=path, parent=None) if terms.level_of(path) == 0 else Q(parent=path)
    return Place.objects.filter(below, is_current=True).order_by("name")


def full_name(path: str, language: str) -> str:
    """Return a place as a letter would write it, the smallest first: "Dhaka, Dhaka, Bangladesh".  Raises NotAPath.

    Raises Place.DoesNotExist where a place is not on the list.
    """
    found = full_names([path], language)
    if path not in found:
        raise Place.DoesNotExist(path)
    return found[path]


def full_names(paths: Iterable[str], language: str) -> dict[str, str]:
    """Return places as a letter would write them, by path, in one question; those not on the list are left out.

    Raises NotAPath.
    """
    above = {path: [step for step in (*terms.ancestors_of(path), path) if "." in step] for path in paths}
    named = Place.objects.in_bulk({step for steps in above.values() for step in steps})
    return {
        path: ", ".join(
            [
                *(named[step].to_terms().name_in(language) for step in reversed(steps)),
                naming.country_name(terms.country_of(path), language),
            ]
        )
        for path, steps in above.items()
        if named.keys() >= set(steps)
    }
