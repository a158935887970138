"""Reads of messages."""

from collections.abc import Mapping

from django.db.models import Count

from sankofa.messages.models import Message


def counts() -> Mapping[str, int]:
    """Return how many messages are in which state."""
    return dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))
