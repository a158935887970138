"""What a lender asks for, beside what is known of somebody: there, missing, accepted instead, or not known.

Source: Knowledge Paper 1 (2021), 2.2.3 (R32: months in business, papers, years of residence, deeds) and 4.2.4 (R28:
other papers than the identity card); responsible-finance rules, 3.4.
"""

from datetime import date
from fractions import Fraction

import pytest

from sankofa.credit.rules.needs import Asked, Known, Need, Row, Stand, gap, needs_of, unasked
from sankofa.lenders.rules.products import Product

TODAY = date(2026, 11, 22)
PAPER = Need(Asked.PAPER, words=("birth certificate", "identity card"))
HERE_A_YEAR = Need(Asked.RESIDENCE, 12)
A_YEAR_IN_BUSINESS = Need(Asked.BUSINESS, 12)
TWO_STAND_IN = Need(Asked.GUARANTORS, 2)


@pytest.mark.parametrize(
    ("product", "asked"),
    [
        pytest.param(Product("a"), (), id="nothing-found-out-asks-for-nothing-yet"),
        pytest.param(
            Product("b", papers_accepted=frozenset({"identity card", "birth certificate"}), guarantors=2),
            (PAPER, Need(Asked.GUARANTORS, 2)),
            id="one-of-two-papers-and-two-guarantors",
        ),
        pytest.param(
            Product("c", guarantors=0, months_in_business=0, land_deed_needed=False, pledges=frozenset()),
            (),
            id="none-is-asked-for",
        ),
        pytest.param(
            Product("d", months_in_business=12, own_contribution_percent=Fraction(10), land_deed_needed=True),
            (Need(Asked.BUSINESS, 12), Need(Asked.OWN_MONEY, 10), Need(Asked.LAND_DEED)),
            id="a-year-in-business-own-money-and-a-deed",
        ),
    ],
)
def test_what_a_product_asks_for(product: Product, asked: tuple[Need, ...]) -> None:
    assert needs_of(product) == asked


def test_what_nobody_found_out_is_named_and_not_guessed() -> None:
    assert "guarantors" in unasked(Product("a"))
    assert "guarantors" not in unasked(Product("b", guarantors=0))


@pytest.mark.parametrize(
    ("need", "known", "noted", "row"),
    [
        pytest.param(
            PAPER, Known(papers=frozenset({"birth"})), {}, Row(PAPER, Stand.THERE), id="the-birth-certificate-will-do"
        ),
        pytest.param(PAPER, Known(), {}, Row(PAPER, Stand.UNKNOWN), id="no-paper-recorded-is-not-missing"),
        pytest.param(
            PAPER, Known(), {"paper": Stand.INSTEAD}, Row(PAPER, Stand.INSTEAD, is_noted=True), id="accepted-instead"
        ),
        pytest.param(
            HERE_A_YEAR,
            Known(returned_on=date(2026, 5, 22)),
            {},
            Row(HERE_A_YEAR, Stand.MISSING, months_left=6),
            id="back-for-six-months-of-twelve",
        ),
        pytest.param(
            HERE_A_YEAR, Known(returned_on=date(2025, 11, 22)), {}, Row(HERE_A_YEAR, Stand.THERE), id="back-for-a-year"
        ),
        pytest.param(
            A_YEAR_IN_BUSINESS,
            Known(business_since=date(2025, 11, 22)),
            {},
            Row(A_YEAR_IN_BUSINESS, Stand.THERE),
            id="in-business-for-a-year-as-the-look-knows",
        ),
        pytest.param(
            A_YEAR_IN_BUSINESS,
            Known(business_since=date(2026, 8, 22)),
            {},
            Row(A_YEAR_IN_BUSINESS, Stand.MISSING, months_left=9),
            id="in-business-for-three-months-of-twelve",
        ),
        pytest.param(TWO_STAND_IN, Known(), {}, Row(TWO_STAND_IN, Stand.UNKNOWN), id="nobody-asked-who-stands-in"),
        pytest.param(TWO_STAND_IN, Known(guarantors=2), {}, Row(TWO_STAND_IN, Stand.THERE), id="two-of-two-stand-in"),
        pytest.param(
            TWO_STAND_IN, Known(guarantors=1), {}, Row(TWO_STAND_IN, Stand.MISSING), id="one-of-two-stands-in"
        ),
        pytest.param(
            TWO_STAND_IN,
            Known(guarantors=2),
            {"guarantors": Stand.UNKNOWN},
            Row(TWO_STAND_IN, Stand.UNKNOWN, is_noted=True),
            id="what-a-colleague-noted-stands-before-the-look",
        ),
        pytest.param(HERE_A_YEAR, Known(), {}, Row(HERE_A_YEAR, Stand.UNKNOWN), id="the-day-of-return-is-not-known"),
        pytest.param(
            PAPER,
            Known(papers=frozenset({"identity"})),
            {"paper": Stand.UNKNOWN},
            Row(PAPER, Stand.UNKNOWN, is_noted=True),
            id="a-colleague-says-that-nobody-knows",
        ),
    ],
)
def test_how_somebody_stands_towards_it(need: Need, known: Known, noted: dict[str, Stand], row: Row) -> None:
    assert gap([need], known, noted, on=TODAY) == (row,)
