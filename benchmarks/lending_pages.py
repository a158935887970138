"""How long the pages take on which a loan is weighed: the comparison, the whole table, and what came of it.

    python -m benchmarks.lending_pages [--people 2000] [--rounds 40]

Makes a deployment of its own in a temporary folder with invented people at one office, thirty products of lenders,
and one table that is filled with four debts; then asks for its pages as a browser does, through the whole
middleware.  Prints the median and the 95th percentile in milliseconds (goals at p95: the comparison 100, a look at a
loan 150), how much of it the processor worked, which others on the machine disturb less, and the questions to the
database.  The paper is the page that is printed, not its PDF.
"""

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

COMPARED_MS, LOOKED_AT_MS = 100, 150
PRODUCTS, DEBTS, OFFERS = 30, 4, 3


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
    from django.test import Client
    from django.urls import reverse

    import sankofa.project.wsgi  # noqa: F401  as a server begins
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
    names = [str(one) for one in type(version.product).objects.values_list("pk", flat=True)[:OFFERS]]
    compared = {"products": names, "amount": "50000", "months": "12", "income": "6000", "saving": "400"}
    compare = reverse("lenders:compare")
    _ask("comparison, asked", lambda: browser.get(compare), rounds, COMPARED_MS)
    for name, press in (("comparison of three", {}), ("its paper", {"paper": "1"})):
        said = {**compared, "language": "en", **press}
        _ask(name, lambda said=said: browser.post(compare, said), rounds, COMPARED_MS)
    address = reverse("credit:check", args=[check.pk])
    _ask("look at a loan, table", lambda: browser.get(address), rounds, LOOKED_AT_MS)
    actions.decide_check(check=check, by=worker.as_actor(), at=builders.AT)
    _ask("look at a loan, result", lambda: browser.get(address), rounds, LOOKED_AT_MS)


def _ask(name: str, page: Callable[[], Any], rounds: int, goal: int) -> None:
    """Ask for a page many times, and print how long it took, what was worked, and how much it asked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        assert page().status_code == 200
        questions = len(asked)
    times, worked = [], []
    for _ in range(rounds):
        began, busy = perf_counter(), process_time()
        assert page().status_code == 200
        times.append((perf_counter() - began) * 1000)
        worked.append((process_time() - busy) * 1000)
    at = int(rounds * 0.95) - 1
    print(
        f"  {name:<24} median {statistics.median(times):5.0f} ms, p95 {sorted(times)[at]:5.0f} ms (goal {goal}); "
        f"at work median {statistics.median(worked):5.0f} ms, p95 {sorted(worked)[at]:5.0f} ms; {questions} questions"
    )


def _everything() -> list[str]:
    from sankofa.accounts.registry import declared

    return list(declared())


def _taka(amount: int) -> dict[str, Any]:
    return {"minor": amount * 100, "currency": "BDT"}


if __name__ == "__main__":
    main()
