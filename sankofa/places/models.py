"""Countries and places as tables.

Their keys are natural: the two letters of a country, the path of a place.  They are the same in every deployment, so
that files exchanged between two of them mean the same places.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Length, Replace, Upper
from django.db.models.lookups import Exact

from sankofa.places.rules import terms


class Country(models.Model):
    """A country of the world: a destination or a country of origin.  Its name is CLDR's, in the reader's language."""

    alpha_2 = models.CharField(primary_key=True, max_length=2)
    alpha_3 = models.CharField(max_length=3, unique=True)
    is_origin = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="country_codes_are_two_and_three_capitals",
                condition=Exact(Length("alpha_2"), 2)
                & Exact(Length("alpha_3"), 3)
                & Exact(Upper("alpha_2"), F("alpha_2"))
                & Exact(Upper("alpha_3"), F("alpha_3")),
            ),
        ]

    def __str__(self) -> str:
        return self.alpha_2


class Place(models.Model):
    """A province, district or other place.  One that a newer list no longer has stays, no longer current."""

    path = models.CharField(primary_key=True, max_length=terms.PATH_LENGTH_MAX)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="children", null=True)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    names = models.JSONField(default=dict)
    pcode = models.CharField(max_length=20, null=True, unique=True)  # noqa: DJ001  two unknown codes are not the same
    iso = models.CharField(max_length=6, null=True, unique=True)  # noqa: DJ001
    latitude = models.DecimalField(max_digits=8, decimal_places=4, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=4, null=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="place_path_begins_with_country",
                condition=Q(path__startswith=Concat(F("country"), Value("."))),
            ),
            models.CheckConstraint(
                name="place_path_begins_with_parent",
                condition=Q(parent__isnull=True, level=1)
                | Q(parent__isnull=False, level__gt=1, path__startswith=Concat(F("parent"), Value("."))),
            ),
            models.CheckConstraint(
                name="place_level_is_depth_of_path",
                condition=Q(level=Length("path") - Length(Replace("path", Value(".")))),
            ),
            models.CheckConstraint(name="place_has_name_and_kind", condition=~Q(name="") & ~Q(kind="")),
            models.CheckConstraint(
                name="place_coordinates_come_in_pairs",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    # Said in so many words: a check that comes out unknown would let half a pair pass.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="place_by_level_and_name", fields=["country", "level", "name"]),
        ]

    def __str__(self) -> str:
        return self.path

    @classmethod
    def from_terms(cls, place: terms.Place) -> Place:
        """Return the row for a place of the reference data, unsaved."""
        return cls(
            path=place.path,
            country_id=place.country,
            parent_id=place.parent,
            level=place.level,
            kind=place.kind,
            name=place.name,
            names=dict(place.names),
            pcode=place.pcode,
            iso=place.iso,
            latitude=place.latitude,
            longitude=place.longitude,
            is_current=True,
        )

    def to_terms(self) -> terms.Place:
        """Return the place as the rules know it."""
        return terms.Place(
            path=self.path,
            kind=self.kind,
            name=self.name,
            pcode=self.pcode,
            iso=self.iso,
            latitude=self.latitude,
            longitude=self.longitude,
            names=self.names,
        )
