"""Worked examples of money, rounding, sharing out, and shares.

Sources: ISO 4217 for decimals; the group lending, savings and saving-up examples of the finance rules (Grameen-style
cover of a missed payment; ICRC Kashmir, 25 % of a grant saved within a year); Knowledge Paper 1 and Migration and
Development practices for the counts of borrowers.
"""

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from sankofa.kernel.currencies import CURRENCIES, UnknownCurrency, exponent
from sankofa.kernel.money import (
    CurrencyMismatch,
    Money,
    NotAnAmount,
    NothingToShareBy,
    Rounding,
    TooManyDecimals,
    allocation,
    round_fraction,
    to_multiple,
    total,
)
from sankofa.kernel.share import Share, UnknownBase


@pytest.mark.parametrize(
    ("currency", "decimals"),
    [
        pytest.param("BDT", 2, id="taka"),
        pytest.param("NGN", 2, id="naira"),
        pytest.param("XOF", 0, id="west-african-cfa-franc-has-none"),
        pytest.param("XAF", 0, id="central-african-cfa-franc-has-none"),
        pytest.param("GNF", 0, id="guinean-franc-has-none"),
        pytest.param("UGX", 0, id="uganda-shilling-has-none"),
        pytest.param("MRU", 2, id="ouguiya-two-although-its-unit-is-a-fifth"),
        pytest.param("MGA", 2, id="ariary-two-although-its-unit-is-a-fifth"),
        pytest.param("IQD", 3, id="iraqi-dinar"),
        pytest.param("TND", 3, id="tunisian-dinar"),
        pytest.param("CLF", 4, id="unidad-de-fomento"),
        pytest.param("SLL", 2, id="old-leone-still-readable"),
    ],
)
def test_a_currency_has_the_decimals_of_iso_4217(currency: str, decimals: int) -> None:
    assert exponent(currency) == decimals


@pytest.mark.parametrize("code", ["XAU", "XXX", "XTS", "TAKA", "bdt", "", "ABC"])
def test_money_cannot_be_held_in_what_is_no_currency(code: str) -> None:
    with pytest.raises(UnknownCurrency) as refusal:
        Money(1, code)
    assert refusal.value.code == code


def test_every_currency_of_the_iso_codes_list_is_known_under_its_number(shared_data: Path) -> None:
    listed = json.loads((shared_data / "classifications" / "iso_4217.json").read_text(encoding="utf-8"))["4217"]
    assert {entry["alpha_3"]: entry["numeric"] for entry in listed}.items() <= {
        code: currency.number for code, currency in CURRENCIES.items()
    }.items()


def test_no_two_currencies_in_force_have_one_number() -> None:
    numbers = [currency.number for currency in CURRENCIES.values() if currency.withdrawn_on is None]
    assert len(numbers) == len(set(numbers)) == 178


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "shown"),
    [
        pytest.param("100.50", "BDT", 10_050, "100.50 BDT", id="taka-and-poisha"),
        pytest.param("100.5", "BDT", 10_050, "100.50 BDT", id="one-decimal"),
        pytest.param("0.01", "BDT", 1, "0.01 BDT", id="the-smallest"),
        pytest.param("-7.05", "BDT", -705, "-7.05 BDT", id="negative"),
        pytest.param("1.500", "BDT", 150, "1.50 BDT", id="trailing-zeros-are-no-decimals"),
        pytest.param(350_000, "NGN", 35_000_000, "350000.00 NGN", id="a-whole-number-is-whole-naira"),
        pytest.param(Decimal("0.10"), "BDT", 10, "0.10 BDT", id="decimal"),
        pytest.param("500", "XOF", 500, "500 XOF", id="no-minor-unit"),
        pytest.param("1.234", "TND", 1_234, "1.234 TND", id="three-decimals"),
        pytest.param("9" * 40, "XOF", int("9" * 40), "9" * 40 + " XOF", id="as-large-as-one-likes"),
    ],
)
def test_an_amount_is_read_and_shown_as_people_write_it(
    amount: str | int | Decimal, currency: str, minor: int, shown: str
) -> None:
    money = Money.of(amount, currency)
    assert money == Money(minor, currency)
    assert str(money) == shown


