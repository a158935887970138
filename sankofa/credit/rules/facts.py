"""A case with what has been reckoned from it once, for every rule to look at."""

from dataclasses import dataclass
from datetime import date

from sankofa.credit.rules.capacity import Capacity
from sankofa.credit.rules.cash_flow import CashFlow
from sankofa.credit.rules.policy import Policy
from sankofa.credit.rules.terms import Case


@dataclass(frozen=True, slots=True)
class Facts:
    """A case on a day under a policy; what could not be reckoned for want of answers is None."""

    case: Case
    policy: Policy
    on: date
    capacity: Capacity | None
    cash: CashFlow | None
