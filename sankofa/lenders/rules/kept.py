"""How the terms of a product are kept: as plain text and numbers, so that a version reads the same in ten years.

Source: responsible-finance rules, 3.4 (a record of a product is added to, never overwritten).
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any, Final

from sankofa.kernel.money import Money
from sankofa.lenders.rules.offers import Offered
from sankofa.lenders.rules.products import Product, RateBasis

LISTS: Final = ("branches", "pledges", "papers_accepted", "excluded", "documents", "languages", "barriers")
MONEY: Final = ("least", "most")
NUMBERS: Final = ("rate_percent", "compulsory_savings_percent", "own_contribution_percent")
FIGURES: Final = ("fee_percent", "insurance_percent")
_NOT_KEPT: Final = frozenset({"code", "lender_kind", "fees", "from_", "until"})
"""What the rows around a version say, or what follows from the rest."""
PLAIN: Final = tuple(
    field.name for field in fields(Product) if field.name not in _NOT_KEPT | {*LISTS, *MONEY, *NUMBERS, "rate_basis"}
)


def table(offered: Offered) -> dict[str, Any]:
    """Return the terms of a product as JSON can hold them; what is not known stands as null."""
    product = offered.product
    held: dict[str, Any] = {name: getattr(product, name) for name in PLAIN}
    for name in LISTS:
        told = getattr(product, name)
        held[name] = None if told is None else sorted(told)
    for name in MONEY:
        held[name] = _of_money(getattr(product, name))
    for name in NUMBERS:
        held[name] = _of_number(getattr(product, name))
    held["rate_basis"] = None if product.rate_basis is None else product.rate_basis.value
    held["fee_once"] = _of_money(offered.fee_once)
    for name in FIGURES:
        held[name] = _of_number(getattr(offered, name))
    return held


def offered_of(
    held: Mapping[str, Any], *, code: str, lender_kind: str, from_on: date, until_on: date | None
) -> Offered:
    """Return the terms of a product as the rules know them."""
    said: dict[str, Any] = {name: held.get(name) for name in PLAIN}
    for name in LISTS:
        told = held.get(name)
        said[name] = None if told is None else frozenset(told)
    for name in MONEY:
        said[name] = _money(held.get(name))
    for name in NUMBERS:
        said[name] = _number(held.get(name))
    basis = held.get("rate_basis")
    said["rate_basis"] = None if basis is None else RateBasis(basis)
    once, share = _money(held.get("fee_once")), _number(held.get("fee_percent"))
    said["fees"] = None if once is None or share is None else frozenset(_fees(once, share))
    product = Product(code, lender_kind=lender_kind, from_=from_on, until=until_on, **said)
    return Offered(product, once, share, _number(held.get("insurance_percent")))


def _fees(once: Money, share: Fraction) -> list[str]:
    return [name for name, there in (("once", once), ("percent", share)) if there]


def _of_money(amount: Money | None) -> dict[str, Any] | None:
    return None if amount is None else {"minor": amount.minor, "currency": amount.currency}


def _money(held: Mapping[str, Any] | None) -> Money | None:
    return None if held is None else Money(int(held["minor"]), str(held["currency"]))


def _of_number(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _number(held: str | None) -> Fraction | None:
    return None if held is None else Fraction(held)
