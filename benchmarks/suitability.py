"""How fast suitability is looked at for 100,000 people, beside the exact core one by one.

    python -m benchmarks.suitability [PEOPLE]

Every person has an offer, a household, debts, a talk and twelve months of their own; nothing is shared.  Prints the
median of five runs, people a second, peak memory, and how many answers were compared with the exact core.
"""

import random
import resource
import statistics
import sys
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from time import perf_counter

from sankofa.credit.rules import suitability_many
from sankofa.credit.rules.suitability import verdict
from sankofa.credit.rules.terms import (
    Alternative,
    Case,
    CashMonth,
    Counselling,
    Grant,
    Interest,
    Purpose,
    Source,
    Topic,
)
from sankofa.debts.rules.household import Earner, Household, Income, IncomeKind
from sankofa.debts.rules.terms import Answer, Debt, Frequency, Lender, Pressure
from tests.sound_case import OFFER, ON, SOUND, xof

PEOPLE = 100_000
RUNS = 5
COMPARED = 2_000
GOAL = 20_000


def people(count: int, seed: int = 7) -> list[Case]:
    """Return invented people whose debts and incomes are of the size found in Mali."""
    chance = random.Random(seed)
    return [_person(chance) for _ in range(count)]


def _person(chance: random.Random) -> Case:
    yes_no = [Answer.YES, Answer.NO, Answer.NO, Answer.UNKNOWN]
    amount = xof(chance.randrange(20_000, 400_000, 1_000))
    earned = chance.randrange(15_000, 120_000)
    incomes = [Income(Earner.SELF, IncomeKind.BUSINESS, xof(earned), xof(earned // 5))]
    if chance.random() < 0.6:
        wage = xof(chance.randrange(10_000, 60_000))
        incomes.append(Income(Earner.OTHER, IncomeKind.WAGE, wage, confirmed=chance.choice(yes_no)))
    lean, full = earned // 2, earned * 2
    months = tuple(CashMonth(xof(chance.choice((lean, earned, full))), xof(5_000), xof(earned // 2)) for _ in range(12))
    return replace(
        SOUND,
        purposes=frozenset(chance.sample(list(Purpose), chance.choice((1, 1, 1, 2)))),
        amount=amount,
        gap=xof(amount.minor - chance.randrange(0, 30_000)),
        grant=chance.choice(list(Grant)),
        business_started_on=ON - timedelta(days=chance.randrange(0, 900)),
        wants_to_run_business=chance.choice(list(Interest)),
        needs_assessed_on=ON - timedelta(days=chance.randrange(0, 250)),
        alternatives=tuple(
            Alternative(source, chance.choice(yes_no), xof(chance.randrange(0, 300_000)), chance.choice(yes_no))
            for source in chance.sample(list(Source), 5)
        ),
        counselling=Counselling(
            frozenset(chance.sample(list(Topic), chance.randrange(7, 12))),
            chance.randrange(2, 6),
            ON - timedelta(days=chance.randrange(0, 20)),
            None,
            chance.choice(yes_no),
        ),
        debts=tuple(_debt(chance) for _ in range(chance.choice((0, 1, 1, 2)))),
        sacrifices=chance.choice((0, 0, 1, 2, 3)),
        household=Household(tuple(incomes), xof(earned // 2), chance.randrange(1, 9), chance.choice(yes_no)),
        opening_cash=xof(chance.randrange(0, 60_000)),
        months=months,
        offer=replace(
            OFFER,
            price_percent=Fraction(chance.randrange(1_500, 4_000), 100),
            rate_percent=Fraction(chance.choice((100, 150, 200, 250)), 100),
            instalments=chance.choice((6, 10, 12)),
        ),
    )


def _debt(chance: random.Random) -> Debt:
    regular = chance.random() < 0.3
    return Debt(
        lender=chance.choice(list(Lender)),
        balance=xof(chance.randrange(5_000, 400_000)),
        instalment=xof(chance.randrange(500, 9_000)) if regular else None,
        frequency=chance.choice((Frequency.WEEKLY, Frequency.MONTHLY)) if regular else None,
        horizon_months=chance.choice((None, 12, 18)),
        date_agreed=Answer.YES if regular else Answer.NO,
        overdue_days=chance.randrange(0, 60) if regular else None,
        asked_back=chance.choice((Answer.YES, Answer.NO, Answer.NO)),
        pressure=frozenset(chance.sample(list(Pressure), chance.choice((0, 0, 0, 1)))),
        bonds=frozenset(),
    )


def main() -> None:
    """Run the benchmark and print what it found."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    cases = people(count)
    compared = min(COMPARED, count)
    together = suitability_many.verdicts(cases[:compared], ON)
    started = perf_counter()
    for place, case in enumerate(cases[:compared]):
        alone = verdict(case, ON)
        assert together.codes(place) == {finding.code for finding in alone.findings}, case
        assert together.outcome(place) is alone.outcome, case
    one_by_one = compared / (perf_counter() - started)
    times = []
    for _ in range(RUNS):
        started = perf_counter()
        found = suitability_many.verdicts(cases, ON)
        times.append(perf_counter() - started)
    median = statistics.median(times)
    print(f"suitability of {count:,} people: {median:.2f} s, {count / median:,.0f} a second (goal {GOAL:,})")
    print(f"the exact core one by one: {one_by_one:,.0f} a second; {count / median / one_by_one:,.0f} times as fast")
    print(f"{compared:,} compared with the exact core code by code, none different")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    print({str(outcome): int((found.outcomes == n).sum()) for n, outcome in enumerate(suitability_many.OUTCOMES)})


if __name__ == "__main__":
    main()
