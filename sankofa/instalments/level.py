"""The level instalment, exactly: `P = L * i / (1 - (1+i)^-n)` for equal periods, and its like for unequal ones."""

from collections.abc import Sequence

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.factors import Factor


def level_quotient(
    owed: int, factors: Sequence[Factor], weights: Sequence[int] | None = None, balloon: int = 0
) -> tuple[int, int]:
    """Return the level instalment as numerator and denominator, in minor units.

    After every period the debt is (X - Y times the instalment) / Z in whole numbers; the instalment is the one that
    leaves the balloon.  `weights` say how many times the instalment each row pays (0 in a grace period); without them
    every row pays it once.
    """
    first = factors[0]
    count = len(factors)
    if weights is None and not balloon and factors.count(first) == count:
        a, b = first
        if a == 0:
            return owed, count
        grown, plain = (a + b) ** count, b**count
        return owed * a * grown, b * (grown - plain)
    x, y, z = owed, 0, 1
    for (a, b), weight in zip(factors, weights or [1] * count, strict=True):
        grown = a + b
        z *= b
        x *= grown
        y = y * grown + weight * z
    if y == 0:
        raise BadTerms("grace", 0, "at least one instalment must pay back principal")
    return x - balloon * z, y
