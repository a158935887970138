"""Rates of many cash flows in one call: the same whole millionths of a percent as the exact solver.

Every row is one loan: amounts in minor units, above zero received, below zero paid, over times in parts of a year (or
of a unit period).  Newton's method runs on all rows at once; a row that does not settle, changes sides more than once,
or lies near a rounding boundary, is solved by the exact code of `rates`.
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from sankofa.instalments.errors import BadTerms, NoRate
from sankofa.instalments.rates import Timed, UnitPayment, rate_of, us_appendix_j

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

UNIT = 10**8
"""Rates are whole hundred-millionths: 24 % is 24,000,000, a millionth of a percent is one."""

NO_RATE = np.iinfo(np.int64).min
"""What stands for a row without a rate: nothing is paid, nothing is received, or the rate is out of all bounds."""

_ROUNDS = 30
_DOUBT = 1e-4


def xirr_many(days: Whole, amounts: Whole) -> Whole:
    """Return effective yearly rates of dated flows, time being days over 365, by loan.

    `days` since the first flow, one row for all loans or one for each; `amounts` by loan and flow.
    """
    return _effective_many(days, 365, amounts)


def eu_aprc_many(parts: Whole, parts_a_year: int, amounts: Whole) -> Whole:
    """Return rates by EU Annex I, by loan: times are whole parts of a year, such as months of 12 or weeks of 52."""
    return _effective_many(parts, parts_a_year, amounts)


def period_rate_many(amounts: Whole) -> Whole:
    """Return the rates of one period of amounts one period apart, by loan."""
    return _effective_many(np.arange(amounts.shape[-1], dtype=np.int64), 1, amounts)


def _effective_many(parts: Whole, per_unit: int, amounts: Whole) -> Whole:
    _checked(parts, amounts)
    times = parts / per_unit
    flows = amounts.astype(np.float64)
    force, settled = _force(times, flows)
    with np.errstate(over="ignore", invalid="ignore"):
        rates = np.expm1(force) * UNIT
    settled &= np.abs(rates) < 1e12
    rates[~settled] = 0
    whole = np.floor(rates + 0.5)
    doubtful = ~settled | (np.abs(rates - np.floor(rates) - 0.5) < _DOUBT * (1 + np.abs(rates) / UNIT))
    doubtful |= (_changes(parts, amounts) != 1) | (rates < -0.999 * UNIT)
    result = np.where(doubtful, 0, whole).astype(np.int64)

    def exactly(place: int) -> Decimal:
        row = parts if parts.ndim == 1 else parts[place]
        flows_of = zip(row, amounts[place], strict=True)
        return rate_of([Timed(Fraction(int(at), per_unit), int(amount)) for at, amount in flows_of])[0]

    return _by_exact(result, doubtful, exactly)


def _checked(parts: Whole, amounts: Whole) -> None:
    if amounts.ndim != 2 or parts.shape not in {amounts.shape, amounts.shape[1:]}:
        raise BadTerms("amounts", amounts.shape, "amounts are loans by flows, times one row or as many")


def _units(rate: Decimal) -> int:
    scaled = Fraction(rate) * UNIT
    return (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)


def _changes(parts: Whole, amounts: Whole) -> Whole:
    """How often each row changes sides in order of time; -1 where times are not in order, for exact code to see to."""
    signs = np.sign(amounts)
    if amounts.shape[1] and not (signs == 0).any():
        changes = (signs[:, 1:] != signs[:, :-1]).sum(axis=1)
    else:
        # Zeros take the sign before them, so that they are no change.
        filled = signs.copy()
        for column in range(1, signs.shape[1]):
            np.copyto(filled[:, column], filled[:, column - 1], where=filled[:, column] == 0)
        changes = ((filled[:, 1:] != filled[:, :-1]) & (filled[:, :-1] != 0)).sum(axis=1)
    unordered = (np.diff(parts, axis=-1) < 0).any(axis=-1)
    return np.where(unordered, -1, changes).astype(np.int64)


def _force(times: Real, flows: Real) -> tuple[Real, NDArray[np.bool_]]:
    """The yearly force of interest of every row, and whether it settled.

    Newton's method on the logarithm of what is paid over what is received, both at their present value: nearly a
    straight line in the force, so that three or four steps are enough.
    """
    paid, received = np.where(flows < 0, -flows, 0.0), np.where(flows > 0, flows, 0.0)
    at_start = times.ndim == 1 and times[0] == 0 and not received[:, 1:].any()
    lent = received[:, 0] if at_start else received.sum(axis=1)
    force = np.zeros(len(flows))
    settled = np.zeros(len(flows), bool)
    growth, present = np.empty_like(flows), np.empty_like(flows)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        for number in range(_ROUNDS):
            if number:
                np.multiply(-force[:, None], times, out=growth)
                np.exp(growth, out=growth)
                np.multiply(growth, paid, out=present)
            else:
                growth[:] = 1.0
                present[:] = paid
            value_paid = present.sum(axis=1)
            middle = _weighted(present, times) / value_paid
            if at_start:
                step = np.log(value_paid / lent) / middle
            else:
                np.multiply(growth, received, out=present)
                value_received = present.sum(axis=1)
                middle -= _weighted(present, times) / value_received
                step = np.log(value_paid / value_received) / middle
            force += step
            settled = np.abs(step) <= 1e-9 * np.maximum(1.0, np.abs(force))
            if settled.all():
                break
    return force, settled & np.isfinite(force)


def _weighted(present: Real, times: Real) -> Real:
    product: Real = present @ times if times.ndim == 1 else np.einsum("ij,ij->i", present, times)
    return product


def us_appendix_j_many(
    whole: Whole, odd_parts: Whole, parts_a_unit: int, amounts: Whole, advanced: Whole, periods_a_year: int
) -> Whole:
    """Return rates by Regulation Z, Appendix J, by loan, for one advance and its payments.

    `whole` unit periods before every payment, one row for all loans; `odd_parts` of a unit period, by loan;
    `amounts` paid, by loan and payment; `advanced` by loan.
    """
    _checked(whole, amounts)
    odd = (odd_parts / parts_a_unit)[:, None]
    flows = amounts.astype(np.float64)
    lent = advanced.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (flows * (whole + odd)).sum(axis=1) / flows.sum(axis=1)
        rate = np.expm1(np.log(flows.sum(axis=1) / lent) / middle)
    settled = np.zeros(len(flows), bool)
    for _ in range(_ROUNDS):
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            growth = 1 + rate[:, None]
            simple = 1 + odd * rate[:, None]
            present = flows * np.exp(-np.log(growth) * whole) / simple
            value = present.sum(axis=1) - lent
            slope = (present * (whole / growth + odd / simple)).sum(axis=1)
            step = value / slope
            rate = rate + step
            settled = np.abs(step) <= 1e-11 * np.maximum(1.0, np.abs(rate))
        if settled.all():
            break
    yearly = rate * periods_a_year * UNIT
    settled &= np.abs(yearly) < 1e12
    yearly[~settled] = 0
    near = np.abs(yearly - np.floor(yearly) - 0.5) < _DOUBT * (1 + np.abs(yearly) / UNIT)
    doubtful = ~settled | near | (flows <= 0).any(axis=1)
    result = np.where(doubtful, 0, np.floor(yearly + 0.5)).astype(np.int64)

    def exactly(place: int) -> Decimal:
        row = whole if whole.ndim == 1 else whole[place]
        fraction = Fraction(int(odd_parts[place]), parts_a_unit)
        payments = [UnitPayment(int(at), fraction, int(amount)) for at, amount in zip(row, amounts[place], strict=True)]
        advance = UnitPayment(0, Fraction(0), int(advanced[place]))
        return us_appendix_j([advance], payments, periods_a_year, 14).value

    return _by_exact(result, doubtful, exactly)


def _by_exact(result: Whole, doubtful: NDArray[np.bool_], exactly: Callable[[int], Decimal]) -> Whole:
    for place in np.flatnonzero(doubtful):
        try:
            result[place] = _units(exactly(int(place)))
        except NoRate:
            result[place] = NO_RATE
    return result
