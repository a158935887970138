"""Rates of cash flows, by named convention, solved with Decimal to a stated precision.

A flow is an amount at a time: above zero what the borrower receives, below zero what the borrower pays.  "APR" alone
means two numbers ("Responsible finance", section 2): every rate here carries its convention.

    MFTransparency    nominal = i * m, effective = (1 + i)^m - 1, i the rate of one period
    EU Annex I        Directive 2008/48/EC: sum C_k (1+X)^-t_k = sum D_l (1+X)^-s_l, X effective, t in years
    US Appendix J     Regulation Z: A = sum P_j / ((1 + f_j i) (1 + i)^t_j), the rate is i * m
    XIRR              as EU Annex I with t in days / 365
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from sankofa.instalments.daycount import DayCount, year_fraction
from sankofa.instalments.errors import NoRate, NotReached
from sankofa.instalments.unit_periods import Remainder, years_back
from sankofa.kernel.periods import Day

PLACES = 12
"""Decimals to which a rate, as a share, is solved unless more are asked for."""

_FEWEST, _MOST = Decimal("-0.9999"), Decimal("1e10")
_GRID = 160


class Convention(StrEnum):
    """How a rate is defined."""

    MFT_NOMINAL = "mftransparency_nominal"
    MFT_EFFECTIVE = "mftransparency_effective"
    EU_ANNEX_I = "eu_annex_i"
    US_APPENDIX_J = "us_appendix_j"
    XIRR = "xirr"
    PER_PERIOD = "per_period"


class Flow(NamedTuple):
    """An amount on a day, in minor units: above zero received by the borrower, below zero paid."""

    on: Day
    amount: int


class Timed(NamedTuple):
    """An amount at a time: above zero received, below zero paid.  The time is exact, in years or in periods."""

    at: Fraction
    amount: int | Fraction


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as a share (0.24 is 24 %), with its convention and what must be said beside it.

    `others` are further rates that make the same flows equal; where there are any, no single rate describes the loan.
    """

    value: Decimal
    convention: Convention
    sign_changes: int = 1
    others: tuple[Decimal, ...] = ()

    @property
    def is_unique(self) -> bool:
        """Whether no other rate makes the flows equal."""
        return not self.others

    def percent(self, places: int = 2) -> Decimal:
        """Return the rate in percent, rounded half up to so many decimals."""
        return (self.value * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def sign_changes(amounts: Sequence[int | Fraction]) -> int:
    """Return how often amounts in order of time change sides: more than once, and the rate may not be unique."""
    sides = [amount > 0 for amount in amounts if amount]
    return sum(one is not other for one, other in itertools.pairwise(sides))


def in_order(flows: Sequence[Timed]) -> list[Timed]:
    """Return flows by time, those of one time added up, without those that come to nothing."""
    sums: dict[Fraction, int | Fraction] = {}
    for at, amount in flows:
        sums[at] = sums.get(at, 0) + amount
    return [Timed(at, sums[at]) for at in sorted(sums) if sums[at]]


def rate_of(flows: Sequence[Timed], places: int = PLACES) -> tuple[Decimal, int, tuple[Decimal, ...]]:
    """Return the rate of one unit of time at which flows are equal, the changes of side, and other such rates.

    With one change of side there is exactly one rate.  With more, the smallest that is not negative is taken and the
    others are named; between -90 % and 1,000 % of a unit all are looked for.  Raises NoRate, NotReached.
    """
    ordered = in_order(flows)
    changes = sign_changes([amount for _, amount in ordered])
    if changes == 0:
        raise NoRate("money only flows one way")
    with localcontext(Context(prec=places + 28)):
        value_at = _present_value(ordered)
        if changes == 1:
            return _single(value_at, ordered, places), 1, ()
        roots = _roots(value_at, places)
    if not roots:
        raise NoRate("what is received and what is paid are equal at no rate between -90 % and 1,000 %")
    above = [root for root in roots if root >= 0]
    chosen = above[0] if above else roots[-1]
    return chosen, changes, tuple(root for root in roots if root != chosen)


def _present_value(flows: Sequence[Timed]) -> Callable[[Decimal], tuple[Decimal, Decimal]]:
    """Return a function giving the value of flows at the first time, and its slope, by the rate.

    Times are whole multiples of their common part of a unit, so that only one root is taken per rate tried.
    """
    start = flows[0].at
    parts = lcm(*(flow.at.denominator for flow in flows), start.denominator)
    terms = [(int((at - start) * parts), _decimal(amount)) for at, amount in flows]

    def value_at(rate: Decimal) -> tuple[Decimal, Decimal]:
        growth = 1 + rate
        shrink = 1 / growth if parts == 1 else (-growth.ln() / parts).exp()
        value = slope = Decimal(0)
        power, reached = Decimal(1), 0
        for time, amount in terms:
            step = time - reached
            power *= shrink if step == 1 else shrink**step
            reached = time
            present = amount * power
            value += present
            slope -= present * time
        return value, slope / parts / growth

    return value_at


def _decimal(amount: int | Fraction) -> Decimal:
    return Decimal(amount) if isinstance(amount, int) else Decimal(amount.numerator) / Decimal(amount.denominator)


def _single(value_at: Callable[[Decimal], tuple[Decimal, Decimal]], flows: Sequence[Timed], places: int) -> Decimal:
    """The only root: bracketed from a guess outwards, then closed in on by Newton's steps kept within the bracket."""
    received = flows[0].amount > 0
    low, high = Decimal(0), Decimal(0)
    at_zero = value_at(low)[0]
    if at_zero == 0:
        return Decimal(0).quantize(Decimal(1).scaleb(-places))
    # Received first: a higher rate makes what is paid later worth less, so that the value rises with the rate.
    if (at_zero < 0) is received:
        high = Decimal("0.1")
        while (value_at(high)[0] < 0) is received:
            low, high = high, high * 4 + 1
            if high > _MOST:
                raise NoRate(f"it would be above {_MOST:,.0f} times the loan")
    else:
        low = Decimal("-0.1")
        while (value_at(low)[0] > 0) is received:
            high, low = low, (low - 1) / 2 if low > Decimal("-0.99") else (low - 9) / 10
            if low < _FEWEST:
                raise NoRate("nearly nothing of what was received is paid back")
    return _closed_in(value_at, low, high, places)


def _closed_in(
    value_at: Callable[[Decimal], tuple[Decimal, Decimal]], low: Decimal, high: Decimal, places: int
) -> Decimal:
    rises = value_at(low)[0] < 0
    tolerance = Decimal(1).scaleb(-(places + 4))
    rate = (low + high) / 2
    for _ in range(400):
        value, slope = value_at(rate)
        if value == 0:
            break
        if (value < 0) is rises:
            low = rate
        else:
            high = rate
        tried = rate - value / slope if slope else low
        if not low < tried < high:
            tried = (low + high) / 2
        if abs(tried - rate) <= tolerance * max(Decimal(1), abs(rate)):
            rate = tried
            break
        rate = tried
    else:
        raise NotReached(low, high)
    return rate.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _roots(value_at: Callable[[Decimal], tuple[Decimal, Decimal]], places: int) -> list[Decimal]:
    """All roots between -0.9 and 10, looked for between the points of a grid that is finer near zero."""
    grid = [Decimal(point) / 100 for point in range(-90, 100)] + [
        1 + Decimal(9) * point / _GRID for point in range(_GRID + 1)
    ]
    roots: list[Decimal] = []
    before = grid[0]
    before_value, before_slope = value_at(before)
    if before_value == 0:
        roots.append(before)
    for point in grid[1:]:
        value, slope = value_at(point)
        if value == 0:
            roots.append(point)
        elif before_value and (value < 0) is not (before_value < 0):
            roots.append(_closed_in(value_at, before, point, places))
        elif before_value and (slope < 0) is not (before_slope < 0):
            roots += _hidden_roots(value_at, before, point, places)
        before, before_value, before_slope = point, value, slope
    step = Decimal(1).scaleb(-places)
    return sorted({root.quantize(step, ROUND_HALF_UP) for root in roots})


def _hidden_roots(
    value_at: Callable[[Decimal], tuple[Decimal, Decimal]], low: Decimal, high: Decimal, places: int
) -> list[Decimal]:
    """Two roots between neighbouring points whose values lie on one side: found where the slope turns."""
    side = value_at(low)[0] < 0
    falling = value_at(low)[1] < 0
    left, right = low, high
    for _ in range(60):
        middle = (left + right) / 2
        value, slope = value_at(middle)
        if (value < 0) is not side and value != 0:
            return [_closed_in(value_at, low, middle, places), _closed_in(value_at, middle, high, places)]
        if (slope < 0) is falling:
            left = middle
        else:
            right = middle
    return []


def irr(amounts: Sequence[int | Fraction], places: int = PLACES) -> Rate:
    """Return the rate of one period of amounts one period apart.  Raises NoRate."""
    flows = [Timed(Fraction(place), amount) for place, amount in enumerate(amounts)]
    value, changes, others = rate_of(flows, places)
    return Rate(value, Convention.PER_PERIOD, changes, others)


def nominal(period_rate: Rate, periods_a_year: Fraction | int) -> Rate:
    """Return the nominal yearly rate, i * m: what US law and MFTransparency call APR."""
    times = _decimal(Fraction(periods_a_year))
    return Rate(
        period_rate.value * times,
        Convention.MFT_NOMINAL,
        period_rate.sign_changes,
        tuple(other * times for other in period_rate.others),
    )


def effective(period_rate: Rate, periods_a_year: Fraction | int, places: int = PLACES) -> Rate:
    """Return the effective yearly rate, (1 + i)^m - 1: what MFTransparency calls EIR."""
    times = _decimal(Fraction(periods_a_year))
    with localcontext(Context(prec=places + 28)):

        def year(rate: Decimal) -> Decimal:
            return ((1 + rate) ** times - 1).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)

        return Rate(
            year(period_rate.value),
            Convention.MFT_EFFECTIVE,
            period_rate.sign_changes,
            tuple(year(other) for other in period_rate.others),
        )


