"""Writes of products: a new product, new terms from a day on, the end of what is offered.  Nothing is overwritten."""

from dataclasses import dataclass
from datetime import date, datetime

from sankofa.accounts.action import action
from sankofa.accounts.rules.terms import Actor
from sankofa.lenders import permissions, queries
from sankofa.lenders.actions.assessments import LendsNothing
from sankofa.lenders.models import Lender, Product, ProductVersion
from sankofa.lenders.rules import kept
from sankofa.lenders.rules.offers import Offered
from sankofa.lenders.rules.standing import LenderKind


class NamedAlready(Exception):
    """This lender has a product of this name."""


class NotLater(Exception):
    """New terms begin on the first day of those before, or later; carries that day."""

    def __init__(self, from_on: date) -> None:
        self.from_on = from_on
        super().__init__(f"the terms before begin on {from_on}")


class NothingChanged(Exception):
    """The terms are the same as before."""


@dataclass(frozen=True, slots=True)
class ProductSaid:
    """What somebody found out about a product, from which day it holds, and who says so."""

    name: str
    offered: Offered
    from_on: date
    said_by: str
    note: str = ""
    preset: str = ""
    """The code of the scheme that it comes from; no form asks for it."""


@action(permissions.KEEP, on="lender")
def add_product(*, lender: Lender, said: ProductSaid, by: Actor, at: datetime) -> Product:
    """Add a product of a lender with its first terms.  Raises NamedAlready, and LendsNothing."""
    if lender.kind == LenderKind.REFERRAL:
        raise LendsNothing
    if lender.products.filter(name=said.name.strip()).exists():
        raise NamedAlready
    made = Product(created_at=at, lender=lender, name=said.name.strip(), preset=said.preset)
    made.full_clean(exclude=["lender"])
    made.save(force_insert=True)
    _version(made, 1, said, by=by, at=at)
    return made


@action(permissions.KEEP, on="product")
def amend_product(*, product: Product, said: ProductSaid, by: Actor, at: datetime) -> ProductVersion:
    """Note new terms of a product from a day on; those before stay to be read and end on that day.

    Raises NotLater and NothingChanged.
    """
    before = queries.newest_version(product)
    assert before is not None, "a product is made with its first terms"
    if said.from_on < before.from_on:
        raise NotLater(before.from_on)
    if before.until_on is None and before.content == kept.table(said.offered) and before.note == said.note.strip():
        raise NothingChanged
    before.until_on = min(said.from_on, before.until_on or said.from_on)
    before.save(update_fields=["until_on"])
    return _version(product, before.number + 1, said, by=by, at=at)


@action(permissions.KEEP, on="product")
def end_product(*, product: Product, until_on: date, by: Actor, at: datetime) -> ProductVersion:  # noqa: ARG001  written down by the decorator
    """Say from which day a product is offered no more.  Raises NotLater and NothingChanged."""
    last = queries.newest_version(product)
    assert last is not None, "a product is made with its first terms"
    if last.until_on is not None:
        raise NothingChanged
    if until_on < last.from_on:
        raise NotLater(last.from_on)
    last.until_on = until_on
    last.save(update_fields=["until_on"])
    return last


def _version(product: Product, number: int, said: ProductSaid, *, by: Actor, at: datetime) -> ProductVersion:
    made = ProductVersion(
        created_at=at,
        product=product,
        number=number,
        content=kept.table(said.offered),
        from_on=said.from_on,
        said_by=said.said_by.strip(),
        note=said.note.strip(),
        noted_by_id=by.id if by.kind == "user" else None,
    )
    made.full_clean(exclude=["product", "noted_by"])
    made.save(force_insert=True)
    return made
