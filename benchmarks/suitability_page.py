"""How long the pages of a look at a loan take: the whole table, and what came of it.

    python -m benchmarks.suitability_page [--people 2000] [--rounds 40]

Makes a deployment of its own in a temporary folder with invented people at one office, thirty products of lenders,
and one table that is filled with four debts; then asks for its pages as a browser does, through the whole
middleware.  Prints the median and the 95th percentile in milliseconds (goal: 150 at p95) and the questions to the
database.
"""

import argparse
import os
import statistics
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

GOAL_MS = 150
PRODUCTS, DEBTS = 30, 4


def main() -> None:
    """Run the benchmark and print what it found."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=2_000)
    asked.add_argument("--rounds", type=int, default=40)
    told = asked.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "sankofa.project.settings"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SANKOFA_HOME"] = folder
        from sankofa.project.setup_home import prepare_home

        prepare_home(Path(folder), demonstration=True)
        import django

        django.setup()
        from sankofa.project import hooks
        from sankofa.project.setup import steps

        hooks.fill()
        for _ in steps():
            pass
        measure(told.people, told.rounds)


def measure(people: int, rounds: int) -> None:
    """Fill the table of one person among many, and print how long its pages take."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from sankofa.credit import actions
    from tests import builders
    from tests import loan_looked_at as looked

    settings.ALLOWED_HOSTS = ["testserver"]
    office = builders.office()
    worker = builders.user(office, may=_everything(), scope="organisation")
    table = type(builders.person(office))
    table.objects.bulk_create(
        [table(case_number=f"LB-{number}", given_name="Rahima", office=office) for number in range(people)],
        batch_size=1_000,
    )
    person = builders.person(office, **looked.GROWN)
    looked.home(person)
    version = looked.offer(office)
    for _ in range(PRODUCTS):
        looked.offer(office)
    told = {"lender": "relative", "form": "money", "amount": _taka(30_000), "repaid_before": _taka(5_000)}
    for number in range(DEBTS):
        builders.debt(person, told=told, told_on=builders.ON - timedelta(days=number))
    check = looked.asked(person, worker, version)
    browser = Client()
    browser.force_login(worker)
    for name in ("table", "result"):
        if name == "result":
            actions.decide_check(check=check, by=worker.as_actor(), at=builders.AT)
        address = reverse("credit:check", args=[check.pk])
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        times = sorted(_one(browser, address) for _ in range(rounds))
        worst = times[int(len(times) * 0.95) - 1]
        print(
            f"{name}: median {statistics.median(times):.0f} ms, p95 {worst:.0f} ms (goal {GOAL_MS}), "
            f"{len(asked)} questions"
        )


def _one(browser: Any, address: str) -> float:
    began = perf_counter()
    assert browser.get(address).status_code == 200
    return (perf_counter() - began) * 1000


def _everything() -> list[str]:
    from sankofa.accounts.registry import declared

    return list(declared())


def _taka(amount: int) -> dict[str, Any]:
    return {"minor": amount * 100, "currency": "BDT"}


if __name__ == "__main__":
    main()