@pytest.mark.parametrize(
    "text", ["", "abc", "1,000", "1 000", "1e3", "NaN", "Infinity", "1_000", ".5", "5.", "+5", "১০০", "٣", "5\n"]
)
def test_what_is_not_plain_digits_is_not_an_amount(text: str) -> None:
    with pytest.raises(NotAnAmount) as refusal:
        Money.of(text, "BDT")
    assert refusal.value.text == text


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_decimal_that_is_no_number_is_not_an_amount(number: str) -> None:
    with pytest.raises(NotAnAmount):
        Money.from_decimal(Decimal(number), "BDT", Rounding.HALF_UP)
    with pytest.raises(NotAnAmount):
        Share.percent(number)


@pytest.mark.parametrize(("amount", "currency"), [("0.005", "BDT"), ("0.5", "XOF"), ("1.2345", "TND")])
def test_an_amount_finer_than_its_currency_is_refused_unless_a_rounding_is_named(amount: str, currency: str) -> None:
    with pytest.raises(TooManyDecimals) as refusal:
        Money.of(amount, currency)
    assert (refusal.value.amount, refusal.value.currency) == (Decimal(amount), currency)
    assert refusal.value.decimals == exponent(currency)
    assert Money.from_decimal(Decimal(amount), currency, Rounding.UP).decimal > Decimal(amount)


@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "up", "down", "ceiling", "floor"),
    [
        pytest.param("2.5", 3, 2, 3, 2, 3, 2, id="half-over-even"),
        pytest.param("3.5", 4, 4, 4, 3, 4, 3, id="half-over-odd"),
        pytest.param("-2.5", -3, -2, -3, -2, -2, -3, id="minus-half-over-even"),
        pytest.param("-3.5", -4, -4, -4, -3, -3, -4, id="minus-half-over-odd"),
        pytest.param("0.5", 1, 0, 1, 0, 1, 0, id="one-half"),
        pytest.param("-0.5", -1, 0, -1, 0, 0, -1, id="minus-one-half"),
        pytest.param("2.4", 2, 2, 3, 2, 3, 2, id="below-half"),
        pytest.param("2.6", 3, 3, 3, 2, 3, 2, id="above-half"),
        pytest.param("-2.4", -2, -2, -3, -2, -2, -3, id="minus-below-half"),
        pytest.param("-2.6", -3, -3, -3, -2, -2, -3, id="minus-above-half"),
        pytest.param("7", 7, 7, 7, 7, 7, 7, id="whole"),
        pytest.param("-7", -7, -7, -7, -7, -7, -7, id="minus-whole"),
        pytest.param("0", 0, 0, 0, 0, 0, 0, id="nothing"),
    ],
)
def test_each_rounding_does_what_its_name_says(
    value: str, half_up: int, half_even: int, up: int, down: int, ceiling: int, floor: int
) -> None:
    rounded = {rounding: round_fraction(Fraction(value), rounding) for rounding in Rounding}
    assert rounded == {
        Rounding.HALF_UP: half_up,
        Rounding.HALF_EVEN: half_even,
        Rounding.UP: up,
        Rounding.DOWN: down,
        Rounding.CEILING: ceiling,
        Rounding.FLOOR: floor,
    }


@pytest.mark.parametrize(
    ("value", "step", "rounding", "rounded"),
    [
        pytest.param(1_233, 50, Rounding.UP, 1_250, id="up-to-fifties"),
        pytest.param(1_225, 50, Rounding.HALF_UP, 1_250, id="half-up"),
        pytest.param(1_225, 50, Rounding.HALF_EVEN, 1_200, id="half-even"),
        pytest.param(-1_233, 50, Rounding.FLOOR, -1_250, id="floor-of-a-debt"),
        pytest.param(Fraction(100, 3), 5, Rounding.HALF_UP, 35, id="a-fraction"),
        pytest.param(1_250, 50, Rounding.UP, 1_250, id="already-a-multiple"),
    ],
)
def test_a_value_becomes_a_multiple(value: int | Fraction, step: int, rounding: Rounding, rounded: int) -> None:
    assert to_multiple(value, step, rounding) == rounded