def _from_first(flows: Sequence[Flow]) -> Day:
    if not flows:
        raise NoRate("there are no flows")
    return min(flow.on for flow in flows)


def xirr(flows: Sequence[Flow], places: int = PLACES, count: DayCount = DayCount.ACTUAL_365) -> Rate:
    """Return the effective yearly rate of dated flows, time being days over 365 (or another day count)."""
    start = _from_first(flows)
    timed = [Timed(year_fraction(start, flow.on, count), flow.amount) for flow in flows]
    value, changes, others = rate_of(timed, places)
    return Rate(value, Convention.XIRR, changes, others)


def eu_aprc(flows: Sequence[Flow], remainder: Remainder = Remainder.DAYS_365, places: int = PLACES) -> Rate:
    """Return the annual percentage rate of charge of Annex I to Directive 2008/48/EC.

    Times are years, counted in whole months, weeks or years back from each payment as `remainder` says, the rest in
    days of a year of 365 (366 when leap).
    """
    start = _from_first(flows)
    timed = [Timed(years_back(start, flow.on, remainder), flow.amount) for flow in flows]
    return eu_aprc_timed(timed, places)


def eu_aprc_timed(flows: Sequence[Timed], places: int = PLACES) -> Rate:
    """Return the rate of Annex I for flows whose times are given in years."""
    value, changes, others = rate_of(flows, places)
    return Rate(value, Convention.EU_ANNEX_I, changes, others)


