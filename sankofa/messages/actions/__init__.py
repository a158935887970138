"""Writes of messages, a module for each noun."""

from sankofa.messages.actions.outbox import queue_notice, tidy
from sankofa.messages.actions.sending import send_due

__all__ = ["queue_notice", "send_due", "tidy"]
