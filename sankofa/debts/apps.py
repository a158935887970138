"""The room as Django knows it."""

from django.apps import AppConfig


class DebtsConfig(AppConfig):
    """What people owe and what it does."""

    name = "sankofa.debts"
    label = "debts"
