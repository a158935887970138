"""What messages asks of the rooms above it and beside it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sankofa.messages.rules.terms import Channel
from sankofa.store.hooks import Hook


class Contact(StrEnum):
    """What a person said to being contacted by one way."""

    YES = "yes"
    NO = "no"


may_contact: Hook[[UUID, Channel, datetime], Contact | None] = Hook("whether a person agreed to be contacted so")
"""Asked with the person's id.  None, or nobody to ask, is unknown, and unknown is never yes."""

packets: Hook[[object, UUID], Mapping[str, object] | None] = Hook("what a packet about a person holds")
"""Asked with what is to be sent and the id of the organisation that it is to go to.

The room of consents answers for packets that it made for that organisation, and None for all else.
"""
