"""Writes about what a product asks for: whether it is there, or who helps to get it and by when."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.credit import permissions
from sankofa.credit.actions.referrals import user_id
from sankofa.credit.models import NeedNoted
from sankofa.credit.rules import needs
from sankofa.credit.rules.needs import Stand
from sankofa.kernel import clock
from sankofa.lenders import queries as lenders
from sankofa.returnees.erasing import AlreadyErased

if TYPE_CHECKING:
    from sankofa.lenders.models import Product
    from sankofa.returnees.models import Person

NOTE_MAX = 300


class NotAskedFor(Exception):
    """The product does not ask for this today."""


class DayIsOver(Exception):
    """The day by which somebody helps is over."""


@action(permissions.REFER, on="person")
def note_need(
    *,
    person: "Person",
    product: "Product",
    key: str,
    stand: Stand,
    note: str = "",
    helper: UUID | None = None,
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> NeedNoted:
    """Note how somebody stands towards one thing that a product asks for, in place of what was noted before.

    Raises AlreadyErased, NotAskedFor and DayIsOver.
    """
    if person.erased_on is not None:
        raise AlreadyErased(person)
    today = clock.day_of(at, by.zone)
    version = lenders.offered([product], on=today).get(product.pk)
    if version is None or key not in {one.key for one in needs.needs_of(version.to_terms().product)}:
        raise NotAskedFor
    is_open = not Stand(stand).is_met
    if is_open and due_on is not None and due_on < today:
        raise DayIsOver
    held = NeedNoted.objects.filter(person=person, product=product, key=key).first() or NeedNoted(
        created_at=at, person=person, product=product, key=key
    )
    held.stand, held.note = Stand(stand).value, note.strip()[:NOTE_MAX] or None
    held.helper_id, held.due_on = (helper, due_on) if is_open else (None, None)
    held.noted_by_id, held.noted_on = user_id(by), today
    held.save()
    return held
