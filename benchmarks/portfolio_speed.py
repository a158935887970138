"""Arrears, classes and portfolio at risk of a million loans in one call, and the state of one loan: medians of five.

    PYTHONPATH=. python benchmarks/portfolio_speed.py [LOANS]

Made-up loans of twelve monthly instalments with random payments.  Before timing, a sample is compared with the exact
core.  There is no peer on the package index that ages a portfolio; the exact core in a loop stands beside it.
"""

import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from fractions import Fraction

import numpy as np

from sankofa.instalments.terms import RateBasis, Terms
from sankofa.kernel.money import Money
from sankofa.loans.rules.agreement import Agreement, Interest, Overdue, Recalculation
from sankofa.loans.rules.arrears import arrears, unpaid_oldest_first
from sankofa.loans.rules.events import Event, HandedOut, Paid
from sankofa.loans.rules.life import state
from sankofa.loans.rules.portfolio_many import ArrearsMany, AtRiskMany, Portfolio, arrears_many, at_risk_many

RUNS = 5
ROWS = 12
ON = date(2026, 11, 22)


def made_up(loans: int) -> Portfolio:
    """Return loans of twelve instalments, some paid on time, some late, some rescheduled."""
    chance = np.random.default_rng(20261122)
    first = ON.toordinal() - chance.integers(0, 500, loans)
    due_on = (first[:, None] + 30 * np.arange(ROWS)).ravel().astype(np.int64)
    instalment = chance.integers(5_000, 500_000, loans)
    amounts = np.repeat(instalment, ROWS).astype(np.int64)
    fallen_due = np.clip((ON.toordinal() - first) // 30 + 1, 0, ROWS)
    missed = np.where(chance.random(loans) < 0.2, chance.integers(0, 4, loans), 0)
    paid = (instalment * np.clip(fallen_due - missed, 0, ROWS)).astype(np.int64)
    return Portfolio(
        np.arange(0, loans * ROWS, ROWS, dtype=np.int64),
        due_on,
        amounts,
        paid,
        (instalment * ROWS - paid).astype(np.int64),
        chance.random(loans) < 0.03,
    )


def median(work: Callable[[], object]) -> float:
    """Return the median of five runs in seconds, after one to warm up."""
    taken = []
    for run in range(RUNS + 1):
        start = time.perf_counter()
        work()
        if run:
            taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def one_by_one(portfolio: Portfolio, loans: int) -> list[int]:
    """Return the days late of the first loans by the exact core."""
    days = []
    for place in range(loans):
        from_ = int(portfolio.starts[place])
        amounts = [int(amount) for amount in portfolio.amounts[from_ : from_ + ROWS]]
        due_on = [date.fromordinal(int(day)) for day in portfolio.due_on[from_ : from_ + ROWS]]
        unpaid = unpaid_oldest_first(amounts, int(portfolio.paid[place]))
        days.append(arrears(zip(due_on, unpaid, strict=True), ON).days)
    return days


def life_of_one() -> tuple[Agreement, list[Event]]:
    """Return a loan of 46 monthly instalments, most of them paid a few days late."""
    chance = random.Random(20261122)
    start = date(2026, 1, 5)
    terms = Terms(
        principal=Money.of(10_000, "BDT"),
        basis=RateBasis.DECLINING_MONTH,
        rate_percent=Fraction(2),
        starts_on=start,
        count=46,
    )
    again = Recalculation(Interest.AS_OWED, overdue=Overdue.UNTIL_PAID)
    events: list[Event] = [HandedOut(id="out", on=start, amount=terms.principal)]
    for number in range(40):
        day = date.fromordinal(start.toordinal() + 30 * (number + 1) + chance.randint(0, 6))
        events.append(Paid(id=str(number), on=day, amount=Money.of(340, "BDT")))
    return Agreement(terms, recalculation=again), events


def main(loans: int) -> None:
    """Print what was measured."""
    portfolio = made_up(loans)

    def aged() -> tuple[ArrearsMany, AtRiskMany]:
        late = arrears_many(portfolio, ON)
        return late, at_risk_many(portfolio, late)

    late, sums = aged()
    sample = min(loans, 2_000)
    if one_by_one(portfolio, sample) != late.days[:sample].tolist():
        raise SystemExit("The portfolio in one call and the exact core differ.")
    whole = median(aged)
    single = median(lambda: one_by_one(portfolio, sample)) / sample
    tracemalloc.start()
    aged()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    share = sums.share(30)
    print(f"{loans:,} loans of {ROWS} instalments, arrears, classes and PAR in one call: {whole:.2f} s (asked: 10 s)")
    print(f"  the exact core in a loop: {single * 1e6:.1f} us a loan, {single * loans / whole:,.0f} times as long")
    print(f"  peak memory {peak / 2**20:,.0f} MiB; PAR30 {share if share is None else f'{float(share):.2%}'}")
    agreement, events = life_of_one()
    alone = median(lambda: state(agreement, events, date(2030, 1, 1)))
    print(f"the state of one loan with 46 instalments and 40 payments, interest by the day: {alone * 1e3:.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
