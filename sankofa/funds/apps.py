"""The room as Django knows it."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """Revolving and guarantee funds."""

    name = "sankofa.funds"
    label = "funds"
