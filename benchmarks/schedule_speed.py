"""Schedules and rates beside their peers in one run: medians of five, ratios, peak memory.

Peers are not dependencies of the project.  To have them in the run, make an environment of their own and run with it:

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install numpy mortgagemath pyxirr curo
    PYTHONPATH=. /tmp/peers/bin/python benchmarks/schedule_speed.py

Without a peer its lines say so and give our time alone.  Whether both sides reckon the same is checked before timing.
"""

import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np

from sankofa.instalments.rates import Flow, xirr
from sankofa.instalments.rates_many import UNIT, eu_aprc_many, us_appendix_j_many, xirr_many
from sankofa.instalments.schedule import schedule
from sankofa.instalments.schedule_many import declining_many, due_dates_many
from sankofa.instalments.terms import RateBasis, Terms
from sankofa.kernel.money import Money

MANY = 10_000
RUNS = 5


def peer(name: str) -> Any:
    """Return a peer's module, or None where it is not installed."""
    try:
        return import_module(name)
    except ImportError:
        return None


def medians(works: Sequence[Callable[[], object] | None], times: int = 1) -> list[float | None]:
    """Return the medians of five runs of several works, in seconds for one call, None for what is not there.

    The works take turns, so that a busy machine is busy for all of them.
    """
    taken: list[list[float]] = [[] for _ in works]
    for run in range(RUNS + 1):
        for work, seconds in zip(works, taken, strict=True):
            if work is None:
                continue
            start = time.perf_counter()
            for _ in range(times):
                work()
            if run:  # the first run warms up
                seconds.append((time.perf_counter() - start) / times)
    return [statistics.median(seconds) if seconds else None for seconds in taken]


def median_seconds(work: Callable[[], object], times: int = 1) -> float:
    """Return the median of five runs of one work, in seconds for one call."""
    seconds = medians([work], times)[0]
    assert seconds is not None
    return seconds


def peak_kib(work: Callable[[], object]) -> float:
    """Return the most memory that one call holds at once, in KiB, as Python and NumPy allocate it."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024


def shown(seconds: float) -> str:
    """Return a time in the unit that reads best."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.2f} {unit}"
    return f"{seconds * 1e6:.1f} us"


def line(what: str, ours: float, theirs: float | None, target: str, memory: float, name: str) -> None:
    """Print one comparison."""
    print(f"{what}\n    ours {shown(ours)}, peak {memory:,.0f} KiB")
    if theirs is None:
        print(f"    {name}: not installed here; target: {target}\n")
        return
    ratio = f"{theirs / ours:,.1f} times faster" if theirs >= ours else f"{ours / theirs:.2f} times its time"
    print(f"    {name} {shown(theirs)}: ours is {ratio}; target: {target}\n")


def loan(minor: int = 100_000, ppm: int = 240_000) -> Terms:
    """A twelve-month loan of ours."""
    return Terms(
        principal=Money(minor, "USD"),
        basis=RateBasis.DECLINING_YEAR,
        rate_percent=Fraction(ppm, 10_000),
        starts_on=date(2026, 1, 31),
        count=12,
    )


def one_schedule() -> None:
    """One exact dated schedule of twelve rows, the terms made once and made each time."""
    mm = peer("mortgagemath")
    agreed = loan()
    theirs: Callable[[], object] | None = None
    theirs_anew: Callable[[], object] | None = None
    if mm:

        def params() -> Any:
            return mm.LoanParams(
                principal=Decimal("1000"),
                annual_rate=Decimal("24"),
                term_months=12,
                payment_rounding=mm.PaymentRounding.ROUND_HALF_UP,
            )

        once = params()
        rows = mm.amortization_schedule(once)[1:]
        assert [int(row.payment * 100) for row in rows] == [row.payment for row in schedule(agreed).rows]

        def theirs() -> object:
            return mm.amortization_schedule(once)

        def theirs_anew() -> object:
            return mm.amortization_schedule(params())

    memory = peak_kib(lambda: schedule(agreed))
    ours, peers = medians([lambda: schedule(agreed), theirs], 2000)
    anew, peers_anew = medians([lambda: schedule(loan()), theirs_anew], 2000)
    assert ours is not None
    assert anew is not None
    line("One schedule of 12 rows (ours with dates)", ours, peers, "no slower, half aimed at", memory, "mortgagemath")
    line("The same, terms made anew", anew, peers_anew, "no slower", memory, "mortgagemath")


