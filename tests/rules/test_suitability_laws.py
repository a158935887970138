"""Laws of suitability, by generated cases: what must hold whoever asks."""

import json
from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sankofa.credit.rules import capacity, suitability_many
from sankofa.credit.rules.case_file import case_of, record_of
from sankofa.credit.rules.policy import DEFAULT, NG_SEAP, Policy
from sankofa.credit.rules.suitability import Outcome, verdict
from sankofa.credit.rules.terms import (
    Alternative,
    BusinessStatus,
    Case,
    CashMonth,
    Counselling,
    DueDiligence,
    EarlierLoan,
    Grant,
    Grounds,
    Group,
    Guarantor,
    Interest,
    Offer,
    Override,
    Payment,
    Plan,
    Purpose,
    Source,
    Topic,
    Viability,
    Went,
    Wish,
)
from sankofa.debts.rules.burden import BurdenPolicy
from sankofa.debts.rules.household import Earner, Household, Income, IncomeKind
from sankofa.debts.rules.terms import Answer, Bond, Debt, Form, Frequency, Lender, Pledge, Pressure, Standing
from sankofa.kernel.finding import Weight
from sankofa.kernel.money import Money
from sankofa.kernel.share import Share
from tests.sound_case import ON, SOUND, sound, xof

answers = st.sampled_from(Answer)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def some(kind: Any) -> st.SearchStrategy[Any]:
    return st.frozensets(st.sampled_from(kind))


def money(most: int = 400_000) -> st.SearchStrategy[Money]:
    return st.integers(0, most).map(xof)


days = st.integers(-800, 40).map(lambda offset: ON + timedelta(days=offset))
percent = st.fractions(0, 60, max_denominator=100)

debts = st.builds(
    Debt,
    lender=st.sampled_from(Lender),
    balance=maybe(money()),
    instalment=maybe(money(30_000)),
    frequency=maybe(st.sampled_from(Frequency)),
    horizon_months=maybe(st.integers(1, 60)),
    due_from=maybe(st.integers(-100, 500).map(lambda offset: ON + timedelta(days=offset))),
    standing=st.sampled_from(Standing),
    form=st.sampled_from(Form),
    date_agreed=answers,
    overdue_days=maybe(st.integers(0, 90)),
    asked_back=answers,
    pressure=maybe(some(Pressure)),
    bonds=maybe(st.sampled_from([frozenset(), frozenset({Bond.WORKS_IT_OFF})])),
    interest=answers,
    yearly_cost_percent=maybe(percent),
)
incomes = st.builds(
    Income,
    earner=st.sampled_from(Earner),
    kind=st.sampled_from(IncomeKind),
    amount=money(200_000),
    costs=maybe(money(50_000)),
    taxes=maybe(money(5_000)),
    confirmed=answers,
)
households = st.builds(
    Household,
    incomes=st.lists(incomes, max_size=3).map(tuple),
    essentials=money(100_000),
    size=st.integers(1, 9),
    is_head=answers,
    estimated=maybe(money(20_000)),
    basket=maybe(money(20_000)),
)
alternatives = st.builds(
    Alternative,
    source=st.sampled_from(Source),
    available=answers,
    covers=maybe(money()),
    costs_less_in_writing=answers,
    declined_because=st.sampled_from(["", " ", "no"]),
)
offers = st.builds(
    Offer,
    lender=st.sampled_from(["", "Caisse"]),
    due_diligence=st.sampled_from(DueDiligence),
    due_diligence_until=maybe(days),
    lender_is_programme=answers,
    soft_loan_gate_passed=answers,
    instead_of_grant=answers,
    only_for_returnees=answers,
    price_percent=maybe(percent),
    price_cap_percent=maybe(percent),
    median_price_percent=maybe(percent),
    least=maybe(money(100_000)),
    step=maybe(st.sampled_from([1, 500, 5_000]).map(xof)),
    first_cycle_cap=maybe(money()),
    rate_percent=maybe(st.sampled_from(list(map(Fraction, ["0", "1", "2", "2.5", "10"])))),
    instalments=maybe(st.sampled_from([1, 3, 6, 12, 46])),
    frequency=st.sampled_from(Frequency),
    documents_asked=maybe(some(["id", "deed"])),
    months_in_business_asked=maybe(st.integers(0, 24)),
    age_limit=maybe(st.integers(40, 70)),
    pledges=maybe(some(Pledge)),
    guarantors=maybe(st.lists(st.builds(Guarantor, st.just("A"), answers, answers), max_size=2).map(tuple)),
    by_group=answers,
)
cash_months = st.builds(CashMonth, business=money(150_000), other=money(60_000), expenses=money(90_000))
overrides = st.builds(
    Override,
    rule=st.sampled_from(["HS2", "HS3", "HS4", "HS6", "PR4", "PR5"]),
    by=st.sampled_from(["A", "B"]),
    role=st.sampled_from(["supervisor", "protection_officer", "counsellor"]),
    reason=st.sampled_from(["", "seen"]),
    given_on=st.just(ON),
    expires_on=st.sampled_from([ON, ON + timedelta(days=30), ON + timedelta(days=300)]),
)
CHANGES: dict[str, st.SearchStrategy[Any]] = {
    "wants_loan": st.sampled_from(Wish),
    "consent_withdrawn": answers,
    "accepts_interest": st.sampled_from(Wish),
    "age_least": maybe(st.integers(10, 90)),
    "purposes": maybe(some(Purpose)),
    "amount": maybe(money()),
    "gap": maybe(st.integers(-10, 200_000).map(xof)),
    "cycle": maybe(st.integers(1, 6)),
    "borrowed_before": maybe(money()),
    "earlier": st.lists(
        st.builds(EarlierLoan, money(), st.sampled_from(Went), maybe(st.integers(0, 90))), max_size=3
    ).map(tuple),
    "grant": st.sampled_from(Grant),
    "other_support_months": maybe(st.integers(0, 6)),
    "business": st.sampled_from(BusinessStatus),
    "business_started_on": maybe(days),
    "registered": answers,
    "viability": st.sampled_from(Viability),
    "plan": st.sampled_from(Plan),
    "plan_gaps": some(["prices", "buyers"]),
    "trained_money": answers,
    "trained_business": answers,
    "wants_to_run_business": st.sampled_from(Interest),
    "needs_assessed_on": maybe(days),
    "alternatives": st.lists(alternatives, max_size=6).map(tuple),
    "counselling": st.builds(Counselling, some(Topic), maybe(st.integers(0, 5)), maybe(days), maybe(days), answers),
    "follow_up_agreed": answers,
    "documents": some(["id", "deed"]),
    "debts": maybe(st.lists(debts, max_size=3).map(tuple)),
    "threatened_over_debt": answers,
    "self_harm_risk": answers,
    "sacrifices": maybe(st.integers(0, 5)),
    "bondage": answers,
    "another_takes_or_threatens": answers,
    "own_decision_on": maybe(days),
    "household": maybe(households),
    "opening_cash": maybe(money()),
    "months": st.just(()) | st.lists(cash_months, min_size=12, max_size=12).map(tuple),
    "offer": offers,
    "group": st.builds(Group, maybe(st.integers(0, 6)), answers, answers),
    "grounds": st.builds(Grounds, answers, answers, answers, answers, answers, answers, some(["A", "B"]), answers),
    "overrides": st.lists(overrides, max_size=2).map(tuple),
}
everything = st.fixed_dictionaries({}, optional=CHANGES).map(lambda changes: replace(SOUND, **changes))
policies = st.sampled_from(
    [
        DEFAULT,
        NG_SEAP,
        Policy("XOF first loans", first_loan_max=xof(50_000), all_loans_max=xof(300_000), loans_max=2),
        Policy("strict", burden=BurdenPolicy().tightened(amber_of_income=Share.percent("33.3"))),
        Policy("harder years", burden=BurdenPolicy().tightened(business_income_kept=Share.percent("66.7"))),
    ]
)


