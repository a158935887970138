"""The room as Django knows it."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Evidence that is published."""

    name = "sankofa.statistics"
    label = "statistics"
