"""Tables of messages, a module for each noun: what goes out, how a person may be contacted, calls to partners."""

from sankofa.messages.models.calls import Call, Endpoint
from sankofa.messages.models.outbox import Message
from sankofa.messages.models.plans import ContactPlan

__all__ = ["Call", "ContactPlan", "Endpoint", "Message"]