def barriers(case: Case, policy: Policy = DEFAULT) -> set[str]:
    return {finding.code for finding in verdict(case, ON, policy).findings if finding.weight is Weight.BARRIER}


def test_every_fact_of_a_case_is_generated_here() -> None:
    assert set(CHANGES) | {"currency"} == {field.name for field in fields(Case)}


@given(st.lists(everything, min_size=1, max_size=4), policies)
@settings(max_examples=300, deadline=None)
def test_many_at_once_say_the_same_as_one_by_one_code_by_code(cases: list[Case], policy: Policy) -> None:
    together = suitability_many.verdicts(cases, ON, policy)
    for place, case in enumerate(cases):
        alone = verdict(case, ON, policy)
        assert together.codes(place) == {finding.code for finding in alone.findings}
        assert together.outcome(place) is alone.outcome
        expected = suitability_many.NO_AMOUNT if alone.capacity is None else alone.capacity.amount
        assert together.amounts[place] == expected


@given(st.builds(lambda months, n: (months, n), st.lists(cash_months, min_size=12, max_size=12), st.integers(1, 12)))
@settings(max_examples=50, deadline=None)
def test_many_at_once_follow_a_schedule_of_its_own(given_: tuple[list[CashMonth], int]) -> None:
    months, n = given_
    offer = replace(SOUND.offer, payments=(Payment(n, xof(60_000)), Payment(12, xof(60_000))))
    case = sound(months=tuple(months), offer=offer)
    together = suitability_many.verdicts([case], ON)
    assert together.codes(0) == {finding.code for finding in verdict(case, ON).findings}


@given(everything, incomes, policies)
@settings(max_examples=200, deadline=None)
def test_a_higher_income_never_adds_a_barrier(case: Case, more: Income, policy: Policy) -> None:
    if case.household is None:
        return
    more = replace(more, costs=None, taxes=None)
    richer = replace(case, household=replace(case.household, incomes=(*case.household.incomes, more)))
    assert barriers(richer, policy) - {"HS5", "HS5.nothing_left", "HS4", "HS4.too_little"} == barriers(case, policy) - {
        "HS5",
        "HS5.nothing_left",
        "HS4",
        "HS4.too_little",
    }
    before, after = verdict(case, ON, policy), verdict(richer, ON, policy)
    for rule in ("HS4", "HS5"):
        assert rule in before.rules or rule not in after.rules
    if before.capacity is not None and after.capacity is not None:
        assert after.capacity.amount >= before.capacity.amount
        assert after.capacity.grade <= before.capacity.grade


