"""How heavy debts weigh, what a household can carry, and twelve months of cash, figure by figure.

Sources: responsible-finance rules, 1.5 and 1.6 (a household of the order of magnitude found in Mali; the seasonal
example); Returning to Debt (2022) and the debt study of Mali for coercion; figures of finance-vectors.
"""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sankofa.credit.rules.capacity import NeverRepays, capacity, instalment_factor, ways_to_fit
from sankofa.credit.rules.cash_flow import CashFlow, NotTwelveMonths, cash_flow, grid, payments_by_month
from sankofa.credit.rules.policy import DEFAULT
from sankofa.credit.rules.terms import Payment
from sankofa.debts.rules import burden as burdens
from sankofa.debts.rules.burden import BurdenPolicy, Grade, Limit, Loosened, Measure, burden, grade, service
from sankofa.debts.rules.coercion import Sign, coercion, explanation
from sankofa.debts.rules.household import EmptyHousehold, Household, NegativeAmount
from sankofa.debts.rules.profile import profile, quantile
from sankofa.debts.rules.terms import Answer, Debt, Form, Frequency, Lender, Pledge, Pressure, Purpose, Standing
from sankofa.kernel.money import CurrencyMismatch, Money, Rounding
from sankofa.kernel.share import Share
from tests.sound_case import NO, OFFER, ON, SOUND, UNKNOWN, YES, income, offered, sound, xof

VECTORS = Path(__file__).resolve().parents[2].parent / "shared/data/finance-vectors/finance_vectors.json"
POLICY = BurdenPolicy()

MALI_HOME = Household(
    incomes=(income(50_000), income(10_000, "other"), income(35_000, "other", "wage")),
    essentials=xof(62_000),
    size=5,
    is_head=NO,
)
OLD = Debt(Lender.RELATIVE, xof(100_000), horizon_months=12)
NEW = instalment_factor(Fraction(2, 100), 6) * 150_000


def percent(share: Share | None, places: int = 1) -> Decimal:
    assert share is not None
    return share.as_percent(places, Rounding.HALF_UP)


def test_the_same_debts_are_70_37_106_and_167_percent() -> None:
    weighed = burden(MALI_HOME, [OLD], NEW, ON, POLICY)
    assert weighed is not None
    assert burdens.amount_of(NEW, "XOF") == "26778.87 XOF"
    assert burdens.amount_of(weighed.service, "XOF") == "35112.21 XOF"
    assert percent(weighed.of_own_income) == Decimal("70.2")
    assert percent(weighed.of_income) == Decimal("37.0")
    assert percent(weighed.of_surplus) == Decimal("106.4")
    assert percent(weighed.of_surplus_stressed) == Decimal("167.2")
    assert percent(weighed.of_yearly_income) == Decimal("8.8")  # 100,000 of 12 x 95,000
    assert grade(weighed, POLICY) is Grade.RED


def test_that_household_can_bear_6366_a_month_which_pays_for_35662() -> None:
    case = replace(
        SOUND, household=MALI_HOME, debts=(OLD,), amount=xof(150_000), offer=replace(OFFER, instalments=6, step=None)
    )
    found = capacity(case, DEFAULT, ON)
    assert found is not None
    assert burdens.amount_of(found.instalment, "XOF") == "6366.67 XOF"
    assert burdens.amount_of(found.instalment / found.factor, "XOF") == "35662.44 XOF"
    assert found.amount == 35_662
    assert found.limit_that_binds == "surplus"


