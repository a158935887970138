"""What many households can carry: the formulas of `capacity` in whole numbers over whole numbers.

Exact, and some twenty times as fast as with fractions: the factor of an offer is worked out once for all who have the
same terms, and every comparison is one between whole numbers.  Generated cases prove that both give the same.

Source: responsible-finance rules, 1.5 and 1.6.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Final, NamedTuple

from sankofa.credit.rules.capacity import instalment_factor, monthly_factor
from sankofa.credit.rules.policy import Policy
from sankofa.credit.rules.terms import Case, Offer
from sankofa.debts.rules.burden import Grade, Measure
from sankofa.debts.rules.terms import TIMES_A_MONTH, Answer
from sankofa.kernel.money import CurrencyMismatch

GREEN, AMBER, RED = (int(grade) for grade in Grade)


class Weighed(NamedTuple):
    """What one case comes to."""

    grade: int
    amount: int  # the largest loan that fits, in minor units
    too_little: bool  # even the least loan leaves too little to live on
    anything_left: bool  # in a bad month, before debts


class Limits:
    """The policy's shares as whole numbers, and what one case comes to under them; see `capacity` for the formulas."""

    def __init__(self, policy: Policy) -> None:
        limits = policy.burden
        self.kept = limits.business_income_kept.fraction
        self.grown = limits.estimated_expenses_grown.fraction
        self.parts = lcm(self.kept.denominator, self.grown.denominator)
        self.lost = int((1 - self.kept) * self.parts)
        self.more = int((self.grown - 1) * self.parts)
        self.stressed = limits.stressed_of_surplus.fraction
        self.income_green = limits.limit(Measure.OF_INCOME, Grade.GREEN)
        self.income = limits.limit(Measure.OF_INCOME, Grade.AMBER)
        self.surplus_green = limits.limit(Measure.OF_SURPLUS, Grade.GREEN)
        self.surplus = limits.limit(Measure.OF_SURPLUS, Grade.AMBER)
        self.bearable = min(self.surplus, self.stressed)

    def weigh(self, case: Case, factor: tuple[int, int], old: tuple[int, int]) -> Weighed:
        """Return how heavy a case weighs under these limits."""
        household, offer = case.household, case.offer
        assert household is not None
        assert case.amount is not None
        f_above, f_below = factor
        o_above, o_below = old
        income, own = household.net_income, household.own_income
        surplus = income - household.expenses
        estimated = household.estimated.minor if household.estimated else 0
        stressed = surplus * self.parts - household.business_income * self.lost - estimated * self.more
        to_live_on, strict = household.least_to_live_on, household.is_head is not Answer.YES
        least = offer.least.minor if offer.least else 0
        tested = max(case.amount.minor, least)
        # debt service = paid / unit
        paid, unit = o_above * f_below + f_above * tested * o_below, o_below * f_below
        below = (income - to_live_on) * unit < paid
        if below or paid * self.parts * self.stressed.denominator > self.stressed.numerator * stressed * unit:
            grade = RED
        else:
            grade = max(
                _grade(paid, unit, income, self.income_green, self.income),
                _grade(paid, unit, surplus, self.surplus_green, self.surplus),
                _grade(paid, unit, own, self.income_green, self.income) if strict else GREEN,
            )
        # the highest payment by each limit, all over one denominator
        share, bear = self.income, self.bearable
        bounds = [
            (bear.numerator * stressed * o_below - o_above * bear.denominator * self.parts) * share.denominator,
            (share.numerator * income * o_below - o_above * share.denominator) * bear.denominator * self.parts,
            ((income - to_live_on) * o_below - o_above) * share.denominator * bear.denominator * self.parts,
        ]
        if strict:
            bounds.append(
                (share.numerator * own * o_below - o_above * share.denominator) * bear.denominator * self.parts
            )
        under = share.denominator * bear.denominator * self.parts * o_below
        step = offer.step.minor if offer.step else 1
        amount = max(min(bounds), 0) * f_below // (under * f_above * step) * step
        too_little = (
            below
            and offer.least is not None
            and ((income - to_live_on) * o_below - o_above) * f_below < f_above * least * o_below
        )
        return Weighed(grade, amount, too_little, stressed > 0)


def _grade(paid: int, unit: int, base: int, green: Fraction, amber: Fraction) -> int:
    if base <= 0:
        return RED
    if paid * green.denominator <= green.numerator * base * unit:
        return GREEN
    return AMBER if paid * amber.denominator <= amber.numerator * base * unit else 2


_FACTORS: Final[dict[tuple[int, int, int, str], tuple[int, int]]] = {}
_MOST_FACTORS: Final = 100_000


def factor_of(offer: Offer) -> tuple[int, int]:
    """Return a regular instalment for each unit borrowed as a whole number over another, remembered by terms."""
    assert offer.rate_percent is not None
    assert offer.instalments is not None
    key = (offer.rate_percent.numerator, offer.rate_percent.denominator, offer.instalments, "")
    if key not in _FACTORS:
        _forget_when_full()
        factor = instalment_factor(offer.rate_percent / 100, offer.instalments)
        _FACTORS[key] = (factor.numerator, factor.denominator)
    return _FACTORS[key]


def monthly_factor_of(case: Case) -> tuple[int, int] | None:
    """Return what the offer takes in a month for each unit borrowed, as a whole number over another.

    None where its terms are not known.
    """
    offer, amount = case.offer, case.amount
    assert amount is not None
    if offer.payments or offer.rate_percent is None or offer.instalments is None:
        factor = monthly_factor(offer, amount)
        return None if factor is None else (factor.numerator, factor.denominator)
    key = (offer.rate_percent.numerator, offer.rate_percent.denominator, offer.instalments, offer.frequency)
    if key not in _FACTORS:
        _forget_when_full()
        factor = instalment_factor(offer.rate_percent / 100, offer.instalments) * TIMES_A_MONTH[offer.frequency]
        _FACTORS[key] = (factor.numerator, factor.denominator)
    return _FACTORS[key]


def total_of(services: Sequence[tuple[int, int] | None]) -> tuple[int, int] | None:
    """Return what all debts take in a month, as a whole number over another; None: that of one is not known."""
    above, below = 0, 1
    for monthly in services:
        if monthly is None:
            return None
        above, below = above * monthly[1] + monthly[0] * below, below * monthly[1]
    return above, below


def check_currency(case: Case) -> None:
    """Raise CurrencyMismatch when a debt is owed in another currency than the household reckons in."""
    assert case.household is not None
    for debt in case.debts or ():
        for amount in (debt.balance, debt.instalment):
            if amount is not None and amount.currency != case.household.currency:
                raise CurrencyMismatch(amount.currency, case.household.currency)


def _forget_when_full() -> None:
    if len(_FACTORS) >= _MOST_FACTORS:
        _FACTORS.clear()
