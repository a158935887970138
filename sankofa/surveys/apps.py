"""The room as Django knows it."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Forms and what people answered."""

    name = "sankofa.surveys"
    label = "surveys"
