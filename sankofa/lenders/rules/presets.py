"""Reading lenders as papers print them: what a paper does not say is not known.

Source: Knowledge Paper 1 (2021), 3.1 and 3.3; the pages stand beside each figure in the file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sankofa.kernel.money import Money
from sankofa.lenders.rules import kept
from sankofa.lenders.rules.offers import Offered
from sankofa.lenders.rules.products import Product, RateBasis
from sankofa.lenders.rules.standing import LenderKind


class PresetNotUnderstood(ValueError):
    """A file of lenders says something that is no term of a product."""

    def __init__(self, code: str, names: tuple[str, ...]) -> None:
        self.code = code
        self.names = names
        super().__init__(f"{code}: {', '.join(names)}")


@dataclass(frozen=True, slots=True)
class PresetProduct:
    """A product as a paper prints it, from which day, and on which page."""

    offered: Offered
    from_on: date
    said_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Preset:
    """A lender as a paper prints it, with its products."""

    code: str
    country: str
    name: str
    kind: LenderKind
    said_by: str
    note: str
    products: tuple[PresetProduct, ...]
    rules: str = ""
    """The name of the rules by which a loan of this scheme is looked at; empty where it brings none of its own."""


def presets(text: str) -> tuple[Preset, ...]:
    """Return the lenders of a file.  Raises PresetNotUnderstood."""
    return tuple(_preset(told) for told in tomllib.loads(text).get("lender", []))


def _preset(told: Mapping[str, Any]) -> Preset:
    return Preset(
        code=told["code"],
        country=told["country"],
        name=told["name"],
        kind=LenderKind(told["kind"]),
        said_by=told["said_by"],
        note=told["note"],
        products=tuple(_product(told["code"], one) for one in told.get("product", [])),
        rules=told.get("rules", ""),
    )


def _product(code: str, told: Mapping[str, Any]) -> PresetProduct:
    terms = {name: value for name, value in told.items() if name not in _ABOUT}
    amounts = {name: _money(terms.pop(name, None), told["currency"]) for name in (*kept.MONEY, "fee_once")}
    shares = {name: _share(terms.pop(name, None)) for name in (*kept.NUMBERS, *kept.FIGURES)}
    lists = {name: _listed(terms.pop(name, None)) for name in kept.LISTS}
    basis = terms.pop("rate_basis", None)
    if unknown := tuple(sorted(set(terms) - set(kept.PLAIN))):
        raise PresetNotUnderstood(code, unknown)
    figures: dict[str, Any] = {"fee_once": amounts.pop("fee_once")}
    figures |= {name: shares.pop(name) for name in kept.FIGURES}
    said: dict[str, Any] = {**amounts, **shares, **lists, **terms}
    product = Product(told["name"], rate_basis=None if basis is None else RateBasis(basis), **said)
    return PresetProduct(Offered(product, **figures), told["from_on"], told["said_by"], told["note"])


_ABOUT = frozenset({"name", "from_on", "said_by", "note", "currency"})


def _money(told: str | None, currency: str) -> Money | None:
    return None if told is None else Money.of(told, currency)


def _share(told: str | None) -> Fraction | None:
    return None if told is None else Fraction(told)


def _listed(told: list[str] | None) -> frozenset[str] | None:
    return None if told is None else frozenset(told)
