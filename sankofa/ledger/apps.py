"""The room as Django knows it."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Books of one-row postings."""

    name = "sankofa.ledger"
    label = "ledger"