@given(everything, debts)
@settings(max_examples=150, deadline=None)
def test_a_debt_less_never_adds_a_barrier(case: Case, debt: Debt) -> None:
    case = replace(case, overrides=())
    with_debt = replace(case, debts=(*(case.debts or ()), debt))
    without = replace(case, debts=case.debts or ())
    rules = {code.partition(".")[0] for code in barriers(with_debt)}
    assert {code.partition(".")[0] for code in barriers(without)} <= rules | {
        # where what the debt takes is not known, nothing could be reckoned with it
        *({"HS4", "HS5"} if "ask.debt_amounts" in {f.code for f in verdict(with_debt, ON).findings} else set())
    }


@given(everything, st.integers(1, 400_000), st.integers(1, 400_000))
@settings(max_examples=150, deadline=None)
def test_asking_for_less_never_adds_a_barrier(case: Case, one: int, other: int) -> None:
    less, more = sorted((one, other))
    case = replace(case, overrides=(), offer=replace(case.offer, payments=()))
    rules = [{code.partition(".")[0] for code in barriers(replace(case, amount=xof(n)))} for n in (less, more)]
    assert rules[0] <= rules[1]


@given(everything, st.sampled_from([name for name in CHANGES if name not in {"overrides", "grounds"}]))
@settings(max_examples=200, deadline=None)
def test_forgetting_an_answer_never_makes_a_case_suitable(case: Case, name: str) -> None:
    nothing = Case("XOF")
    forgotten = replace(case, **{name: getattr(nothing, name)})
    told_elsewhere = {"other_support_months", "borrowed_before", "earlier", "own_decision_on"}
    if forgotten != case and name not in told_elsewhere:
        assert verdict(forgotten, ON).outcome is not Outcome.SUITABLE or name in {
            "consent_withdrawn",  # an act: not having withdrawn is the usual state
            "plan_gaps",
            "documents",
            "group",
            "registered",
            "business_started_on",
        }


@given(everything)
@settings(max_examples=100, deadline=None)
def test_old_age_never_changes_a_verdict(case: Case) -> None:
    without_limit = replace(case, offer=replace(case.offer, age_limit=None))
    young, old = (replace(without_limit, age_least=age) for age in (18, 90))
    assert verdict(young, ON).findings == verdict(old, ON).findings


@given(everything)
@settings(max_examples=100, deadline=None)
def test_a_case_written_down_is_read_as_the_same_case(case: Case) -> None:
    assert case_of(json.loads(json.dumps(record_of(case))), ON) == case


@given(everything, policies)
@settings(max_examples=100, deadline=None)
def test_what_is_said_to_fit_fits(case: Case, policy: Policy) -> None:
    found = verdict(case, ON, policy).capacity
    if found is None or found.amount == 0 or case.offer.payments:
        return
    smaller = replace(case, amount=xof(found.amount), offer=replace(case.offer, least=None))
    again = capacity.capacity(smaller, policy, ON)
    assert again is not None
    assert again.grade < 2
    assert again.amount >= found.amount
    ways = {way.code: way for way in capacity.ways_to_fit(case, found, policy)}
    if "fit.longer" in ways:
        instalments = ways["fit.longer"].facts["instalments"]
        assert isinstance(instalments, int)
        longer = replace(case, offer=replace(case.offer, instalments=instalments))
        fitting = capacity.capacity(longer, policy, ON)
        assert fitting is not None
        assert fitting.factor * fitting.tested <= fitting.instalment


@pytest.mark.parametrize("day", [ON, date(2026, 2, 28), date(2026, 8, 31), date(2028, 2, 29)])
@given(started=st.integers(-420, 10))
@settings(max_examples=60, deadline=None)
def test_the_age_of_a_business_is_the_same_for_many_around_the_ends_of_months(day: date, started: int) -> None:
    case = sound(business_started_on=day + timedelta(days=started))
    together = suitability_many.verdicts([case], day)
    assert together.codes(0) == {finding.code for finding in verdict(case, day).findings}


@given(st.integers(-5, 400), st.integers(0, 12_000), st.integers(0, 40_000))
@settings(max_examples=120, deadline=None)
def test_a_debt_that_starts_later_is_paid_from_the_same_month_for_many(wait: int, monthly: int, cash: int) -> None:
    debt = Debt(
        Lender.SHOP,
        xof(60_000),
        xof(monthly),
        Frequency.MONTHLY,
        due_from=ON + timedelta(days=wait),
        date_agreed=Answer.NO,
        asked_back=Answer.NO,
        pressure=frozenset(),
        bonds=frozenset(),
    )
    months = (CashMonth(xof(0), xof(50_000), xof(45_000)),) * 12
    case = sound(debts=(debt,), months=months, opening_cash=xof(cash))
    together = suitability_many.verdicts([case], ON)
    assert together.codes(0) == {finding.code for finding in verdict(case, ON).findings}
