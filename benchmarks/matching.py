"""How fast people are matched with help: one person with 5,000 kinds of it, and 100,000 people with a country's.

    python -m benchmarks.matching [PEOPLE] [ENTRIES]

People and help are invented; every kind of help asks three things on average, every second one in words of its own,
every third is meant for some group above all, and half of it is given in some districts.  Prints the 95th of a hundred
waits for one person as the page asks (put in order, the first fifty explained; goal 30 ms of the processor), people a
second in one call (goal 5,000), peak memory, and how many answers were compared with those of one by one.
"""

import random
import resource
import sys
from dataclasses import replace
from datetime import date
from time import perf_counter, process_time
from typing import TypeVar

from sankofa.provision.rules.content import entry_of
from sankofa.provision.rules.eligibility import Bounds, Known, Rules
from sankofa.provision.rules.feasibility import Need
from sankofa.provision.rules.groups import Group
from sankofa.provision.rules.matches import Standing, match
from sankofa.provision.rules.matches_many import Prepared
from sankofa.provision.rules.terms import Approach, DatedRules, Entry

Fact = TypeVar("Fact")
PEOPLE, ENTRIES, MANY, ON_A_PAGE = 100_000, 300, 5_000, 50
ON = date(2026, 11, 22)
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


def helps(count: int, chance: random.Random) -> list[Entry]:
    """Return kinds of help with conditions, some for groups, some in districts alone."""
    one = entry_of(
        {"code": "bd-help", "kind": "service", "name": "Help", "status": "running"}, as_of=2026, country="BD"
    )
    return [
        replace(
            one,
            code=f"bd-{number}",
            name=f"Help {number}",
            rules=(DatedRules(asked),),
            groups=frozenset(chance.sample(tuple(Group), chance.randint(1, 2)) if chance.random() < 0.3 else ()),
            areas=tuple(chance.sample(DISTRICTS, chance.randint(1, 6))) if chance.random() < 0.5 else ("BD",),
            approaches=frozenset(chance.sample(tuple(Approach), chance.randint(1, 3))),
        )
        for number, asked in enumerate(rules(count, chance))
    ]


def main() -> None:
    """Run the benchmark and print what it found."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    entries = int(sys.argv[2]) if len(sys.argv) > 2 else ENTRIES
    chance = random.Random(7)
    some = people(100, chance)
    standings = tuple(Standing)

    written = helps(MANY, chance)
    started = process_time()
    prepared = Prepared(written, on=ON)
    print(f"preparing {MANY:,} kinds of help, once for a day: {(process_time() - started) * 1000:.0f} ms")
    for near in (False, True):
        waits = []
        for known in some:
            started = process_time()
            found = prepared.matches(known, wanted=(Need.DEBTS,), near=known.lives_in if near else None)
            for one in found[:ON_A_PAGE]:
                assert one.eligibility is not None
            waits.append(process_time() - started)
        waits.sort()
        which = "those near" if near else "all"
        waited = f"median {waits[50] * 1000:.1f} ms, p95 {waits[94] * 1000:.1f} ms (goal 30)"
        print(f"one person and {MANY:,}, {which}: {waited}")
    compared, slow = 0, []
    for known in some[:5]:
        started = process_time()
        alone = {one.code: match(one, known, wanted=(Need.DEBTS,), on=ON).standing for one in written}
        slow.append(process_time() - started)
        assert {one.entry.code: one.standing for one in prepared.matches(known, wanted=())} == alone
        compared += len(alone)
    print(f"the same one by one: {min(slow) * 1000:.0f} ms")

    everybody = people(count, chance)
    prepared = Prepared(helps(entries, chance), on=ON)
    clock = perf_counter()
    found_of_all = prepared.standings(everybody)
    took = perf_counter() - clock
    for row in range(0, count, max(count // 200, 1)):
        told = [match(one, everybody[row], wanted=(), on=ON).standing for one in prepared.entries]
        assert [standings[place] for place in found_of_all[row].tolist()] == told
        compared += len(told)
    print(f"{count:,} people and {entries} kinds: {took:.1f} s, {count / took:,.0f} people a second (goal 5,000)")
    print(f"{compared:,} answers compared with those of one by one, none different")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")


if __name__ == "__main__":
    main()
