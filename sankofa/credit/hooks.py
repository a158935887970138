"""What introductions to lenders ask of other parts of the house: whether a check holds, what comes after a yes."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sankofa.accounts.rules.terms import Actor
from sankofa.returnees.contributions import Link
from sankofa.store.hooks import Hook

if TYPE_CHECKING:
    from sankofa.credit.models import SentPacket
    from sankofa.lenders.models import Product
    from sankofa.returnees.models import Person


@dataclass(frozen=True, slots=True)
class Holds:
    """That a check of whether a loan fits holds, and since when.  What it came to is not said here."""

    since: date


holding_checks: Hook[["Person", "Product", date], Holds | None] = Hook("a check that holds for a person and a product")
"""Answers None where there is no check, or none that lets somebody be introduced to this lender today."""


def holding(person: "Person", product: "Product", *, on: date) -> Holds | None:
    """Return that a check holds for a person and a product on a day; None where none does, or nobody can say."""
    return next((held for held in holding_checks.answers(person, product, on) if held is not None), None)


after_a_yes: Hook[["SentPacket", Actor, date], Link | None] = Hook("what a lender's officer does after a yes")
"""Answers with one page for the officer, or None."""