@pytest.mark.parametrize("step", [0, -5])
def test_a_step_to_round_to_is_above_zero(step: int) -> None:
    with pytest.raises(ValueError, match="above zero"):
        to_multiple(7, step, Rounding.UP)


def test_money_is_reckoned_with_exactly() -> None:
    rent, food = Money.of("1500.25", "BDT"), Money.of("2499.75", "BDT")
    assert rent + food == Money.of(4000, "BDT")
    assert food - rent == Money.of("999.50", "BDT")
    assert rent * 3 == 3 * rent == Money.of("4500.75", "BDT")
    assert -rent == Money.of("-1500.25", "BDT")
    assert abs(-rent) == rent
    assert rent < food <= food + Money.zero("BDT")
    assert max(rent, food) == food
    assert (rent - rent) == Money.zero("BDT")
    assert rent
    assert not Money.zero("BDT")
    assert rent.decimal == Decimal("1500.25")
    assert total([rent, food], "BDT") == Money.of(4000, "BDT")
    assert total([], "XOF") == Money(0, "XOF")


def test_a_fraction_of_money_names_its_rounding() -> None:
    assert Money.of(100, "BDT").times(Fraction(1, 3), Rounding.HALF_UP) == Money.of("33.33", "BDT")
    assert Money.of(100, "BDT").times(Decimal("0.00015"), Rounding.UP) == Money.of("0.02", "BDT")
    assert Money.of(100, "BDT").times(2, Rounding.UP) == Money.of(200, "BDT")
    assert Money.of("20.83", "BDT").to_multiple(100, Rounding.UP) == Money.of(21, "BDT")
    with pytest.raises(TypeError, match="times"):
        Money.of(100, "BDT") * Fraction(1, 3)


@pytest.mark.parametrize("reckon", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a >= b])
def test_amounts_of_different_currencies_never_meet(reckon: Callable[[Money, Money], object]) -> None:
    with pytest.raises(CurrencyMismatch) as refusal:
        reckon(Money(0, "BDT"), Money(0, "XOF"))
    assert (refusal.value.left, refusal.value.right) == ("BDT", "XOF")


def test_nothing_in_one_currency_is_not_nothing_in_another() -> None:
    assert Money(0, "BDT") != Money(0, "XOF")
    assert Money(0, "BDT") != 0


def test_a_total_refuses_another_currency() -> None:
    with pytest.raises(CurrencyMismatch):
        total([Money(1, "BDT"), Money(1, "XOF")], "BDT")


