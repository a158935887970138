"""Comparing changes instead of levels: what the groups gained over the same time.

Right only if both groups would have gained the same without the loan; say so wherever it is shown.
Source: responsible-finance rules, 8.1 (4).
"""

from decimal import Decimal
from fractions import Fraction

Exact = int | Decimal | Fraction


def difference_in_differences(
    with_before: Exact, with_after: Exact, without_before: Exact, without_after: Exact
) -> Fraction:
    """Return how much more the group with loans gained: (after - before with) - (after - before without)."""
    gained = Fraction(with_after) - Fraction(with_before)
    return gained - (Fraction(without_after) - Fraction(without_before))
