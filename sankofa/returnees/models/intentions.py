"""The table of thoughts of going again: a new row each time somebody is asked; nothing is corrected or overwritten.

Only caseworkers read it, and it goes into no packet to anybody: an answer honestly given must never cost a loan.
Source: casework, "Going again can be the right choice" (004 4.4, 8.2); the mapping's 9.4 g.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sankofa.accounts.guarded import Guarded
from sankofa.returnees.models.profiles import NOT_SAID, UNKNOWN
from sankofa.returnees.models.register import Person
from sankofa.returnees.reach import person_at
from sankofa.store.fields import SealedTextField
from sankofa.store.models import Record

GOING = [("yes", _("yes")), ("no", _("no")), ("unsure", _("not sure yet")), NOT_SAID, UNKNOWN]
BECAUSE = [
    ("wish", _("a wish")),
    ("need", _("a need: there is no other way")),
    ("both", _("both")),
    NOT_SAID,
    UNKNOWN,
]
WHEN = [
    ("soon", _("within three months")),
    ("year", _("within a year")),
    ("later", _("later")),
    NOT_SAID,
    UNKNOWN,
]
PREPARED = [
    ("yes", _("yes: contract, cost and papers are clear")),
    ("partly", _("partly")),
    ("no", _("no")),
    NOT_SAID,
    UNKNOWN,
]


class Intention(Guarded, Record):
    """What somebody said on a day about going again."""

    scope_columns: ClassVar = person_at("person")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="intentions")
    going = SealedTextField()
    because = SealedTextField(null=True, blank=True)
    when = SealedTextField(null=True, blank=True)
    where = SealedTextField(null=True, blank=True)
    prepared = SealedTextField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    def sealed_for(self) -> UUID:
        """Return who was asked."""
        return self.person_id
