"""What accounts tells the rooms above it, and what it asks them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sankofa.accounts.guarded import Guarded
from sankofa.accounts.models import User
from sankofa.accounts.rules.terms import Actor, Permission
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
    until: datetime | None = None
    """When it has lost its sense, such as the moment at which its link runs out; None where it never does."""


notices: Hook[[Notice], None] = Hook("what staff must hear of")
"""Told inside the action that gives the reason, so that a notice stands or falls with it."""

reserved: Hook[[str, Guarded, Actor], bool] = Hook("what nobody does alone")
"""Asked before every action with its name, its record and who acts: whether others have to approve it first."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Something that somebody looks after, such as people's files, and how it goes to a colleague.

    `code` names it in the record; `label` says it to the one who asks, with the count.
    """

    code: str
    label: str
    count: int
    hand_over: Callable[[User, Actor, datetime], None]
    """Give all of it to a colleague, on behalf of an actor, at a moment; inside the caller's transaction."""


left: Hook[[User, datetime], None] = Hook("somebody left")
"""Told inside the action that ends an account, so that sessions, keys and devices end with it."""

holdings: Hook[[User], Holding] = Hook("what somebody looks after")


@dataclass(frozen=True, slots=True)
class File:
    """A file found by its exact number: the record, where its page is, and what lets people see it."""

    record: Guarded
    number: str
    path: str
    permission: Permission


files: Hook[[str, Actor], File | None] = Hook("a file by its exact number")
"""Each answers with a file of the asker's organisation, or None.  Only those named on a protected one find it."""

hidden: Hook[[Actor, date], frozenset[str]] = Hook("files that are not there for somebody")
"""Each answers with the ids of the protected files that are not there for the viewer."""
