"""A case that nothing speaks against, to start worked examples from: change one fact and see which rule answers.

In Mali somebody of 27 has sold vegetables for ten months, has used the grant, has no debts, and asks for a first
small loan.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from sankofa.credit.rules.terms import (
    Alternative,
    BusinessStatus,
    Case,
    CashMonth,
    Counselling,
    DueDiligence,
    Grant,
    Interest,
    Offer,
    Plan,
    Purpose,
    Source,
    Topic,
    Viability,
    Wish,
)
from sankofa.debts.rules.household import Earner, Household, Income, IncomeKind
from sankofa.debts.rules.terms import Answer, Debt, Lender
from sankofa.kernel.money import Money

ON = date(2026, 3, 2)
YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def xof(amount: int) -> Money:
    return Money(amount, "XOF")


def income(amount: int, earner: str = "self", kind: str = "business", **facts: Any) -> Income:
    return Income(Earner(earner), IncomeKind(kind), xof(amount), confirmed=YES, **facts)


OFFER = Offer(
    lender="Caisse du Plateau",
    due_diligence=DueDiligence.APPROVED,
    due_diligence_until=date(2027, 6, 30),
    lender_is_programme=NO,
    instead_of_grant=NO,
    price_percent=Fraction("26.82"),
    price_cap_percent=Fraction(27),
    median_price_percent=Fraction(24),
    least=xof(25_000),
    step=xof(5_000),
    rate_percent=Fraction(2),
    instalments=12,
    documents_asked=frozenset({"identity card"}),
    insured=NO,
    pledges=frozenset(),
    guarantors=(),
    by_group=NO,
)

COUNSELLING = Counselling(
    topics=frozenset(Topic), taught_back=5, held_on=date(2026, 2, 20), accepts_small_first_loan=YES
)

HOUSEHOLD = Household(incomes=(income(95_000),), essentials=xof(45_000), size=4, is_head=YES)

SOUND = Case(
    currency="XOF",
    wants_loan=Wish.YES,
    accepts_interest=Wish.YES,
    age_least=27,
    purposes=frozenset({Purpose.STOCK}),
    amount=xof(100_000),
    gap=xof(100_000),
    cycle=1,
    grant=Grant.IN_KIND_DELIVERED,
    business=BusinessStatus.RUNNING,
    business_started_on=date(2025, 5, 10),
    registered=YES,
    viability=Viability.PROMISING,
    plan=Plan.ROBUST,
    trained_money=YES,
    trained_business=YES,
    wants_to_run_business=Interest.CLEAR,
    needs_assessed_on=date(2026, 1, 20),
    alternatives=(
        Alternative(Source.SAVINGS, NO),
        Alternative(Source.UNUSED_GRANT, NO),
        Alternative(Source.FAMILY_FRIENDS, NO),
        Alternative(Source.BANK, NO),
        Alternative(Source.SAVINGS_GROUP, YES, xof(30_000)),
    ),
    counselling=COUNSELLING,
    follow_up_agreed=YES,
    documents=frozenset({"identity card"}),
    debts=(),
    threatened_over_debt=NO,
    self_harm_risk=NO,
    sacrifices=0,
    bondage=NO,
    another_takes_or_threatens=NO,
    household=HOUSEHOLD,
    opening_cash=xof(20_000),
    months=(CashMonth(xof(95_000), xof(0), xof(45_000)),) * 12,
    offer=OFFER,
)

UNCLE = Debt(
    lender=Lender.RELATIVE,
    balance=xof(60_000),
    horizon_months=24,
    date_agreed=NO,
    asked_back=NO,
    pressure=frozenset(),
    pledges=frozenset(),
    bonds=frozenset(),
    interest=NO,
    hard_terms=NO,
)


def sound(**facts: Any) -> Case:
    """Return the sound case with some facts changed."""
    return replace(SOUND, **facts)


def offered(**terms: Any) -> Case:
    """Return the sound case with another offer."""
    return replace(SOUND, offer=replace(OFFER, **terms))


def counselled(**facts: Any) -> Case:
    """Return the sound case with another counselling."""
    return replace(SOUND, counselling=replace(COUNSELLING, **facts))


def at_home(**facts: Any) -> Case:
    """Return the sound case with another household."""
    return replace(SOUND, household=replace(HOUSEHOLD, **facts))


def owing(**facts: Any) -> Case:
    """Return the sound case with one debt to an uncle."""
    return replace(SOUND, debts=(replace(UNCLE, **facts),))
