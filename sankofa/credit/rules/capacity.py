"""What a household can carry: the instalment it can bear, the loan that this pays for, and what would make one fit.

    affordable instalment  P* = min(amber share of income - old debts, amber share of the stressed surplus - old debts,
                                    net income - old debts - the least to live on)
    affordable amount      A  = P* x (1 - (1 + i)^-n) / i, rounded down to the product's step

Payments are taken to grow in step with the amount, which is exact for regular instalments.

Source: responsible-finance rules, 1.6; Knowledge Paper 1, 4.2.1 ("all possible safeguards").
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Final

from sankofa.credit.rules.policy import Policy
from sankofa.credit.rules.terms import Case, Offer
from sankofa.debts.rules.burden import Burden, Grade, Measure, amount_of, burden, grade
from sankofa.debts.rules.burden import sheet as burden_sheet
from sankofa.debts.rules.terms import TIMES_A_MONTH
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import CurrencyMismatch, Money, Rounding, to_multiple

SOURCE: Final = "Responsible finance 1.6"
LONGEST_TERM: Final = 120  # instalments that are tried when a longer loan is looked for
MOST_INSTALMENTS: Final = 1000


class NeverRepays(ValueError):
    """The terms of an offer do not describe a loan that is paid back."""

    def __init__(self, field: str, value: object, right: str) -> None:
        super().__init__(field, value, right)
        self.field = field
        self.value = value
        self.right = right

    def __str__(self) -> str:
        return f"{self.field} is {self.value}; it must be {self.right}."


@lru_cache(maxsize=4096)
def instalment_factor(rate: Fraction, instalments: int) -> Fraction:
    """Return the equal instalment for each unit borrowed, with interest on the falling balance.

    `rate` is for one period, 1/50 for 2 %.  Raises NeverRepays.
    """
    if not 1 <= instalments <= MOST_INSTALMENTS:
        raise NeverRepays("offer.instalments", instalments, f"between 1 and {MOST_INSTALMENTS}")
    if not 0 <= rate <= 1:
        raise NeverRepays("offer.rate_percent", rate * 100, "between 0 and 100 for one instalment's period")
    if rate == 0:
        return Fraction(1, instalments)
    return rate / (1 - (1 + rate) ** -instalments)


def monthly_factor(offer: Offer, amount: Money) -> Fraction | None:
    """Return what the offer takes in an average month for each unit borrowed, or None where its terms are not known.

    Raises NeverRepays and CurrencyMismatch.
    """
    if offer.payments:
        paid = 0
        for payment in offer.payments:
            if payment.amount.currency != amount.currency:
                raise CurrencyMismatch(payment.amount.currency, amount.currency)
            if not 1 <= payment.month <= MOST_INSTALMENTS:
                raise NeverRepays("offer.payments.month", payment.month, f"between 1 and {MOST_INSTALMENTS}")
            paid += payment.amount.minor
        if paid < amount.minor:
            raise NeverRepays("offer.payments", f"{Money(paid, amount.currency)} in all", f"{amount} or more in all")
        return Fraction(paid, max(payment.month for payment in offer.payments) * amount.minor)
    if offer.rate_percent is None or offer.instalments is None:
        return None
    return instalment_factor(offer.rate_percent / 100, offer.instalments) * TIMES_A_MONTH[offer.frequency]


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a household can carry, beside the loan it asked for.  In minor units of the burden's currency."""

    burden: Burden  # with the amount that was tested
    grade: Grade
    tested: int  # the amount asked for, or the least the product gives where that is more
    factor: Fraction  # payment in a month for each unit borrowed
    instalment: Fraction  # the highest the household can bear in a month; below zero when the debts are too much
    amount: int  # the largest loan that fits, in steps of the product
    below_basket_at_least: bool | None  # whether even the smallest loan leaves too little to live on; None: not known
    limit_that_binds: str

    @property
    def currency(self) -> str:
        """The currency of all amounts here."""
        return self.burden.currency


