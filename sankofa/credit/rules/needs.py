"""What a product asks for, beside what is known of somebody: there, missing, accepted instead, or not known.

A lender's own conditions are shown as the lender's, never as our verdict.  What nobody knows is asked, not taken for
missing; what is missing gets somebody who helps and a day.

Source: Knowledge Paper 1, 2.2.3 (R32: months in business, stable income, papers, years of residence, deeds) and 4.2.4
(R28: conditions can be softened, such as other papers than the identity card); responsible-finance rules, 3.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sankofa.kernel.periods import months_between
from sankofa.lenders.rules.products import Product

KEY_MAX: Final = 80


class Asked(StrEnum):
    """What kinds of things a lender asks for."""

    PAPER = "paper"
    DOCUMENT = "document"
    GUARANTORS = "guarantors"
    BUSINESS = "business"
    RESIDENCE = "residence"
    OWN_MONEY = "own_money"
    LAND_DEED = "land_deed"
    BANK_ACCOUNT = "bank_account"
    PLEDGE = "pledge"
    AGE = "age"


class Stand(StrEnum):
    """How somebody stands towards one thing that is asked for."""

    THERE = "there"
    INSTEAD = "instead"
    MISSING = "missing"
    UNKNOWN = "unknown"

    @property
    def is_met(self) -> bool:
        """Whether nothing more is to be done about it."""
        return self in {Stand.THERE, Stand.INSTEAD}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a product asks for: what, how much of it, and in the lender's words."""

    what: Asked
    number: int | None = None
    words: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name under which what is noted about it is kept, as long as the lender asks for the same."""
        told = "/".join(self.words) if self.what in {Asked.DOCUMENT, Asked.PLEDGE} else ""
        return f"{self.what.value}:{told}"[:KEY_MAX] if told else self.what.value


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows that a lender may ask for; None where it is not known."""

    returned_on: date | None = None
    age_most: int | None = None
    """How old somebody is at most, in years."""
    papers: frozenset[str] = frozenset()
    """Kinds of papers that are there and good today."""
    business_since: date | None = None
    """Since when the business runs, as the look at this loan knows it."""
    guarantors: int | None = None
    """How many people stand in, as the look at this loan knows it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the gap: the need, how it stands, and whether the register says so or a colleague noted it."""

    need: Need
    stand: Stand
    is_noted: bool = False
    months_left: int | None = None
    """How many months somebody still has to wait, where waiting is all it takes."""


PAPERS: Final[Mapping[str, str]] = {
    "identity card": "identity",
    "national identity card": "identity",
    "identity paper": "identity",
    "passport": "passport",
    "birth certificate": "birth",
    "driving licence": "licence",
    "residence permit": "residence",
}
"""Words in which lenders name papers, and the kinds under which the register keeps them."""


def needs_of(product: Product) -> tuple[Need, ...]:
    """Return what a product asks for, as far as the mapping found out."""
    found: list[Need] = []
    if product.papers_accepted:
        found.append(Need(Asked.PAPER, words=tuple(sorted(product.papers_accepted))))
    found += [Need(Asked.DOCUMENT, words=(one,)) for one in sorted(product.documents or ())]
    for what, number in (
        (Asked.GUARANTORS, product.guarantors),
        (Asked.BUSINESS, product.months_in_business),
        (Asked.RESIDENCE, product.months_of_residence),
        (Asked.AGE, product.age_limit),
    ):
        if number:
            found.append(Need(what, number))
    if product.own_contribution_percent:
        found.append(Need(Asked.OWN_MONEY, int(product.own_contribution_percent)))
    if product.land_deed_needed:
        found.append(Need(Asked.LAND_DEED))
    if product.bank_account_needed:
        found.append(Need(Asked.BANK_ACCOUNT))
    found += [Need(Asked.PLEDGE, words=(one,)) for one in sorted(product.pledges or ())]
    return tuple(found)


def unasked(product: Product) -> tuple[str, ...]:
    """Return the conditions of a product that nobody has found out: they are asked of the lender, not guessed."""
    names = (
        "papers_accepted",
        "documents",
        "guarantors",
        "months_in_business",
        "months_of_residence",
        "own_contribution_percent",
        "land_deed_needed",
        "bank_account_needed",
        "pledges",
    )
    return tuple(name for name in names if getattr(product, name) is None)


def gap(needs: Sequence[Need], known: Known, noted: Mapping[str, Stand], *, on: date) -> tuple[Row, ...]:
    """Return how somebody stands towards everything that is asked for.  What a colleague noted counts before the rest.

    A colleague's "not known" is an answer too: somebody asked, and nobody could say.
    """
    return tuple(
        Row(one, noted[one.key], is_noted=True) if one.key in noted else _told(one, known, on=on) for one in needs
    )


def _told(need: Need, known: Known, *, on: date) -> Row:
    match need.what:
        case Asked.PAPER:
            kinds = {PAPERS.get(word.casefold(), word.casefold()) for word in need.words}
            return Row(need, Stand.THERE if kinds & known.papers else Stand.UNKNOWN)
        case Asked.DOCUMENT:
            kind = PAPERS.get(need.words[0].casefold(), need.words[0].casefold())
            return Row(need, Stand.THERE if kind in known.papers else Stand.UNKNOWN)
        case Asked.RESIDENCE if known.returned_on is not None and need.number is not None:
            # Where somebody lived before they left, the register does not know: a colleague can note it.
            left = need.number - months_between(known.returned_on, on)
            return Row(need, Stand.THERE) if left <= 0 else Row(need, Stand.MISSING, months_left=left)
        case Asked.AGE if known.age_most is not None and need.number is not None:
            return Row(need, Stand.THERE if known.age_most <= need.number else Stand.UNKNOWN)
        case Asked.BUSINESS if known.business_since is not None and need.number is not None:
            left = need.number - months_between(known.business_since, on)
            return Row(need, Stand.THERE) if left <= 0 else Row(need, Stand.MISSING, months_left=left)
        case Asked.GUARANTORS if known.guarantors is not None and need.number is not None:
            return Row(need, Stand.THERE if known.guarantors >= need.number else Stand.MISSING)
        case Asked.LAND_DEED if "land" in known.papers:
            return Row(need, Stand.THERE)
        case Asked.BANK_ACCOUNT if "bank" in known.papers:
            return Row(need, Stand.THERE)
        case _:
            return Row(need, Stand.UNKNOWN)
