"""Time value of money: the functions of every spreadsheet, exactly, with money received above zero and paid below.

`rate` is of one period, exact; `due_first` is true where payments fall at the start of a period (type 1).  All
results are exact fractions; only who shows them rounds.
"""

from fractions import Fraction


def _growth(rate: Fraction, periods: int) -> Fraction:
    return (1 + rate) ** periods


def future_value(
    rate: Fraction, periods: int, payment: Fraction, present: Fraction = Fraction(0), due_first: bool = False
) -> Fraction:
    """Return what is there after so many payments (FV)."""
    if rate == 0:
        return -(present + payment * periods)
    grown = _growth(rate, periods)
    timing = 1 + rate if due_first else Fraction(1)
    return -(present * grown + payment * timing * (grown - 1) / rate)


def present_value(
    rate: Fraction, periods: int, payment: Fraction, future: Fraction = Fraction(0), due_first: bool = False
) -> Fraction:
    """Return what payments and a last amount are worth today (PV)."""
    if rate == 0:
        return -(future + payment * periods)
    grown = _growth(rate, periods)
    timing = 1 + rate if due_first else Fraction(1)
    return -(future + payment * timing * (grown - 1) / rate) / grown


def payment(
    rate: Fraction, periods: int, present: Fraction, future: Fraction = Fraction(0), due_first: bool = False
) -> Fraction:
    """Return the level payment that turns a present into a future amount (PMT)."""
    if rate == 0:
        return -(future + present) / periods
    grown = _growth(rate, periods)
    timing = 1 + rate if due_first else Fraction(1)
    return -(future + present * grown) * rate / (timing * (grown - 1))


def interest_part(
    rate: Fraction,
    number: int,
    periods: int,
    present: Fraction,
    future: Fraction = Fraction(0),
    due_first: bool = False,
) -> Fraction:
    """Return the interest within the payment of a number, counted from 1 (IPMT)."""
    level = payment(rate, periods, present, future, due_first)
    if due_first and number == 1:
        return Fraction(0)
    owed = future_value(rate, number - 1, level, present, due_first)
    interest = owed * rate
    return interest / (1 + rate) if due_first else interest


def principal_part(
    rate: Fraction,
    number: int,
    periods: int,
    present: Fraction,
    future: Fraction = Fraction(0),
    due_first: bool = False,
) -> Fraction:
    """Return the principal within the payment of a number (PPMT)."""
    level = payment(rate, periods, present, future, due_first)
    return level - interest_part(rate, number, periods, present, future, due_first)


def interest_between(
    rate: Fraction, periods: int, present: Fraction, first: int, last: int, due_first: bool = False
) -> Fraction:
    """Return the interest within the payments of a span of numbers (CUMIPMT)."""
    parts = (interest_part(rate, number, periods, present, due_first=due_first) for number in range(first, last + 1))
    return sum(parts, Fraction(0))


def principal_between(
    rate: Fraction, periods: int, present: Fraction, first: int, last: int, due_first: bool = False
) -> Fraction:
    """Return the principal within the payments of a span of numbers (CUMPRINC)."""
    parts = (principal_part(rate, number, periods, present, due_first=due_first) for number in range(first, last + 1))
    return sum(parts, Fraction(0))
