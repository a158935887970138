"""What a product of a lender costs, what stands beside it while something is not known, and where a lender stands.

Sources: responsible-finance rules, 2.2 (the Nigeria scheme and the offers A1 to A5), 2.4, 3.1 and 3.4; Knowledge
Paper 1, 3.1 (pages 10 and 11) and 4.2.3.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sankofa.kernel.money import Money
from sankofa.lenders import queries
from sankofa.lenders.rules import comparison, kept
from sankofa.lenders.rules.due_diligence import Status
from sankofa.lenders.rules.offers import Frequency, Offered, OutsideAmounts, OutsideMonths, true_price
from sankofa.lenders.rules.presets import PresetNotUnderstood, presets
from sankofa.lenders.rules.products import Product, RateBasis
from sankofa.lenders.rules.standing import Decided, LenderKind, Standing, framework_for, standing

ON = date(2026, 1, 1)


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


PLAIN = Offered(
    Product(
        "A",
        least=usd("100"),
        most=usd("1000"),
        months_least=1,
        months_most=12,
        frequency="month",
        rate_percent=Fraction(24),
        rate_basis=RateBasis.FLAT_YEAR,
        compulsory_savings_percent=Fraction(0),
    ),
    usd("0"),
    Fraction(0),
    Fraction(0),
)


def but(offered: Offered, **changed: Any) -> Offered:
    """The same terms with some of them changed."""
    figures = {name: changed.pop(name) for name in ("fee_once", "fee_percent", "insurance_percent") if name in changed}
    return replace(offered, product=replace(offered.product, **changed), **figures)


@pytest.mark.parametrize(
    ("changed", "received", "paid", "per_100", "effective"),
    [
        pytest.param(
            {"rate_basis": RateBasis.DECLINING_MONTH, "rate_percent": Fraction(2)},
            "1000.00",
            "1134.70",
            "13.47",
            "26.82",
            id="A1-declining",
        ),
        pytest.param({}, "1000.00", "1240.00", "24.00", "50.67", id="A2-flat"),
        pytest.param({"fee_percent": Fraction(3)}, "970.00", "1240.00", "27.84", "60.03", id="A3-with-a-fee"),
        pytest.param(
            {"fee_percent": Fraction(3), "insurance_percent": Fraction(1)},
            "960.00",
            "1240.00",
            "29.17",
            "63.37",
            id="A4-with-insurance",
        ),
        pytest.param(
            {"fee_percent": Fraction(3), "insurance_percent": Fraction(1), "compulsory_savings_percent": Fraction(10)},
            "860.00",
            "1240.00",
            "32.56",
            "79.67",
            id="A5-with-savings-held-back",
        ),
    ],
)
def test_everything_that_must_be_paid_is_in_the_price(
    changed: dict[str, Any], received: str, paid: str, per_100: str, effective: str
) -> None:
    priced = true_price(but(PLAIN, **changed), usd("1000"), 12, starts_on=ON)
    (price,) = priced.readings
    assert (price.received, price.paid) == (usd(received), usd(paid))
    assert round(price.per_100, 2) == Fraction(per_100)
    assert price.effective_rate.percent(2) == Decimal(effective)
    assert priced.is_whole


@pytest.mark.parametrize(
    ("rate", "lowest", "highest", "back"),
    [
        pytest.param(15, "21.77", "71.00", (106, 117), id="fifteen"),
        pytest.param(10, "15.87", "46.10", (104, 112), id="ten"),
    ],
)
def test_the_rate_of_the_nigeria_scheme_has_no_price_but_a_range(
    rate: int, lowest: str, highest: str, back: tuple[int, int]
) -> None:
    (seap,) = (one for one in queries.shipped() if one.code == "ng-seap")
    offered = but(seap.products[0].offered, rate_percent=Fraction(rate))
    priced = true_price(offered, Money.of("350000", "NGN"), 6, starts_on=ON)
    assert priced.is_range
    assert not priced.is_whole
    ends = priced.readings[0], priced.readings[-1]
    assert tuple(one.effective_rate.percent(2) for one in ends) == (Decimal(lowest), Decimal(highest))
    assert tuple(comparison.back_for_100(one) for one in ends) == back
    assert priced.findings[0].code == "price.basis_not_said"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"rate_percent": None}, "offer.no_rate", id="rate"),
        pytest.param({"fee_once": None}, "offer.fees_unknown", id="fee-once"),
        pytest.param({"fee_percent": None}, "offer.fees_unknown", id="fee-in-percent"),
        pytest.param({"insurance_percent": None}, "offer.insurance_unknown", id="insurance"),
        pytest.param({"compulsory_savings_percent": None}, "offer.savings_unknown", id="savings"),
        pytest.param({"frequency": None}, "offer.frequency_unknown", id="how-often"),
        pytest.param({"rate_basis": RateBasis.PROFIT_SHARE}, "offer.profit_share", id="a-share-of-the-profit"),
    ],
)
def test_what_is_not_known_stands_beside_the_price_and_is_never_taken_for_nothing(
    changed: dict[str, Any], code: str
) -> None:
    priced = true_price(but(PLAIN, **changed), usd("1000"), 12, starts_on=ON)
    assert code in {one.code for one in priced.findings}
    assert not priced.is_whole


@pytest.mark.parametrize(
    ("amount", "months", "error"),
    [
        pytest.param("100", 1, None, id="the-least"),
        pytest.param("99.99", 1, OutsideAmounts, id="a-cent-less"),
        pytest.param("1000", 12, None, id="the-most"),
        pytest.param("1000.01", 12, OutsideAmounts, id="a-cent-more"),
        pytest.param("500", 13, OutsideMonths, id="a-month-more"),
        pytest.param("500", 0, OutsideMonths, id="no-time-at-all"),
    ],
)
def test_a_price_is_reckoned_only_for_what_the_lender_lends(
    amount: str, months: int, error: type[Exception] | None
) -> None:
    if error is None:
        assert true_price(PLAIN, usd(amount), months, starts_on=ON).readings
    else:
        with pytest.raises(error):
            true_price(PLAIN, usd(amount), months, starts_on=ON)


@pytest.mark.parametrize(
    ("frequency", "count", "a_week"),
    [
        pytest.param(Frequency.WEEK, 26, "21.54", id="every-week"),
        pytest.param(Frequency.TWO_WEEKS, 13, "21.54", id="every-two-weeks"),
        pytest.param(Frequency.MONTH, 6, "21.54", id="every-month"),
        pytest.param(Frequency.ONCE, 1, "21.54", id="all-at-the-end"),
    ],
)
def test_a_payment_is_set_beside_the_week_however_often_it_is_made(frequency: str, count: int, a_week: str) -> None:
    priced = true_price(but(PLAIN, frequency=frequency), usd("500"), 6, starts_on=ON)
    assert priced.count == count
    assert comparison.of_a_week(priced.readings[0], 6) == usd(a_week), "560 back over 26 weeks"


@pytest.mark.parametrize(
    ("saved", "weeks"),
    [
        pytest.param("380", 27, id="a-part-of-a-week-is-a-week"),
        pytest.param("10000", 1, id="at-once"),
        pytest.param("0", None, id="nothing-saved"),
        pytest.param(None, None, id="not-known"),
    ],
)
def test_how_long_it_takes_to_save_the_same(saved: str | None, weeks: int | None) -> None:
    assert comparison.weeks_to_save(usd("10000"), None if saved is None else usd(saved)) == weeks


ENDS = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("kind", "decided", "on", "stands"),
    [
        pytest.param("mfi", None, ON, "not_assessed", id="nobody-looked"),
        pytest.param("mfi", (Status.APPROVED, ENDS), ON, "approved", id="approved"),
        pytest.param("mfi", (Status.APPROVED, ENDS), date(2026, 12, 31), "approved", id="on-its-last-day"),
        pytest.param("mfi", (Status.APPROVED, ENDS), ENDS, "run_out", id="the-day-after"),
        pytest.param("bank", (Status.CONDITIONAL, ENDS), ENDS, "run_out", id="conditions-end-too"),
        pytest.param("mfi", (Status.APPROVED, None), ON, "run_out", id="no-end-is-no-approval"),
        pytest.param("mfi", (Status.REFUSED, None), date(2036, 1, 1), "refused", id="a-refusal-stays"),
        pytest.param("referral", None, ON, "lends_nothing", id="lends-nothing-itself"),
    ],
)
def test_where_a_lender_stands(kind: str, decided: tuple[Status, date | None] | None, on: date, stands: str) -> None:
    told = None if decided is None else Decided(decided[0], ON, decided[1])
    assert standing(LenderKind(kind), told, on=on) is Standing(stands)


@pytest.mark.parametrize(
    ("kind", "framework"),
    [
        pytest.param("mfi", "mfi", id="microfinance-institution"),
        pytest.param("cooperative", "mfi", id="cooperative"),
        pytest.param("bank", "bank", id="bank"),
        pytest.param("state", "bank", id="state"),
        pytest.param("referral", None, id="lends-nothing-itself"),
    ],
)
def test_what_is_asked_of_a_kind_of_lender(kind: str, framework: str | None) -> None:
    found = framework_for(LenderKind(kind))
    assert (None if found is None else found.code) == framework


def test_what_a_paper_does_not_say_is_not_known() -> None:
    lenders = {one.code: one for one in queries.shipped()}
    seap = lenders["ng-seap"].products[0].offered
    assert (seap.product.most, seap.fee_once, seap.fee_percent) == (
        Money.of("350000", "NGN"),
        Money.of("1300", "NGN"),
        1,
    )
    assert seap.product.guarantors == 2
    for name in ("rate_basis", "frequency", "least", "late_policy", "compulsory_savings_percent", "pledges"):
        assert getattr(seap.product, name) is None, name
    assert lenders["bd-prottasha"].kind is LenderKind.REFERRAL
    assert not lenders["bd-prottasha"].products


def test_a_term_that_no_product_has_is_refused() -> None:
    text = """
[[lender]]
code = "x"
country = "BD"
name = "X"
kind = "mfi"
said_by = "a paper"
note = ""
[[lender.product]]
name = "Y"
from_on = 2026-01-01
said_by = "a paper"
note = ""
currency = "BDT"
interest = "12"
"""
    with pytest.raises(PresetNotUnderstood) as wrong:
        presets(text)
    assert wrong.value.names == ("interest",)


def test_terms_are_read_again_as_they_were_kept() -> None:
    held = kept.table(but(PLAIN, pledges=frozenset(), documents=frozenset({"a deed"})))
    again = kept.offered_of(held, code="A", lender_kind="mfi", from_on=ON, until_on=None)
    assert kept.table(again) == held
    assert (again.product.pledges, again.product.languages) == (frozenset(), None)