def many_schedules() -> None:
    """10,000 schedules in one call, against 10,000 calls of the peer."""
    mm = peer("mortgagemath")
    rng = np.random.default_rng(1)
    principal = rng.integers(10_000, 10**8, MANY)
    rate = rng.integers(0, 600_000, MANY)
    count = np.full(MANY, 12)
    made = declining_many(principal, rate, count)
    for place in range(0, MANY, 997):
        rows = schedule(loan(int(principal[place]), int(rate[place]))).rows
        assert [row.payment for row in rows] == made.payment[:, place].tolist()
    ours = median_seconds(lambda: declining_many(principal, rate, count), 20)
    theirs = None
    if mm:
        params = [
            mm.LoanParams(principal=Decimal(int(p)) / 100, annual_rate=Decimal(max(int(r), 1)) / 10_000, term_months=12)
            for p, r in zip(principal[:1000], rate[:1000], strict=True)
        ]
        theirs = 10 * median_seconds(lambda: [mm.amortization_schedule(each) for each in params])
    memory = peak_kib(lambda: declining_many(principal, rate, count))
    line(
        f"{MANY:,} schedules of 12 rows in one call", ours, theirs, "500 times faster", memory, "mortgagemath x 10,000"
    )
    starts = np.datetime64("2026-01-31") + rng.integers(0, 365, MANY)

    def with_dates() -> None:
        declining_many(principal, rate, count)
        due_dates_many(starts, 12, months=1)

    line(
        "The same with 120,000 due dates",
        median_seconds(with_dates, 5),
        theirs,
        "none",
        peak_kib(with_dates),
        "the same",
    )
    terms = [loan(int(p), int(r)) for p, r in zip(principal[:1000], rate[:1000], strict=True)]
    exact = 10 * median_seconds(lambda: [schedule(each) for each in terms])
    print(f"    (the exact core, one by one: {shown(exact)})\n")


def many_rates() -> None:
    """10,000 rates of thirteen flows by three conventions."""
    rng = np.random.default_rng(2)
    days = np.concatenate([[0], np.cumsum(rng.integers(28, 32, 12))])
    paid = rng.integers(8_500, 11_000, MANY)
    amounts = np.concatenate([np.full((MANY, 1), 100_000), -np.repeat(paid[:, None], 12, 1)], axis=1)
    start = date(2026, 1, 1)
    dates = [start + timedelta(days=int(day)) for day in days]
    ours = median_seconds(lambda: xirr_many(days, amounts), 5)
    memory = peak_kib(lambda: xirr_many(days, amounts))
    rates = xirr_many(days, amounts)
    for place in range(0, MANY, 1999):
        one = xirr([Flow(day, int(amount)) for day, amount in zip(dates, amounts[place], strict=True)])
        assert abs(Fraction(one.value) * UNIT - int(rates[place])) <= Fraction(1, 2)
    theirs = None
    if pyxirr := peer("pyxirr"):
        flows = [[float(amount) for amount in row] for row in amounts]
        assert abs(pyxirr.xirr(dates, flows[7]) - rates[7] / UNIT) < 1e-7
        theirs = median_seconds(lambda: [pyxirr.xirr(dates, row) for row in flows])
    line(f"{MANY:,} XIRRs of 13 flows", ours, theirs, "within 1.5 times", memory, "pyxirr")
    _eu_and_us(amounts)


def _eu_and_us(amounts: Any) -> None:
    months = np.arange(13)
    odd = np.zeros(len(amounts), np.int64)
    eu = median_seconds(lambda: eu_aprc_many(months, 12, amounts), 5)
    us = median_seconds(lambda: us_appendix_j_many(months[1:], odd, 30, -amounts[:, 1:], amounts[:, 0], 12), 5)
    theirs: dict[str, float | None] = {"EU200848EC": None, "USAppendixJ": None}
    if curo := peer("curo"):
        random.seed(3)
        sample = random.sample(range(len(amounts)), 5)
        for name in theirs:
            convention = getattr(curo, name)

            def solve(place: int, convention: Any = convention) -> float:
                calculator = curo.Calculator()
                calculator.add(curo.SeriesAdvance(amount=float(amounts[place][0])))
                mode = curo.Mode.ARREAR
                calculator.add(curo.SeriesPayment(number_of=12, amount=float(-amounts[place][1]), mode=mode))
                rate: float = calculator.solve_rate(convention=convention(), start_date=_pandas_day())
                return rate

            many = {
                "EU200848EC": eu_aprc_many(months, 12, amounts),
                "USAppendixJ": us_appendix_j_many(months[1:], odd, 30, -amounts[:, 1:], amounts[:, 0], 12),
            }[name]
            assert abs(solve(sample[0]) - many[sample[0]] / UNIT) < 1e-4, (name, solve(sample[0]), many[sample[0]])
            one = median_seconds(lambda solve=solve: [solve(place) for place in sample]) / len(sample)  # type: ignore[misc]
            theirs[name] = one * len(amounts)
    memory = peak_kib(lambda: eu_aprc_many(months, 12, amounts))
    target = "1,000 times faster"
    line(f"{MANY:,} rates by EU Annex I", eu, theirs["EU200848EC"], target, memory, "curo x 10,000 (from 5)")
    line(f"{MANY:,} rates by US Appendix J", us, theirs["USAppendixJ"], target, memory, "curo x 10,000 (from 5)")


def _pandas_day() -> Any:
    return import_module("pandas").Timestamp("2026-01-01")


if __name__ == "__main__":
    print(f"Python {sys.version.split()[0]}, NumPy {np.__version__}; medians of {RUNS} runs\n")
    one_schedule()
    many_schedules()
    many_rates()
