"""What a lender may see of a case, and which wishes a programme may put first.

A lender sees who asks, what for and how the business stands, each field only with the person's consent.  It never sees
a verdict, a finding, a debt to a friend, a threat, or a plan to leave again.  The order in which a programme serves
people may follow jobs or local plans; suitability never does.

Source: Knowledge Paper 1, 3.1 (R29) and 4.2.4 (R38); responsible-finance rules, finding 1 and 1.4.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from sankofa.credit.rules.terms import Case
from sankofa.debts.rules.terms import Answer

FOR_THE_LENDER: Final[Mapping[str, str]] = MappingProxyType(
    {
        "amount": "loan wish",
        "purposes": "loan wish",
        "business": "business",
        "business_started_on": "business",
        "registered": "business",
        "plan": "business",
        "trained_money": "business",
        "trained_business": "business",
    }
)
"""The fields that may go to a lender and the part of the consent that covers each; name and contact stand outside."""


class NotForLenders(ValueError):
    """This never goes to a lender, whatever the consent says."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field

    def __str__(self) -> str:
        return f"{self.field} is never shown to a lender; only {', '.join(FOR_THE_LENDER)} may be, with consent."


def for_the_lender(case: Case, consented: Collection[str]) -> dict[str, object]:
    """Return what a lender gets to see: the fields the person agreed to, and no others.  Raises NotForLenders."""
    for field in consented:
        if field not in FOR_THE_LENDER:
            raise NotForLenders(field)
    return {field: getattr(case, field) for field in FOR_THE_LENDER if field in consented}


def priority(creates_jobs: Answer, in_local_plan: Answer) -> int:
    """Return in which order a programme may serve people: 0 first, 2 last.  It never touches suitability."""
    return 2 - (creates_jobs is Answer.YES) - (in_local_plan is Answer.YES)
