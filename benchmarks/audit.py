"""How many events a second are recorded, with 1, 2 and 8 writers, sealed and verified.

    python -m benchmarks.audit [--events 20000] [--seconds 2]

Makes a deployment of its own in a temporary folder (SANKOFA_DATABASE may name PostgreSQL).  Each writer is a process
that records one event per transaction.
"""

import argparse
import multiprocessing
import os
import tempfile
import time
from pathlib import Path

WRITERS = (1, 2, 8)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--events", type=int, default=20_000)
    asked.add_argument("--seconds", type=int, default=2)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        print("PostgreSQL" if os.environ.get("SANKOFA_DATABASE") else "SQLite")
        spawn = multiprocessing.get_context("spawn")
        with spawn.Pool(1) as pool:
            pool.apply(_set_up, (told.events,))
        for writers in WRITERS:
            with spawn.Pool(writers) as pool:
                counts = pool.map(_write, [told.seconds] * writers)
            print(f"{writers} writers: {sum(counts) / told.seconds:8.0f} events a second")
        with spawn.Pool(1) as pool:
            print(pool.apply(_seal_and_verify))


def _set_up(events: int) -> None:
    import django

    django.setup()
    from django.db import transaction

    from sankofa.project import hooks
    from sankofa.project.setup import steps

    hooks.fill()
    for _ in steps():
        pass
    with transaction.atomic():
        for number in range(events):
            _record(number)


def _record(number: int) -> None:
    from sankofa.audit import actions
    from sankofa.audit.rules.terms import Kind
    from sankofa.kernel import clock

    actions.record(
        kind=Kind.READ,
        action="returnees.person_page",
        who=actions.Who("user", "01900000-0000-7000-8000-000000000000"),
        at=clock.now(),
        subject_kind="returnees.person",
        subject_id=f"01900000-0000-7000-8000-{number:012}",
        detail={"permission": "returnees.view"},
    )


def _write(seconds: int) -> int:
    import django

    django.setup()
    written, began = 0, time.monotonic()
    while time.monotonic() - began < seconds:
        _record(written)
        written += 1
    return written


def _seal_and_verify() -> str:
    import django

    django.setup()
    from sankofa.audit import actions, queries
    from sankofa.kernel import clock

    began = time.monotonic()
    sealed = actions.seal_all(at=clock.now())
    after = time.monotonic()
    *_, found = queries.verify()
    passed = time.monotonic() - after
    return (
        f"sealed {sealed / (after - began):.0f} events a second; verified {found.events} events, {found.seals} seals: "
        f"{found.events / passed:.0f} a second; {'whole' if found.is_whole else 'BROKEN'}"
    )


if __name__ == "__main__":
    main()
