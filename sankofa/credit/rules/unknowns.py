"""What nobody has asked yet, and how much of what a verdict rests on is known.

What is not known is never a pass and never a stop: where a stop or a first step depends on it, finding out comes first;
where only a concern does, it stays a concern.  So "not known" never ends in "suitable".

Source: responsible-finance rules, 1.4.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, NamedTuple

from sankofa.credit.rules.policy import Policy
from sankofa.credit.rules.terms import (
    FORMAL_SOURCES,
    Alternative,
    BusinessStatus,
    Case,
    DueDiligence,
    Grant,
    Source,
    Wish,
)
from sankofa.debts.rules.burden import service
from sankofa.debts.rules.terms import Answer, Debt, Standing
from sankofa.kernel.finding import Finding, Weight

SOURCE: Final = "Responsible finance 1.4"
UNKNOWN: Final = Answer.UNKNOWN


class Question(NamedTuple):
    """Something to ask: its code, the rules that wait for the answer, and whether it is still open for a case."""

    code: str
    rules: str
    is_open: Callable[[Case], bool]
    weight: Weight = Weight.PREREQUISITE


def own_money_open(case: Case) -> bool:
    """Whether it is still open if the person has own money: savings, or part of the grant."""
    known = {other.source: other for other in case.alternatives}
    wanted = [Source.SAVINGS] if case.grant is Grant.NOT_ENTITLED else [Source.SAVINGS, Source.UNUSED_GRANT]
    return any(_half_known(known.get(source)) for source in wanted)


def cheaper_money_open(case: Case) -> bool:
    """Whether it is still open if a bank or the state would lend for less."""
    formal = [other for other in case.alternatives if other.source in FORMAL_SOURCES]
    return not formal or any(
        _half_known(other) or (other.available is Answer.YES and other.costs_less_in_writing is UNKNOWN)
        for other in formal
    )


def _half_known(other: Alternative | None) -> bool:
    return other is None or other.available is UNKNOWN or (other.available is Answer.YES and other.covers is None)


def lateness_open(debt: Debt) -> bool:
    """Whether it is still open if a debt is late, or asked back."""
    if not debt.is_open:
        return False
    if debt.date_agreed is Answer.YES:
        return debt.overdue_days is None
    return debt.date_agreed is UNKNOWN or debt.asked_back is UNKNOWN


def _any_debt(is_open: Callable[[Debt], bool]) -> Callable[[Case], bool]:
    return lambda case: any(is_open(debt) for debt in case.debts or ())


# Every answer a verdict waits for.  What does not apply to a case is not open for it.
QUESTIONS: Final = (
    Question("wish", "HS1", lambda c: c.wants_loan is Wish.UNKNOWN),
    Question("sure", "HS1", lambda c: c.wants_loan is Wish.UNSURE),
    Question("purpose", "HS2 HS3", lambda c: not c.purposes),
    Question("household", "HS4 HS5", lambda c: c.household is None),
    Question("head", "HS5", lambda c: c.household is not None and c.household.is_head is UNKNOWN),
    Question("debts", "HS5 HS6 W02", lambda c: c.debts is None),
    Question("debt_standing", "HS5 HS6", _any_debt(lambda debt: debt.standing is Standing.UNKNOWN)),
    Question("debt_late", "HS6", _any_debt(lateness_open)),
    Question("debt_pressure", "HS6", _any_debt(lambda debt: debt.is_open and debt.pressure is None)),
    Question("debt_bonds", "HS12", _any_debt(lambda debt: debt.is_open and debt.bonds is None)),
    Question("amount", "HS5", lambda c: c.amount is None),
    Question(
        "terms",
        "HS5 W05",
        lambda c: not c.offer.payments and (c.offer.rate_percent is None or c.offer.instalments is None),
    ),
    Question("least", "HS5", lambda c: c.offer.least is None),
    Question("threats", "HS6", lambda c: c.threatened_over_debt is UNKNOWN),
    Question("harm", "HS6", lambda c: c.self_harm_risk is UNKNOWN),
    Question("sacrifices", "HS6", lambda c: c.sacrifices is None),
    Question("age", "HS7a", lambda c: c.age_least is None),
    Question("own_choice", "HS7b", lambda c: c.another_takes_or_threatens is UNKNOWN),
    Question("own_money", "HS8", own_money_open),
    Question("cheaper_money", "HS8", cheaper_money_open),
    Question("offer", "HS10", lambda c: not c.offer.lender),
    Question(
        "lender",
        "HS9",
        lambda c: (
            c.offer.due_diligence is DueDiligence.UNKNOWN
            or (c.offer.due_diligence is DueDiligence.APPROVED and c.offer.due_diligence_until is None)
        ),
    ),
    Question("who_lends", "HS9", lambda c: c.offer.lender_is_programme is UNKNOWN),
    Question(
        "soft_loan",
        "HS9",
        lambda c: c.offer.lender_is_programme is Answer.YES and c.offer.soft_loan_gate_passed is UNKNOWN,
    ),
    Question("instead_of_grant", "R01", lambda c: c.offer.instead_of_grant is UNKNOWN),
    Question("price_cap", "HS10", lambda c: c.offer.price_cap_percent is None),
    Question("gap", "HS11", lambda c: c.gap is None),
    Question("bondage", "HS12", lambda c: c.bondage is UNKNOWN),
    Question("pledges", "W09", lambda c: c.offer.pledges is None),
    Question("grant", "PR2", lambda c: c.grant is Grant.UNKNOWN),
    Question("business", "PR3", lambda c: c.business is BusinessStatus.UNKNOWN),
    Question("documents", "PR9", lambda c: c.offer.documents_asked is None),
    Question("group", "PR10", lambda c: c.offer.by_group is UNKNOWN),
    Question("interest", "W11", lambda c: c.accepts_interest in {Wish.UNKNOWN, Wish.UNSURE}, Weight.CONCERN),
    Question("months", "W05", lambda c: not c.months or c.opening_cash is None, Weight.CONCERN),
    Question("cycle", "W06", lambda c: c.cycle is None, Weight.CONCERN),
    Question("prices_here", "W07", lambda c: c.offer.median_price_percent is None, Weight.CONCERN),
    Question(
        "guarantors",
        "W08",
        lambda c: (
            c.offer.guarantors is None
            or any(who.poor_relative is UNKNOWN or who.also_borrows is UNKNOWN for who in c.offer.guarantors)
        ),
        Weight.CONCERN,
    ),
)


def unknowns(case: Case, policy: Policy, on: date) -> Iterator[Finding]:
    """Return one finding for every answer that is missing, in the order in which to ask."""
    for question in QUESTIONS:
        if question.is_open(case):
            yield Finding(f"ask.{question.code}", question.weight, SOURCE)
    if _any_debt(lambda debt: service(debt, on, policy.burden) is None)(case):
        yield Finding("ask.debt_amounts", Weight.PREREQUISITE, SOURCE)


def completeness(missing: int) -> tuple[int, int]:
    """Return how many answers are known, of how many a verdict rests on."""
    asked = len(QUESTIONS) + 1
    return asked - missing, asked
