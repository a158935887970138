"""The room as Django knows it."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """What every page stands in."""

    name = "sankofa.shell"
    label = "shell"
