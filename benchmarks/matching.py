"""How fast people are matched with programmes: one with 5,000, and 100,000 people with the entries of one country.

    python -m benchmarks.matching [PEOPLE] [ENTRIES]

People and rules are invented; every rule asks three things on average, every second one in words of its own.  Prints
the 95th of a hundred waits for one person (goal 30 ms), people a second in one call (goal 5,000), peak memory, and how
many answers were compared with those for one person and one programme.
"""

import random
import resource
import sys
from time import perf_counter
from typing import TypeVar

from sankofa.provision.rules.eligibility import Bounds, Known, Rules, eligibility
from sankofa.provision.rules.matching_many import Programmes, answer_of

Fact = TypeVar("Fact")
PEOPLE, ENTRIES, MANY = 100_000, 300, 5_000
SEXES, WAYS, KINDS = ("female", "male"), ("regular", "irregular"), ("voluntary", "forced", "pandemic", "contract_end")
LANDS = ("SA", "AE", "QA", "KW", "OM", "BH", "MY", "SG", "IN", "LB", "JO", "IT")
PAPERS = ("passport", "national_id", "birth_certificate", "certificate", "permit")
DISTRICTS = tuple(f"BD.{division}.{district}" for division in range(10, 90, 10) for district in range(1, 9))
REGISTERS = tuple(f"bd-register-{number}" for number in range(8))


def rules(count: int, chance: random.Random) -> list[Rules]:
    """Return conditions such as programmes have."""

    def of(values: tuple[str, ...], share: float, most: int = 2) -> frozenset[str]:
        return frozenset(chance.sample(values, chance.randint(1, most))) if chance.random() < share else frozenset()

    def between(share: float, starts: tuple[int, ...], ends: tuple[int | None, ...]) -> Bounds:
        return Bounds(chance.choice(starts), chance.choice(ends)) if chance.random() < share else Bounds()

    return [
        Rules(
            sexes=of(SEXES, 0.15, 1),
            age=between(0.35, (15, 16, 18, 20, 21), (None, 30, 35, 40, 45, 46, 50, 60, 65)),
            returned_from=of(LANDS, 0.1, 4),
            ways=of(WAYS, 0.15, 1),
            return_kinds=of(KINDS, 0.1),
            lives_in=of(DISTRICTS, 0.4, 6),
            months_abroad=between(0.1, (6, 12, 24), (None,)),
            months_since_return=between(0.25, (0, 1), (6, 12, 24, 36)),
            registered_with=of(REGISTERS, 0.25),
            papers=tuple((paper,) for paper in of(PAPERS, 0.3)),
            in_debt=chance.choice((None, None, None, None, False)),
            disability=chance.choice((None,) * 19 + (True,)),
            after=frozenset({f"bd-{chance.randrange(count)}"}) if chance.random() < 0.05 else frozenset(),
            asked=(f"Condition {number}",) if number % 2 else (),
        )
        for number in range(count)
    ]


def people(count: int, chance: random.Random) -> list[Known]:
    """Return people of whom much, but never all, is known."""

    def if_known(value: Fact) -> Fact | None:
        return value if chance.random() < 0.8 else None

    def bounds(low: int, high: int, width: int) -> Bounds:
        start = chance.randint(low, high)
        return Bounds(start, start + chance.randint(1, width))

    return [
        Known(
            sex=chance.choice(SEXES),
            age=if_known(bounds(16, 70, 2)),
            returned_from=if_known(chance.choice(LANDS)),
            way=if_known(chance.choice(WAYS)),
            return_kind=if_known(chance.choice(KINDS)),
            lives_in=f"{chance.choice(DISTRICTS)}.{chance.randrange(12)}",
            months_abroad=if_known(bounds(1, 240, 12)),
            months_since_return=if_known(bounds(0, 60, 3)),
            registered_with=if_known(frozenset(chance.sample(REGISTERS, chance.randrange(3)))),
            papers=if_known(frozenset(chance.sample(PAPERS, chance.randrange(4)))),
            in_debt=if_known(chance.random() < 0.6),
            disability=if_known(chance.random() < 0.05),
            used=if_known(frozenset()),
        )
        for _ in range(count)
    ]


def main() -> None:
    """Run the benchmark and print what it found."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    entries = int(sys.argv[2]) if len(sys.argv) > 2 else ENTRIES
    chance = random.Random(7)
    everybody = people(count, chance)

    written = rules(MANY, chance)
    started = perf_counter()
    programmes = Programmes(written)
    taken_apart = perf_counter() - started
    waits, slow = [], []
    for known in everybody[:100]:
        started = perf_counter()
        marks = programmes.marks([known])[0]
        waits.append(perf_counter() - started)
    compared = 0
    for known in everybody[:5]:
        started = perf_counter()
        alone = [eligibility(one, known).answer for one in written]
        slow.append(perf_counter() - started)
        marks = programmes.marks([known])[0]
        assert [answer_of(mark) for mark in marks.tolist()] == alone
        compared += len(alone)
    waits.sort()
    print(f"taking {MANY:,} programmes apart, once: {taken_apart * 1000:.0f} ms")
    print(f"one person and {MANY:,} programmes: p95 {waits[94] * 1000:.1f} ms (goal 30)")
    print(f"the same one by one: {min(slow) * 1000:.0f} ms")

    written = rules(entries, chance)
    started = perf_counter()
    found = Programmes(written).marks(everybody)
    took = perf_counter() - started
    for row in range(0, count, max(count // 200, 1)):
        alone = [eligibility(one, everybody[row]).answer for one in written]
        assert [answer_of(mark) for mark in found[row].tolist()] == alone
        compared += len(alone)
    print(f"{count:,} people and {entries} programmes: {took:.1f} s, {count / took:,.0f} people a second (goal 5,000)")
    print(f"{compared:,} answers compared with those for one person and one programme, none different")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
