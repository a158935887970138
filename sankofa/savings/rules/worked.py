"""How the steps of a worked sheet are written down, so that a group's secretary can do them again by hand."""

from decimal import Decimal
from fractions import Fraction

from sankofa.kernel.finding import Fact, Finding, Weight
from sankofa.kernel.money import Rounding, exponent, round_fraction

ROOM = "sankofa.savings"


def step(code: str, source: str, **facts: Fact) -> Finding:
    """Return one step of a worked sheet, or something good to know."""
    return Finding(code, Weight.NOTE, source, **facts)


def rounded(number: Fraction | int, places: int = 2) -> Decimal:
    """Return an exact number for people, rounded half up to so many decimals."""
    return Decimal(round_fraction(Fraction(number) * 10**places, Rounding.HALF_UP)).scaleb(-places)


def percent(share: Fraction | int, places: int = 1) -> Decimal:
    """Return a share in percent for people, rounded half up."""
    return rounded(Fraction(share) * 100, places)


def in_units(minor: Fraction | int, currency: str, more: int = 2) -> Decimal:
    """Return an exact number of minor units in whole units of the currency, with `more` decimals than it has."""
    places = exponent(currency)
    return rounded(Fraction(minor) / 10**places, places + more)
