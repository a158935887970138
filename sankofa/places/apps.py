"""Tells Django about the room."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Countries, districts and their codes."""

    name = "sankofa.places"
    label = "places"
