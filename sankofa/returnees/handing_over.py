"""The people whom a member of staff looks after, and how they go to a colleague when that person leaves.

Fills `accounts.hooks.holdings`, so it runs inside the action that ends the account, and stands or falls with it.
"""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from sankofa.accounts.hooks import Holding
from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.models import Person
from sankofa.store import revisions
from sankofa.store.models import Source

if TYPE_CHECKING:
    from sankofa.accounts.models import User

CODE = "people"


def holding(user: "User") -> Holding:
    """Return how many people of the register somebody looks after."""
    # A protected file goes over too, but is not counted: whoever takes it over is not named on it by that.
    count = Person.objects.filter(owner_id=user.pk, is_protected=False).count()
    label = ngettext("%(count)s person in the register", "%(count)s people in the register", count) % {"count": count}
    return Holding(CODE, label, count, partial(_hand_over, user))


def _hand_over(user: "User", successor: "User", by: Actor, at: datetime) -> None:
    """Let a colleague look after everybody whom somebody looked after, each with a line in their history."""
    for person in Person.objects.select_for_update().filter(owner_id=user.pk).iterator(chunk_size=500):
        before = person.image()
        person.owner = successor
        person.save(update_fields=["owner"])
        revisions.revise(
            person,
            before=before,
            at=at,
            actor=f"{by.kind}:{by.id}",
            source=Source.FORM,
            source_reference=f"off_board {user.pk}",
        )
