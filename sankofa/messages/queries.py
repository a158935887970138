"""Reads of messages and calls, scoped to the viewer."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, QuerySet

from sankofa.accounts import queries as accounts
from sankofa.accounts.rules.terms import Actor
from sankofa.messages import permissions
from sankofa.messages.models import Call, Endpoint, Message
from sankofa.messages.rules.terms import CallState


def counts() -> Mapping[str, int]:
    """Return how many messages are in which state."""
    return dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))


def messages_for(viewer: Actor, *, on: date, states: tuple[str, ...] = ()) -> QuerySet[Message]:
    """Return the messages that the viewer may know of, the newest first; what they say is not for them."""
    found = Message.objects.select_related("office", "user").defer("address", "title", "text")
    scoped = accounts.within_scope(found, viewer=viewer, permission=permissions.VIEW, on=on)
    return (scoped.filter(state__in=states) if states else scoped).order_by("-created_at", "-pk")


def counts_for(viewer: Actor, *, on: date) -> Mapping[str, int]:
    """Return how many of the messages that the viewer may know of are in which state."""
    return dict(messages_for(viewer, on=on).order_by().values_list("state").annotate(Count("pk")))


def endpoints_for(viewer: Actor, *, on: date) -> QuerySet[Endpoint]:
    """Return the partners' systems that the viewer may set up, by name."""
    found = Endpoint.objects.select_related("organisation")
    return accounts.within_scope(found, viewer=viewer, permission=permissions.SET_UP_CALLS, on=on).order_by("name")


def calls_for(viewer: Actor, *, on: date) -> QuerySet[Call]:
    """Return the calls that the viewer may see, the newest first."""
    found = Call.objects.select_related("endpoint__organisation")
    return accounts.within_scope(found, viewer=viewer, permission=permissions.SEE_CALLS, on=on).order_by(
        "-created_at", "-pk"
    )


def parked_of(endpoint: Endpoint) -> int:
    """Return how many calls to a partner's system are parked."""
    return Call.objects.filter(endpoint=endpoint, state=CallState.PARKED).count()