@pytest.mark.parametrize(
    "enter",
    [
        pytest.param(lambda: Money(100.0, "BDT"), id="constructor"),
        pytest.param(lambda: Money(True, "BDT"), id="true-is-no-amount"),
        pytest.param(lambda: Money.of(100.5, "BDT"), id="of"),
        pytest.param(lambda: Money.from_decimal(100.5, "BDT"), id="from_decimal"),
        pytest.param(lambda: Money(100, "BDT") * 1.5, id="multiplied"),
        pytest.param(lambda: 1.5 * Money(100, "BDT"), id="multiplying"),
        pytest.param(lambda: Money(100, "BDT").times(1.5, Rounding.UP), id="times"),
        pytest.param(lambda: Money(100, "BDT") + 1.5, id="added"),
        pytest.param(lambda: Money(100, "BDT") + 1, id="a-bare-number-has-no-currency"),
        pytest.param(lambda: Money(100, "BDT") < 1, id="compared-with-a-bare-number"),
        pytest.param(lambda: Money(100, "BDT").allocate([0.5, 0.5]), id="allocate"),
        pytest.param(lambda: round_fraction(2.5, Rounding.UP), id="round_fraction"),
        pytest.param(lambda: to_multiple(2.5, 1, Rounding.UP), id="to_multiple"),
        pytest.param(lambda: Share(0.5), id="share"),
        pytest.param(lambda: Share.of(0.5, 1), id="share-of"),
        pytest.param(lambda: Share.percent(62.5), id="percent"),
        pytest.param(lambda: allocation(10, [0.5, 0.5]), id="allocation"),
        pytest.param(lambda: Share.of(Money(1, "BDT"), 2), id="a-share-of-money-and-a-number"),
    ],
)
def test_no_float_and_no_bare_number_comes_in_anywhere(enter: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        enter()


@pytest.mark.parametrize(
    ("amount", "parts", "shares"),
    [
        pytest.param(100, [120, 80, 60, 140], (30, 20, 15, 35), id="missed-payment-covered-pro-rata"),
        pytest.param(100, [1, 1, 1, 1], (25, 25, 25, 25), id="missed-payment-covered-equally"),
        pytest.param(25_000, [1] * 12, (2_084,) * 4 + (2_083,) * 8, id="kashmir-250-saved-in-twelve-months"),
        pytest.param(100, [1, 1, 1], (34, 33, 33), id="equal-remainders-the-earlier-first"),
        pytest.param(-100, [1, 1, 1], (-34, -33, -33), id="a-debt-like-the-same-amount-of-money"),
        pytest.param(10, [0, 3, 0, 7], (0, 3, 0, 7), id="no-part-no-share"),
        pytest.param(1, [0, 1, 5], (0, 0, 1), id="the-largest-remainder-first"),
        pytest.param(0, [1, 2], (0, 0), id="nothing-to-share-out"),
    ],
)
def test_an_amount_is_shared_out_in_proportion(amount: int, parts: list[int], shares: tuple[int, ...]) -> None:
    assert allocation(amount, parts) == shares
    assert Money(amount, "BDT").allocate(parts) == tuple(Money(share, "BDT") for share in shares)


@pytest.mark.parametrize("parts", [[], [0, 0], [2, -1], [-1]])
def test_nothing_is_shared_out_by_no_parts_or_negative_ones(parts: list[int]) -> None:
    with pytest.raises(NothingToShareBy) as refusal:
        Money(100, "BDT").allocate(parts)
    assert refusal.value.parts == tuple(parts)


@pytest.mark.parametrize(
    ("part", "base", "places", "percent", "shown"),
    [
        pytest.param(31, 50, 0, "62", "62 % (31 of 50)", id="number-with-its-base"),
        pytest.param(11, 13, 1, "84.6", "84.6 % (11 of 13)", id="nigeria-loans-repaid"),
        pytest.param(6, 1_400, 2, "0.43", "0.4 % (6 of 1400)", id="prottasha-loans-of-returnees"),
        pytest.param(53, 50, 0, "106", "106 % (53 of 50)", id="more-than-all-of-it"),
        pytest.param(-1, 8, 1, "-12.5", "-12.5 % (-1 of 8)", id="less-than-nothing"),
        pytest.param(0, 8, 0, "0", "0 % (0 of 8)", id="none-of-them"),
    ],
)
def test_a_share_keeps_its_base(part: int, base: int, places: int, percent: str, shown: str) -> None:
    share = Share.of(part, base)
    assert share.as_percent(places, Rounding.HALF_UP) == Decimal(percent)
    assert (share.part, share.base) == (part, base)
    assert str(share) == shown


def test_a_share_of_money_names_the_money() -> None:
    share = Share.of(Money.of(370, "BDT"), Money.of(1000, "BDT"))
    assert str(share) == "37 % (370.00 BDT of 1000.00 BDT)"
    assert share == Share.percent(37) == Share.percent("37.0")
    assert share.part_of(Money.of("10.01", "BDT"), Rounding.DOWN) == Money.of("3.70", "BDT")
    assert Share.percent("36.9") < share < Share.percent(Decimal("37.1"))
    with pytest.raises(CurrencyMismatch):
        Share.of(Money(1, "BDT"), Money(2, "XOF"))


@pytest.mark.parametrize(
    ("part", "base"), [(1, 0), (0, 0), (1, -5), (Money(5, "BDT"), Money(0, "BDT")), (Money(5, "BDT"), Money(-1, "BDT"))]
)
def test_a_share_of_nothing_is_not_known(part: int | Money, base: int | Money) -> None:
    with pytest.raises(UnknownBase) as refusal:
        Share.of(part, base)
    assert (refusal.value.part, refusal.value.base) == (part, base)
