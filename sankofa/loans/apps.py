"""The room as Django knows it."""

from django.apps import AppConfig


class LoansConfig(AppConfig):
    """The life of a loan."""

    name = "sankofa.loans"
    label = "loans"
