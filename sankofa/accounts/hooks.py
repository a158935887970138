"""What accounts tells the rooms above it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sankofa.accounts.models import User
from sankofa.store.hooks import Hook


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a member of staff must hear of by mail: a code with its facts, and where to go.

    `secret` is the part of the address that only the mail may carry, such as the token of an invitation: it is never
    written to the record or the log.
    """

    to: User
    code: str
    at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    secret: str = field(default="", repr=False)


notices: Hook[[Notice], None] = Hook("what staff must hear of")
"""Told inside the action that gives the reason, so that a notice stands or falls with it."""

left: Hook[[User, datetime], None] = Hook("what ends when somebody leaves")
"""Told inside the action that closes somebody's account: their sessions end with it."""
