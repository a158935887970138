"""The room as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Files coming in."""

    name = "sankofa.intake"
    label = "intake"