def test_the_figures_of_the_finance_vectors_come_out_to_the_printed_digit() -> None:
    if not VECTORS.exists():
        pytest.skip("the folder ../shared/data is not here")
    vectors = json.loads(VECTORS.read_text(encoding="utf-8"), parse_float=Decimal)
    told = vectors["burden"][0]
    business = (told["surplus"] - told["stressed_surplus"]) * 5  # a fifth of it is lost under stress
    own, whole = told["own_income"], told["household_ni"]
    home = Household(
        incomes=(income(own), income(business - own, "other"), income(whole - business, "other", "wage")),
        essentials=xof(whole - told["surplus"]),
        size=5,
        is_head=NO,
    )
    # the balance from which the printed instalment comes
    debt = Debt(Lender.RELATIVE, xof(100_000), horizon_months=12)
    weighed = burden(home, [debt], NEW, ON, POLICY)
    assert weighed is not None
    assert burdens.amount_of(weighed.service - weighed.service_new, "XOF") == f"{told['old']} XOF"
    assert burdens.amount_of(weighed.service_new, "XOF") == f"{told['new']} XOF"
    assert percent(weighed.of_own_income, 2) == told["dsr_own"]
    assert percent(weighed.of_income, 2) == told["dsr_household"]
    assert percent(weighed.of_surplus) == told["rcr"]
    assert percent(weighed.of_surplus_stressed) == told["rcr_stressed"]
    assert weighed.surplus_stressed == told["stressed_surplus"]
    case = replace(SOUND, household=home, debts=(debt,), amount=xof(150_000), offer=replace(OFFER, instalments=6))
    found = capacity(case, DEFAULT, ON)
    assert found is not None
    assert burdens.amount_of(found.instalment, "XOF") == f"{told['affordable_instalment']} XOF"
    assert burdens.amount_of(found.instalment / found.factor, "XOF") == f"{told['affordable_amount']} XOF"

    season = vectors["seasonal"][0]
    args = (season["opening"], season["income"], [season["expense"]] * 12, [0] * 12)
    monthly, harvest = ([25] * 12, [0] * 6 + [150] + [0] * 4 + [150])
    assert _end_and_low(grid(*args, monthly)) == (season["monthly_25"]["end"], season["monthly_25"]["low"])
    assert _end_and_low(grid(*args, harvest)) == tuple(season["harvest_150_m7_m12"][key] for key in ("end", "low"))
    stressed = grid(args[0], [Fraction(4, 5) * amount for amount in season["income"]], *args[2:], harvest)
    assert _end_and_low(stressed) == tuple(season["harvest_stress_0.8"][key] for key in ("end", "low"))


def _end_and_low(months: Any) -> tuple[Fraction, Fraction]:
    return months[-1].after, min(month.after for month in months)


SEASON = [40] * 5 + [260] * 2 + [40] * 4 + [260]
HARVEST = [0] * 6 + [150] + [0] * 4 + [150]


@pytest.mark.parametrize(
    ("factor", "payments", "end", "low"),
    [
        pytest.param(1, [25] * 12, 270, -110, id="25-every-month-fails-in-the-fifth"),
        pytest.param(1, HARVEST, 270, 15, id="150-after-each-harvest-passes"),
        pytest.param(Fraction(4, 5), HARVEST, 42, -25, id="in-a-bad-year-25-have-to-be-saved-first"),
    ],
)
def test_the_same_money_in_other_months(factor: Fraction, payments: list[int], end: int, low: int) -> None:
    months = grid(90, [factor * amount for amount in SEASON], [55] * 12, [0] * 12, payments)
    assert _end_and_low(months) == (end, low)


def test_a_year_fits_when_it_never_ends_a_month_below_zero_and_a_bad_one_does_not_end_so() -> None:
    expected = grid(90, SEASON, [55] * 12, [0] * 12, HARVEST)
    bad = grid(90, [Fraction(4, 5) * amount for amount in SEASON], [55] * 12, [0] * 12, HARVEST)
    flow = CashFlow(expected, bad, expected)
    assert flow.fits
    assert flow.stressed_low == -25
    assert flow.months_short == ()


def test_a_month_that_ends_with_exactly_nothing_still_fits() -> None:
    even = grid(10, [0] * 12, [0] * 12, [0] * 12, [10, *[0] * 11])
    assert CashFlow(even, even, even).fits
    less = grid(9, [1] * 12, [0] * 12, [0] * 12, [11, *[0] * 11])
    assert not CashFlow(less, less, less).fits


def test_old_debts_are_paid_in_the_grid_until_nothing_is_left() -> None:
    debt = Debt(Lender.SHOP, xof(2_500), xof(1_000), Frequency.MONTHLY, due_from=date(2026, 4, 10))
    flow = cash_flow(sound(debts=(debt,)), DEFAULT, ON)
    assert flow is not None
    assert [month.debts for month in flow.expected] == [0, 1_000, 1_000, 500, *[0] * 8]


def test_half_of_what_has_no_schedule_may_be_called_in_next_month() -> None:
    flow = cash_flow(sound(debts=(OLD,)), DEFAULT, ON)
    assert flow is not None
    assert flow.called_in[0].debts - flow.expected[0].debts == 50_000


def test_weekly_payments_fall_four_or_five_to_a_month() -> None:
    offer = replace(OFFER, rate_percent=Fraction(0), instalments=46, frequency=Frequency.WEEKLY)
    paid = payments_by_month(offer, xof(46_000))
    assert paid == [4_000, 4_000, 5_000, 4_000, 4_000, 5_000, 4_000, 4_000, 5_000, 4_000, 3_000, 0]


