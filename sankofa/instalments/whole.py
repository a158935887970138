"""Whole numbers out of quotients: where interest and instalments become minor units.

The same roundings as the kernel's `round_fraction`, taking numerator and denominator apart: a schedule rounds three
times a row, and reducing a fraction with hundreds of digits before rounding it would cost more than all the rest.
"""

from sankofa.kernel.money import Rounding


def rounded(numerator: int, denominator: int, rounding: Rounding, step: int = 1) -> int:
    """Return a quotient as a whole multiple of `step`, rounded in the named way.  The denominator is above zero."""
    denominator *= step
    floor, rest = divmod(numerator, denominator)
    if rest:
        if rounding is Rounding.HALF_UP or rounding is Rounding.HALF_EVEN:
            beyond_half = 2 * rest - denominator
            if beyond_half > 0:
                floor += 1
            elif beyond_half == 0:
                floor += floor % 2 if rounding is Rounding.HALF_EVEN else floor >= 0
        elif rounding is Rounding.CEILING:
            floor += 1
        elif rounding is Rounding.UP:
            floor += floor >= 0
        elif rounding is Rounding.DOWN:
            floor += floor < 0
    return floor * step
