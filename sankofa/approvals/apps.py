"""The room as Django knows it."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Four eyes by person."""

    name = "sankofa.approvals"
    label = "approvals"
