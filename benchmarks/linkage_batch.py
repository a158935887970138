"""How well and how fast the whole register is compared with itself, beside Splink alone on the same table.

    python benchmarks/linkage_batch.py                    precision, recall and F1 on the twelve countries' names
    python benchmarks/linkage_batch.py --sets ../shared/data/record-linkage        and on FEBRL 1 and 2, fake_1000
    python benchmarks/linkage_batch.py --learn 20000      weights learned from so many people, for linkage.toml
    python benchmarks/linkage_batch.py --speed 100000     time and memory on a database of its own

The error model is that of `linkage.py`.  `--engine spark` does the same on Spark.  For `--speed` the second time is
what Splink needs for the same table lying ready in memory; the first is everything: reading the database, making the
table, comparing, keeping the pairs.
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
from collections.abc import Sequence
from pathlib import Path
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
    """Print how long the whole takes, how long Splink alone, and the peak of memory."""
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
        from sankofa.accounts.action import system
        from sankofa.accounts.models import Office
        from sankofa.kernel import clock
        from sankofa.returnees import actions
        from sankofa.returnees.linking import engines, table
        from sankofa.returnees.linking.running import run_through
        from sankofa.returnees.rules import linkage

        accounts.found_organisation(name="Agency", kind="agency", offices={"Sylhet": ("BD.60.91", "Asia/Dhaka")})
        office = Office.objects.get()
        fill(office, count)
        by = system("benchmark", on=clock.now().date())
        asked = {"organisation": office.organisation, "learns": False, "goes_on": True, "by": by}
        run = actions.ask_for_run(**asked, at=clock.now())
        begun = time.perf_counter()
        run = run_through(run, by=by)
        whole = time.perf_counter() - begun
        begun = time.perf_counter()
        made = table.of_organisation(office.organisation_id)
        reading = time.perf_counter() - begun
        begun = time.perf_counter()
        engines.compare(made, linkage.shipped(), threshold=linkage.threshold(), engine=engine)
        alone = time.perf_counter() - begun
        begun = time.perf_counter()
        engines.learned(made, linkage.shipped(), engine=engine)
        learning = time.perf_counter() - begun
        told = {
            "files": run.files_count, "pairs": run.pairs_count, "new": run.new_count, "engine": engine,
            "whole_s": round(whole, 1), "table_s": round(reading, 1), "splink_alone_s": round(alone, 1),
            "whole_by_splink": round(whole / alone, 2), "splink_learning_s": round(learning, 1),
            "with_learning_by_splink": round((whole + learning) / (alone + learning), 2),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }  # fmt: skip
        print(json.dumps(told))


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
