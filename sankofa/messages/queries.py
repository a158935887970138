"""Reads of messages and calls, scoped to the viewer."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from sankofa.accounts import openings
from sankofa.accounts import queries as accounts
from sankofa.accounts.rules.terms import Actor
from sankofa.messages import permissions
from sankofa.messages.models import Call, ContactPlan, Endpoint, Message
from sankofa.messages.rules.terms import Channel, State
from sankofa.store import empty


def counts() -> Mapping[str, int]:
    """Return how many messages are in which state."""
    return dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))


def messages_for(viewer: Actor, *, on: date, states: tuple[str, ...] = ()) -> QuerySet[Message]:
    """Return the messages that the viewer may know of, the newest first; what they say is not for them.

    Those to somebody whose file is not there for the viewer are in no list and in no count.
    """
    found = Message.objects.select_related("office", "user").defer("address", "title", "text")
    scoped = accounts.within_scope(found, viewer=viewer, permission=permissions.VIEW, on=on)
    scoped = scoped.exclude(subject_id__in=[UUID(key) for key in openings.hidden_from(viewer, on=on)])
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


def plan_of(subject_id: UUID) -> ContactPlan | None:
    """Return the contact plan of a person that counts: the latest, or None."""
    if empty.holds_none(ContactPlan, [subject_id]):
        return None
    held = ContactPlan.objects.select_related("confirmed_by").filter(subject_id=subject_id)
    return held.order_by("-created_at", "-pk").first()


def is_sms(message_id: UUID) -> bool:
    """Whether an SMS of ours has this id."""
    return Message.objects.filter(pk=message_id, channel=Channel.SMS).exists()


def messages_to(subject_id: UUID, most: int) -> Sequence[Message]:
    """Return the latest messages to a person, the newest first.  Whoever asks has seen to it that they may."""
    if empty.holds_none(Message, [subject_id]):
        return ()
    return list(Message.objects.filter(subject_id=subject_id).order_by("-created_at", "-pk")[:most])


def arrived(most: int) -> list[Message]:
    """Return the latest messages that were handed over and still hold what they said, for the demonstration's inbox."""
    found = Message.objects.filter(state__in=[State.SENT, State.DELIVERED], text__isnull=False)
    return list(found.order_by("-sent_at", "-pk")[:most])