@pytest.mark.parametrize(
    ("debt", "monthly"),
    [
        pytest.param(Debt(Lender.BANK, xof(9_000), xof(300), Frequency.WEEKLY), Fraction(1_300), id="weekly-52-of-12"),
        pytest.param(
            Debt(Lender.BANK, xof(9_000), xof(300), Frequency.FORTNIGHTLY), Fraction(650), id="fortnightly-26-of-12"
        ),
        pytest.param(Debt(Lender.FRIEND, xof(24_000)), Fraction(1_000), id="no-schedule-24-months"),
        pytest.param(Debt(Lender.FRIEND, xof(24_000), horizon_months=12), Fraction(2_000), id="own-horizon"),
        pytest.param(Debt(Lender.FRIEND), None, id="nothing-known"),
        pytest.param(Debt(Lender.FRIEND, xof(24_000), standing=Standing.FORGIVEN), Fraction(0), id="forgiven"),
        pytest.param(Debt(Lender.FRIEND, xof(24_000), form=Form.MORAL), Fraction(0), id="moral-debt-asks-no-payment"),
        pytest.param(Debt(Lender.BANK, xof(24_000), due_from=date(2027, 3, 1)), Fraction(1_000), id="due-in-a-year"),
        pytest.param(Debt(Lender.BANK, xof(24_000), due_from=date(2027, 3, 2)), Fraction(0), id="not-due-for-a-year"),
    ],
)
def test_only_payments_that_are_due_count(debt: Debt, monthly: Fraction | None) -> None:
    assert service(debt, ON, POLICY) == monthly


def home(amount: int, essentials: int, head: Answer = YES, **facts: Any) -> Household:
    return Household((income(amount, kind="wage"),), xof(essentials), size=1, is_head=head, **facts)


@pytest.mark.parametrize(
    ("paid", "household", "expected"),
    [
        pytest.param(250, home(1_000, 100), Grade.GREEN, id="25-percent-of-income"),
        pytest.param(251, home(1_000, 100), Grade.AMBER, id="above-25"),
        pytest.param(400, home(1_000, 100), Grade.AMBER, id="40-percent-of-income"),
        pytest.param(401, home(1_000, 100), Grade.RED, id="above-40"),
        pytest.param(100, home(1_000, 800), Grade.GREEN, id="50-percent-of-what-is-left"),
        pytest.param(101, home(1_000, 800), Grade.AMBER, id="above-50"),
        pytest.param(140, home(1_000, 800), Grade.AMBER, id="70-percent-of-what-is-left"),
        pytest.param(141, home(1_000, 800), Grade.RED, id="above-70"),
        pytest.param(100, home(1_000, 100, basket=xof(900)), Grade.GREEN, id="basket-just-kept"),
        pytest.param(101, home(1_000, 100, basket=xof(900)), Grade.RED, id="basket-not-kept"),
        pytest.param(0, home(0, 0), Grade.GREEN, id="no-payments-weigh-nothing"),
        pytest.param(1, home(0, 0), Grade.RED, id="any-payment-from-nothing"),
    ],
)
def test_the_worst_measure_decides(paid: int, household: Household, expected: Grade) -> None:
    weighed = burden(household, [], Fraction(paid), ON, POLICY)
    assert weighed is not None
    assert grade(weighed, POLICY) is expected


def test_the_stricter_of_own_and_household_income_decides_for_who_does_not_head_the_home() -> None:
    household = Household((income(500, kind="wage"), income(9_500, "other", "wage")), xof(100), 2)
    for head, expected in ((YES, Grade.GREEN), (NO, Grade.RED), (UNKNOWN, Grade.RED)):
        weighed = burden(replace(household, is_head=head), [], Fraction(1_000), ON, POLICY)
        assert weighed is not None
        assert grade(weighed, POLICY) is expected


def test_what_another_earner_has_not_confirmed_is_not_reckoned_with() -> None:
    unsure = replace(income(9_500, "other", "wage"), confirmed=UNKNOWN)
    assert Household((income(500), unsure), xof(100), 2).net_income == 500


def test_a_bad_month_takes_a_fifth_of_sales_and_a_tenth_more_of_what_was_estimated() -> None:
    household = Household((income(1_000, costs=xof(300)),), xof(200), 2, estimated=xof(100))
    assert household.surplus == 400
    assert household.surplus_stressed(Fraction(4, 5), Fraction(11, 10)) == 400 - 200 - 10


def test_a_legal_limit_wins_where_it_is_lower() -> None:
    legal = Limit(Share.percent(25), Measure.OF_INCOME, "ASFI, consumer credit to the salaried (Bolivia)")
    policy = POLICY.tightened(legal=(legal,))
    weighed = burden(home(1_000, 100), [], Fraction(300), ON, policy)
    assert weighed is not None
    assert (grade(weighed, POLICY), grade(weighed, policy)) == (Grade.AMBER, Grade.RED)


@pytest.mark.parametrize(
    "looser",
    [
        {"amber_of_income": Share.percent(41)},
        {"business_income_kept": Share.percent(81)},
        {"estimated_expenses_grown": Share.percent(109)},
    ],
)
def test_a_country_may_tighten_and_never_loosen(looser: dict[str, Share]) -> None:
    with pytest.raises(Loosened):
        POLICY.tightened(**looser)


