"""What accounts tells the rooms above it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sankofa.accounts.guarded import Guarded
from sankofa.accounts.models import User
from sankofa.accounts.rules.terms import Actor
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

reserved: Hook[[str, Guarded, Actor], bool] = Hook("what nobody does alone")
"""Asked before every action with its name, its record and who acts: whether others have to approve it first."""
