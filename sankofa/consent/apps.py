"""The room as Django knows it."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Consents: what a person was asked, in which words, what they answered, and what that allows."""

    name = "sankofa.consent"
    label = "consent"