def capacity(case: Case, policy: Policy, on: date) -> Capacity | None:
    """Return what a household can carry, or None while household, debts, amount or terms are not all known.

    Raises NeverRepays and CurrencyMismatch.
    """
    household, offer, amount = case.household, case.offer, case.amount
    if household is None or case.debts is None or amount is None or not amount:
        return None
    factor = monthly_factor(offer, amount)
    if factor is None:
        return None
    tested = max(amount.minor, offer.least.minor if offer.least else 0)
    weighed = burden(household, case.debts, factor * tested, on, policy.burden)
    if weighed is None:
        return None
    bounds = bearable(weighed, policy)
    limit, instalment = min(bounds.items(), key=lambda bound: bound[1])
    step = offer.step.minor if offer.step else 1
    affordable = to_multiple(max(instalment, Fraction(0)) / factor, step, Rounding.DOWN)
    old = weighed.service - weighed.service_new
    too_little = None
    if not weighed.is_below_basket:
        too_little = False
    elif offer.least is not None:
        too_little = weighed.net_income - old - factor * offer.least.minor < weighed.least_to_live_on
    return Capacity(
        burden=weighed,
        grade=grade(weighed, policy.burden),
        tested=tested,
        factor=factor,
        instalment=instalment,
        amount=affordable,
        below_basket_at_least=too_little,
        limit_that_binds=limit,
    )


def bearable(weighed: Burden, policy: Policy) -> dict[str, Fraction]:
    """Return the highest monthly payment for a new loan by each limit, in minor units; the lowest decides."""
    of_income, of_surplus = _shares(policy)
    old = weighed.service - weighed.service_new
    bounds = {
        "surplus": of_surplus * weighed.surplus_stressed - old,
        "income": of_income * weighed.net_income - old,
        "basket": weighed.net_income - old - weighed.least_to_live_on,
    }
    if weighed.own_income_decides:
        bounds["own_income"] = of_income * weighed.own_income - old
    return bounds


def ways_to_fit(case: Case, found: Capacity, policy: Policy) -> list[Finding]:
    """Return what would make a loan fit that does not: a smaller one, a longer one, less old debt, more income.

    Nothing where it fits already.  Each is reckoned alone, with everything else as it is.
    """
    wanted = found.factor * found.tested
    lacking = wanted - found.instalment
    if lacking <= 0:
        return []
    currency = found.currency
    ways = []
    if found.amount > 0:
        ways.append(Finding("fit.smaller", Weight.NOTE, SOURCE, amount=Money(found.amount, currency)))
    longer = _longer_term(case.offer, found)
    if longer is not None:
        ways.append(Finding("fit.longer", Weight.NOTE, SOURCE, instalments=longer))
    old = found.burden.service - found.burden.service_new
    if old >= lacking:
        ways.append(Finding("fit.less_debt", Weight.NOTE, SOURCE, amount=amount_of(lacking, currency)))
    of_income, of_surplus = _shares(policy)
    # What every limit gains from each unit more that the person's own business brings.
    gains = {
        "surplus": of_surplus * policy.burden.business_income_kept.fraction,
        "income": of_income,
        "own_income": of_income,
        "basket": Fraction(1),
    }
    needed = max((wanted - bound) / gains[limit] for limit, bound in bearable(found.burden, policy).items())
    ways.append(Finding("fit.more_income", Weight.NOTE, SOURCE, amount=amount_of(needed, currency)))
    return ways


def sheet(found: Capacity) -> list[Finding]:
    """Return the reckoning line by line: the burden, then what fits; wording in both rooms' `wording`."""
    currency = found.currency
    return [
        *burden_sheet(found.burden),
        Finding(
            f"sheet.instalment_{found.limit_that_binds}",
            Weight.NOTE,
            SOURCE,
            amount=amount_of(max(found.instalment, Fraction(0)), currency),
        ),
        Finding(
            "sheet.amount",
            Weight.NOTE,
            SOURCE,
            amount=Money(found.amount, currency),
            exact=amount_of(max(found.instalment, Fraction(0)) / found.factor, currency),
        ),
    ]


def _shares(policy: Policy) -> tuple[Fraction, Fraction]:
    limits = policy.burden
    of_surplus = limits.limit(Measure.OF_SURPLUS, Grade.AMBER)
    return limits.limit(Measure.OF_INCOME, Grade.AMBER), min(of_surplus, limits.stressed_of_surplus.fraction)


def _longer_term(offer: Offer, found: Capacity) -> int | None:
    if offer.payments or offer.rate_percent is None or offer.instalments is None or found.instalment <= 0:
        return None
    times, rate = TIMES_A_MONTH[offer.frequency], offer.rate_percent / 100
    if rate * times * found.tested >= found.instalment:
        return None  # the interest alone is more than can be borne
    for instalments in range(offer.instalments + 1, LONGEST_TERM + 1):
        if instalment_factor(rate, instalments) * times * found.tested <= found.instalment:
            return instalments
    return None
