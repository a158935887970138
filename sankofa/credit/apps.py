"""The room as Django knows it."""

from django.apps import AppConfig


class CreditConfig(AppConfig):
    """Whether a loan suits a person."""

    name = "sankofa.credit"
    label = "credit"
