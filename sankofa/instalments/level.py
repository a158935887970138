"""The level instalment, exactly: `P = L * i / (1 - (1+i)^-n)` for equal periods, and its like for unequal ones."""

from collections.abc import Callable, Sequence

from sankofa.instalments.errors import BadTerms
from sankofa.instalments.factors import Factor, regular_factor
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
    numerator, denominator = exact_level(terms, owed, factors, weights, times)
    rounding = terms.rounding
    step = max(rounding.instalment_step, rounding.money_step)
    instalment = rounded(numerator, denominator, rounding.instalment, step)
    if terms.level is Level.SMOOTH and weights is None and not terms.balloon and not terms.amortised_over:
        return smoothed(terms, instalment, len(factors), lambda tried: _rest(terms, owed, factors, tried))
    return instalment


def exact_level(
    terms: Terms, owed: int, factors: Sequence[Factor], weights: Sequence[int] | None = None, times: int = 1
) -> tuple[int, int]:
    """Return the level instalment that terms ask for before rounding, as numerator and denominator."""
    over = list(factors)
    parts = list(weights) if weights is not None else None
    if terms.amortised_over:
        over += [factors[-1]] * (terms.amortised_over - len(factors))
        if parts is not None:
            parts += [times] * (terms.amortised_over - len(factors))
    if terms.level in {Level.FIRST, Level.NOMINAL}:
        alike = over[0] if terms.level is Level.FIRST else regular_factor(terms)
        if parts is None or set(parts) <= {0, times}:
            over = [alike] * (len(over) if parts is None else sum(1 for part in parts if part))
            parts = None
        else:
            over = [alike if part else factor for part, factor in zip(parts, over, strict=True)]
    numerator, denominator = level_quotient(owed, over, parts, terms.balloon.minor if terms.balloon else 0)
    return (numerator, denominator) if parts is None else (numerator * times, denominator)


def smoothed(terms: Terms, instalment: int, count: int, rest_of: Callable[[int], int]) -> int:
    """Return the instalment after spreading what rounding left for the last of `count`, where that is much.

    Much is more than half a minor unit for every instalment; it is spread while that brings the last one closer.
    `rest_of` says by how much the last payment would differ from an instalment.
    """
    step = max(terms.rounding.instalment_step, terms.rounding.money_step)
    for _ in range(3):
        rest = rest_of(instalment)
        if count < 2 or abs(rest) <= count // 2:
            break
        tried = rounded(instalment * count + rest, count, terms.rounding.instalment, step)
        if tried == instalment or abs(rest_of(tried)) >= abs(rest):
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
