"""The room as Django knows it."""

from django.apps import AppConfig


class LendersConfig(AppConfig):
    """Partner institutions."""

    name = "sankofa.lenders"
    label = "lenders"
