"""Whether the rules stop one group of people more often than others.

Sex, age, kind of return and district are never inputs; every quarter the verdicts are counted by them afterwards.
Where a group is stopped clearly more or less often than everybody else, somebody has to look why.

Source: responsible-finance rules, 1.4: alert outside 0.8 to 1.25 where each side has 30 people or more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.share import Share

SOURCE: Final = "Responsible finance 1.4"
LEAST_PEOPLE: Final = 30
LOWEST, HIGHEST = Fraction(4, 5), Fraction(5, 4)


@dataclass(frozen=True, slots=True)
class Count:
    """How many people of a group were looked at, and how many of them were stopped."""

    looked_at: int
    stopped: int

    def __post_init__(self) -> None:
        if not 0 <= self.stopped <= self.looked_at:
            raise ImpossibleCount(self.looked_at, self.stopped)


class ImpossibleCount(ValueError):
    """More people were stopped than looked at, or fewer than none."""

    def __init__(self, looked_at: int, stopped: int) -> None:
        super().__init__(looked_at, stopped)
        self.looked_at = looked_at
        self.stopped = stopped

    def __str__(self) -> str:
        return f"stopped is {self.stopped}; it must lie between 0 and looked_at, which is {self.looked_at}."


def alerts(groups: Mapping[str, Count]) -> list[Finding]:
    """Return a concern for every group that is stopped clearly more or less often than all others together.

    Groups under 30 people, and groups beside fewer than 30 others, are left out: the difference could be chance.
    """
    all_looked_at = sum(count.looked_at for count in groups.values())
    all_stopped = sum(count.stopped for count in groups.values())
    found = []
    for name, count in sorted(groups.items()):
        others, others_stopped = all_looked_at - count.looked_at, all_stopped - count.stopped
        if count.looked_at < LEAST_PEOPLE or others < LEAST_PEOPLE:
            continue
        # rate of the group against LOWEST and HIGHEST times the rate of the others, without dividing by zero
        mine, theirs = Fraction(count.stopped, count.looked_at), Fraction(others_stopped, others)
        if not LOWEST * theirs <= mine <= HIGHEST * theirs:
            found.append(
                Finding(
                    "fairness.more" if mine > theirs else "fairness.less",
                    Weight.CONCERN,
                    SOURCE,
                    group=name,
                    rate=Share.of(count.stopped, count.looked_at),
                    others=Share.of(others_stopped, others),
                )
            )
    return found
