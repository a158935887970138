"""Writes of messages, a module for each noun."""

from sankofa.messages.actions.calls import (
    NameTaken,
    NoPacket,
    NotNow,
    UnknownEvent,
    add_endpoint,
    call_due,
    pause,
    ping,
    publish,
    publish_packet,
    replace_secret,
    resume,
    send_again,
)
from sankofa.messages.actions.contact import (
    TO_SEND,
    NoSuchText,
    NotNeutral,
    forget,
    judged,
    keep_plan,
    look_again,
    release,
    send_neutral,
)
from sankofa.messages.actions.letters import confirm_letter
from sankofa.messages.actions.outbox import queue_notice, tidy
from sankofa.messages.actions.reports import REPORTED, NotSentYet, take_report
from sankofa.messages.actions.sending import send_due

__all__ = [
    "REPORTED",
    "TO_SEND",
    "NameTaken",
    "NoPacket",
    "NoSuchText",
    "NotNeutral",
    "NotNow",
    "NotSentYet",
    "UnknownEvent",
    "add_endpoint",
    "call_due",
    "confirm_letter",
    "forget",
    "judged",
    "keep_plan",
    "look_again",
    "pause",
    "ping",
    "publish",
    "publish_packet",
    "queue_notice",
    "release",
    "replace_secret",
    "resume",
    "send_again",
    "send_due",
    "send_neutral",
    "take_report",
    "tidy",
]
