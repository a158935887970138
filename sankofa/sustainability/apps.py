"""The room as Django knows it."""

from django.apps import AppConfig


class SustainabilityConfig(AppConfig):
    """How well a return holds."""

    name = "sankofa.sustainability"
    label = "sustainability"
