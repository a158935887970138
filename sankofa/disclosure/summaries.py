"""Percentages, means and ranges: when they may be shown beside a table.

A percentage of few people tells how few; a mean may be one person's; the lowest and the highest always are.
Source: responsible-finance rules, 8.3: percentages only from a base of 30, means from ten contributors that no one
dominates, and the 5th and 95th percentile for the ends of a range from 50 people on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from fractions import Fraction

from sankofa.disclosure.primary import about_sum
from sankofa.disclosure.table import Contributions
from sankofa.disclosure.terms import SOURCE, Policy
from sankofa.kernel.finding import Finding, Weight

CODES = ("small_part", "small_rest")
"""What a share gives away: too few inside, or too few outside."""


class PartExceedsBase(ValueError):
    """More people are counted in the part than in the whole it is a part of."""

    def __init__(self, what: str, part: int, base: int) -> None:
        super().__init__(what, part, base)
        self.what = what
        self.part = part
        self.base = base

    def __str__(self) -> str:
        return (
            f"{self.what}: the part is {self.part} and the whole is {self.base}; the part must be from 0 to the whole."
        )


def about_percentage(what: str, part: int, base: int, policy: Policy) -> list[Finding]:
    """Return why a percentage must not be shown; nothing means that it may.

    A percentage gives away the part and the rest as well, so both are held to the rule for counts.
    Raises PartExceedsBase.
    """
    if not 0 <= part <= base:
        raise PartExceedsBase(what, part, base)
    found = []
    if base < policy.percentage_base:
        found.append(_finding("small_base", what, base=base, threshold=policy.percentage_base))
    for code, count in (("small_part", part), ("small_rest", base - part)):
        if count < policy.threshold and (count or not policy.zeros_are_shown):
            found.append(_finding(code, what, threshold=policy.threshold, **{code.removeprefix("small_"): count}))
    return found


def about_mean(what: str, amounts: Sequence[int], policy: Policy) -> list[Finding]:
    """Return why a mean of amounts must not be shown: it is the sum once more, with the sum's rules."""
    behind = Contributions(len(amounts), tuple(sorted(amounts, reverse=True)[: max(2, policy.top)]))
    return list(about_sum(what, sum(amounts), behind, policy))


def shown_range(what: str, values: Sequence[int | Fraction], policy: Policy) -> tuple[Fraction, Fraction] | Finding:
    """Return the 5th and the 95th percentile that stand in for the lowest and the highest, or why there is no range.

    A percentile lies between two people's values, in proportion (the usual linear rule).  Where it would be one
    person's own value, it moves halfway to the next one inwards.
    """
    if len(values) < policy.range_base:
        return _finding("small_range", what, people=len(values), threshold=policy.range_base)
    ordered = sorted(values)
    return _end(ordered, Fraction(5, 100), inwards=1), _end(ordered, Fraction(95, 100), inwards=-1)


def percentile(ordered: Sequence[int | Fraction], share: Fraction) -> Fraction:
    """Return the value below which a share of the ordered values lies, between two of them in proportion."""
    place, rest = divmod(share * (len(ordered) - 1), 1)
    lower, upper = ordered[int(place)], ordered[min(int(place) + 1, len(ordered) - 1)]
    return Fraction(lower + rest * (upper - lower))


def _end(ordered: Sequence[int | Fraction], share: Fraction, *, inwards: int) -> Fraction:
    """Return a percentile that is no single person's value."""
    place, rest = divmod(share * (len(ordered) - 1), 1)
    value = percentile(ordered, share)
    if rest or bisect_right(ordered, value) - bisect_left(ordered, value) > 1:
        return value
    return (value + ordered[int(place) + inwards]) / 2


def _finding(code: str, what: str, **facts: int) -> Finding:
    return Finding(code, Weight.BARRIER, SOURCE, what=what, **facts)
