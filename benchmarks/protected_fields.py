"""What protection costs: an action over the bare write it holds, and changing the key of many values.

    python benchmarks/protected_fields.py [VALUES] [ACTIONS]

Runs on a database of its own that is thrown away, on SQLite as delivered.  Prints figures; nothing is asserted.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

BATCH = 2_000


def timed(label: str, count: int, work: Callable[[], object]) -> float:
    """Do something so many times at once and print how long one took; return that, in microseconds."""
    began = time.perf_counter()
    work()
    each = (time.perf_counter() - began) / count * 1e6
    print(f"  {label:<58}{each:10,.1f} us each {1e6 / each:12,.0f} a second")
    return each


def costs(count: int) -> None:
    """Print what permission, record and sealing each add to one write of a draft-like row, one commit for all."""
    from datetime import date

    from django.db import transaction

    from sankofa.accounts import queries as accounts
    from sankofa.accounts.action import system
    from sankofa.accounts.models import Office, Organisation
    from sankofa.accounts.permissions import MANAGE
    from sankofa.audit import actions as audit
    from sankofa.kernel import clock
    from sankofa.kernel.identifiers import uuid7
    from sankofa.places.models import Place
    from sankofa.returnees import actions as register
    from sankofa.returnees.models import Person
    from sankofa.returnees.rules.terms import PersonTerms
    from sankofa.store import subjects
    from sankofa.store.rules import sealing

    at, by = clock.now(), system("benchmark", on=date(2026, 11, 22))
    office = Office.objects.create(
        organisation=Organisation.objects.create(name="Benchmark", kind="agency"),
        name="Benchmark",
        place=Place.objects.filter(country_id="BD", level=2).order_by("path")[0],
        zone="Asia/Dhaka",
    )

    def bare() -> None:
        for number in range(count):
            Person.objects.create(case_number=f"B{number}", given_name="Amina", office=office)

    def sealed() -> None:
        for number in range(count):
            Person.objects.create(case_number=f"S{number}", given_name="Amina", office=office, phone="+8801712345678")

    def acted() -> None:
        for number in range(count):
            rows = [(str(number), PersonTerms("Amina", phone="+8801712345678"))]
            register.register_many(office=office, rows=rows, by=by, at=at)

    def in_chunks() -> None:
        for start in range(0, count, 500):
            rows = [(f"c{n}", PersonTerms("Amina", phone="+8801712345678")) for n in range(start, start + 500)]
            register.register_many(office=office, rows=rows, by=by, at=at)

    def permitted() -> None:
        for _ in range(count):
            offices = accounts.within_scope(Office.objects.all(), viewer=by, permission=MANAGE, on=at.date())
            offices.filter(pk=office.pk).first()

    def recorded() -> None:
        for _ in range(count):
            audit.record(kind=audit.Kind.WRITE, action="a.b", who=audit.Who("system", "benchmark"), at=at)

    def sealing_alone() -> None:
        key, whose = sealing.fresh_key(), uuid7()
        for _ in range(count):
            sealing.seal_for(b"+8801712345678", subject=whose, key=key, place="t/c/r")

    print(f"{count:,} writes, one transaction for each row of the table")
    for label, work in (
        ("a bare row", bare),
        ("a row with a phone, and the person's own key", sealed),
        ("one person through the action, with all that belongs to it", acted),
        ("of this, asking the scope", permitted),
        ("of this, one event", recorded),
        ("of this, sealing one value", sealing_alone),
    ):
        with transaction.atomic():
            timed(label, count, work)
    timed("people through the action in chunks of 500", count, in_chunks)
    subjects.forget()
    people = list(Person.objects.exclude(phone=None)[:count])
    timed("opening a phone, the keys of all fetched with the first", len(people), lambda: [one.phone for one in people])


def rotation(count: int) -> None:
    """Print how many values a second a change of the key reseals, and the most memory it took."""
    from sankofa.kernel import clock
    from sankofa.kernel.identifiers import uuid7
    from sankofa.store import keys, rotation
    from sankofa.store.models import SubjectKey
    from sankofa.store.rules import sealing
    from sankofa.store.subjects import place_of

    ring, at = keys.ring(), clock.now()
    made = 0
    while made < count:
        ids = [uuid7() for _ in range(min(BATCH, count - made))]
        SubjectKey.objects.bulk_create(
            SubjectKey(
                pk=whose, made_at=at, sealed_key=sealing.seal(sealing.fresh_key(), ring=ring, place=place_of(whose))
            )
            for whose in ids
        )
        made += len(ids)
    under_way = rotation.begin(at=at)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    total = rotation.to_reseal(under_way)
    print(f"\nresealing {total:,} protected values")
    timed("one value, with its place kept", total, lambda: sum(rotation.reseal(under_way, at=at)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"  most memory {peak / 1024:,.0f} MB, of this for resealing {(peak - before) / 1024:,.0f} MB")
    print(f"  left under an older key: {rotation.to_reseal(under_way)}")


def main(values: int, actions: int) -> None:
    """Measure on a database of its own."""
    from sankofa.project import hooks
    from sankofa.project.setup import steps

    for _ in steps():
        pass
    hooks.fill()
    costs(actions)
    rotation(values)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ["SANKOFA_DATABASE"] = ""
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        sys.path.insert(0, str(Path(__file__).parents[1]))
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home))
        import django

        django.setup()
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1_000)
