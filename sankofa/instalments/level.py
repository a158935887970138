"""The level instalment, exactly: `P = L * i / (1 - (1+i)^-n)` for equal periods, and its like for unequal ones."""

from collections.abc import Sequence

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.factors import Factor
from sankofa.instalments.terms import Level, Terms
from sankofa.instalments.whole import rounded


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


def level_instalment(
    terms: Terms, owed: int, factors: Sequence[Factor], weights: Sequence[int] | None = None, times: int = 1
) -> int:
    """Return the level instalment that terms ask for, in minor units and rounded to its step.

    `weights` are whole multiples, `times` of which make one instalment.
    """
    rounding = terms.rounding
    count = len(factors)
    over = list(factors)
    parts = list(weights) if weights is not None else None
    if terms.amortised_over:
        over += [factors[-1]] * (terms.amortised_over - count)
        if parts is not None:
            parts += [times] * (terms.amortised_over - count)
    balloon = terms.balloon.minor if terms.balloon else 0
    if terms.level is Level.FIRST:
        paying = sum(1 for part in parts if part) if parts is not None else len(over)
        over, parts = [over[0]] * paying, None
    numerator, denominator = level_quotient(owed, over, parts, balloon)
    step = max(rounding.instalment_step, rounding.money_step)
    if parts is not None:
        numerator *= times
    instalment = rounded(numerator, denominator, rounding.instalment, step)
    if terms.level is Level.SMOOTH and not balloon and not terms.amortised_over:
        return smoothed(terms, owed, factors, instalment)
    return instalment


def smoothed(terms: Terms, owed: int, factors: Sequence[Factor], instalment: int) -> int:
    """Return the instalment after spreading what rounding left for the last one, where that is much.

    Much is more than half a minor unit for every instalment; it is spread while that brings the last one closer.
    """
    count = len(factors)
    rounding = terms.rounding
    step = max(rounding.instalment_step, rounding.money_step)
    for _ in range(3):
        rest = _rest(terms, owed, factors, instalment)
        if count < 2 or abs(rest) <= count // 2:
            break
        tried = rounded(instalment * count + rest, count, rounding.instalment, step)
        if tried == instalment or abs(_rest(terms, owed, factors, tried)) >= abs(rest):
            break
        instalment = tried
    return instalment


def _rest(terms: Terms, owed: int, factors: Sequence[Factor], instalment: int) -> int:
    """By how much the last payment would differ from the instalment."""
    rounding = terms.rounding
    interest = 0
    for place, (a, b) in enumerate(factors):
        interest = rounded(owed * a, b, rounding.interest, rounding.money_step)
        if place < len(factors) - 1:
            owed -= instalment - interest
    return owed + interest - instalment
