"""The room as Django knows it."""

from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class StoreConfig(AppConfig):
    """What every table is made of."""

    name = "sankofa.store"
    label = "store"

    def ready(self) -> None:
        """Let every request begin and end without the keys of people that another one fetched."""
        from sankofa.store import subjects

        for moment in (request_started, request_finished):
            moment.connect(subjects.forget, dispatch_uid=f"store.forget_keys.{id(moment)}")
