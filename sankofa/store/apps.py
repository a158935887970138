"""The room as Django knows it."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """What every table is made of."""

    name = "sankofa.store"
    label = "store"
