"""How long the gaps of a country and its two pages take, and how long counting its people takes once a day.

    python -m benchmarks.gaps [--people 100000] [--rounds 15]
    python -m benchmarks.gaps --home FOLDER [--rounds 15]

Makes a deployment of its own in a temporary folder and puts invented people of one country into it; with --home it
takes a deployment that holds people already (`benchmarks.big_register`), brings its tables and its map up to date and
counts there.  Prints the counting in seconds, then the pages as a browser gets them, through the whole middleware, in
milliseconds: the median and the worst of the rounds (goal: 1,000 ms with a million people).
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

COUNTRY = "BD"
GOAL_MS = 1_000


def main() -> None:
    """Run the benchmark and print what it found."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=15)
    asked.add_argument("--home", type=Path)
    told = asked.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) if told.home is None else told.home.resolve()
        os.environ["SANKOFA_HOME"] = str(home)
        from sankofa.project.setup_home import prepare_home

        prepare_home(home, demonstration=True)
        import django

        django.setup()
        from sankofa.project import hooks
        from sankofa.project.setup import steps

        hooks.fill()
        for _ in steps():
            pass
        _founded()
        if told.home is None:
            fill(told.people)
        measure(told.rounds)


def fill(count: int) -> None:
    """Put invented people with a journey each into every district of the country, straight into the tables."""
    from sankofa.accounts.models import Office
    from sankofa.places.models import Place
    from sankofa.returnees.models import Journey, Person

    chance = random.Random(7)
    office = Office.objects.get(name="Benchmark office")
    districts = list(Place.objects.filter(country=COUNTRY, level=2, is_current=True).values_list("pk", flat=True))
    for first in range(0, count, 5_000):
        people = [
            Person(
                case_number=f"GB-{number}",
                given_name="Rahima",
                sex=chance.choice(("female", "male", "male", "unknown")),
                born_on=date(1950, 1, 1) + timedelta(days=chance.randrange(25_000)),
                born_precision="day",
                place_id=chance.choice(districts),
                office=office,
            )
            for number in range(first, min(first + 5_000, count))
        ]
        Person.objects.bulk_create(people, batch_size=1_000)
        Journey.objects.bulk_create(
            [
                Journey(
                    person=person,
                    return_kind=chance.choice(("forced", "voluntary", "unknown")),
                    destination_id=chance.choice(("SA", "IN", None)),
                )
                for person in people
            ],
            batch_size=1_000,
        )


def measure(rounds: int) -> None:
    """Count, then ask for each page; print both."""
    from django.db import connection
    from django.test import Client

    from sankofa.accounts.models import User
    from sankofa.kernel import clock
    from sankofa.provision import actions
    from sankofa.provision.models import Entry, GroupCount

    began = perf_counter()
    actions.count_groups(at=clock.now(), countries=[COUNTRY])
    took = perf_counter() - began
    counted = sum(GroupCount.objects.filter(country=COUNTRY, group="").values_list("people", flat=True))
    entries = Entry.objects.filter(country_id=COUNTRY).count()
    print(f"{connection.vendor}, {counted:,} people counted of {COUNTRY}, {entries} entries on its map")
    print(f"counting every group of every district, once a day: {took:.2f} s")
    client = Client()
    client.force_login(User.objects.get(email="gaps@example.org"))
    district = GroupCount.objects.filter(country=COUNTRY, district__contains=".").values_list("district", flat=True)[0]
    print(f"{'page, ms':<34}{'median':>9}{'worst':>9}  goal {GOAL_MS:,}")
    for name, address in {
        "gaps of the country": f"/help/gaps/?country={COUNTRY}",
        "gaps of a district": f"/help/gaps/?country={COUNTRY}&district={district}",
        "one part and its entries": f"/help/gaps/{COUNTRY}/economic/individual/women/",
        "the country on one page": f"/help/countries/{COUNTRY}/",
    }.items():
        times = [_waited(client, address) for _ in range(rounds + 1)][1:]
        print(f"  {name:<32}{statistics.median(times):>9.0f}{max(times):>9.0f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _waited(client: Any, address: str) -> float:
    began = perf_counter()
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return (perf_counter() - began) * 1000


def _founded() -> None:
    """Found an office with somebody who may see the map, unless it is there from the last time."""
    from django.conf import settings

    from sankofa.accounts import actions as accounts
    from sankofa.accounts import queries as offices
    from sankofa.accounts.action import system
    from sankofa.kernel import clock

    settings.ALLOWED_HOSTS = ["testserver"]
    if offices.address_taken("gaps@example.org"):
        return
    now = clock.now()
    accounts.found_organisation(
        name="Benchmark of gaps", kind="agency", offices={"Benchmark office": ("BD.60.91", "Asia/Dhaka")}
    )
    office = offices.office_named("Benchmark office")
    accounts.enter_user(
        office=office,
        email="gaps@example.org",
        name="Bench Mark",
        password="a word for the benchmark",
        roles={"caseworker": ("office", str(office.pk))},
        from_on=clock.day_of(now, "UTC") - timedelta(days=1),
        by=system("benchmark", on=now.date()),
        at=now,
        language="en",
    )


if __name__ == "__main__":
    main()
