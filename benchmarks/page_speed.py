"""How long the server works on a person's page, on a search and on the list, with 100,000 people in the register.

    python -m benchmarks.page_speed [--people 100000]

Makes a deployment of its own in a temporary folder (SANKOFA_DATABASE may name PostgreSQL), registers invented people
through the same action as an import, and asks each page several times through the whole middleware; medians in
milliseconds.  The first page's size is measured as a browser receives it, compressed.
"""

import argparse
import gzip
import os
import statistics
import tempfile
import time
from pathlib import Path


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=15)
    told = asked.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["SANKOFA_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(home), demonstration=True)
        import django

        django.setup()
        measure(told.people, told.rounds)


def measure(count: int, rounds: int) -> None:
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    from sankofa.project import hooks
    from sankofa.project.setup import steps

    hooks.fill()
    for _ in steps():
        pass
    user, offices = _people(count)
    client = Client()
    client.force_login(user)
    someone = _someone()
    print(f"{count} people in {offices} offices; the caseworker may see all of them; medians of {rounds} calls, ms")
    for name, address in {
        "person's page": f"/people/{someone.pk}/",
        "search: whole name": f"/people/?q={someone.given_name}+{someone.family_name}",
        "search: common first name": "/people/?q=mohammed",
        "search: three letters": "/people/?q=rah",
        "search: another spelling": "/people/?q=muhamed+hosen",
        "search: phone": "/people/?q=8801000129254",
        "search: case number": f"/people/?q={someone.case_number}",
        "list, first page": "/people/",
        "list, narrowed": "/people/?sex=female&destination=SA",
        "today": "/",
    }.items():
        answer = client.get(address)
        assert answer.status_code == 200, (name, answer.status_code)
        times = []
        for _ in range(rounds):
            began = time.perf_counter()
            client.get(address)
            times.append((time.perf_counter() - began) * 1000)
        print(f"  {name:<28}{statistics.median(times):8.1f}   {len(gzip.compress(answer.content)) / 1024:6.1f} KB page")
    _first_page(client)


def _people(count: int) -> tuple[object, int]:
    """Register invented people, five hundred at a time, in one office that a caseworker serves."""
    from sankofa.accounts import actions as accounts
    from sankofa.accounts import queries as offices
    from sankofa.accounts.action import system
    from sankofa.accounts.models import User
    from sankofa.kernel import clock
    from sankofa.project.demonstration import population
    from sankofa.returnees import actions
    from sankofa.returnees.rules.terms import JourneyTerms, PartialDay, PersonTerms, Precision, ReturnKind, Sex
    from sankofa.store.upkeep import count_rows

    now = clock.now()
    by = system("benchmark", on=now.date())
    accounts.found_organisation(name="Benchmark", kind="agency", offices={"Office": ("BD.60.91", "Asia/Dhaka")})
    office = offices.office_named("Office")
    accounts.enter_user(
        office=office,
        email="bench@example.org",
        name="Bench Mark",
        password="go back and fetch it",
        language="en",
        roles={"caseworker": ("office", str(office.pk))},
        from_on=now.date(),
        by=by,
        at=now,
    )
    invented = population.people(1, count, now.date())
    began = time.perf_counter()
    for first in range(0, count, 500):
        rows = [
            (
                f"bench/{person.number}",
                PersonTerms(
                    given_name=person.given_name,
                    family_name=person.family_name,
                    native_name=f"{person.given_name_native} {person.family_name_native}".strip(),
                    sex=Sex(person.sex),
                    born=PartialDay(person.born_on, Precision.DAY)
                    if person.born_on
                    else PartialDay(None, Precision.UNKNOWN),
                    phone=person.phone or "",
                    is_synthetic=True,
                    journey=JourneyTerms(
                        destination=person.destination,
                        returned=PartialDay(person.returned_on, Precision.DAY),
                        return_kind=ReturnKind(person.return_kind),
                    ),
                ),
            )
            for person in invented[first : first + 500]
        ]
        actions.register_many(office=office, rows=rows, by=by, at=clock.now())
    spent = time.perf_counter() - began
    count_rows()
    print(f"registered in chunks of 500: {count / spent:.0f} people per second")
    return User.objects.get(email="bench@example.org"), 1


def _someone() -> object:
    from sankofa.returnees.models import Person

    return Person.objects.order_by("pk")[Person.objects.count() // 2]


def _first_page(client: object) -> None:
    """Print what a browser fetches for the first page after signing in, compressed, without fonts."""
    import re

    page = client.get("/")  # type: ignore[attr-defined]
    total = {"page": len(gzip.compress(page.content))}
    from django.contrib.staticfiles import finders

    for name in sorted(set(re.findall(rb"/static/shell/([\w./-]+\.(?:css|js|svg))", page.content))):
        plain = re.sub(r"\.[0-9a-f]{12}\.", ".", name.decode())
        file = finders.find(f"shell/{plain}")
        total[plain] = len(gzip.compress(Path(file).read_bytes())) if file else 0
    print(f"first page: {sum(total.values()) / 1024:.1f} KB compressed without fonts:", end=" ")
    print(", ".join(f"{name} {size / 1024:.1f}" for name, size in total.items()))


if __name__ == "__main__":
    main()
