"""What consent asks of the rooms above it: who a person's id stands for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sankofa.accounts.guarded import Guarded
from sankofa.accounts.rules.terms import Actor
from sankofa.consent.rules.terms import AGE_NOT_KNOWN, AgeKnown, Purpose
from sankofa.store.hooks import Hook


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody who is asked for consent, as far as this room needs to know them."""

    record: Guarded
    """The record itself, by which actions are guarded."""
    name: str
    url: str
    """The address of the person's page."""
    language: str = ""
    """The person's own language; empty where it is not known."""
    age: AgeKnown = AGE_NOT_KNOWN
    was_forced: bool = False
    """Whether a return was forced: then it is said first that answers do not go to the police."""
    identity: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The person's id."""
        return str(self.record.pk)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Somebody took consents back: whatever waits to go out on them stops."""

    subject_id: UUID
    consents: tuple[tuple[Purpose, UUID | None], ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """Somebody said yes or no to some purposes: what was held for want of an answer may look again."""

    subject_id: UUID
    at: datetime


answered: Hook[[Answered], None] = Hook("somebody was asked for consent and answered")
"""Told inside the recording of the answers, after they stand."""
withdrawn: Hook[[Withdrawn], None] = Hook("a consent was taken back")
"""Told inside the withdrawal, so that it takes effect everywhere or nowhere."""
subjects: Hook[[str, Actor, date], Subject | None] = Hook("who is asked for consent")
"""Answers None where there is nobody, or nobody whom the viewer may see."""


def subject(person_id: str, *, viewer: Actor, on: date) -> Subject | None:
    """Return who a person's id stands for, or None where there is nobody whom the viewer may see."""
    return next((found for found in subjects.answers(person_id, viewer, on) if found is not None), None)
