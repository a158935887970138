"""The room as Django knows it."""

from django.apps import AppConfig


class SavingsConfig(AppConfig):
    """Savings groups."""

    name = "sankofa.savings"
    label = "savings"
