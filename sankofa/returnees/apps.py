"""The room as Django knows it."""

from django.apps import AppConfig


class ReturneesConfig(AppConfig):
    """The register."""

    name = "sankofa.returnees"
    label = "returnees"
