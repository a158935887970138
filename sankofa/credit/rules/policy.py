"""The numbers that a programme or a country sets, in one place, by version.

A country makes a programme behave differently through a policy, never through code.  The default is ours, anchored in
the limits that other countries use; the preset of Nigeria holds what the pilot with SEAP published.

Source: responsible-finance rules, 1.3 and 1.5; Knowledge Paper 1, 3.1 (Nigeria).
"""

from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from sankofa.debts.rules.burden import BurdenPolicy
from sankofa.kernel.money import Money

RULE_SET: Final = "2026.2"
"""The version of the rules themselves; every verdict keeps it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a programme asks for before it refers somebody to a lender."""

    name: str
    burden: BurdenPolicy = field(default_factory=BurdenPolicy)
    adult_age: int = 18
    overdue_days_max: int = 30
    sacrifices_max: int = 2
    needs_assessment_days: int = 180
    other_support_months: int = 3
    business_months: int = 6
    started_and_registered_is_enough: bool = False
    alternatives_least: int = 4
    taught_back_least: int = 4
    cooling_off_days: int = 3
    joint_meetings_least: int = 4
    lenders_warned_at: int = 2
    price_warned_above: Fraction = Fraction(3, 2)  # times the median of the products mapped
    validity_days: int = 90
    follow_up_months: int = 3
    first_loan_max: Money | None = None
    loans_max: int | None = None
    all_loans_max: Money | None = None
    guarantors_asked: int | None = None
    earlier_repaid_first: bool = False
    earlier_days_late_max: int = 30  # our own, as for debts: later than this at worst, and it is talked about


DEFAULT: Final = Policy("default")

NG_SEAP: Final = Policy(
    "NG-SEAP",
    started_and_registered_is_enough=True,
    first_loan_max=Money.of(350_000, "NGN"),
    loans_max=4,
    all_loans_max=Money.of(1_000_000, "NGN"),
    guarantors_asked=2,
    earlier_repaid_first=True,
)

PRESETS: Final = MappingProxyType({policy.name: policy for policy in (DEFAULT, NG_SEAP)})
