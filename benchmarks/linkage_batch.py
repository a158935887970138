"""How well and how fast the whole register is compared with itself, beside Splink alone on the same table.

    python benchmarks/linkage_batch.py                    precision, recall and F1 on the twelve countries' names
    python benchmarks/linkage_batch.py --sets ../shared/data/record-linkage        and on FEBRL 1 and 2, fake_1000
    python benchmarks/linkage_batch.py --learn 20000      weights learned from so many people, for linkage.toml
    python benchmarks/linkage_batch.py --speed 100000     time and memory on a database of its own

The error model is that of `linkage.py`.  `--engine spark` does the same on Spark.  Of `--speed` is said:

    whole          everything: reading the database, making the table, comparing, keeping the pairs, all on record
    table          reading the database and making the table
    splink_alone   Splink on that table lying ready in memory: same settings, same threads, nothing kept
    step           our comparison of the same table: the same, and weighing, keeping and recording the pairs

each by the clock and, because a machine is rarely idle, in seconds of all cores together (`cpu`).
"""

import argparse
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sankofa.project.settings")

SEED = 2026
SECOND_EVERY = 10
CHUNK = 5_000


def measure(title: str, entries: Sequence[Any], *, engine: str) -> None:
    """Print precision, recall and F1 at the threshold that the house uses, with the weights that come with it."""
    from sankofa.returnees.linking import engines
    from sankofa.returnees.linking.table import table
    from sankofa.returnees.rules import linkage

    sizes = Counter(one.whose for one in entries)
    true = sum(count * (count - 1) // 2 for count in sizes.values())
    made = table((f"{place:09}", one.described) for place, one in enumerate(entries))
    weights, threshold = linkage.shipped(), linkage.threshold()
    found = engines.compare(made, weights, threshold=threshold, engine=engine)
    right = sum(entries[int(pair.one)].whose == entries[int(pair.other)].whose for pair in found)
    precision, recall = right / len(found) if found else 0.0, right / true
    f1 = 2 * precision * recall / (precision + recall) if found else 0.0
    said = {"set": title, "records": len(entries), "true_pairs": true, "asked": len(found), "threshold": threshold}
    print(json.dumps({**said, "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}))


def learn(count: int, *, engine: str) -> None:
    """Print weights learned from invented people, as `linkage.toml` holds them."""
    import linkage as entry

    from sankofa.returnees.linking import engines
    from sankofa.returnees.linking.table import table
    from sankofa.returnees.rules import linkage

    entries = entry.generated(count, 7)
    made = table((f"{place:09}", one.described) for place, one in enumerate(entries))
    learned = engines.learned(made, linkage.shipped(), engine=engine)
    for code, held in learned.as_data().items():
        print(f"{code} = {json.dumps(held)}")


def speed(count: int, *, engine: str) -> None:
    """Print how long the whole takes and each part of it, beside Splink alone on the same table, and the memory."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        import django

        django.setup()
        from sankofa.project import hooks
        from sankofa.project.setup import steps

        hooks.fill()
        for _ in steps():
            pass
        from sankofa.accounts import actions as accounts
        from sankofa.accounts.models import Office

        accounts.found_organisation(name="Agency", kind="agency", offices={"Sylhet": ("BD.60.91", "Asia/Dhaka")})
        office = Office.objects.get()
        fill(office, count)
        print(json.dumps(_timed_parts(office, engine=engine)))


def _timed_parts(office: Any, *, engine: str) -> dict[str, Any]:
    from sankofa.accounts.action import system
    from sankofa.kernel import clock
    from sankofa.kernel.memory import without_tidying
    from sankofa.returnees import actions
    from sankofa.returnees.linking import engines, whole
    from sankofa.returnees.linking.columns import settings
    from sankofa.returnees.linking.running import run_through
    from sankofa.returnees.models import PossibleSame
    from sankofa.returnees.rules import linkage

    by = system("benchmark", on=clock.now().date())
    asked = {"organisation": office.organisation, "learns": False, "goes_on": True, "by": by}
    weights, threshold = linkage.shipped(), linkage.threshold()
    waiting = actions.ask_for_run(**asked, at=clock.now())
    run, everything = _timed(lambda: run_through(waiting, by=by))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    again = actions.ask_for_run(**asked, at=clock.now())
    with without_tidying(), ExitStack() as held:
        register, table = _timed(lambda: held.enter_context(whole.register(office.organisation_id)))

        def splink_alone() -> Any:
            numbered = engines._numbered(register.table)
            with engines._linker(numbered, settings(weights, count=numbered.num_rows), engine=engine) as linker:
                found = linker.inference.predict(threshold_match_weight=threshold / 10)
                return engines._rows(found, engine=engine)

        def step() -> Any:
            pairs = engines.compare(register.table, weights, threshold=threshold, engine=engine)
            return actions.keep_found(again, pairs, describe=register.described, by=by, at=clock.now())

        alone, ours = [], []
        # In turns, and the middle of three: whatever else the machine does falls on both.
        for _ in range(3):
            alone.append(_timed(splink_alone)[1])
            PossibleSame.objects.all().delete()
            new, took = _timed(step)
            assert new == run.new_count, "what is kept of the same table is the same"
            ours.append(took)
        splink, kept = (tuple(median(column) for column in zip(*times, strict=True)) for times in (alone, ours))
    return {
        "files": run.files_count, "pairs": run.pairs_count, "new": run.new_count, "engine": engine,
        **_said("whole", everything), **_said("table", table), **_said("splink_alone", splink), **_said("step", kept),
        "step_by_splink": round(kept[0] / splink[0], 2), "step_by_splink_cpu": round(kept[1] / splink[1], 2),
        "whole_by_splink": round(everything[0] / splink[0], 2),
        "whole_by_splink_cpu": round(everything[1] / splink[1], 2),
        "peak_mb": peak,
    }  # fmt: skip


def _timed(call: Callable[[], Any]) -> tuple[Any, tuple[float, float]]:
    """Return what a call returns, and how long it took by the clock and in all cores together."""
    clock, cores = time.perf_counter(), time.process_time()
    answer = call()
    return answer, (time.perf_counter() - clock, time.process_time() - cores)


def _said(name: str, took: tuple[float, ...]) -> dict[str, float]:
    return {f"{name}_s": round(took[0], 1), f"{name}_cpu_s": round(took[1], 1)}


def fill(office: Any, count: int) -> None:
    """Put invented people into the tables at once, every tenth a second time: what is measured comes afterwards."""
    import linkage as entry

    from sankofa.kernel import clock
    from sankofa.kernel.identifiers import uuid7
    from sankofa.returnees.models import Journey, Person, SearchKey
    from sankofa.returnees.search_keys import hidden

    rng, now = random.Random(SEED), clock.now()
    base = entry.twelve_countries(4_000, SEED)
    waiting: list[Any] = []
    for first in range(0, count, CHUNK):
        people, journeys, keys = [], [], []
        for number in range(first, min(first + CHUNK, count)):
            if waiting and number % SECOND_EVERY == 0:
                said = entry.written_again(waiting.pop(), rng)
            else:
                said = entry._one_of(base, rng)
                waiting = [*waiting[-50:], said]
            person = Person(
                id=uuid7(),
                created_at=now,
                case_number=f"B{number}",
                given_name=said.given_name or said.native_name or "-",
                family_name=said.family_name,
                native_name=said.native_name,
                sex=said.sex,
                born_on=said.born.day,
                born_precision=said.born.precision,
                place_id="BD.30.26" if said.place else None,
                office=office,
            )
            people.append(person)
            returned = said.journey.returned
            journeys.append(
                Journey(
                    created_at=now,
                    person=person,
                    destination_id=said.journey.destination or None,
                    returned_on=returned.day,
                    returned_precision=returned.precision,
                )
            )
            if said.phone:
                digits = "".join(sign for sign in said.phone if sign.isdigit())[-8:]
                keys.append(SearchKey(person=person, office=office, key=hidden(f"p{digits}").encode()))
        Person.objects.bulk_create(people)
        Journey.objects.bulk_create(journeys)
        SearchKey.objects.bulk_create(keys)


def main() -> None:
    """Run what was asked for and print a line of JSON for each result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=4_000)
    parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    parser.add_argument("--sets", type=Path)
    parser.add_argument("--learn", type=int)
    parser.add_argument("--speed", type=int)
    chosen = parser.parse_args()
    if chosen.speed:
        speed(chosen.speed, engine=chosen.engine)
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings_test"
    import django

    django.setup()
    import linkage as entry

    if chosen.learn:
        learn(chosen.learn, engine=chosen.engine)
        return
    measure("names of the twelve countries", entry.generated(chosen.people, SEED), engine=chosen.engine)
    for title, entries in entry.sets(chosen.sets) if chosen.sets else ():
        measure(title, entries, engine=chosen.engine)


if __name__ == "__main__":
    main()
