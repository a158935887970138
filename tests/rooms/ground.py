"""A table of the tests' own, with every kind of field that the ground floors offer, and actions on it.

It belongs to no room, so the tests of the ground floors need no room above them.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from sankofa.accounts.action import action
from sankofa.accounts.guarded import Guarded, ScopeColumns
from sankofa.accounts.rules.terms import Actor, Permission
from sankofa.store.fields import (
    LabelField,
    MoneyProperty,
    SealedJSONField,
    SealedTextField,
    currency_field,
    minor_field,
    money_constraint,
)
from sankofa.store.models import Record

AMEND = Permission("tests.amend", "amend a note")


class Note(Guarded, Record):
    """Something written down about somebody, in an office."""

    scope_columns: ClassVar = ScopeColumns(
        owner="owner_id",
        office="office_id",
        organisation="office__organisation_id",
        place="office__place__path",
        record="id",
    )

    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    title = models.CharField(max_length=80, blank=True)
    about = models.UUIDField(null=True)
    phone = SealedTextField(null=True, blank=True)
    answers = SealedJSONField(null=True, blank=True)
    names = LabelField(default=dict)
    facts = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)
    cost_minor = minor_field()
    cost_currency = currency_field()
    cost = MoneyProperty("cost")

    class Meta:
        app_label = "ground"
        constraints: ClassVar = [money_constraint("cost", table="ground_note")]

    def sealed_for(self) -> UUID | None:
        return self.about


class Remark(Guarded, Record):
    """Something said about a note; made by an action on the note."""

    scope_columns: ClassVar = ScopeColumns(owner="author_id")

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    author_id = models.UUIDField(null=True)
    text = models.CharField(max_length=80)

    class Meta:
        app_label = "ground"


class TooLate(Exception):
    """The note is closed."""


@action(AMEND, on="note")
def amend(*, note: Note, by: Actor, at: datetime, **facts: Any) -> Note:
    """Change a note."""
    for name, value in facts.items():
        setattr(note, name, value)
    note.save()
    return note


@action(AMEND, on="note")
def amend_and_fail(*, note: Note, by: Actor, at: datetime) -> Note:
    """Change a note and find out that it may not be changed."""
    note.title = "changed"
    note.save()
    raise TooLate


@action(AMEND, on="note")
def remark(*, note: Note, text: str, by: Actor, at: datetime) -> Remark:
    """Say something about a note, which then waits for an answer."""
    note.title = "waits for an answer"
    note.save()
    return Remark.objects.create(note=note, author_id=None, text=text)
