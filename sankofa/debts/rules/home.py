"""What a home owes together: told only where each grown member agreed and was asked.

Whoever owes nothing is asked for their agreement as well, so that nobody learns from a "no" who owes.  One who has not
agreed, was not asked, or whose debts the reader may not see makes the sum unknown; it is never told without them.

Source: responsible-finance rules, 1.5 (of another only what that person has said); casework, "Safeguards".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sankofa.debts.rules.burden import BurdenPolicy
from sankofa.debts.rules.first_talk import Owes
from sankofa.debts.rules.measures import Owed, owed
from sankofa.debts.rules.terms import Answer, Debt


@dataclass(frozen=True, slots=True)
class Member:
    """One grown member of a home.  `owes` and `debts` are read only where they agreed; where the reader may not see
    what they owe, whether they agreed is not read either.

    A debt that is None does not open here.
    """

    agreed: Answer = Answer.UNKNOWN
    owes: Owes = Owes.UNKNOWN
    debts: tuple[Debt | None, ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether it is known what they owe: written down one by one, or nothing."""
        return bool(self.debts) or self.owes in {Owes.PAID, Owes.NEVER}


@dataclass(frozen=True, slots=True)
class HomeOwes:
    """How many agreed, of how many; of how many it is not told here what they owe; and the sum where all is known."""

    members: int
    agreed: int
    not_told: int
    owed: Owed | None


def home_owes(members: Sequence[Member], *, on: date, policy: BurdenPolicy) -> HomeOwes:
    """Return what a home owes together; the sum is None unless each agreed and it is told what each owes."""
    agreed = [one for one in members if one.agreed is Answer.YES]
    not_told = sum(not one.is_told for one in agreed)
    if not members or len(agreed) < len(members) or not_told:
        return HomeOwes(len(members), len(agreed), not_told, None)
    every = [debt for one in members for debt in one.debts]
    known = [debt for debt in every if debt is not None]
    found = owed(known, on=on, policy=policy, unopened=len(every) - len(known))
    return HomeOwes(len(members), len(agreed), 0, found)
