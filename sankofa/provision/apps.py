"""The room as Django knows it."""

from django.apps import AppConfig


class ProvisionConfig(AppConfig):
    """What help exists and who can use it."""

    name = "sankofa.provision"
    label = "provision"
