"""How well and how fast the whole register is compared with itself, beside Splink alone on the same table.

    python benchmarks/linkage_batch.py                    precision, recall and F1 on the twelve countries' names
    python benchmarks/linkage_batch.py --sets ../shared/data/record-linkage        and on FEBRL 1 and 2, fake_1000
    python benchmarks/linkage_batch.py --learn 20000      weights learned from so many people, for linkage.toml
    python benchmarks/linkage_batch.py --speed 100000     time and memory on a database of its own

The error model is that of `linkage.py`.  `--engine spark` does the same on Spark.

What `--speed` says, each by the clock and, because a machine is rarely idle, in seconds of all cores together (`cpu`):

    table           reading the database and making the table that is compared
    step            our comparison of that table with saved weights: comparing, weighing, keeping, all on record
    whole           everything of a comparison: table and step, and asking for it
    step_learning   the same step where the weights are learned from that table first
    splink_predict  Splink on that table, told the saved weights: the pairs handed over, nothing kept
    splink_alone    Splink on that table as its own guide runs it: `u` from pairs drawn by chance, `m` by expectation
                    maximisation, then the pairs, then the groups they make; handed over, nothing kept

Splink always has the table ready in memory, our settings, our threads, and its modules loaded.  A user of Splink who
has no weights yet runs `splink_alone`; who has saved them runs `splink_predict`.  So `whole` is set beside
`splink_alone`, all of our work beside all of Splink's; `step_learning` beside `splink_alone`, both learning; and `step`
beside `splink_predict`, neither of them learning: the hardest of the three for us, because Splink then neither weighs
evidence in words nor keeps anything.
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
    # What Splink is made of is loaded before anybody's time is taken.
    engines.compare(_small_table(), weights, threshold=threshold, engine=engine)
    waiting = actions.ask_for_run(**asked, at=clock.now())
    run, everything = _timed(lambda: run_through(waiting, by=by))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    again = actions.ask_for_run(**asked, at=clock.now())
    with without_tidying(), ExitStack() as held:
        register, table = _timed(lambda: held.enter_context(whole.register(office.organisation_id)))

        def splink_predict() -> Any:
            numbered = engines._numbered(register.table)
            with engines._linker(numbered, settings(weights, count=numbered.num_rows), engine=engine) as linker:
                found = linker.inference.predict(threshold_match_weight=threshold / 10)
                return engines._columns(found, engine=engine)

        def splink_alone() -> Any:
            numbered = engines._numbered(register.table)
            with engines._linker(numbered, settings(weights, count=numbered.num_rows), engine=engine) as linker:
                engines._train(linker)
                found = linker.inference.predict(threshold_match_weight=threshold / 10)
                odds = 2.0 ** (threshold / 10)
                groups = linker.clustering.cluster_pairwise_predictions_at_threshold(
                    found, threshold_match_probability=odds / (1 + odds)
                )
                return engines._columns(found, engine=engine), groups.as_record_list(limit=1)

        def step(used: Any = weights) -> Any:
            pairs = engines.compare(register.table, used, threshold=threshold, engine=engine)
            return actions.keep_found(again, pairs, describe=register.described, by=by, at=clock.now())

        def step_learning() -> Any:
            return step(engines.learned(register.table, weights, engine=engine))

        PossibleSame.objects.all().delete()
        assert step() == run.new_count, "what is kept of the same table is the same"
        # In turns, and the middle of three: whatever else the machine does falls on all.
        parts = {"splink_predict": splink_predict, "step": step,
                 "splink_alone": splink_alone, "step_learning": step_learning}  # fmt: skip
        turns: list[dict[str, tuple[float, float]]] = [{} for _turn in range(3)]
        for turn in turns:
            for name, part in parts.items():
                PossibleSame.objects.all().delete()
                turn[name] = _timed(part)[1]
    took = {name: tuple(median(turn[name][place] for turn in turns) for place in (0, 1)) for name in parts}
    took |= {"table": table, "whole": everything}
    ratios = {
        f"{ours}_by_{theirs}{name}": round(took[ours][place] / took[theirs][place], 2)
        for ours, theirs in (("whole", "splink_alone"), ("step_learning", "splink_alone"), ("step", "splink_predict"),
                             ("whole", "splink_predict"))
        for place, name in enumerate(("", "_cpu"))
    }  # fmt: skip
    counts = {"files": run.files_count, "pairs": run.pairs_count, "new": run.new_count, "engine": engine}
    return {
        **counts,
        **{key: value for name, times in took.items() for key, value in _said(name, times).items()},
        **ratios,
        "peak_mb": peak,
    }


def _small_table() -> Any:
    """Return a table of a few files, on which everything is done once before it is timed."""
    import linkage as entry

    from sankofa.returnees.linking.table import table

    return table((f"{place:09}", one.described) for place, one in enumerate(entry.generated(200, SEED)))


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
