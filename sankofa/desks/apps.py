"""The room as Django knows it."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    """Pages that set several rooms side by side."""

    name = "sankofa.desks"
    label = "desks"
