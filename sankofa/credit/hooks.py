"""What credit asks of other parts: whether a check holds, what somebody borrowed, who was lent to, after a yes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sankofa.accounts.rules.terms import Actor
from sankofa.credit.rules.terms import EarlierLoan
from sankofa.kernel.money import Money
from sankofa.returnees.contributions import Link
from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.credit.models import SentPacket
    from sankofa.lenders.models import Lender, Product
    from sankofa.returnees.models import Person


@dataclass(frozen=True, slots=True)
class Holds:
    """That a check of whether a loan fits holds, and since when.  What it came to is not said here."""

    since: date


lent: Hook[[Collection[UUID]], Collection[tuple[UUID, UUID]]] = Hook("which of these people a lender lent to")
"""Answers a person and a lender for every loan that was told of."""
holding_checks: Hook[["Person", "Product", date], Holds | None] = Hook("a check that holds for a person and a product")
"""Answers None where there is no check, or none that lets somebody be introduced to this lender today."""


@dataclass(frozen=True, slots=True)
class Borrowed:
    """What somebody borrowed before, in one money, as it was told here."""

    loans: tuple[EarlierLoan, ...]
    """The first one first, of all lenders."""
    with_lender: int
    """How many of them one lender gave, in any money."""
    of_lender: Money | None
    """What these come to; None where one of them is in other money."""
    told_on: date


borrowed_before: Hook[["Person", "Lender", str, Actor, date], Borrowed | None] = Hook("what somebody borrowed before")
"""Answers None where nothing is told here, the viewer may not see it, or a key is missing."""


def borrowed(person: "Person", lender: "Lender", currency: str, *, viewer: Actor, on: date) -> Borrowed | None:
    """Return what a person borrowed before, in one money; None where nobody can say."""
    answers = borrowed_before.answers(person, lender, currency, viewer, on)
    return next((one for one in answers if one is not None), None)


def holding(person: "Person", product: "Product", *, on: date) -> Holds | None:
    """Return that a check holds for a person and a product on a day; None where none does, or nobody can say."""
    return next((held for held in holding_checks.answers(person, product, on) if held is not None), None)


after_a_yes: Hook[["SentPacket", Actor, date], Link | None] = Hook("what a lender's officer does after a yes")
"""Answers with one page for the officer, or None."""
