"""What a loan truly costs.  Source: "Responsible finance" 2.2, 5.3 (example 6) and 7; the Nigeria scheme's terms."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sankofa.instalments.due_dates import Every, Unit
from sankofa.instalments.errors import BadTerms, NothingReceived, TwoCurrencies
from sankofa.instalments.schedule import schedule
from sankofa.instalments.sheet import ROOM as SHEETS
from sankofa.instalments.terms import Fee, FeeTime, RateBasis, Shape, Terms
from sankofa.kernel.money import Money, Rounding, round_fraction
from sankofa.kernel.wording import missing_codes, text, uneven_codes
from sankofa.lenders.rules.price import (
    ROOM,
    Deposit,
    above_cap,
    declining_equal_to,
    flat_equal_to,
    price,
    price_range,
    profit_share_range,
)

USD = "USD"
FEE = Fee("processing", percent=Fraction(3))
INSURANCE = Fee("credit life", percent=Fraction(1), kind="insurance")
SAVINGS = Deposit("savings", percent=Fraction(10))


def terms(**changes: Any) -> Terms:
    usual: dict[str, Any] = {
        "principal": Money.of("1000", USD),
        "basis": RateBasis.FLAT_YEAR,
        "rate_percent": Fraction(24),
        "starts_on": date(2026, 1, 15),
        "count": 12,
    }
    return Terms(**{**usual, **changes})


def hundredths(number: Fraction) -> Decimal:
    return Decimal(round_fraction(number * 100, Rounding.HALF_UP)).scaleb(-2)


LADDER = [
    pytest.param(
        terms(basis=RateBasis.DECLINING_MONTH, rate_percent=Fraction(2)),
        (),
        ("1000", "94.56", "1134.70", "23.998", "26.821", "13.47"),
        id="A1 declining 2 % a month",
    ),
    pytest.param(terms(), (), ("1000", "103.33", "1240", "41.702", "50.672", "24.00"), id="A2 flat 24 % a year"),
    pytest.param(
        terms(fees=(FEE,)),
        (),
        ("970", "103.33", "1240", "47.954", "60.033", "27.84"),
        id="A3 and a fee of 3 % deducted",
    ),
    pytest.param(
        terms(fees=(FEE, INSURANCE)),
        (),
        ("960", "103.33", "1240", "50.102", "63.370", "29.17"),
        id="A4 and 1 % mandatory insurance",
    ),
    pytest.param(
        terms(fees=(FEE, INSURANCE)),
        (SAVINGS,),
        ("860", "103.33", "1240", "60.047", "79.666", "32.56"),
        id="A5 and 10 % compulsory savings, given back at the end",
    ),
    pytest.param(
        terms(fees=(FEE, INSURANCE)),
        (Deposit("savings", percent=Fraction(10), returned=Money.of("106", USD)),),
        ("860", "103.33", "1240", "59.157", "78.150", "31.86"),
        id="A5b savings come back as 106",
    ),
]


@pytest.mark.parametrize(("agreed", "deposits", "expected"), LADDER)
def test_the_same_24_percent_six_times(agreed: Terms, deposits: tuple[Deposit, ...], expected: tuple[str, ...]) -> None:
    priced = price(agreed, deposits)
    received, instalment, paid, nominal, effective, per_100 = (Decimal(number) for number in expected)
    assert (priced.received.decimal, priced.paid.decimal) == (received, paid)
    assert priced.schedule.money(priced.schedule.instalment).decimal == instalment
    assert (priced.nominal_rate.percent(3), priced.effective_rate.percent(3)) == (nominal, effective)
    assert hundredths(priced.per_100) == per_100


NIGERIA = [
    pytest.param(15, RateBasis.DECLINING_YEAR, "60911.83", "19.86", "21.77", "5.87", id="15 % a year declining"),
    pytest.param(15, RateBasis.FLAT_YEAR, "62708.33", "30.21", "34.77", "8.99", id="15 % a year flat"),
    pytest.param(15, RateBasis.FLAT_TOTAL, "67083.33", "54.87", "71.00", "16.60", id="15 % flat per loan"),
    pytest.param(10, RateBasis.DECLINING_YEAR, "60046.49", "14.82", "15.87", "4.37", id="10 % a year declining"),
    pytest.param(10, RateBasis.FLAT_YEAR, "61250.00", "21.82", "24.14", "6.46", id="10 % a year flat"),
    pytest.param(10, RateBasis.FLAT_TOTAL, "64166.67", "38.52", "46.10", "11.53", id="10 % flat per loan"),
]


def nigeria(rate: int, basis: RateBasis) -> Terms:
    fee = Fee("fees", Money.of("1300", "NGN"), Fraction(1))
    return terms(principal=Money.of("350000", "NGN"), basis=basis, rate_percent=Fraction(rate), count=6, fees=(fee,))


@pytest.mark.parametrize(("rate", "basis", "instalment", "nominal", "effective", "per_100"), NIGERIA)
def test_the_readings_of_the_nigeria_scheme(
    rate: int, basis: RateBasis, instalment: str, nominal: str, effective: str, per_100: str
) -> None:
    priced = price(nigeria(rate, basis))
    assert priced.received == Money.of("345200", "NGN")
    assert priced.schedule.money(priced.schedule.instalment) == Money.of(instalment, "NGN")
    assert priced.nominal_rate.percent(2) == Decimal(nominal)
    assert priced.effective_rate.percent(2) == Decimal(effective)
    assert hundredths(priced.per_100) == Decimal(per_100)


def test_a_bare_rate_is_shown_as_a_range() -> None:
    readings = price_range(nigeria(15, RateBasis.FLAT_TOTAL))
    assert [basis for basis, _ in readings.readings] == [
        RateBasis.DECLINING_YEAR,
        RateBasis.FLAT_YEAR,
        RateBasis.FLAT_TOTAL,
    ]
    assert text(readings.finding(), "en", ROOM) == (
        "15 % can mean 3 things. The true cost is from 21.8 % to 71.0 % a year. Ask the lender which one it is."
    )


@pytest.mark.parametrize(
    ("agreed", "nominal", "effective"),
    [
        pytest.param(
            terms(principal=Money.of("100", USD), basis=RateBasis.FLAT_MONTH, rate_percent=Fraction(5), count=3),
            "87.9",
            "133.6",
            id="a savings group: 5 % a month on the original, three payments (5.3)",
        ),
        pytest.param(
            terms(
                principal=Money.of("100", USD),
                basis=RateBasis.DECLINING_MONTH,
                rate_percent=Fraction(10),
                count=3,
                shape=Shape.INTEREST_ONLY,
            ),
            "120.0",
            "213.8",
            id="10 % on the balance, principal at the end (5.3)",
        ),
        pytest.param(
            terms(
                count=10,
                basis=RateBasis.DECLINING_MONTH,
                rate_percent=Fraction(2),
                shape=Shape.CUSTOM_PRINCIPAL,
                principal_on=((6, Money.of("600", USD)), (10, Money.of("400", USD))),
            ),
            "24.0",
            "26.8",
            id="principal by the crop calendar (7)",
        ),
        pytest.param(
            terms(basis=RateBasis.FLAT_TOTAL, rate_percent=Fraction(2), count=1, every=Every(14, Unit.DAY)),
            "52.1",
            "67.6",
            id="a closed loop: 2 % for 14 days (7)",
        ),
        pytest.param(
            terms(
                principal=Money.of("10000", USD),
                basis=RateBasis.FLAT_TOTAL,
                rate_percent=Fraction("12.5"),
                count=46,
                every=Every(unit=Unit.WEEK),
            ),
            "26.6",
            "30.4",
            id="46 weeks, 12.5 % flat (2.2: 26.64 and 30.44)",
        ),
    ],
)
def test_rates_of_other_loans(agreed: Terms, nominal: str, effective: str) -> None:
    priced = price(agreed)
    assert (priced.nominal_rate.percent(1), priced.effective_rate.percent(1)) == (Decimal(nominal), Decimal(effective))


def test_a_late_first_payment_is_priced_by_its_date() -> None:
    """46 weekly payments, the first after 15 days: XIRR 28.87 (2.2)."""
    agreed = terms(
        principal=Money.of("10000", USD),
        basis=RateBasis.FLAT_TOTAL,
        rate_percent=Fraction("12.5"),
        count=46,
        every=Every(unit=Unit.WEEK),
        first_due_on=date(2026, 1, 30),
    )
    assert price(agreed).effective_rate.percent(2) == Decimal("28.87")


def test_flat_and_declining_are_turned_into_one_another_exactly() -> None:
    """24 % flat is 41.7 %, the rule of thumb says 44.3 % (2.1); 24 % declining in 46 weeks is 11.22 flat (2.2)."""
    assert declining_equal_to(terms()).percent(1) == Decimal("41.7")
    weekly = terms(
        principal=Money.of("10000", USD),
        basis=RateBasis.DECLINING_YEAR,
        count=46,
        every=Every(unit=Unit.WEEK),
    )
    assert schedule(weekly).instalment == 24178
    assert hundredths(flat_equal_to(weekly) * Fraction(46, 52)) == Decimal("11.22")


def test_a_loan_without_interest_but_with_a_fee_has_a_price() -> None:
    priced = price(terms(basis=RateBasis.NONE, rate_percent=Fraction(0), fees=(FEE,)))
    assert priced.effective_rate.value > 0
    assert [finding.code for finding in priced.findings] == ["price.interest_free_but_not_free"]


def test_a_sale_with_a_mark_up_is_never_called_interest() -> None:
    priced = price(terms(basis=RateBasis.MARKUP_TOTAL, rate_percent=Fraction(20)))
    sentences = [text(finding, "en", ROOM) for finding in priced.findings]
    sheet = [text(line, "en", SHEETS) for line in priced.sheet() if line.code == "sheet.markup"]
    assert sentences == ["This is a sale with an agreed extra. Extra to pay: 200.00 USD."]
    assert not any("nterest" in line for line in sentences + sheet)


def test_a_profit_share_is_a_range() -> None:
    low, high = profit_share_range(terms(), Fraction(20), [Money.of("100", USD), Money.of("50", USD)])
    assert (low.cost, high.cost) == (Money.of("120", USD), Money.of("240", USD))
    assert low.effective_rate.value < high.effective_rate.value


def test_voluntary_insurance_stands_beside_the_price() -> None:
    voluntary = Fee("life", Money.of("2", USD), time=FeeTime.EACH, kind="insurance", voluntary=True)
    priced = price(terms(fees=(voluntary,)))
    assert priced.effective_rate == price(terms()).effective_rate
    assert priced.voluntary == Money.of("24", USD)


def test_a_large_deposit_given_back_at_the_end_changes_sides_and_is_said() -> None:
    priced = price(terms(count=4), (Deposit("deposit", percent=Fraction(40)),))
    assert "price.own_money_held" in [finding.code for finding in priced.findings]
    assert priced.effective_rate.sign_changes == 2


def test_a_cap_is_compared_with_the_effective_rate() -> None:
    priced = price(terms())
    assert above_cap(priced, Fraction(51)) is None
    finding = above_cap(priced, Fraction(50))
    assert finding is not None
    assert text(finding, "en", ROOM) == "This offer breaks the price limit: 50.67 % a year, and the limit is 50 %."


@pytest.mark.parametrize(
    ("agreed", "deposits", "kind", "sentence"),
    [
        pytest.param(
            terms(fees=(Fee("all", percent=Fraction(100)),)),
            (),
            NothingReceived,
            "principal: net received would be 0.00 USD; what is handed out must be more",
            id="nothing received",
        ),
        pytest.param(
            terms(),
            (Deposit("d", Money.of("5", "EUR")),),
            TwoCurrencies,
            "deposits.d: an amount in EUR",
            id="currencies",
        ),
    ],
)
def test_what_cannot_be_priced_is_refused_in_one_sentence(
    agreed: Terms, deposits: tuple[Deposit, ...], kind: type[BadTerms], sentence: str
) -> None:
    with pytest.raises(kind, match=sentence):
        price(agreed, deposits)


LANGUAGES = ("en", "fr")


def test_every_sentence_is_there_in_english_and_french() -> None:
    codes = [
        "not_unique",
        "flat_rate",
        "extra_to_pay",
        "interest_free_but_not_free",
        "own_money_held",
        "voluntary_beside",
    ]
    codes += ["basis_not_said", "above_cap", "sheet.deposit", "sheet.deposit_kept", "sheet.cost", "sheet.rates"]
    assert missing_codes([f"price.{code}" for code in codes], ROOM, LANGUAGES) == {}
    steps = ["loan", "upfront", "level", "first_row", "markup", "last_row", "row_fees", "total"]
    steps += [f"interest.{basis}" for basis in RateBasis if basis is not RateBasis.MARKUP_TOTAL]
    assert missing_codes([f"sheet.{step}" for step in steps], SHEETS, LANGUAGES) == {}
    assert uneven_codes(ROOM, LANGUAGES) == uneven_codes(SHEETS, LANGUAGES) == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("agreed", "deposits", "expected"), LADDER)
def test_the_worked_sheet_can_be_read(
    agreed: Terms, deposits: tuple[Deposit, ...], expected: object, language: str
) -> None:
    lines = [
        text(line, language, SHEETS if line.code.startswith("sheet.") else ROOM)
        for line in price(agreed, deposits).sheet()
    ]
    assert len(lines) >= 5
