"""The room as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Case work with one person."""

    name = "sankofa.cases"
    label = "cases"