@dataclass(frozen=True, slots=True)
class UnitPayment:
    """A payment of Appendix J: whole unit periods and a fraction of one before it, and `n` like it one period apart."""

    whole: int
    fraction: Fraction
    amount: int
    n: int = 1


def us_appendix_j(
    advances: Sequence[UnitPayment], payments: Sequence[UnitPayment], periods_a_year: Fraction | int, places: int = 10
) -> Rate:
    """Return the annual percentage rate of Regulation Z, Appendix J (b)(8): i times the unit periods of a year.

    A fraction of a unit period is discounted by simple interest, 1 + f i.  Solved by bisection, for the equation is
    no power series; raises NoRate.
    """
    lines = [(part.whole + step, part.fraction, Decimal(part.amount)) for part in advances for step in range(part.n)]
    lines += [(part.whole + step, part.fraction, -Decimal(part.amount)) for part in payments for step in range(part.n)]
    ordered = sorted(lines, key=lambda line: line[0] + line[1])
    changes = sign_changes([int(amount) for *_, amount in ordered])
    if changes == 0:
        raise NoRate("money only flows one way")
    with localcontext(Context(prec=places + 24)):
        fractions = [(whole, _decimal(fraction), amount) for whole, fraction, amount in ordered]

        def value_at(rate: Decimal) -> tuple[Decimal, Decimal]:
            growth = 1 + rate
            power, reached, value, slope = Decimal(1), 0, Decimal(0), Decimal(0)
            for whole, fraction, amount in fractions:
                power *= growth ** (whole - reached)
                reached = whole
                simple = 1 + fraction * rate
                present = amount / (power * simple)
                value += present
                slope -= present * (whole / growth + fraction / simple)
            return value, slope

        if changes == 1:
            root = _single(value_at, [Timed(Fraction(0), int(ordered[0][2]))], places)
            others: tuple[Decimal, ...] = ()
        else:
            roots = _roots(value_at, places)
            if not roots:
                raise NoRate("what is received and what is paid are equal at no rate between -90 % and 1,000 %")
            root = next((root for root in roots if root >= 0), roots[-1])
            others = tuple(other for other in roots if other != root)
        times = _decimal(Fraction(periods_a_year))
        return Rate(root * times, Convention.US_APPENDIX_J, changes, tuple(other * times for other in others))
