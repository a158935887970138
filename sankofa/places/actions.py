"""Writes of places: loading the reference data that comes with the software."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from sankofa.places.models import Country, Place
from sankofa.places.rules import reference

BATCH = 500


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows the reference data now has, and how many places it no longer lists."""

    countries: int
    places: int
    retired: int


@transaction.atomic
def load_reference_data() -> Loaded:
    """Bring countries and places in line with the files that came with the software; loading again changes nothing.

    A place the files no longer list stays in the database, for records refer to it, and is marked as not current.
    """
    countries = [
        Country(alpha_2=country.alpha_2, alpha_3=country.alpha_3, is_origin=country.origin is not None)
        for country in reference.countries().values()
    ]
    Country.objects.bulk_create(
        countries,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["alpha_2"],
        update_fields=["alpha_3", "is_origin"],
    )
    places = [Place.from_terms(place) for place in reference.places()]
    Place.objects.bulk_create(
        places,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=[field.name for field in Place._meta.concrete_fields if not field.primary_key],
    )
    listed = {place.path for place in places}
    current = Place.objects.filter(is_current=True).values_list("path", flat=True)
    gone = [path for path in current if path not in listed]
    retired = Place.objects.filter(path__in=gone).update(is_current=False)
    return Loaded(countries=len(countries), places=len(places), retired=retired)
