"""The nouns of messages: channels, the states of a message, and why one is held.

What may become of a message is one table, `NEXT`.
"""

from collections.abc import Mapping
from enum import StrEnum


class Channel(StrEnum):
    """By which way a message leaves the house."""

    MAIL = "mail"
    SMS = "sms"


class State(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    HELD = "held"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"


NEXT: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.SENT, State.FAILED, State.HELD, State.EXPIRED}),
    State.HELD: frozenset({State.WAITING, State.EXPIRED}),
    State.SENT: frozenset({State.DELIVERED, State.FAILED}),
    State.DELIVERED: frozenset(),
    State.FAILED: frozenset(),
    State.EXPIRED: frozenset(),
}
"""A held message waits again once its reason is gone."""


def may_become(state: State, following: State) -> bool:
    """Whether a message in one state may come into another."""
    return following in NEXT[state]


class Held(StrEnum):
    """Why a message is held back instead of sent."""

    NO_MAIL = "no_mail"
    NO_SMS = "no_sms"
    NO_PLAN = "no_plan"
    PLAN_OLD = "plan_old"
    NO_NUMBER = "no_number"
    NOT_SAFE = "not_safe"
    VOICE_ONLY = "voice_only"
    SHARED_PHONE = "shared_phone"
    NO_SAFE_HOURS = "no_safe_hours"
    NOT_ASKED = "not_asked"
    REFUSED = "refused"


class EndpointState(StrEnum):
    """Whether a partner's system is told of events."""

    ON = "on"
    PAUSED = "paused"
    PARKED = "parked"


class CallState(StrEnum):
    """How far a call to a partner's system has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    PARKED = "parked"
