"""Offers side by side: each payment beside what a week brings, and how long it takes to save the same money.

Nothing is ranked and nothing is recommended: the person decides.  Saving first and taking no loan always stand among
the choices.

Source: responsible-finance rules, 2.4; Knowledge Paper 1, 4.2.1 (R09) and 4.2.2 (R19 to R21).
"""

from fractions import Fraction
from typing import Final

from sankofa.instalments.due_dates import Unit
from sankofa.kernel.money import Money, Rounding, round_fraction
from sankofa.lenders.rules.price import Price

OFFERS_MOST: Final = 3
WEEKS_A_YEAR: Final = 52


def payment(reading: Price) -> Money:
    """Return what is paid each time, with everything that must be paid along with it."""
    rows = [row for row in reading.schedule.rows if row.number]
    return reading.schedule.money(max(row.payment for row in rows))


def of_a_week(reading: Price, months: int) -> Money:
    """Return what is paid a week: the weekly payment, else the average over the whole time, half up to a minor unit."""
    every = reading.schedule.terms.every
    if every.unit is Unit.WEEK and every.n == 1:
        return payment(reading)
    weeks = Fraction(WEEKS_A_YEAR * months, 12)
    return Money(reading.paid.minor, reading.paid.currency).times(1 / weeks, Rounding.HALF_UP)


def back_for_100(reading: Price) -> int:
    """Return what is paid back for every 100 in hand, in whole units; half up."""
    return 100 + round_fraction(reading.per_100, Rounding.HALF_UP)


def weeks_to_save(amount: Money, a_week: Money | None) -> int | None:
    """Return in how many weeks the amount is saved; None where nobody knows what can be saved, or it is nothing."""
    if a_week is None or a_week.minor <= 0:
        return None
    return -(-amount.minor // a_week.minor)


def bar(part: Money, longest: Money) -> int:
    """Return how long a bar is, of 100 for the longest; at least 1, so that it can be seen."""
    if longest.minor <= 0:
        return 1
    return max(1, min(100, round_fraction(Fraction(100 * part.minor, longest.minor), Rounding.HALF_UP)))
