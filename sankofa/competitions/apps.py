"""The room as Django knows it."""

from django.apps import AppConfig


class CompetitionsConfig(AppConfig):
    """Calls for projects."""

    name = "sankofa.competitions"
    label = "competitions"
