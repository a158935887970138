"""What a loan programme costs per person helped, in money and in hours.

Source: Knowledge Paper 1, 4.2.5 ("the burden in terms of time and resources"); responsible-finance rules, 8.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from sankofa.kernel.money import Money, Rounding, total
from sankofa.kernel.share import Share


class Activity(StrEnum):
    """What staff spend their time on; the codes of the time sheet."""

    SCOUTING = "scouting"
    DUE_DILIGENCE = "due_diligence"
    AGREEMENT = "agreement"
    COUNSELLING = "counselling"
    TRAINING = "training"
    REFERRAL = "referral"
    FOLLOW_UP = "follow_up"
    MEDIATION = "mediation"
    FUND_LOSS = "fund_loss"
    ADMINISTRATION = "administration"


class Step(StrEnum):
    """How far a person came; each step is a base that costs are divided by."""

    COUNSELLED = "counselled"
    REFERRED = "referred"
    LOAN = "loan"
    REPAID = "repaid"
    IN_BUSINESS_AFTER_A_YEAR = "in_business_after_a_year"


class NegativeCost(ValueError):
    """A cost or a number of hours is below zero."""

    def __init__(self, activity: str, value: object) -> None:
        super().__init__(activity, value)
        self.activity = activity
        self.value = value

    def __str__(self) -> str:
        return f"{self.activity} is {self.value}; it must be zero or more."


@dataclass(frozen=True, slots=True)
class Efficiency:
    """Costs per person at every step; a step nobody reached has no cost per person and is left out."""

    cost: Money
    cost_per: Mapping[Step, Money]
    hours_per_loan: Fraction | None
    cost_per_lent: Share | None
    subsidy_per_loan: Money | None


def efficiency(
    costs: Mapping[Activity, Money],
    hours: Mapping[Activity, Decimal],
    people: Mapping[Step, int],
    *,
    lent: Money,
    fund_erosion: Money,
) -> Efficiency:
    """Return what the programme cost per person at every step, per unit lent, and the subsidy behind each loan.

    The subsidy is the cost and what the fund lost, per loan.  Raises NegativeCost and CurrencyMismatch.
    """
    for activity, cost in costs.items():
        if cost.minor < 0:
            raise NegativeCost(activity, cost)
    for activity, spent in hours.items():
        if spent < 0:
            raise NegativeCost(activity, spent)
    whole = total(costs.values(), lent.currency)
    loans = people.get(Step.LOAN, 0)
    return Efficiency(
        whole,
        {step: per_person(whole, number) for step, number in people.items() if number},
        Fraction(sum(hours.values(), Decimal(0))) / loans if loans else None,
        Share.of(whole, lent) if lent.minor > 0 else None,
        per_person(whole + fund_erosion, loans) if loans else None,
    )


def per_person(cost: Money, people: int) -> Money:
    """Return a cost per person, rounded half up to the minor unit."""
    return cost.times(Fraction(1, people), Rounding.HALF_UP)


class NoGain(ValueError):
    """A cost per gain needs a gain above zero."""

    def __init__(self, gain: Decimal) -> None:
        super().__init__(gain)
        self.gain = gain

    def __str__(self) -> str:
        return f"gain is {self.gain}; a cost per gain is only known for a gain above zero."


def cost_per_gain(extra_cost: Money, gain: Decimal, step: Decimal = Decimal("0.1")) -> Money:
    """Return what one step of gain (0.1 of the score) costs more than without loans; only where an estimate is allowed.

    Give the ends of the estimate's interval as well, and show all three.  Raises NoGain.
    """
    if gain <= 0:
        raise NoGain(gain)
    return extra_cost.times(Fraction(step) / Fraction(gain), Rounding.HALF_UP)
