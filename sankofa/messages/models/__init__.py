"""Tables of messages, a module for each noun: what goes out, how a person may be contacted, partners' endpoints."""

from sankofa.messages.models.outbox import Message

__all__ = ["Message"]