def test_what_would_make_a_loan_fit_is_reckoned_one_by_one() -> None:
    case = replace(SOUND, household=MALI_HOME, debts=(OLD,), amount=xof(150_000), offer=replace(OFFER, instalments=6))
    found = capacity(case, DEFAULT, ON)
    assert found is not None
    ways = {way.code: dict(way.facts) for way in ways_to_fit(case, found, DEFAULT)}
    assert ways == {
        "fit.smaller": {"amount": xof(35_000)},
        "fit.longer": {"instalments": 33},
        "fit.more_income": {"amount": "37780.51 XOF"},
    }


@pytest.mark.parametrize(
    ("offer", "field"),
    [
        pytest.param({"instalments": 0}, "offer.instalments", id="no-instalments"),
        pytest.param({"rate_percent": Fraction(2_000)}, "offer.rate_percent", id="2000-percent"),
        pytest.param({"payments": (Payment(1, xof(99_999)),)}, "offer.payments", id="pays-back-less-than-lent"),
        pytest.param({"payments": (Payment(0, xof(200_000)),)}, "offer.payments.month", id="before-the-loan"),
    ],
)
def test_terms_that_describe_no_loan_are_refused(offer: dict[str, Any], field: str) -> None:
    with pytest.raises(NeverRepays) as refusal:
        capacity(offered(**offer), DEFAULT, ON)
    assert refusal.value.field == field


def test_a_grid_has_twelve_months() -> None:
    with pytest.raises(NotTwelveMonths):
        cash_flow(sound(months=SOUND.months[:11]), DEFAULT, ON)


def test_two_currencies_never_meet() -> None:
    naira = Debt(Lender.BANK, Money.of(10, "NGN"))
    with pytest.raises(CurrencyMismatch):
        burden(MALI_HOME, [naira], NEW, ON, POLICY)
    with pytest.raises(CurrencyMismatch):
        profile([naira], "XOF")


def test_a_household_cannot_be_empty_or_earn_less_than_nothing() -> None:
    with pytest.raises(EmptyHousehold):
        replace(MALI_HOME, size=0)
    with pytest.raises(NegativeAmount):
        income(-1)


# Coercion, apart from size


def test_a_small_debt_with_threats_is_more_coercive_than_a_large_one_without() -> None:
    small = replace(OLD, balance=xof(5_000), pressure=frozenset({Pressure.THREATS}))
    large = replace(OLD, balance=xof(3_500_000), pressure=frozenset())
    assert coercion(small).score > coercion(large).score
    assert coercion(small).is_dangerous
    assert not coercion(large).is_dangerous


@pytest.mark.parametrize("balance", [None, 1, 15_000, 3_500_000])
def test_the_size_of_a_debt_never_changes_its_coercion(balance: int | None) -> None:
    debt = replace(OLD, lender=Lender.AGENT, pledges=frozenset({Pledge.LAND}), interest=YES)
    changed = replace(debt, balance=None if balance is None else xof(balance))
    assert coercion(changed) == coercion(debt)
    assert coercion(debt).signs == {Sign.LENDER, Sign.PLEDGE, Sign.INTEREST}


def test_what_was_not_asked_about_a_debt_is_said_and_not_counted() -> None:
    found = coercion(Debt(Lender.UNKNOWN))
    assert found.score == 0
    assert found.not_known == set(Sign)
    assert explanation(found)[-1].facts == {"score": 0, "known": 0}


# Many debts together: medians, never means


def test_one_large_debt_does_not_speak_for_everyone() -> None:
    amounts = (15_000, 60_000, 100_000, 120_000, 3_500_000)
    debts = [Debt(Lender.FRIEND, xof(amount), purpose=Purpose.TRIP) for amount in amounts]
    closed = Debt(Lender.FRIEND, xof(9), standing=Standing.REPAID)
    found = profile([*debts, Debt(Lender.FRIEND, purpose=Purpose.BUSINESS), closed], "XOF")
    assert found.median == xof(100_000)
    assert (found.counted, found.without_amount) == (5, 1)
    assert str(found.for_migration) == "83.3 % (5 of 6)"
    assert not hasattr(found, "mean")


@pytest.mark.parametrize(
    ("amounts", "middle"),
    [([], None), ([5], 5), ([5, 6], 6), ([1, 2, 9], 2), ([1, 2, 4, 9], 3)],
)
def test_the_median_of_an_even_number_lies_between_the_middle_two(amounts: list[int], middle: int | None) -> None:
    found = quantile([xof(amount) for amount in amounts], Fraction(1, 2))
    assert found == (None if middle is None else xof(middle))
