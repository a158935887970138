"""Every number of the shared finance vectors on price comes out to the printed digit."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sankofa.instalments.rates import Flow, Remainder, eu_aprc
from sankofa.instalments.terms import Fee, RateBasis, Shape, Terms
from sankofa.kernel.money import Money
from sankofa.lenders.rules.price import Deposit, price

FILE = Path(__file__).parents[2].parent / "shared" / "data" / "finance-vectors" / "finance_vectors.json"


@pytest.fixture(scope="module")
def vectors() -> dict[str, Any]:
    if not FILE.exists():
        pytest.skip("the shared data folder is not here: finance_vectors.json")
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"), parse_float=Decimal)
    return content


def same(published: object, reckoned: Decimal | Fraction) -> bool:
    """Whether a number comes out to the digits in which it is printed."""
    text = str(published)
    half_a_digit = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    return abs(Fraction(Decimal(text)) - Fraction(reckoned)) <= half_a_digit


def terms(principal: int, basis: RateBasis, rate: int, count: int, fees: tuple[Fee, ...] = ()) -> Terms:
    return Terms(
        principal=Money(100 * principal, "NGN"),
        basis=basis,
        rate_percent=Fraction(rate),
        starts_on=date(2026, 1, 15),
        count=count,
        fees=fees,
    )


def test_the_price_ladder(vectors: dict[str, Any]) -> None:
    fee, cover = Fee("fee", percent=Fraction(3)), Fee("insurance", percent=Fraction(1))
    flat = (1000, RateBasis.FLAT_YEAR, 24, 12)
    offers = {
        "A1": price(terms(1000, RateBasis.DECLINING_MONTH, 2, 12)),
        "A2": price(terms(*flat)),
        "A3": price(terms(*flat, (fee,))),
        "A4": price(terms(*flat, (fee, cover))),
        "A5": price(terms(*flat, (fee, cover)), (Deposit("savings", percent=Fraction(10)),)),
        "A5b": price(
            terms(*flat, (fee, cover)), (Deposit("savings", percent=Fraction(10), returned=Money.of("106", "NGN")),)
        ),
    }
    for entry in vectors["price_ladder_1000_12m"]:
        priced = offers[entry["id"]]
        rows = priced.schedule.rows
        reckoned: dict[str, Decimal | Fraction] = {
            "net": priced.received.decimal,
            "instalment": priced.schedule.money(rows[0].payment).decimal,
            "last": priced.schedule.money(rows[-1].payment).decimal,
            "total_paid": priced.paid.decimal,
            "apr": priced.nominal_rate.value * 100,
            "eir": priced.effective_rate.value * 100,
            "cost_per_100_received": priced.per_100,
        }
        for name in reckoned.keys() & entry.keys():
            assert same(entry[name], reckoned[name]), (entry["id"], name)


READINGS = {
    "p.a. flat": RateBasis.FLAT_YEAR,
    "flat per loan": RateBasis.FLAT_TOTAL,
    "p.a. declining": RateBasis.DECLINING_YEAR,
}


def test_the_readings_of_the_nigeria_scheme(vectors: dict[str, Any]) -> None:
    fee = Fee("fees", Money.of("1300", "NGN"), Fraction(1))
    for entry in vectors["seap_350000_6m"]:
        rate, _, basis = entry["reading"].partition("% ")
        priced = price(terms(350_000, READINGS[basis], int(rate), 6, (fee,)))
        assert same(entry["instalment"], priced.schedule.money(priced.schedule.instalment).decimal)
        assert same(entry["apr"], priced.nominal_rate.value * 100)
        assert same(entry["eir"], priced.effective_rate.value * 100)
        assert same(entry["cost_per_100"], priced.per_100)


def test_eu_rates_by_two_counts_of_time(vectors: dict[str, Any]) -> None:
    counts = {
        "apr_365": Remainder.DAYS_365,
        "apr_366": Remainder.MONTHS,
        "apr_actual_days_365": Remainder.DAYS_365,
        "apr_equal_months": Remainder.MONTHS,
    }
    for entry in vectors["apr_eu"]:
        start = date.fromisoformat(entry.get("start", "2012-10-10"))
        flows = [Flow(start, 100 * entry["amount"])]
        flows += [Flow(date.fromisoformat(day), -100 * int(amount)) for day, amount in entry["flows"]]
        for name in counts.keys() & entry.keys():
            assert same(entry[name], eu_aprc(flows, counts[name]).value * 100), (entry["id"], name)


def test_a_loan_by_the_crop_calendar(vectors: dict[str, Any]) -> None:
    entry = next(entry for entry in vectors["seasonal"] if entry.get("id") == "adopem_like")
    parts = tuple((int(number), Money(100 * amount, "NGN")) for number, amount in entry["principal"].items())
    agreed = Terms(
        principal=Money(100 * entry["L"], "NGN"),
        basis=RateBasis.DECLINING_MONTH,
        rate_percent=Fraction(entry["i"]) * 100,
        starts_on=date(2026, 1, 15),
        count=parts[-1][0],
        shape=Shape.CUSTOM_PRINCIPAL,
        principal_on=parts,
    )
    priced = price(agreed)
    assert priced.schedule.total_interest == 100 * entry["interest_total"]
    assert same(entry["apr"], priced.nominal_rate.value * 100)
    assert same(entry["eir"], priced.effective_rate.value * 100)
