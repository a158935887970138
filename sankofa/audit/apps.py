"""The room as Django knows it."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what and who looked."""

    name = "sankofa.audit"
    label = "audit"
